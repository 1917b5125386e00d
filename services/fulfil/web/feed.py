"""The feed in the form that calendar programs read (RFC 5545): whole days, references, no names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from icalendar import Calendar, Event

from services.fulfil.queries.calendar import Feed
from shared.vocabulary import Language

_WORDS: Final = {
    Language.NL: {
        "calendar": "Privacybalie: termijnen",
        "work_due": "Zaak {reference}: antwoord uiterlijk vandaag",
        "statutory_due": "Zaak {reference}: laatste dag volgens de wet",
        "tasks": "Taken af vandaag: {count}",
    },
    Language.EN: {
        "calendar": "Privacy desk: dates",
        "work_due": "Case {reference}: answer due today",
        "statutory_due": "Case {reference}: last day by law",
        "tasks": "Tasks due today: {count}",
    },
}


def as_ics(feed: Feed, desk_url: str, now: datetime) -> bytes:
    """The feed as a file; an event keeps its id, so that a moved date moves in the calendar too."""
    made = Calendar()
    made.add("prodid", "-//privacybalie//dates//NL")
    made.add("version", "2.0")
    made.add("x-wr-calname", _WORDS[feed.language]["calendar"])
    for event in _events(feed, desk_url, now):
        made.add_component(event)
    return bytes(made.to_ical())


def _events(feed: Feed, desk_url: str, now: datetime) -> Iterator[Event]:
    words = _WORDS[feed.language]
    for each in feed.due:
        event = _event(each.day, f"{each.name}.{each.case_id}", each.changed_at)
        event.add("summary", words[each.name].format(reference=each.reference))
        event.add("url", f"{desk_url}/staff/cases/{each.case_id}")
        yield event
    for day, count in sorted(feed.tasks.items()):
        event = _event(day, f"tasks.{day.isoformat()}", now)
        event.add("summary", words["tasks"].format(count=count))
        event.add("url", f"{desk_url}/staff/tasks")
        yield event


def _event(day: date, id_: str, changed: datetime) -> Event:
    event = Event()
    event.add("uid", f"{id_}@privacybalie")
    event.add("dtstamp", changed)
    event.add("dtstart", day)
    event.add("transp", "TRANSPARENT")  # a date to keep in mind takes no time of the day
    return event
