"""The doctor on the gate: the models are the ones that were measured, and a picture goes all the way through."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.commands import doctor
from services.verify.checks import examine
from services.verify.checks.eyes import models
from services.verify.checks.eyes.models import MODELS, Model, path_of, verify_models
from shared.contracts.settings import Settings
from tests.coloured_judge import JUDGE


def test_every_model_is_there_and_is_the_one_that_was_measured() -> None:
    """By hash; the packages are looked up and not imported."""
    assert verify_models() == []
    assert all(path_of(model).stat().st_size > 100_000 for model in MODELS.values())


def test_a_model_that_is_another_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever loads a model gets it by its hash or not at all."""
    monkeypatch.setattr(models, "MODELS", {"faces": MODELS["faces"]._replace(sha256="0" * 64)})
    with pytest.raises(ValueError, match="is another one"):
        models.read("faces")


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (MODELS["faces"]._replace(sha256="0" * 64), "is another one"),
        (MODELS["faces"]._replace(path="gone.onnx"), "is not there"),
        (Model("no_such_package", "x.onnx", "0" * 64), "is not there"),
    ],
)
async def test_a_model_that_is_missing_or_another_fails_with_its_remedy(
    model: Model, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One finding a model; the others are well and are not told."""
    monkeypatch.setattr(models, "MODELS", {**MODELS, "faces": model})
    (found,) = await doctor._models(Settings(data_dir=tmp_path))
    assert (found.state, found.part) == ("failed", "models")
    assert "model for faces" in found.found and said in found.found
    assert "make setup" in found.remedy


@pytest.mark.slow
async def test_a_picture_goes_through_both_children(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Well with a judge that answers; failed, with what failed, when it raises or does not come up."""
    for judge, state, said in (
        (JUDGE, "ok", "judged a drawn picture"),
        ("tests.platform.confined_jobs:do", "failed", "raised:KeyError"),
        ("tests.no_such_judge:judge", "failed", "died"),
    ):
        monkeypatch.setattr(examine, "JUDGE", judge)
        (found,) = await doctor._gate(Settings(data_dir=tmp_path))
        assert (found.state, found.part) == (state, "gate")
        assert said in found.found
