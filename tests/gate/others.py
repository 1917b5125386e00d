"""What people send that is no document of identity; and texts with numbers that only look like a citizen's."""

from __future__ import annotations

import random
from collections.abc import Callable

import cv2
import numpy as np
from PIL import Image, ImageDraw

from tests.gate.faces import painted
from tests.gate.fonts import plain
from tests.gate.page import Page
from tests.gate.people import Person, person

Other = Callable[[random.Random], Image.Image]
_PHONE = "085-3030213"  # a window of its digits passes the 11-proef
_CHAMBER = "69597634"  # a number of the chamber of commerce that does not


def _written(lines: list[str], size: tuple[int, int], rng: random.Random, *, letter: int = 26) -> Image.Image:
    sheet = Image.new("RGB", size, (rng.randint(246, 255),) * 3)
    pen, top = ImageDraw.Draw(sheet), 90 + rng.randint(0, 40)
    for line in lines:
        pen.text((100, top), line, fill=(20, 20, 24), font=plain(letter))
        top += round(letter * 1.5)
    return sheet


def letter(rng: random.Random) -> Image.Image:
    """A letter with the bureau's telephone number."""
    who = person(rng)
    lines = [
        f"{who.given} {who.surname}", f"Dorpsstraat {rng.randint(1, 99)}, {who.place}", "", "Geachte heer, mevrouw,",
        "",
        "Graag ontvang ik een overzicht van mijn gegevens.", f"Ik ben bereikbaar op {_PHONE} of per mail.",
        "Mijn dossier begon in het voorjaar; een kopie van mijn", "identiteitsbewijs stuur ik later na.", "",
        "Met vriendelijke groet,", who.given,
    ]  # fmt: skip
    return _written(lines, (1240, 1754), rng)


def invoice(rng: random.Random) -> Image.Image:
    """An invoice with many numbers."""
    lines = [
        "FACTUUR", "", f"KvK {_CHAMBER}   Tel. {_PHONE}", f"Factuurnummer 2026{rng.randint(10000, 99999)}",
        "IBAN NL00 BANK 0000 0000 00", "",
        *(f"Training blok {at}      {rng.randint(100, 900)},00" for at in range(1, 7)), "",
        f"Totaal EUR {rng.randint(1000, 6000)},00",
    ]  # fmt: skip
    return _written(lines, (1240, 1754), rng)


def portrait_alone(rng: random.Random) -> Image.Image:
    """A photo of somebody and nothing else."""
    return painted(rng.randrange(48)).resize((1120, 1440), Image.Resampling.LANCZOS)


def landscape(rng: random.Random) -> Image.Image:
    """Hills under a sky."""
    wide, tall = 1600, 1067
    sky = np.linspace(0, 1, tall, dtype=np.float32)[:, None, None]
    ground = np.repeat(
        np.array([120, 170, 225], np.float32) * (1 - sky) + np.array([225, 225, 215], np.float32) * sky, wide, 1
    )
    x = np.arange(wide, dtype=np.float32)
    for step in range(4):
        line = tall * (0.45 + 0.13 * step) + 60 * np.sin(x / rng.uniform(120, 300) + rng.uniform(0, 6))
        below = np.arange(tall)[:, None] > line[None, :]
        ground[below] = np.array([70, 120 - 16 * step, 60], np.float32) + rng.uniform(-20, 20)
    rough = cv2.resize(
        np.random.default_rng(rng.getrandbits(32)).normal(0, 9, (tall // 3, wide // 3)).astype(np.float32), (wide, tall)
    )
    return Image.fromarray((ground + rough[..., None]).clip(0, 255).astype(np.uint8))


def blank(rng: random.Random) -> Image.Image:
    """An empty sheet."""
    sheet = np.random.default_rng(rng.getrandbits(32)).normal(246, 2, (1100, 800, 1)).clip(0, 255).astype(np.uint8)
    return Image.fromarray(np.repeat(sheet, 3, 2))


def black(rng: random.Random) -> Image.Image:
    """A photo of the inside of a pocket: dark, or a black block on white without anything to read."""
    sheet = Image.new("RGB", (1400, 900), (250, 250, 250) if rng.random() < 0.5 else (16, 14, 12))
    ImageDraw.Draw(sheet).rectangle((90, 180, 480, 720), fill=(0, 0, 0))
    return sheet


def screenshot(rng: random.Random) -> Image.Image:
    """A screen with a chat in which the bureau's number stands."""
    lines = [
        "LeerWerkburo",
        "",
        f"Bel ons: {_PHONE}",
        "",
        "Hoi, waar vind ik mijn gegevens?",
        "Dat kan via het formulier.",
        f"09:{rng.randint(10, 59)}",
        "Dank je!",
    ]
    return _written(lines, (1080, 1920), rng, letter=40)


def masked_letter(rng: random.Random) -> Image.Image:
    """A letter with a black block on it, as large as a photo: not a document for that."""
    sheet = letter(rng)
    ImageDraw.Draw(sheet).rectangle((820, 120, 1120, 500), fill=(0, 0, 0))
    return sheet


def bank_card(rng: random.Random) -> Image.Image:
    """A card of the same size that proves no identity."""
    who: Person = person(rng)
    card = Image.new("RGB", (1370, 864), rng.choice(((20, 60, 120), (200, 90, 20), (30, 120, 90))))
    pen = ImageDraw.Draw(card)
    pen.rounded_rectangle((110, 300, 290, 440), 20, fill=(214, 190, 110))
    pen.text((100, 90), "Bank van Nergens", fill="white", font=plain(70, "Bold"))
    pen.text((100, 540), "NL00 NERG 0000 0000 00", fill="white", font=plain(72, "Semibold"))
    pen.text((100, 700), f"{who.given[0]}. {who.surname}", fill="white", font=plain(54))
    return card


OTHERS: dict[str, Other] = {
    "letter": letter, "invoice": invoice, "portrait_alone": portrait_alone, "landscape": landscape, "blank": blank,
    "black": black,
    "screenshot": screenshot, "masked_letter": masked_letter, "bank_card": bank_card,
}  # fmt: skip


def other(name: str, rng: random.Random) -> Page:
    """One of them as a page, without anything to hide."""
    picture = OTHERS[name](rng)
    return Page(picture, 12.0, document=(0, 0, *picture.size))
