"""The matters of every day that borrow the words of a request (tie-break 7): what explains a sentence away.

The table is written as the cue table; a name with `~` behind it gives way to any cue of its sentence, and what stands
behind `?` are words that the matter may hold although others that hold them are never explained away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.intake.rules.cues import Row, lines, row
from services.intake.rules.sentences import Sentence

# A sentence with one of these is never explained away, whatever else it speaks of.
_NEVER = (
    "my_data", "about_me", "recording", "privacy_word", "forgotten", "authority", "article_access", "marketing",
    "disagree", "exposure", "gave_leave", "hands_off", "freeze", "erase_me", "not_share", "not_use", "want_know",
    "no_human", "outrage",
)  # fmt: skip

_TABLE = """
an objection to a decision of the UWV : object|complaint + uwv_decision
a benefit                             : uwv_decision ! wrong gave_leave exposure delete my_item
a complaint about an everyday matter  : complaint + comfort|business|schedule ! privacy_strict exposure ? privacy_word
a complaint about an everyday matter  : comfort + their ! privacy_strict exposure my see ? privacy_word
a permission at work                  : consent + work_permission ! withdraw wrong record ? gave_leave
a permission that is given            : gives_leave ! withdraw wrong record delete stop ? marketing gave_leave
what somebody else asked              : somebody_asked ! delete change ? privacy_word
a mail sent by mistake                : own_mail + delete|done_delete
what the writer did himself ~         : handed_in ! delete see wrong send stop what want_know asks ? my_data
a mistake of his own ~                : by_accident ! delete see my_data account record
a direct debit                        : direct_debit + withdraw|stop|change|close|consent|not_share|send|enclosed
                                      ! wrong record
an appointment                        : appointment + delete|change|see|unsubscribe|close|send|withdraw
                                      ! wrong record gave_leave
an appointment that is moved          : reschedule ! wrong delete privacy_strict send ? my_data
an appointment ~                      : appointment ! OF_MINE data privacy copy machine stop use calling
a roster or materials                 : schedule ! my_item record machine gave_leave
a business paper                      : business ! OF_MINE ? gave_leave
a report of being sick                : sick_leave ! privacy data exposure
a report of being sick                : sick + appointment|schedule ! OF_MINE privacy data exposure
a cv that is sent ~                   : cv + offer|job|enclosed ! delete privacy wrong
thanks ~                              : thanks ! delete see copy stop done_delete done_change told
work or a vacancy ~                   : job ! privacy machine my_item applied
a password                            : password ! delete privacy see
a matter of every day ~               : daily ! OF_MINE data delete see share marketing send change stop
a matter of every day ~               : daily ! OF_MINE data delete see share marketing use withdraw upset machine
                                      ! recording
an advertisement                      : greeting_mail ! OF_MINE
"""


@dataclass(frozen=True, slots=True)
class Everyday:
    """A matter of every day and its name for the explanation; a `soft` one gives way to a cue of its sentence."""

    name: str
    soft: bool
    row: Row


def _matters() -> Iterator[Everyday]:
    for line in lines(_TABLE):
        name, rest = (part.strip() for part in line.split(" : ", 1))
        wanted, _, despite = rest.partition(" ? ")
        read = row(wanted)
        never = tuple(each for each in _NEVER if each not in despite.split())
        yield Everyday(name.removesuffix("~").strip(), name.endswith("~"), Row(read.needs, (*read.unless, *never)))


def _by_first_need(matters: Sequence[Everyday]) -> dict[str, set[int]]:
    """Tell for each group which matters need it first, so that few of them are tried on a sentence."""
    places: dict[str, set[int]] = defaultdict(set)
    for place, matter in enumerate(matters):
        for name in matter.row.needs[0]:
            places[name].add(place)
    return dict(places)


EVERYDAY: tuple[Everyday, ...] = tuple(_matters())
_PLACES = _by_first_need(EVERYDAY)


def matter_of(sentence: Sentence) -> Everyday | None:
    """Give the first matter of the table that a sentence is about."""
    places = sorted({place for name in sentence.groups if name in _PLACES for place in _PLACES[name]})
    return next((EVERYDAY[place] for place in places if EVERYDAY[place].row.found(sentence)), None)
