"""What text stands where? PP-OCR: one model finds lines, one says which way up they stand, one reads them."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from rapidocr.ch_ppocr_cls import TextClassifier
from rapidocr.ch_ppocr_det import TextDetector
from rapidocr.ch_ppocr_rec import TextRecInput, TextRecognizer
from rapidocr.utils.log import logger
from rapidocr.utils.typings import EngineType, LangRec, OCRVersion

from services.verify.checks.eyes.session import session_of
from services.verify.checks.leaf import Pixels
from services.verify.checks.page import Quad

LONGEST = 960  # pixels; larger costs more and finds no more


class _Settings(dict[str, Any]):
    """Settings as the library wants them: by key and by attribute, None for what is not set."""

    def __getattr__(self, name: str) -> Any:
        return self.get(name)


class Reader:
    """Finds, turns and reads lines of text."""

    def __init__(self) -> None:
        logger.setLevel("CRITICAL")
        self._finder = TextDetector(_Settings(
            engine_type=EngineType.ONNXRUNTIME, session=_session("det"), limit_side_len=LONGEST, limit_type="max",
            mean=[0.5, 0.5, 0.5], std=[0.5, 0.5, 0.5],
        ))  # fmt: skip
        self._turner = TextClassifier(_Settings(
            engine_type=EngineType.ONNXRUNTIME, session=_session("cls"), ocr_version=OCRVersion.PPOCRV4,
            cls_image_shape=[3, 48, 192], cls_batch_num=6, cls_thresh=0.9, label_list=["0", "180"],
        ))  # fmt: skip
        self._reader = TextRecognizer(_Settings(
            engine_type=EngineType.ONNXRUNTIME, session=_session("rec"), lang_type=LangRec.CH,
            rec_batch_num=6, rec_img_shape=[3, 48, 320],
        ))  # fmt: skip

    def lines(self, pixels: Pixels, longest: int = LONGEST) -> list[Quad]:
        """Where lines of text stand, in any direction."""
        self._finder.limit_side_len = longest
        found = self._finder(_bgr(pixels)).boxes
        return [] if found is None else [np.asarray(quad, np.float32) for quad in found]

    def upside_down(self, pieces: list[Pixels]) -> list[float]:
        """How sure it is, of each piece with one line of text, that it stands on its head (0..1)."""
        if not pieces:
            return []
        answers = self._turner([_bgr(piece) for piece in pieces]).cls_res or []
        return [float(score) if "180" in label else 1 - float(score) for label, score in answers]

    def read(self, pieces: list[Pixels]) -> list[tuple[str, float]]:
        """The text of each piece, and how sure it is (0..1)."""
        if not pieces:
            return []
        found = self._reader(TextRecInput(img=[_bgr(piece) for piece in pieces], return_word_box=False))
        return [(str(text), float(score)) for text, score in zip(found.txts or (), found.scores or (), strict=True)]


def _bgr(pixels: Pixels) -> Pixels:
    return np.ascontiguousarray(pixels[:, :, ::-1])


def _session(task: str) -> Any:
    """The model for a task (det, cls, rec) out of the library's own wheel; nothing is ever downloaded."""
    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the reading models are not installed: run `make setup`")
    (model,) = Path(spec.origin).with_name("models").glob(f"*_{task}_*.onnx")
    return session_of(str(model))
