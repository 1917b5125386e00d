"""A text as the check shows it: cut into stretches that are shown and that are hidden, with the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from services.fulfil.rules.mask_changes import Turn
from services.fulfil.rules.masking import Hidden
from services.fulfil.usecases.drafts import Draft, Made, Source


@dataclass(frozen=True)
class Stretch:
    """A part of a text; `what` is empty for what is shown."""

    text: str
    what: Hidden | None = None


@dataclass(frozen=True)
class Passing:
    """One hidden passage, or one that was hidden: where it is, what it says, and who changed it, if anybody."""

    text: str
    what: Hidden
    start: int
    end: int
    made: Made | None

    @property
    def is_shown(self) -> bool:
        """Whether a person took the desk's mask away."""
        return self.made is not None and self.made.change.turn is Turn.SHOW

    @property
    def may_be_shown(self) -> bool:
        """Whether its mask can be taken away here."""
        return self.made is None and self.what is not Hidden.SECRET


@dataclass(frozen=True)
class Shown:
    """One text of the package."""

    source: Source
    stretches: list[Stretch]
    passages: list[Passing]


def shown(source: Source, draft: Draft) -> Shown:
    """A text with what is hidden in it."""
    return Shown(source, list(_stretches(source, draft)), sorted(_passages(source, draft), key=lambda one: one.start))


def _stretches(source: Source, draft: Draft) -> Iterator[Stretch]:
    at = 0
    for passage in draft.hidden(source):
        if passage.start > at:
            yield Stretch(source.text[at : passage.start])
        yield Stretch(source.text[passage.start : passage.end], passage.what)
        at = passage.end
    if at < len(source.text):
        yield Stretch(source.text[at:])


def _passages(source: Source, draft: Draft) -> Iterator[Passing]:
    made = draft.of(source)
    shows = {each.change.place: each for each in made if each.change.turn is Turn.SHOW}
    for found in source.found:
        here = source.text[found.start : found.end]
        yield Passing(here, found.what, found.start, found.end, shows.get((found.start, found.end)))
    for each in made:
        if each.change.turn is Turn.HIDE:
            start, end = each.change.place
            yield Passing(source.text[start:end], each.change.what, start, end, each)
