"""The named variants: which document, how it is redacted, how it is captured, in which file, and what is right."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.gate.carriers import HEIF_ENC
from tests.gate.truth import Expect

FRONTS = (
    "passport-2014-front", "passport-2021-front", "passport-2024-front", "card-2014-front", "card-2021-front",
    "card-2024-front",
    "licence-2014-front", "licence-2018-front", "permit-2020-front", "foreign-passport", "foreign-card",
)  # fmt: skip
BACKS = (
    "passport-2014-back", "passport-2021-back", "card-2014-back", "card-2021-back", "card-2024-back",
    "licence-2014-back",
    "licence-2018-back", "permit-2020-back",
)  # fmt: skip
HEIC = ("heic",) if HEIF_ENC else ()
"""HEIC files are made only on machines with `heif-enc`: no package that may be used here writes them."""
ANY_COVER = ("exact", "generous", "rounded", "rough", "coloured", "marker", "sticker", "struck")
DIGITAL = ("exact", "generous", "rounded", "rough", "coloured", "struck")


@dataclass(frozen=True, slots=True)
class Variant:
    """One row of the table. Where several are listed, the dice choose."""

    name: str
    expect: Expect = Expect.ACCEPT
    models: tuple[str, ...] = FRONTS
    covers: tuple[str, ...] = ANY_COVER
    weak: dict[str, str] = field(default_factory=dict)
    """Region: method of `weak.WEAK` in place of the cover. A region that the document lacks is no leak."""
    mrz: str = "any"
    """`whole`, `field` (only where a BSN stands in it), `strip` (cut off the page) or `any`."""
    watermark: float = 0.4
    """The chance of one."""
    captures: tuple[str, ...] = ("flat", "margin", "phone")
    carriers: tuple[str, ...] = ("jpeg",)
    layout: str = "one"
    """`one` page, `sheet` (front and back on one sheet), `pages` (front, then the back as a page of its own)."""
    container: bool = False
    """Whether the visible cover itself is a removable layer of the file."""
    thing: str = ""
    """For what is no document: a name of `others.OTHERS`."""


def _leaking(name: str, regions: str, weak: str = "nothing", **more: Any) -> Variant:
    return Variant(name, Expect.REFUSE, weak=dict.fromkeys(regions.split(), weak), **more)


_TWO_SIDED = ("card-2014-front", "card-2021-front", "card-2024-front", "licence-2018-front", "permit-2020-front")
_TWO_FACES = (
    "passport-2014-front",
    "passport-2021-front",
    "card-2014-front",
    "card-2021-front",
    "licence-2018-front",
    "permit-2020-front",
)
_SMALL = ("passport-2024-front", "card-2024-front")
_WITH_QR = ("passport-2021-back", "card-2021-back", "card-2024-back", "licence-2014-back", "licence-2018-back")
_MRZ_BSN = ("passport-2014-front", "card-2014-back", "permit-2020-back")

STYLES = tuple(Variant(f"compliant/{cover}", covers=(cover,)) for cover in ANY_COVER if cover != "struck")
FAMILIES = tuple(
    Variant(f"compliant/{family}", models=tuple(name for name in FRONTS if name.startswith(family)))
    for family in ("passport-2014", "passport-2021", "passport-2024", "card", "licence", "permit", "foreign")
)
CAPTURED = tuple(
    Variant(f"compliant/{capture}", captures=(capture,))
    for capture in (
        "a4", "phone", "phone_12mp", "screen", "photocopy", "turned_90", "turned_180", "turned_270", "skewed",
        "motion", "glare", "noisy",
        "small",
    )
)  # fmt: skip
PACKED = tuple(
    Variant(f"compliant/{carrier}", captures=("flat", "margin", "a4"), carriers=(carrier,))
    for carrier in ("jpeg_q30", "jpeg_turned", "png", "webp", "tiff", "pdf", *HEIC)
)
OTHER_COMPLIANT = (
    Variant("compliant/kopieid", covers=("struck",), watermark=1.0, mrz="whole"),
    Variant(
        "compliant/whole-mrz", mrz="whole", models=("passport-2014-front", "passport-2021-front", "licence-2018-front")
    ),
    Variant("compliant/mrz-field", mrz="field", models=("passport-2014-front",)),
    Variant(
        "compliant/cut-strip", mrz="strip", models=("passport-2014-front", "passport-2021-front", "foreign-passport")
    ),
    Variant("compliant/two-sides", layout="sheet", captures=("a4", "flat"), models=_TWO_SIDED),
    Variant("compliant/pdf-photo", carriers=("pdf",), captures=("phone",)),
    Variant("compliant/pdf-two-pages", carriers=("pdf",), layout="pages", models=_TWO_SIDED, captures=("flat", "a4")),
    Variant("policy/white-paper", Expect.PERSON, covers=("paper",)),
    Variant("policy/white-box", Expect.PERSON, covers=("white",)),
    Variant("policy/back-alone", Expect.EITHER, models=BACKS),
)
VISIBLE = (
    _leaking("visible/everything", "photo ghost small mrz_bsn"),
    _leaking("visible/everything-back", "bsn qr mrz_bsn small", models=BACKS),
    _leaking("visible/photo", "photo"),
    _leaking("visible/ghost", "ghost", models=_TWO_FACES),
    _leaking("visible/ghost-phone", "ghost", models=_TWO_FACES, captures=("phone", "phone_12mp", "a4")),
    _leaking("visible/ghost-q30", "ghost", models=_TWO_FACES, carriers=("jpeg_q30",)),
    _leaking("visible/small-photo", "small", models=_SMALL),
    _leaking("visible/bsn", "bsn", models=BACKS),
    _leaking("visible/bsn-phone", "bsn", models=BACKS, captures=("phone", "turned_90", "skewed", "a4")),
    _leaking("visible/bsn-partly", "bsn", weak="few_digits", models=BACKS),
    _leaking("visible/mrz-bsn", "mrz_bsn", models=_MRZ_BSN),
    _leaking("visible/mrz-bsn-phone", "mrz_bsn", models=_MRZ_BSN, captures=("phone", "turned_270", "skewed", "a4")),
    _leaking("visible/qr", "qr", models=_WITH_QR),
    _leaking("visible/qr-half", "qr", weak="half", models=_WITH_QR),
    _leaking("visible/photo-half", "photo", weak="half"),
    _leaking("visible/two-sides-bsn", "bsn", layout="sheet", captures=("a4", "flat"), models=_TWO_SIDED),
    _leaking("visible/pdf-photo", "photo", carriers=("pdf",)),
    _leaking(
        "visible/pdf-page-2", "bsn qr", layout="pages", carriers=("pdf",), captures=("flat", "a4"), models=_TWO_SIDED
    ),
    _leaking("visible/jpeg-turned", "photo mrz_bsn", carriers=("jpeg_turned",), captures=("flat", "phone")),
    *(_leaking("visible/heic", "photo", carriers=(carrier,)) for carrier in HEIC),
    _leaking("visible/q30", "photo", carriers=("jpeg_q30",)),
    _leaking("visible/photocopy", "photo ghost", captures=("photocopy",)),
    _leaking("visible/screen", "photo mrz_bsn", captures=("screen",)),
    _leaking("visible/upside-down", "photo mrz_bsn", captures=("turned_180",)),
    _leaking("visible/small-picture", "photo mrz_bsn", captures=("small",)),
    _leaking("visible/noisy", "photo", captures=("noisy", "motion")),
)
LOOKALIKE = tuple(
    _leaking(f"weak/{method}-{region}", region, method, models=models)
    for method, region, models in (
        ("see_through", "photo", FRONTS), ("see_through", "ghost", _TWO_FACES), ("see_through", "bsn", BACKS),
        ("see_through", "mrz_bsn", _MRZ_BSN), ("see_through", "qr", _WITH_QR), ("ink", "photo", FRONTS),
        ("ink", "bsn", BACKS),
        ("ink", "mrz_bsn", _MRZ_BSN), ("blur", "photo", FRONTS), ("blur", "bsn", BACKS),
        ("pixels", "photo", FRONTS),
        ("blur", "mrz_bsn", _MRZ_BSN), ("pixels", "bsn", BACKS), ("pixels", "mrz_bsn", _MRZ_BSN),
        ("pixels", "ghost", _TWO_FACES), ("strokes", "photo", FRONTS), ("strokes", "bsn", BACKS),
        ("strokes", "mrz_bsn", _MRZ_BSN),
        ("eye_bar", "photo", FRONTS), ("small_sticker", "photo", FRONTS), ("eye_bar", "small", _SMALL),
    )
)  # fmt: skip
CARRIED = tuple(
    Variant(f"carried/{carrier}", Expect.CARRIED, carriers=(carrier,), captures=("flat", "margin"), covers=DIGITAL)
    for carrier in (
        "exif_thumbnail", "xmp_thumbnail", "irb_thumbnail", "mpf", "trailing", "trailing_png", "tiff_pages",
        "png_frames", "webp_frames",
        "pdf_hidden_layer", "pdf_text",
        "pdf_attachment", "pdf_crop_box", "pdf_revision",
    )
)  # fmt: skip
REMOVABLE = tuple(
    Variant(
        f"removable/{carrier}",
        Expect.REFUSE,
        carriers=(carrier,),
        captures=("flat", "margin"),
        covers=DIGITAL,
        container=True,
    )
    for carrier in ("alpha", "pdf_vector", "pdf_layer", "pdf_square", "pdf_redaction")
)
NO_DOCUMENT = tuple(
    Variant(f"other/{thing.replace('_', '-')}", Expect.NO_DOCUMENT, thing=thing, captures=captures)
    for thing, captures in (
        ("letter", ("flat", "phone")), ("invoice", ("flat", "phone")), ("portrait_alone", ("flat",)),
        ("landscape", ("flat",)),
        ("blank", ("flat",)), ("black", ("flat",)), ("screenshot", ("flat",)), ("masked_letter", ("flat", "margin")),
        ("bank_card", ("flat", "phone")),
    )
)  # fmt: skip
VARIANTS = (
    STYLES + FAMILIES + CAPTURED + PACKED + OTHER_COMPLIANT + VISIBLE + LOOKALIKE + CARRIED + REMOVABLE + NO_DOCUMENT
)
