"""Proposes what a message asks. A person confirms before anything follows from it but the acknowledgement (R2-3).

Explained rules come first; a second reader, who learned small weights for words and for what the rules found, merges
with them (decision 0013). Every proposal names the words it rests on. What they are not sure of is *unsure*.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from services.intake.rules import contexts, second_reader
from services.intake.rules.classification import Classification
from services.intake.rules.cues import CUES_BY_SPAN, FAINT_SMELL_ROWS, SMELL_ROWS, WHOLE
from services.intake.rules.everyday import matter_of
from services.intake.rules.reading import Reading, read, together
from services.intake.rules.sentences import CHARACTERS, Hit, Sentence
from services.intake.rules.tiebreaks import Evidence, settle
from services.intake.rules.words import ACTS
from shared.vocabulary import Context, Kind, Language, Proposal

SURE = 0.65
MAYBE = 0.3
_HEADING_WORDS = 5
_SHORT = 16
_FEW_WORDS = 7

# Words that never stand in a message the machine may file by itself (R2-3).
_PRIVACY_GROUPS = (
    "my_data", "my_item", "about_me", "privacy_word", "wrong", "machine", "recording", "see", "delete", "forgotten",
    "consent", "object", "complaint", "authority", "unsubscribe", "marketing", "freeze", "hands_off", "format", "leak",
    "officer", "article_access", "erase_me", "exposure", "withdraw", "share",
)  # fmt: skip

# A message that no rule understands is of every day only when it speaks of such matters and of none of these.
_CORE = (
    "data", "my_item", "media", "recording", "share", "not_share", "delete", "not_keep", "listed", "exposure",
    "mail_to_me", "marketing", "gave_leave", "name_is", "moved", "outrage", "upset", "object", "disagree", "withdraw",
    "see", "copy", "want_know", "about_me", "about_them", "my_data", "their_data", "no_human", "again", "have_you",
    "source", "hands_off", "until", "format", "transfer", "filled_in", "practice", "record", "got_it", "fixed_now",
    "own_situation", "change_it", "unsubscribe", "officer", "privacy", "sensitive", "calling", "erase_me", "not_use",
    "use",
)  # fmt: skip


def classify(subject: str, text: str, automatic: str = "") -> Classification:
    """Propose kinds and context for one message.

    `automatic` is the kind of machine that wrote it (`bounce`, `autoreply`, `bulk`, `own`), empty for a person.
    """
    reading = read(subject, text)
    if machine_or_outsider := certain(reading, automatic):
        opinion = second_reader.read(reading, machine_or_outsider)
        return second_reader.doubted(machine_or_outsider, opinion, by_headers=bool(automatic))
    by_rules = weigh(reading, cut_off=len(text) > CHARACTERS)
    opinion = second_reader.read(reading, by_rules)
    return second_reader.merged(reading, by_rules, opinion, understood=understood(reading, text))


def certain(reading: Reading, automatic: str = "") -> Classification | None:
    """Give what is no request by the specification, whatever words it quotes (tie-breaks 8 and 9)."""
    if automatic:
        label = contexts.of_machine(automatic)
        return _not_a_request(reading, 0.99, [label], [f"written by a machine -> {label}"])
    if label_or_none := contexts.machine_text(reading.heading, reading.body, reading.whole):
        lines = [f"the text of a machine or a business mail -> {label_or_none}"]
        return _not_a_request(reading, 0.98, [label_or_none], lines)
    if contexts.demand(reading.whole, reading.text):
        label = Context.THIRD_PARTY_DISCLOSURE_DEMAND
        return _not_a_request(reading, 0.8, [label], [f"somebody else asks for a client's data -> {label}"])
    return None


def understood(reading: Reading, text: str) -> bool:
    """Say whether the whole message was read, in a language that the rules know."""
    return len(text) <= CHARACTERS and reading.language is not None


def as_json(result: Classification) -> dict[str, Any]:
    """Give what `privacybalie classify` prints for one message."""
    return {
        "proposal": result.proposal.value,
        "kinds": [each.value for each in result.kinds],
        "context": [each.value for each in result.context],
        "language": result.language.value,
        "confidence": result.confidence,
        "explanation": list(result.explanation),
    }


def weigh(reading: Reading, *, cut_off: bool) -> Classification:
    """Weigh a person's message: everyday matters aside, what remains speaks for kinds, and tie-breaks settle it."""
    earlier = contexts.followup(reading.subject, reading.whole)
    everyday = {number: name for number, each in enumerate(reading.body) if (name := _everyday(each))}
    left = [
        each
        for number, each in enumerate(reading.body)
        if number not in everyday and not (earlier and _about_earlier(reading, number, each))
    ]
    heading = reading.body[0] if reading.headings else None
    explained = together([reading.body[number] for number, name in everyday.items() if name != "thanks"])
    if heading in left and heading is not None and everyday and explained.groups.keys() >= heading.groups.keys():
        left.remove(heading)
    evidence = settle(_evidence(left, reading.topic, heading), together(left))
    if any("UWV" in name for name in everyday.values()):
        evidence.pop(Kind.OBJECTION, None)
    labels = _labels(reading, earlier)
    sure = {kind: each for kind, each in evidence.items() if each.score >= SURE}
    if sure and reading.language is not None:
        return _request(reading, sure, labels)
    if earlier or Context.IDENTITY_REPLY in labels:
        lines = [f"about a request made before -> {labels[-1]}"]
        return _not_a_request(reading, 0.85, labels, lines)
    maybe = {kind: each for kind, each in evidence.items() if each.score >= MAYBE}
    smell = _smell(reading, everyday, left)
    if maybe or cut_off or smell:
        return _unsure(reading, maybe, labels, smell)
    in_body = any(number >= reading.headings for number in everyday)
    if reading.language is None or not (in_body or _asks_nothing(reading)):
        return _unsure(reading, {}, labels, "")
    lines = [f"about {name}" for name in dict.fromkeys(everyday.values())] or ["no word of a request"]
    confidence = min(0.8 + 0.05 * len(everyday), 0.95)
    return _not_a_request(reading, confidence, _no_request_labels(reading, labels), lines)


def _labels(reading: Reading, earlier: bool) -> list[Context]:
    labels = contexts.situation(reading.whole, reading.text)
    labels += [Context.CASE_FOLLOWUP] if earlier else []
    labels += [Context.IDENTITY_REPLY] if contexts.identity_reply(reading.body) else []
    return labels


def _smell(reading: Reading, everyday: dict[int, str], left: list[Sentence]) -> str:
    """Give the words of a request that no everyday matter explains (a heading may repeat a matter), or nothing."""
    explained = together([*(reading.body[number] for number in everyday), *reading.aside])
    for number, sentence in enumerate(reading.body):
        if (
            number in everyday
            or sentence not in left
            or sentence.has("may_keep", "leave_to_keep", "not_delete", "you_read")
        ):
            continue
        for row in SMELL_ROWS:
            if (hits := row.found(sentence)) and not (_is_heading(reading, sentence) and row.found(explained)):
                return _words(hits)
        before = reading.body[number - 1 : number] if number else []
        pair = together([*before, sentence])
        for row in FAINT_SMELL_ROWS:
            if hits := row.found(pair):
                return _words(hits)
    words = sum(len(each.words) for each in reading.body)
    faint = ("leave", "stop") if words <= _HEADING_WORDS else ("leave",) if words <= _SHORT else ()
    return next((_words(tuple(reading.whole.groups[name][:1])) for name in faint if reading.whole.has(name)), "")


def _asks_nothing(reading: Reading) -> bool:
    """Say whether a message that no everyday matter explains is still clearly none: small talk, or a few words."""
    if reading.whole.has("not_mine", "may_keep", "leave_to_keep", "not_delete"):
        return True
    words = sum(len(each.words) for each in reading.body[reading.headings :])
    return not reading.whole.has(*_CORE) and (words <= _FEW_WORDS or reading.whole.has("smalltalk"))


def _is_heading(reading: Reading, sentence: Sentence) -> bool:
    return len(sentence.words) <= _HEADING_WORDS and reading.headings == 1 and sentence is reading.body[0]


def _no_request_labels(reading: Reading, labels: list[Context]) -> list[Context]:
    drop = (
        {Context.ROUTINE_UPDATE} if reading.whole.has("not_mine") else {Context.ROUTINE_UPDATE, Context.POSSIBLE_BREACH}
    )
    return [each for each in labels if each not in drop]


def _everyday(sentence: Sentence) -> str:
    """Give the name of the matter that explains a sentence, or nothing."""
    matter = matter_of(sentence)
    if matter is None or (matter.soft and _says_a_wish(sentence)):
        return ""
    return matter.name


def _says_a_wish(sentence: Sentence) -> bool:
    rows = (cue for name in sentence.groups for cue in CUES_BY_SPAN[1].get(name, ()))
    return any(cue.weight >= SURE and cue.row.found(sentence) for cue in rows)


def _about_earlier(reading: Reading, number: int, sentence: Sentence) -> bool:
    """Say whether a sentence only speaks of the request made before; so does the heading of thanks or a withdrawal."""
    if sentence.has("my_request", "asked_before", "received_well", "not_needed"):
        return True
    return number < reading.headings and reading.whole.has("received_well", "not_needed", "withdraw")


def _evidence(left: list[Sentence], topic: Sentence, heading: Sentence | None) -> dict[Kind, Evidence]:
    found: dict[Kind, Evidence] = {}
    for span, number, sentence in _views(left, topic, heading):
        rows = CUES_BY_SPAN[span]
        in_body = sentence is not heading
        for name in sentence.groups:
            for cue in rows.get(name, ()):
                if hits := cue.row.found(sentence):
                    found.setdefault(cue.kind, Evidence()).add(
                        cue.weight, number, span, _line(_in_order(hits) if span == 1 else hits, cue.kind), in_body
                    )
    return found


def _views(left: list[Sentence], topic: Sentence, heading: Sentence | None) -> Iterator[tuple[int, int, Sentence]]:
    """Give what is looked at: each sentence alone, with those before it, and all together.

    Beside others a heading only names things: "verwijderen" above a question about a plan asks nothing of that plan.
    """
    named = (
        topic
        if heading is None
        else Sentence((), {name: hits for name, hits in heading.groups.items() if name not in ACTS})
    )
    near = [named if each is heading else each for each in left]
    for number, sentence in enumerate(left):
        yield 1, number, sentence
        if sentence is heading:
            continue
        before = near[number - 1 : number] or [topic]
        yield 2, number, together([*before, sentence])
        if number > 1:
            yield 3, number, together([near[number - 2], *before, sentence])
    if len(left) <= 3:
        yield 3, len(left) - 1, together([topic, *near])
    yield WHOLE, -1, together([topic, *near])


def _line(hits: tuple[Hit, ...], kind: Kind) -> str:
    return f"{_words(hits)} -> {kind}"


def _in_order(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    return tuple(sorted(hits, key=lambda hit: (hit.start, hit.end)))


def _words(hits: tuple[Hit, ...]) -> str:
    return " + ".join(f'"{each}"' for each in dict.fromkeys(hit.words for hit in hits))


def _request(reading: Reading, sure: dict[Kind, Evidence], labels: list[Context]) -> Classification:
    kinds = tuple(kind for kind in Kind if kind in sure)
    if Kind.RECTIFICATION not in sure:
        labels = [each for each in labels if each is not Context.ROUTINE_UPDATE]
    if Kind.COMPLAINT not in sure:
        labels = [each for each in labels if each is not Context.POSSIBLE_BREACH]
    return Classification(
        Proposal.REQUEST,
        kinds,
        _ordered(labels),
        reading.language or Language.EN,
        round(min(each.score for each in sure.values()), 2),
        tuple(line for kind in kinds for line in sure[kind].lines[:3]),
        reading.whole.has(*_PRIVACY_GROUPS),
    )


def _unsure(reading: Reading, maybe: dict[Kind, Evidence], labels: list[Context], smell: str) -> Classification:
    kinds = tuple(kind for kind in Kind if kind in maybe)
    lines = [line for kind in kinds for line in maybe[kind].lines[:2]] or (
        [f"{smell} -> perhaps a request"] if smell else []
    )
    return Classification(
        Proposal.UNSURE,
        kinds,
        _ordered(labels),
        reading.language or Language.EN,
        round(max((each.score for each in maybe.values()), default=MAYBE), 2),
        (*lines, "no clear wish was found: a person decides"),
        reading.whole.has(*_PRIVACY_GROUPS),
    )


def _not_a_request(reading: Reading, confidence: float, labels: list[Context], lines: list[str]) -> Classification:
    return Classification(
        Proposal.NOT_A_REQUEST,
        (),
        _ordered(labels),
        reading.language or Language.EN,
        math.floor(confidence * 100 + 0.5) / 100,
        tuple(lines),
        reading.whole.has(*_PRIVACY_GROUPS),
    )


def _ordered(labels: list[Context]) -> tuple[Context, ...]:
    return tuple(each for each in Context if each in labels)
