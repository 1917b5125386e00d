"""Merges the two readers: what they propose together, and why.

The rules explain themselves, the second reader has seen more ways of speaking. It knows what the rules found, so its
kinds are the ones proposed; a line of the rules explains a kind that both found. What it cannot overrule: a machine by
its headers, "you may keep my data" (spec 9.2), and that a person looks at what could not be read. A clear request by
the rules is proposed as none only where it sees no chance of one.
"""

from __future__ import annotations

import math
from dataclasses import replace

from services.intake.rules.classification import Classification
from services.intake.rules.reading import Reading
from services.intake.rules.second_reader.opinion import MAYBE, Opinion
from services.intake.rules.second_reader.weights import WEIGHTS, Thresholds
from shared.vocabulary import Context, Kind, Proposal

# What a person wrote is never so surely no request that the machine may file it unseen (R2-3: 0.98).
_NONE_AT_MOST = 0.97
_NO_WISH = "no clear wish was found: a person decides"
_BUT = "but it reads like a request: a person decides"
# A kind of which both are so sure is asked, however little the message as a whole reads like a request.
_BOTH_SURE = 0.95
# Below this chance even a clear request of the rules is none, as what the machine may file is (R2-3).
_NO_CHANCE = 0.02
_LABEL = 0.5
_BARE = 3  # so few words tell no wish
_BELONGS_TO = {Context.ROUTINE_UPDATE: Kind.RECTIFICATION, Context.POSSIBLE_BREACH: Kind.COMPLAINT}

Proposed = tuple[Proposal, tuple[Kind, ...]]


def merged(reading: Reading, by_rules: Classification, opinion: Opinion, *, understood: bool) -> Classification:
    """Give what both propose; a message that was not `understood` (cut off, another language) is never dismissed."""
    proposal, kinds = proposed(reading, by_rules, opinion, WEIGHTS.thresholds, understood=understood)
    return replace(
        by_rules,
        proposal=proposal,
        kinds=kinds,
        context=labelled(by_rules, opinion, (proposal, kinds)),
        confidence=_confidence(proposal, kinds, opinion),
        explanation=_explanation(by_rules, opinion, proposal, kinds),
    )


def doubted(
    certain: Classification, opinion: Opinion, limits: Thresholds = WEIGHTS.thresholds, *, by_headers: bool = False
) -> Classification:
    """Give what is certain by the specification, but no surer than the second reader is: a person may have to look.

    What rests on words alone, and reads like a request all the same, is left to a person. What the headers of a mail
    show stays: a machine asks nothing.
    """
    if opinion.request >= limits.request and not by_headers:
        confidence = _hundredths(opinion.request)
        return replace(
            certain, proposal=Proposal.UNSURE, confidence=confidence, explanation=(*certain.explanation, _BUT)
        )
    return replace(certain, confidence=max(min(certain.confidence, _hundredths(1 - opinion.request)), 0.01))


def proposed(
    reading: Reading, by_rules: Classification, opinion: Opinion, limits: Thresholds, *, understood: bool
) -> Proposed:
    """Decide the proposal and its kinds."""
    likely = _asked(reading, opinion, limits.kind)
    kinds = likely or _likeliest(reading, opinion)
    clear = by_rules.proposal is Proposal.REQUEST
    needed = 0.0 if _both_sure(by_rules, opinion) else limits.lean if clear or likely else limits.request
    if kinds and (understood or clear) and opinion.request >= needed:
        return Proposal.REQUEST, kinds
    named = _asked(reading, opinion, MAYBE)
    if understood and not named and _only_answers(reading, by_rules):
        return Proposal.NOT_A_REQUEST, ()
    asks_a_person = not understood or _only_named(reading, by_rules)
    if asks_a_person or opinion.request >= _none_below(by_rules, limits):
        return Proposal.UNSURE, named
    return Proposal.NOT_A_REQUEST, ()


def _both_sure(by_rules: Classification, opinion: Opinion) -> bool:
    """Say whether a kind that is a clear request by the rules is as clear to the second reader."""
    clear = by_rules.kinds if by_rules.proposal is Proposal.REQUEST else ()
    return any(opinion.kinds[kind] >= _BOTH_SURE for kind in clear)


def _none_below(by_rules: Classification, limits: Thresholds) -> float:
    """Give the chance of a request from which on nothing is proposed as none, by what the rules make of it."""
    if by_rules.proposal is Proposal.REQUEST:
        return _NO_CHANCE
    return limits.agreed if by_rules.proposal is Proposal.NOT_A_REQUEST else limits.unsure


def _only_named(reading: Reading, by_rules: Classification) -> bool:
    """Say whether a few words name privacy and ask nothing: "AVG". A person asks what is meant (R2-7)."""
    words = sum(len(each.words) for each in reading.body)
    return by_rules.proposal is Proposal.UNSURE and by_rules.privacy_words and words <= _BARE


def _only_answers(reading: Reading, by_rules: Classification) -> bool:
    """Say whether a few words stand under the number of a case and ask nothing: "Zie hierbij." (R2-8)."""
    words = sum(len(each.words) for each in reading.body[reading.headings :])
    followup = by_rules.proposal is Proposal.NOT_A_REQUEST and Context.CASE_FOLLOWUP in by_rules.context
    return followup and words <= _BARE


def _asked(reading: Reading, opinion: Opinion, at_least: float) -> tuple[Kind, ...]:
    kept = reading.whole.has("may_keep", "leave_to_keep")  # tie-break 3
    likely = (kind for kind in Kind if opinion.kinds[kind] >= at_least)
    return tuple(kind for kind in likely if not (kept and kind is Kind.ERASURE))


def _likeliest(reading: Reading, opinion: Opinion) -> tuple[Kind, ...]:
    """Give the one kind that something at least speaks for, where nothing speaks for any clearly."""
    return tuple(sorted(_asked(reading, opinion, MAYBE), key=opinion.kinds.__getitem__)[-1:])


def labelled(by_rules: Classification, opinion: Opinion, what: Proposed) -> tuple[Context, ...]:
    """Give the labels that are likelier than not; those of the rules where the second reader has no opinion.

    Two of them stand beside a request only with their kind.
    """
    found = {label for label, chance in opinion.labels.items() if chance >= _LABEL}
    found.update(label for label in by_rules.context if label not in opinion.labels)
    if what[0] is Proposal.REQUEST:
        found -= {label for label, kind in _BELONGS_TO.items() if kind not in what[1]}
    return tuple(label for label in Context if label in found)


def _confidence(proposal: Proposal, kinds: tuple[Kind, ...], opinion: Opinion) -> float:
    if proposal is Proposal.NOT_A_REQUEST:
        return min(_hundredths(1 - opinion.request), _NONE_AT_MOST)
    if proposal is Proposal.REQUEST:
        return max(_hundredths(min(opinion.kinds[kind] for kind in kinds)), 0.01)
    return max(_hundredths(opinion.request), 0.01)


def _explanation(
    by_rules: Classification, opinion: Opinion, proposal: Proposal, kinds: tuple[Kind, ...]
) -> tuple[str, ...]:
    lines = tuple(line for kind in kinds for line in _lines(by_rules, opinion, kind))
    if proposal is Proposal.REQUEST:
        return lines
    if proposal is Proposal.UNSURE:
        kept = by_rules.explanation if by_rules.proposal is Proposal.UNSURE and not lines else (*lines, _NO_WISH)
        return tuple(dict.fromkeys(kept))
    known = by_rules.proposal is Proposal.NOT_A_REQUEST
    return by_rules.explanation if known else ("nothing in it weighs as a request",)


def _lines(by_rules: Classification, opinion: Opinion, kind: Kind) -> tuple[str, ...]:
    """Give the lines of the rules for this kind, else the words that weighed most with the second reader."""
    if of_rules := tuple(line for line in by_rules.explanation if line.endswith(f" -> {kind}")):
        return of_rules
    words = " + ".join(f'"{each}"' for each in opinion.because.get(kind, ()))
    return (f"{words or 'the message as a whole'} -> {kind}",)


def _hundredths(chance: float) -> float:
    """Round down, so that nothing looks surer than it is."""
    return math.floor(chance * 100 + 1e-9) / 100
