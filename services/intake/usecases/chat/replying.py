"""What the desk answers to a message: the rule says, this does what the rule cannot (a code, a case, a mail).

While a colleague holds the chat the desk is silent; when they left without handing back, it goes on by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from services.intake.rules.chat.dialogue import QUESTIONS, REPLIES, TABLE, Heard, Say, Stage, turn
from services.intake.rules.chat.hours import is_open, next_opening
from services.intake.rules.chat.known import Known, with_words, without
from services.intake.rules.chat.limits import CODE_MINUTES, MAILS_A_CHAT
from services.intake.rules.chat.meaning import (
    ABOUT_WISHES,
    address_in,
    chosen_kind,
    digits_in,
    mentions_copy,
    of_check,
    of_name,
    of_wish,
    plain_answer,
)
from services.intake.rules.classification import Classification
from services.intake.store.chats import Chat
from services.intake.usecases.chat.copying import mail_copy
from services.intake.usecases.chat.handing_in import hand_in
from services.intake.usecases.chat.lines import Boxes, say
from services.intake.usecases.chat.proving import send_code, try_code
from services.intake.usecases.chat.resting import looks_again
from services.intake.usecases.chat.tools import hours_of, working_day_of
from services.intake.usecases.opening import usable
from shared.platform.desk import Desk, Work

CODE_DIGITS: Final = 8


class NoSuchReply(Exception):
    """A quick reply that is not offered at this stage: its button is an old one."""


@dataclass(frozen=True)
class Typed:
    """One message: words, or the code of a quick reply."""

    text: str = ""
    pick: str = ""


@dataclass(frozen=True)
class _Talk:
    """A conversation at hand, within one transaction."""

    desk: Desk
    work: Work
    chat: Chat
    boxes: Boxes


async def reply(
    desk: Desk, work: Work, chat: Chat, boxes: Boxes, known: Known, typed: Typed, found: Classification | None
) -> Known:
    """Answer a message that was written down; gives what is known then. Raises `NoSuchReply`."""
    talk = _Talk(desk, work, chat, boxes)
    if chat.quiet:
        chat.quiet = False
        looks_again(desk, work, chat, work.now)
    if chat.is_held(work.now):
        return known
    if chat.held_by:
        chat.held_by = ""
        say(work, chat, boxes, Say.HANDED_BACK)
    heard, known = await _heard(talk, known, typed, found)
    known = without(known, heard)
    made = turn(chat.stands, heard, has_name=bool(known.name), proved=known.proved)
    if mentions_copy(typed.text) and chat.stands is not Stage.DONE:
        say(work, chat, boxes, Say.NO_COPIES)
    newly = _newly(heard, typed, found, known)
    for code in made.says:
        say(work, chat, boxes, code, **dict(_facts(desk, work, code, known, newly)))
    chat.stage = made.next
    if heard in {Heard.PERSON, Heard.PERSON_LATER}:
        chat.wants_person_at = chat.wants_person_at or work.now
    if heard in {Heard.YES, Heard.YES_UNCLEAR}:
        await hand_in(desk, work, chat, boxes, known)
    if heard is Heard.MAIL_ME:
        await mail_copy(desk, work, chat, boxes, known)
    return known


async def _heard(talk: _Talk, known: Known, typed: Typed, found: Classification | None) -> tuple[Heard, Known]:
    if typed.pick:
        return await _picked(talk, known, typed.pick)
    stage, text = talk.chat.stands, typed.text
    if stage in ABOUT_WISHES:
        assert found is not None  # noqa: S101 -- words about a wish were weighed before
        heard = of_wish(stage, text, found)
        told = heard in {Heard.CLEAR, Heard.UNSURE, Heard.NOTHING}
        return _person(talk, heard), with_words(known, text, found, heard) if told else known
    if stage is Stage.NAME:
        heard = of_name(text)
        return _person(talk, heard), replace(known, name=text) if heard is Heard.GIVEN else known
    if stage is Stage.ADDRESS:
        return await _address(talk, known, text)
    if stage is Stage.CODE:
        return await _code(talk, known, text)
    heard = of_check(text) if stage is Stage.CHECK else Heard.ODD
    return _confirmed(_person(talk, heard), known), known


async def _picked(talk: _Talk, known: Known, pick: str) -> tuple[Heard, Known]:
    stage, kind = talk.chat.stands, chosen_kind(pick)
    if kind is not None and stage in ABOUT_WISHES:
        return Heard.CHOSEN, known.plus((kind,))
    if pick == Heard.PERSON and stage is not Stage.DONE:
        return _person(talk, Heard.PERSON), known
    if kind is not None or pick not in REPLIES[stage]:
        raise NoSuchReply(pick)
    heard = Heard(pick)
    if heard is Heard.MAIL_ME and talk.chat.mails >= MAILS_A_CHAT:
        heard = Heard.TOO_OFTEN
    if heard is Heard.FRESH and not await send_code(talk.desk, talk.work, talk.chat, talk.boxes, known):
        heard = Heard.TOO_OFTEN
    return _confirmed(heard, known), known


def _confirmed(heard: Heard, known: Known) -> Heard:
    return Heard.YES_UNCLEAR if heard is Heard.YES and known.for_a_person else heard


async def _address(talk: _Talk, known: Known, text: str) -> tuple[Heard, Known]:
    if (answer := plain_answer(text)) in {Heard.DONT_KNOW, Heard.PERSON}:
        return _person(talk, Heard(answer)), known
    given = address_in(text)
    if not usable(given):
        return Heard.ODD, known
    asked = replace(known, address=given, proved=False)
    if not await send_code(talk.desk, talk.work, talk.chat, talk.boxes, asked):
        return Heard.TOO_OFTEN, known
    return Heard.GIVEN, asked


async def _code(talk: _Talk, known: Known, text: str) -> tuple[Heard, Known]:
    answer, digits = plain_answer(text), digits_in(text)
    if answer is Heard.PERSON:
        return _person(talk, answer), known
    if len(digits) != CODE_DIGITS:
        return Heard.DONT_KNOW, known
    heard = await try_code(talk.desk, talk.work, talk.chat, digits)
    return heard, replace(known, proved=True) if heard is Heard.RIGHT else known


def _person(talk: _Talk, heard: Heard) -> Heard:
    """Whether a colleague can come now."""
    if heard is not Heard.PERSON:
        return heard
    open_now = is_open(talk.work.now, *hours_of(talk.desk), working_day_of(talk.desk))
    return Heard.PERSON if open_now else Heard.PERSON_LATER


def _newly(heard: Heard, typed: Typed, found: Classification | None, known: Known) -> list[str]:
    if heard is Heard.CHOSEN:
        return [typed.pick]
    return [str(kind) for kind in found.kinds] if heard is Heard.CLEAR and found else [str(k) for k in known.kinds]


def _facts(desk: Desk, work: Work, code: Say, known: Known, newly: list[str]) -> Iterator[tuple[str, Any]]:
    """The values that fill a sentence."""
    match code:
        case Say.UNDERSTOOD:
            yield "wishes", newly
        case Say.ASK_CHECK:
            yield "wishes", [str(kind) for kind in known.kinds]
            yield from (("name", known.name), ("address", known.address))
        case Say.CODE_SENT:
            yield from (("address", known.address), ("minutes", CODE_MINUTES))
        case Say.CODE_WHERE:
            yield "address", known.address
        case Say.ADDRESS_WHY | Say.TOO_MANY_MAILS:
            yield "phone", desk.settings.controller.phone
        case Say.PERSON_LATER:
            opens, _, zone = hours_of(desk)
            yield "when", next_opening(work.now, opens, zone, working_day_of(desk)).isoformat()
        case _:
            return


def repeat_question(work: Work, chat: Chat, boxes: Boxes, desk: Desk, known: Known) -> None:
    """Ask the question of the present stage once more."""
    code = QUESTIONS[chat.stands]
    say(work, chat, boxes, code, **dict(_facts(desk, work, code, known, [])))


def offered(chat: Chat, *, held: bool) -> tuple[str, ...]:
    """The quick replies that fit now; none while a colleague answers."""
    if held:
        return ()
    person = (Heard.PERSON,) if (chat.stands, Heard.PERSON) in TABLE and chat.wants_person_at is None else ()
    return (*REPLIES[chat.stands], *person)
