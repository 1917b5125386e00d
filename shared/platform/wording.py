"""Dates and terms in words, in the reader's language: the filters of the templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from shared.platform.i18n import Voice

SOON = 7
VERY_SOON = 2


@dataclass(frozen=True)
class DaysLeft:
    """A term as people read it: words, a tone (colour) and an icon, so that colour is never alone."""

    words: str
    tone: str
    icon: str


def days_left(voice: Voice, days: int) -> DaysLeft:
    """What is left of a term: `days` until it ends, negative when it has passed."""
    if days < 0:
        words = voice.ngettext("%(num)s day late", "%(num)s days late", -days) % {"num": -days}
        return DaysLeft(words, "over", "alert")
    if days == 0:
        return DaysLeft(voice.gettext("due today"), "over", "alert")
    words = voice.ngettext("%(num)s day left", "%(num)s days left", days) % {"num": days}
    if days <= VERY_SOON:
        return DaysLeft(words, "late", "clock")
    return DaysLeft(words, "soon", "clock") if days <= SOON else DaysLeft(words, "calm", "calendar")


def date_words(language: str, zone: ZoneInfo, value: date | datetime) -> str:
    """A date in full: `woensdag 2 december 2026`. An instant is first put on the site's own clock."""
    return format_date(_day(zone, value), "EEEE d MMMM y", locale=language)


def month_words(language: str, zone: ZoneInfo, value: date | datetime) -> str:
    """A month: `december 2026`."""
    return format_date(_day(zone, value), "LLLL y", locale=language)


def weekday_words(language: str, zone: ZoneInfo, value: date | datetime) -> str:
    """A day of the week, short: `wo`."""
    return format_date(_day(zone, value), "ccc", locale=language).replace(".", "")


def short_date(language: str, zone: ZoneInfo, value: date | datetime) -> str:
    """A date for lists: `wo 2 dec`."""
    return format_date(_day(zone, value), "EEE d MMM", locale=language).replace(".", "")


def moment(language: str, zone: ZoneInfo, value: datetime) -> str:
    """An instant for lists: `wo 2 dec 14:05`."""
    return f"{short_date(language, zone, value)} {value.astimezone(zone):%H:%M}"


def file_size(language: str, size: int) -> str:
    """A number of bytes as people say it: `640 kB`, `1,4 MB`."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    sign = "," if language == "nl" else "."
    return f"{size / 1_000_000:.1f}".replace(".", sign) + " MB"


def _day(zone: ZoneInfo, value: date | datetime) -> date:
    return value.astimezone(zone).date() if isinstance(value, datetime) else value


def filters(language: str, zone: ZoneInfo, voice: Voice) -> dict[str, Callable[..., object]]:
    """The filters of one language's templates, by name."""
    return {
        "date_words": lambda value: date_words(language, zone, value),
        "month_words": lambda value: month_words(language, zone, value),
        "weekday_words": lambda value: weekday_words(language, zone, value),
        "short_date": lambda value: short_date(language, zone, value),
        "moment": lambda value: moment(language, zone, value),
        "days_left": lambda days: days_left(voice, days),
        "file_size": lambda size: file_size(language, size),
    }
