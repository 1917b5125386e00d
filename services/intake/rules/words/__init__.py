"""The words of requests and of what is none, Dutch and English, in groups by what they mean.

A group is a list of phrases (the small language they are written in is that of `phrases`). The groups know nothing of
kinds: which of them together make a request is said in `cues`.
"""

from __future__ import annotations

from services.intake.rules.words.acts import ACTS_ON_RECORDS
from services.intake.rules.words.grievances import GRIEVANCES
from services.intake.rules.words.laws import LAWS
from services.intake.rules.words.matters import MATTERS
from services.intake.rules.words.questions import QUESTIONS
from services.intake.rules.words.records import RECORDS
from services.intake.rules.words.refusals import REFUSALS
from services.intake.rules.words.senders import SENDERS
from services.intake.rules.words.untrue import UNTRUE

ACTS: dict[str, str] = {**ACTS_ON_RECORDS, **REFUSALS}

WORDS: dict[str, str] = {
    **RECORDS,
    **LAWS,
    **UNTRUE,
    **GRIEVANCES,
    **QUESTIONS,
    **ACTS_ON_RECORDS,
    **REFUSALS,
    **MATTERS,
    **SENDERS,
}
