"""Draw one side of a document: guilloches, labels, values, photos, code, machine-readable lines; no two are alike."""

from __future__ import annotations

import random
from pathlib import Path

import cv2
import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageOps

from tests.gate import people
from tests.gate.faces import portrait
from tests.gate.fonts import Typeface
from tests.gate.models import FACES, Model
from tests.gate.page import Page

MONTHS = [
    "JAN/JAN",
    "FEB/FEB",
    "MRT/MAR",
    "APR/APR",
    "MEI/MAY",
    "JUN/JUN",
    "JUL/JUL",
    "AUG/AUG",
    "SEP/SEP",
    "OKT/OCT",
    "NOV/NOV",
    "DEC/DEC",
]
_INK = (24, 22, 28)


def draw(model: Model, who: people.Person, face: int, rng: random.Random, faces: Path | None = None) -> Page:
    """Draw a page; `face` chooses the portrait, so that front and back show the same person.

    Its size is about 1500 by 1050 pixels (passport) or 1370 by 860 (card).
    """
    return _Drawing(model, who, portrait(random.Random(face), faces), rng).page()


class _Drawing:
    def __init__(self, model: Model, who: people.Person, face: Image.Image, rng: random.Random) -> None:
        self.model, self.who, self.face, self.rng = model, who, face, rng
        self.scale = (12.0 if model.size[0] > 100 else 16.0) * rng.uniform(0.94, 1.06)
        self.nation = "UTO" if model.name.startswith("foreign") else "NLD"
        self.type = Typeface(rng)
        self.ink = tuple(max(0, tone + rng.randint(-12, 26)) for tone in _INK)
        self.label_ink = rng.choice(((60, 70, 110), (90, 60, 60), (50, 80, 70), (70, 70, 74)))
        self.pad = (rng.uniform(-0.8, 0.8), rng.uniform(-0.6, 0.6))
        self.value_size = rng.uniform(2.5, 3.0) if model.size[0] > 100 else rng.uniform(2.2, 2.6)
        self.label_size = rng.uniform(1.45, 1.75) if model.size[0] > 100 else rng.uniform(1.3, 1.55)
        self.picture = background(model, self.scale, rng)
        self.pen = ImageDraw.Draw(self.picture)
        self.result = Page(self.picture, self.scale, document=(0, 0, *self.picture.size))

    def page(self) -> Page:
        """Do all of it, in the order of printing."""
        self._titles()
        for name in FACES:
            if name in self.model.regions:
                self._photo(name)
        for key, label, left, top in self.model.fields:
            self._field(key, label, left, top)
        if "qr" in self.model.regions:
            self._code()
        if "signature" in self.model.regions:
            self._signature()
        if self.model.name.startswith("licence") and not self.model.front:
            self._categories()
        if self.model.mrz:
            self._lines(self.model.mrz)
        return self.result

    def _px(self, box: tuple[float, float, float, float], *, jitter: float = 0.6) -> tuple[int, int, int, int]:
        left, top = box[0] + self.pad[0] + self._wobble(jitter), box[1] + self.pad[1] + self._wobble(jitter)
        edges = (left, top, left + box[2], top + box[3])
        return tuple(round(edge * self.scale) for edge in edges)  # type: ignore[return-value]

    def _wobble(self, reach: float) -> float:
        return self.rng.uniform(-reach, reach)

    def _titles(self) -> None:
        wide, unit = self.model.size[0], self.scale
        left = (4 + self._wobble(1)) * unit
        self.pen.text(
            (left, 2.2 * unit), self.model.country, self.label_ink, self.type.title((1.9 if wide < 100 else 2.4) * unit)
        )
        self.pen.text(
            (left, 5.2 * unit), self.model.title, self.label_ink, self.type.title((3.1 if wide < 100 else 3.9) * unit)
        )
        if self.model.front:
            self.pen.text((wide * unit - 9 * unit, 2 * unit), self.nation, self.label_ink, self.type.title(3 * unit))

    def _field(self, key: str, label: str, left: float, top: float) -> None:
        x, y = round((left + self.pad[0]) * self.scale), round((top + self.pad[1] + self._wobble(0.25)) * self.scale)
        small, value = self.type.label(self.label_size * self.scale), self.type.value(self.value_size * self.scale)
        if label.endswith(".") and len(label) <= 3:  # a licence numbers its fields
            self.pen.text((x, y), label, self.label_ink, small)
            self.pen.text((x + 3.2 * self.scale, y - 0.4 * self.scale), self._value(key), self.ink, value)
            return
        self.pen.text((x, y), label, self.label_ink, small)
        below = y + self.label_size * 1.12 * self.scale
        if key in {"bsn", "bsn_licence"}:
            self._number(key, x, below)
        else:
            self.pen.text((x, below), self._value(key), self.ink, value)

    def _value(self, key: str) -> str:
        who = self.who
        simple = {
            "type": "P", "code": self.nation, "number": who.number, "surname": who.surname, "given": who.given,
            "sex": f"{who.sex}/{_sex(who)}",
            "nationality": "Nederlandse", "born": _date(who.born), "place": who.place, "height": who.height,
            "issued": _date(who.issued), "expires": _date(who.expires), "authority": f"Burg. van {who.place}",
            "residence": who.place, "remark": "--", "can": str(self.rng.randint(100000, 999999)),
            "licence": who.licence,
            "v_number": who.v_number, "foreign_number": who.foreign_number, "classes": "AM/B",
            "city": f"gem. {who.place}",
            "born_place": f"{who.born[2]:02}.{who.born[1]:02}.{who.born[0]} {who.place}",
            "permit": "II REGULIER ONBEPAALDE TIJD",
        }  # fmt: skip
        return simple[key]

    def _number(self, key: str, x: float, y: float) -> None:
        """Print the BSN, alone, in groups or before the licence number; note where each digit stands."""
        digits = self.who.bsn
        style = self.rng.choice(("plain", "plain", "dots", "groups"))
        if style == "dots":
            text = f"{digits[:4]}.{digits[4:6]}.{digits[6:]}"
        elif style == "groups":
            text = f"{digits[:3]} {digits[3:6]} {digits[6:]}"
        else:
            text = digits
        font = self.type.value(self.value_size * 1.08 * self.scale)
        boxes = []
        for at, letter in enumerate(text):
            if letter.isdigit():
                before = x + font.getlength(text[:at])
                boxes.append((before, y, before + font.getlength(letter), y + self.value_size * 1.25 * self.scale))
        self.pen.text((x, y), text + (f" / {self.who.licence}" if key == "bsn_licence" else ""), self.ink, font)
        self.result.digits = tuple(boxes)
        self.result.regions["bsn"] = (boxes[0][0], boxes[0][1], boxes[-1][2], boxes[-1][3])

    def _photo(self, name: str) -> None:
        left, top, right, bottom = self._px(self.model.regions[name])
        size = (right - left, bottom - top)
        face = ImageOps.fit(self.face, size, Image.Resampling.LANCZOS)
        if name == "ghost":
            self._ghost(face, (left, top))
        else:
            grey = name == "photo" and self.model.name.startswith(("card-2014", "licence", "permit"))
            face = face.convert("L").convert("RGB") if grey else face
            self.picture.paste(face, (left, top))
        self.result.regions[name] = (left, top, right, bottom)
        if name == "photo":
            wide, tall = size
            self.result.parts["eyes"] = (left + 0.16 * wide, top + 0.35 * tall, left + 0.84 * wide, top + 0.49 * tall)

    def _ghost(self, face: Image.Image, at: tuple[int, int]) -> None:
        """A second, faint photo: the background shows through; perforated or laser-grey."""
        grey = np.asarray(face.convert("L"), np.float32)
        spot = (*at, at[0] + face.width, at[1] + face.height)
        under = np.asarray(self.picture.crop(spot).convert("RGB"), np.float32)
        strength = self.rng.uniform(0.55, 0.95)
        tone = under * (1 - strength + strength * (grey / 235).clip(0, 1.1)[..., None])
        y, x = np.mgrid[0 : face.height, 0 : face.width]
        edge = np.minimum(np.minimum(x, face.width - x) / face.width, np.minimum(y, face.height - y) / face.height)
        alpha = np.clip(edge * 9, 0, 1)[..., None]
        if self.rng.random() < 0.3:
            alpha = alpha * (((x // 3 + y // 3) % 2) * 0.35 + 0.65)[..., None]
        blended = under * (1 - alpha) + tone * alpha
        self.picture.paste(Image.fromarray(blended.clip(0, 255).astype(np.uint8)), at)

    def _code(self) -> None:
        left, top, right, bottom = self._px(self.model.regions["qr"])
        told = f"https://voorbeeld.example/d/{self.rng.getrandbits(64):016x}?n={self.who.bsn}"
        made = zxingcpp.create_barcode(told, zxingcpp.BarcodeFormat.QRCode).to_image(scale=6)
        code = (
            Image.fromarray(np.asarray(made)).convert("RGB").resize((right - left, bottom - top), Image.Resampling.BOX)
        )
        self.picture.paste(code, (left, top))
        self.result.regions["qr"] = (left, top, right, bottom)

    def _signature(self) -> None:
        left, top, right, bottom = self._px(self.model.regions["signature"])
        x = np.linspace(left, right, 60)
        phase, height = self.rng.uniform(0, 6), (bottom - top) / 2
        y = (top + bottom) / 2 + height * np.sin(
            np.linspace(phase, phase + self.rng.uniform(12, 22), 60)
        ) * np.linspace(1, 0.25, 60)
        self.pen.line(
            list(zip(x + 5 * np.cos(y / 5), y, strict=True)), fill=(30, 34, 90), width=max(2, round(0.25 * self.scale))
        )
        self.result.parts["signature"] = (left, top, right, bottom)

    def _categories(self) -> None:
        """The table on the back of a licence."""
        unit = self.scale
        for row, name in enumerate(["AM", "A1", "A2", "A", "B1", "B", "C1", "C", "D1", "D", "BE", "CE", "T"]):
            y = (11 + row * 3.0) * unit
            self.pen.line((4 * unit, y, 60 * unit, y), self.label_ink, 1)
            self.pen.text((5 * unit, y + 0.4 * unit), name, self.ink, self.type.value(1.9 * unit))
            if name in {"AM", "B", "T"}:
                dates = f"{self.who.issued[2]:02}.{self.who.issued[1]:02}.{self.who.issued[0] % 100:02}"
                self.pen.text((24 * unit, y + 0.4 * unit), dates, self.ink, self.type.value(1.9 * unit))

    def _lines(self, kind: str) -> None:
        """Set the machine-readable lines letter by letter, 2.54 mm apart, as the standard asks."""
        texts = people.lines(self.who, kind, with_bsn=self.model.bsn_in_mrz)
        left, top, width, height = self.model.regions["mrz"]
        left += max(0.4, (width - len(texts[0]) * 2.54) / 2) + self._wobble(0.5) + self.pad[0]
        step = height / len(texts)
        font = self.type.mrz(3.6 * self.scale)
        rows = []
        for row, text in enumerate(texts):
            baseline = (top + self.pad[1] + step * (row + 0.72)) * self.scale
            for at, letter in enumerate(text):
                self.pen.text(((left + at * 2.54 + 1.27) * self.scale, baseline), letter, self.ink, font, anchor="ms")
            rows.append(baseline)
        end = left + len(texts[0]) * 2.54
        high = 3.0 * self.scale
        self.result.parts["mrz"] = (left * self.scale, rows[0] - high, end * self.scale, rows[-1] + 0.5 * self.scale)
        if self.model.bsn_in_mrz:
            row, first = (1, 28) if len(texts) == 2 else (0, 15)
            begins = (left + first * 2.54) * self.scale
            self.result.regions["mrz_bsn"] = (
                begins,
                rows[row] - high,
                begins + 9 * 2.54 * self.scale,
                rows[row] + 0.5 * self.scale,
            )


def background(model: Model, scale: float, rng: random.Random) -> Image.Image:
    """A tint that runs, with bundles of fine waves, as security printing has."""
    wide, tall = round(model.size[0] * scale), round(model.size[1] * scale)
    one, two = (np.array([tone + rng.randint(-8, 8) for tone in tint], np.float32) for tint in model.tint)
    y, x = np.mgrid[0:tall, 0:wide].astype(np.float32)
    run = np.clip(x / wide * rng.uniform(0.6, 1.0) + y / tall * rng.uniform(0.1, 0.4), 0, 1)[..., None]
    ground = (one * (1 - run) + two * run).clip(0, 255).astype(np.uint8)
    for _ in range(3):
        colour = tuple(int(tone) for tone in (one if rng.random() < 0.5 else two) * rng.uniform(0.72, 0.86))
        _waves(ground, colour, rng)
    return Image.fromarray(ground)


def _waves(ground: np.ndarray, colour: tuple[int, ...], rng: random.Random) -> None:
    tall, wide = ground.shape[:2]
    x = np.linspace(0, wide, 90)
    height, length, phase = rng.uniform(10, 60), rng.uniform(60, 260), rng.uniform(0, 6)
    lines = []
    for row in range(-40, tall + 40, rng.randint(9, 16)):
        y = row + height * np.sin(x / length + phase + row / 170) + 12 * np.sin(x / 31 + row / 50)
        lines.append(np.stack([x, y], 1).astype(np.int32)[:, None, :])
    cv2.polylines(ground, lines, isClosed=False, color=colour, thickness=1, lineType=cv2.LINE_AA)


def _date(day: tuple[int, int, int]) -> str:
    return f"{day[2]:02} {MONTHS[day[1] - 1]} {day[0]}"


def _sex(who: people.Person) -> str:
    return {"V": "F", "M": "M"}.get(who.sex, "X")
