"""The dialogue of the chat: a table of *stage, what was heard, what is said, next stage*. Pure: no clock, no store.

The question that belongs to the next stage is asked after what the row says, so no turn ends without one. What the
requester gave already is not asked again (`further`). A person can be asked for at any stage.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.vocabulary import Kind


class Stage(StrEnum):
    """Where a conversation is: named after what it waits for."""

    WISH = "wish"
    CHOOSE = "choose"
    MORE = "more"
    NAME = "name"
    ADDRESS = "address"
    CODE = "code"
    CHECK = "check"
    DONE = "done"


class Heard(StrEnum):
    """What a person's message comes down to."""

    CLEAR = "clear"
    UNSURE = "unsure"
    NOTHING = "nothing"
    CHOSEN = "chosen"
    DONT_KNOW = "dont_know"
    NO_MORE = "no_more"
    GIVEN = "given"
    ODD = "odd"
    TOO_OFTEN = "too_often"
    RIGHT = "right"
    WRONG = "wrong"
    USED_UP = "used_up"
    FRESH = "fresh"
    YES = "yes"
    YES_UNCLEAR = "yes_unclear"
    CHANGE_WISH = "change_wish"
    CHANGE_NAME = "change_name"
    CHANGE_ADDRESS = "change_address"
    PERSON = "person"
    PERSON_LATER = "person_later"
    MAIL_ME = "mail_me"


class Say(StrEnum):
    """What the desk can say; the words are in `usecases/chat/sentences.py`."""

    GREETING = "greeting"
    ASK_WISH = "ask_wish"
    ASK_CHOICE = "ask_choice"
    ASK_MORE = "ask_more"
    ASK_NAME = "ask_name"
    ASK_ADDRESS = "ask_address"
    ASK_CODE = "ask_code"
    ASK_CHECK = "ask_check"
    ASK_NOTHING = "ask_nothing"
    UNDERSTOOD = "understood"
    NOT_SURE = "not_sure"
    NO_WISH_SEEN = "no_wish_seen"
    THAT_IS_FINE = "that_is_fine"
    A_PERSON_READS = "a_person_reads"
    NOTED = "noted"
    NAME_ODD = "name_odd"
    NAME_WHY = "name_why"
    ADDRESS_ODD = "address_odd"
    ADDRESS_WHY = "address_why"
    CODE_SENT = "code_sent"
    CODE_WRONG = "code_wrong"
    CODE_VOID = "code_void"
    CODE_WHERE = "code_where"
    TOO_MANY_MAILS = "too_many_mails"
    PROVED = "proved"
    START_OVER = "start_over"
    PLEASE_CHOOSE = "please_choose"
    HANDED_IN = "handed_in"
    HANDED_TO_PERSON = "handed_to_person"
    COPY_SENT = "copy_sent"
    OVER = "over"
    NO_COPIES = "no_copies"
    PERSON_COMES = "person_comes"
    PERSON_LATER = "person_later"
    COLLEAGUE_JOINS = "colleague_joins"
    HANDED_BACK = "handed_back"
    WENT_QUIET = "went_quiet"


@dataclass(frozen=True, slots=True)
class Turn:
    """What the desk says, in this order, and where the conversation is then."""

    says: tuple[Say, ...]
    next: Stage


QUESTIONS: Final = {
    Stage.WISH: Say.ASK_WISH,
    Stage.CHOOSE: Say.ASK_CHOICE,
    Stage.MORE: Say.ASK_MORE,
    Stage.NAME: Say.ASK_NAME,
    Stage.ADDRESS: Say.ASK_ADDRESS,
    Stage.CODE: Say.ASK_CODE,
    Stage.CHECK: Say.ASK_CHECK,
    Stage.DONE: Say.ASK_NOTHING,
}
OPENING: Final = (Say.GREETING, Say.ASK_WISH)

TABLE: Final[dict[tuple[Stage, Heard], Turn]] = {
    (Stage.WISH, Heard.CLEAR): Turn((Say.UNDERSTOOD,), Stage.MORE),
    (Stage.WISH, Heard.CHOSEN): Turn((Say.UNDERSTOOD,), Stage.MORE),
    (Stage.WISH, Heard.UNSURE): Turn((Say.NOT_SURE,), Stage.CHOOSE),
    (Stage.WISH, Heard.NOTHING): Turn((Say.NO_WISH_SEEN,), Stage.CHOOSE),
    (Stage.WISH, Heard.DONT_KNOW): Turn((Say.THAT_IS_FINE,), Stage.CHOOSE),
    (Stage.CHOOSE, Heard.CLEAR): Turn((Say.UNDERSTOOD,), Stage.MORE),
    (Stage.CHOOSE, Heard.CHOSEN): Turn((Say.UNDERSTOOD,), Stage.MORE),
    (Stage.CHOOSE, Heard.UNSURE): Turn((Say.A_PERSON_READS,), Stage.NAME),
    (Stage.CHOOSE, Heard.NOTHING): Turn((Say.A_PERSON_READS,), Stage.NAME),
    (Stage.CHOOSE, Heard.DONT_KNOW): Turn((Say.A_PERSON_READS,), Stage.NAME),
    (Stage.MORE, Heard.CLEAR): Turn((Say.UNDERSTOOD,), Stage.MORE),
    (Stage.MORE, Heard.CHOSEN): Turn((Say.UNDERSTOOD,), Stage.MORE),
    (Stage.MORE, Heard.UNSURE): Turn((Say.NOT_SURE,), Stage.CHOOSE),
    (Stage.MORE, Heard.NOTHING): Turn((Say.NOTED,), Stage.MORE),
    (Stage.MORE, Heard.YES): Turn((), Stage.CHOOSE),
    (Stage.MORE, Heard.DONT_KNOW): Turn((), Stage.NAME),
    (Stage.MORE, Heard.NO_MORE): Turn((), Stage.NAME),
    (Stage.NAME, Heard.GIVEN): Turn((), Stage.ADDRESS),
    (Stage.NAME, Heard.ODD): Turn((Say.NAME_ODD,), Stage.NAME),
    (Stage.NAME, Heard.DONT_KNOW): Turn((Say.NAME_WHY,), Stage.NAME),
    (Stage.ADDRESS, Heard.GIVEN): Turn((Say.CODE_SENT,), Stage.CODE),
    (Stage.ADDRESS, Heard.ODD): Turn((Say.ADDRESS_ODD,), Stage.ADDRESS),
    (Stage.ADDRESS, Heard.DONT_KNOW): Turn((Say.ADDRESS_WHY,), Stage.ADDRESS),
    (Stage.ADDRESS, Heard.TOO_OFTEN): Turn((Say.TOO_MANY_MAILS,), Stage.ADDRESS),
    (Stage.CODE, Heard.RIGHT): Turn((Say.PROVED,), Stage.CHECK),
    (Stage.CODE, Heard.WRONG): Turn((Say.CODE_WRONG,), Stage.CODE),
    (Stage.CODE, Heard.USED_UP): Turn((Say.CODE_VOID,), Stage.CODE),
    (Stage.CODE, Heard.FRESH): Turn((Say.CODE_SENT,), Stage.CODE),
    (Stage.CODE, Heard.TOO_OFTEN): Turn((Say.TOO_MANY_MAILS,), Stage.CODE),
    (Stage.CODE, Heard.DONT_KNOW): Turn((Say.CODE_WHERE,), Stage.CODE),
    (Stage.CODE, Heard.CHANGE_ADDRESS): Turn((), Stage.ADDRESS),
    (Stage.CHECK, Heard.YES): Turn((Say.HANDED_IN,), Stage.DONE),
    (Stage.CHECK, Heard.YES_UNCLEAR): Turn((Say.HANDED_TO_PERSON,), Stage.DONE),
    (Stage.CHECK, Heard.CHANGE_WISH): Turn((Say.START_OVER,), Stage.WISH),
    (Stage.CHECK, Heard.CHANGE_NAME): Turn((), Stage.NAME),
    (Stage.CHECK, Heard.CHANGE_ADDRESS): Turn((), Stage.ADDRESS),
    (Stage.CHECK, Heard.ODD): Turn((Say.PLEASE_CHOOSE,), Stage.CHECK),
    (Stage.DONE, Heard.MAIL_ME): Turn((Say.COPY_SENT,), Stage.DONE),
    (Stage.DONE, Heard.TOO_OFTEN): Turn((Say.TOO_MANY_MAILS,), Stage.DONE),
    (Stage.DONE, Heard.ODD): Turn((Say.OVER,), Stage.DONE),
    **{(stage, Heard.PERSON): Turn((Say.PERSON_COMES,), stage) for stage in Stage if stage is not Stage.DONE},
    **{(stage, Heard.PERSON_LATER): Turn((Say.PERSON_LATER,), stage) for stage in Stage if stage is not Stage.DONE},
}
"""Every turn there is. What is no key does not come about (`meaning`)."""

CHOICES: Final = (
    Kind.ACCESS,
    Kind.RECTIFICATION,
    Kind.ERASURE,
    Kind.OBJECTION_DIRECT_MARKETING,
    Kind.CONSENT_WITHDRAWAL,
    Kind.OBJECTION,
    Kind.RESTRICTION,
    Kind.PORTABILITY,
    Kind.COMPLAINT,
    Kind.INFORMATION_REQUEST,
)
"""The wishes that are offered as quick replies, the most frequent first."""

_WISHES: Final = tuple(str(kind) for kind in CHOICES)
REPLIES: Final[dict[Stage, tuple[str, ...]]] = {
    Stage.WISH: (*_WISHES, Heard.DONT_KNOW),
    Stage.CHOOSE: (*_WISHES, Heard.DONT_KNOW),
    Stage.MORE: (Heard.NO_MORE,),
    Stage.NAME: (),
    Stage.ADDRESS: (),
    Stage.CODE: (Heard.FRESH, Heard.CHANGE_ADDRESS),
    Stage.CHECK: (Heard.YES, Heard.CHANGE_WISH, Heard.CHANGE_NAME, Heard.CHANGE_ADDRESS),
    Stage.DONE: (Heard.MAIL_ME,),
}
"""The quick replies of each stage, as codes."""


def further(stage: Stage, *, has_name: bool, proved: bool) -> Stage:
    """The next stage without what is known already: a name is asked once, a proved address stays proved."""
    if stage is Stage.NAME and has_name:
        stage = Stage.ADDRESS
    return Stage.CHECK if stage is Stage.ADDRESS and proved else stage


def turn(stage: Stage, heard: Heard, *, has_name: bool, proved: bool) -> Turn:
    """What the desk says to what it heard, its next question with it; raises KeyError for what cannot be heard here."""
    row = TABLE[stage, heard]
    after = further(row.next, has_name=has_name, proved=proved)
    return Turn((*row.says, QUESTIONS[after]), after)
