"""Make one file of a variant from a seed: draw, redact, capture, pack, and tell the truth about it."""

from __future__ import annotations

import copy
import random
from pathlib import Path
from zlib import crc32

import numpy as np
from PIL import Image

from tests.gate import people
from tests.gate.capture import BAD, CAPTURES
from tests.gate.carriers import PICTURES
from tests.gate.covers import COVERS, watermark
from tests.gate.draw import draw
from tests.gate.models import Model, models
from tests.gate.others import other
from tests.gate.page import Box, Page, carried, fraction
from tests.gate.parcel import Parcel
from tests.gate.pdfs import PDFS
from tests.gate.people import Person, person
from tests.gate.truth import IN_THE_CONTAINER, Expect, Leak, Sample, kinds_for
from tests.gate.variants import Variant
from tests.gate.weak import WEAK

CARRIERS = PICTURES | PDFS


def make(variant: Variant, seed: int, faces: Path | None = None) -> Sample:
    """Make the file that this variant gives for this seed; the same seed gives the same bytes."""
    rng = random.Random(crc32(variant.name.encode()) * 1_000_003 + seed)
    if variant.thing:
        return _other(variant, seed, rng)
    who, face = person(rng), rng.randrange(40)
    model = models()[rng.choice(variant.models)]
    capture, carrier = rng.choice(variant.captures), rng.choice(variant.carriers)
    sides = [draw(model, who, face, rng, faces)]
    if variant.layout != "one":
        sides.append(draw(_back_of(model), who, face, rng, faces))
    before = [_copied(side) for side in sides]
    told = [_redacted(side, variant, rng) for side in sides]
    before = [_cropped_like(one, other) for one, other in zip(before, sides, strict=True)]
    if variant.layout == "sheet":
        seed_of_sheet = rng.getrandbits(32)
        sides, before = [_sheet(sides, random.Random(seed_of_sheet))], [_sheet(before, random.Random(seed_of_sheet))]
        told = [{region: weak for part in told for region, weak in part.items()}]
    eye = rng.getrandbits(32)
    shown = [CAPTURES[capture](side, random.Random(eye)) for side in sides]
    needs_before = variant.container or variant.expect is Expect.CARRIED
    hidden = [CAPTURES[capture](side, random.Random(eye)) for side in before] if needs_before else shown
    pack, ending = CARRIERS[carrier]
    data = pack(Parcel(shown, hidden, _text(who, model)), rng)
    return Sample(
        variant.name, seed, _named(variant, seed, ending), data, variant.expect, capture in BAD,
        _leaks(variant, shown, told), _all_regions(shown),
    )  # fmt: skip


def _all_regions(shown: list[Page]) -> tuple[tuple[str, int, Box], ...]:
    return tuple(
        (region, at, fraction(box, page.picture.size))
        for at, page in enumerate(shown, 1)
        for region, box in page.regions.items()
    )


def _other(variant: Variant, seed: int, rng: random.Random) -> Sample:
    capture, carrier = rng.choice(variant.captures), rng.choice(variant.carriers)
    page = CAPTURES[capture](other(variant.thing, rng), rng)
    pack, ending = CARRIERS[carrier]
    data = pack(Parcel([page], [page]), rng)
    return Sample(variant.name, seed, _named(variant, seed, ending), data, variant.expect, capture in BAD, (), ())


def _named(variant: Variant, seed: int, ending: str) -> str:
    return f"{variant.name.replace('/', '-')}-{seed}.{ending}"


def _text(who: Person, model: Model) -> str:
    """What a scanner would have read on the page before redaction."""
    lines = people.lines(who, model.mrz or "td1", with_bsn=True)
    return "\n".join([f"{who.surname}, {who.given}", f"BSN {who.bsn}", *lines])


def _back_of(model: Model) -> Model:
    return models()[model.name.replace("front", "back")]


def _copied(page: Page) -> Page:
    twin = copy.copy(page)
    twin.picture = page.picture.copy()
    return twin


def _redacted(page: Page, variant: Variant, rng: random.Random) -> dict[str, str]:
    """Cover what must be hidden; returns what was left, and by which weak method."""
    cover = COVERS[rng.choice(variant.covers)]
    left = {region: weak for region, weak in variant.weak.items() if region in page.regions}
    mrz = rng.choice(("whole", "field", "field")) if variant.mrz == "any" else variant.mrz
    for region, box in page.regions.items():
        if region in left:
            WEAK[left[region]](page, box, rng)
        elif region == "mrz_bsn" and mrz == "whole":
            cover(page, page.parts["mrz"], rng)
        elif region != "mrz_bsn" or mrz == "field":
            cover(page, box, rng)
    if mrz == "whole" and "mrz" in page.parts and "mrz_bsn" not in page.regions and rng.random() < 0.6:
        cover(page, page.parts["mrz"], rng)
    if mrz == "strip" and "mrz" in page.parts:
        _cut_off(page)
    if rng.random() < variant.watermark:
        watermark(page, rng)
    return left


def _cut_off(page: Page) -> None:
    """Cut the strip at the bottom away."""
    page.picture = page.picture.crop((0, 0, page.picture.width, round(page.parts["mrz"][1] - 0.6 * page.scale)))
    page.document = (0, 0, *page.picture.size)
    page.regions.pop("mrz_bsn", None)
    page.parts.pop("mrz")


def _cropped_like(page: Page, other: Page) -> Page:
    page.picture = page.picture.crop((0, 0, *other.picture.size))
    return page


def _sheet(sides: list[Page], rng: random.Random) -> Page:
    """Front above back on one white page."""
    gap = round(rng.uniform(6, 20) * sides[0].scale)
    wide = max(side.picture.width for side in sides) + 2 * gap
    tall = sum(side.picture.height for side in sides) + 3 * gap
    sheet = Image.new("RGB", (wide, tall), (rng.randint(244, 255),) * 3)
    both, top = Page(sheet, sides[0].scale, document=(gap, gap, wide - gap, tall - gap)), gap
    for side in sides:
        by = np.array([[1, 0, gap], [0, 1, top], [0, 0, 1]], np.float64)
        sheet.paste(side.picture, (gap, top))
        there = carried(side, sheet, by)
        both.regions |= there.regions
        both.parts |= there.parts
        top += side.picture.height + gap
    return both


def _leaks(variant: Variant, shown: list[Page], told: list[dict[str, str]]) -> tuple[Leak, ...]:
    found = [
        Leak(region, kinds_for(region, weak), at, fraction(page.regions[region], page.picture.size))
        for at, (page, left) in enumerate(zip(shown, told, strict=True), 1)
        for region, weak in left.items()
    ]
    if variant.container:
        found.append(Leak("container", IN_THE_CONTAINER))
    return tuple(found)
