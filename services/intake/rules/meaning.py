"""What only the order of words shows: whose something is, and whether an act is wished, refused or done already."""

from __future__ import annotations

from itertools import pairwise

from services.intake.rules.sentences import Hit, Sentence
from services.intake.rules.words.forms import (
    DOING,
    DONE_WITH,
    HARMLESS_NEXT,
    NEGATORS,
    NEGATORS_BEHIND,
    PARTICIPLES,
    PAST,
    SELF,
    TO_ME,
    TO_YOU,
    WISHED,
    WISHES_NOT,
)

_OWNED_WITHIN = 4  # "mijn oude medische gegevens": the thing owned stands at most that far behind
_RELATIVE = frozenset({"alles", "everything", "all", "data", "al", "anything", "datgene"})
_OWNERS = (
    ("my", "data", "my_data"),
    ("my", "item", "my_item"),
    ("their", "data", "their_data"),
    ("their", "item", "their_data"),
)

# An act that is negated is another act: `not_delete` asks to keep, `not_keep` to delete.
ACTS_THAT_TURN = ("delete", "keep", "use", "share", "send", "change", "freeze", "told", "leave_to_keep")
_NOT_BEFORE = 5  # "niet zomaar bij jullie laten verwijderen"
_NOT_AFTER = 4  # "verwijder mijn dossier dus niet"
_OWNERS_ACTS = ("use", "send", "share", "told", "keep")  # what people also say of themselves
_I_HAVE = frozenset({("ik", "heb"), ("heb", "ik"), ("i", "have")})
_I_WILL = frozenset({("i", "will"), ("zal", "ik"), ("ik", "zal"), ("shall", "i")})


def understand(sentence: Sentence) -> Sentence:
    """Add to a sentence the groups that follow from the order of its words."""
    groups = sentence.groups
    _asking_words(sentence)
    for owner, thing, name in _OWNERS:
        _owned(groups, owner, thing, name)
    _handled_copies(groups)
    for act in ACTS_THAT_TURN:
        if act in groups:
            _turn(sentence, act)
    if sentence.asks:
        groups["asks"] = [Hit("?", len(sentence.words), len(sentence.words))]
    return sentence


def _asking_words(sentence: Sentence) -> None:
    """The "wat" of "alles wat jullie hebben" asks nothing."""
    groups, words = sentence.groups, sentence.words
    if "what" not in groups:
        return
    asking = [hit for hit in groups["what"] if not _RELATIVE & {*words[max(hit.start - 3, 0) : hit.start]}]
    if asking:
        groups["what"] = asking
    else:
        del groups["what"]


def _owned(groups: dict[str, list[Hit]], owner: str, thing: str, name: str) -> None:
    """Mark "mijn ... gegevens" as mine, "haar dossier" as somebody else's."""
    for own in groups.get(owner, ()):
        for owned in groups.get(thing, ()):
            if 0 <= owned.start - own.end < _OWNED_WITHIN and not _owned_closer(groups, own, owned):
                groups.setdefault(name, []).append(Hit(f"{own.words} {owned.words}", own.start, owned.end))


def _owned_closer(groups: dict[str, list[Hit]], own: Hit, owned: Hit) -> bool:
    """Say whether another owner stands between: in "zijn mijn gegevens" the data is mine."""
    others = (*groups.get("my", ()), *groups.get("their", ()))
    return any(own.start < other.start < owned.start for other in others)


def _handled_copies(groups: dict[str, list[Hit]]) -> None:
    """Mark a copy that is not asked for: one to be deleted, one enclosed, one of an identity document."""
    for copy in groups.get("copy", ()):
        before = (*groups.get("delete", ()), *groups.get("enclosed", ()))
        handled = any(0 <= copy.start - each.end < _OWNED_WITHIN for each in before)
        if handled or any(0 <= each.start - copy.end < _OWNED_WITHIN for each in groups.get("id_card", ())):
            groups.setdefault("copy_handled", []).append(copy)


def _turn(sentence: Sentence, act: str) -> None:
    """Sort what was found of an act into wished (its own name), `not_...` and `done_...`; own deeds are dropped."""
    for hit in sentence.groups.pop(act):
        state = _state(sentence, hit, act)
        if state != "self":
            sentence.groups.setdefault(f"{state}{act}", []).append(hit)


def _state(sentence: Sentence, hit: Hit, act: str) -> str:
    if _is_judgement(sentence, hit):
        return "self"
    if _is_done(sentence, hit):
        return "self" if _by_the_writer(sentence, hit, act) else "done_"
    if _by_the_writer(sentence, hit, act) and not _wished(sentence, hit):
        return "self"
    return "not_" if _is_negated(sentence, hit) else ""


def _is_judgement(sentence: Sentence, hit: Hit) -> bool:
    """Say whether nothing is to be done: is it correct?, just an update, you keep giving."""
    before = {*sentence.words[max(hit.start - 3, 0) : hit.start]}
    after = sentence.words[hit.end : hit.end + 1]
    if hit.words in {"keep", "keeps", "kept"} and after and after[0].endswith("ing"):  # "you keep giving"
        return True
    noun = hit.words == "update" and bool(before & {"an", "any", "the", "just", "een"})
    return noun or (hit.words == "correct" and bool(before & {"is", "are", "not", "was", "be", "klopt"}))


def _clause(sentence: Sentence, hit: Hit) -> range:
    """Give the places of the clause in which a hit stands."""
    clause = sentence.clauses[hit.start]
    start, end = hit.start, hit.end
    while start and sentence.clauses[start - 1] == clause:
        start -= 1
    while end < len(sentence.words) and sentence.clauses[end] == clause:
        end += 1
    return range(start, end)


def _is_negated(sentence: Sentence, hit: Hit) -> bool:
    words, clause = sentence.words, _clause(sentence, hit)
    for place in clause:
        if words[place] not in NEGATORS or _harmless(words, place):
            continue
        if place < hit.start and (hit.start - place <= _NOT_BEFORE or _governs(words, place)):
            return True
        if (
            words[place] in NEGATORS_BEHIND
            and hit.start < place <= hit.end + _NOT_AFTER
            and not _between(sentence, hit, place)
        ):
            return True
    return bool({"ophouden", "stoppen", "stop"} & {*words[clause.start : hit.start]})


def _harmless(words: tuple[str, ...], place: int) -> bool:
    """Say whether a "niet" turns no act round, as in "niet meer nodig" and "niet alleen" it does not."""
    after = [each for each in words[place + 1 : place + 3] if each not in {"meer", "langer", "zo"}]
    return bool(after) and after[0] in HARMLESS_NEXT


def _governs(words: tuple[str, ...], place: int) -> bool:
    """Say whether a "niet" reaches to the end of its clause, as it does in "ik wil niet dat ..."."""
    around = {*words[max(place - 2, 0) : place + 4]}
    return bool(around & WISHES_NOT) and bool({"dat", "you", "that"} & {*words[place + 1 : place + 4]})


def _between(sentence: Sentence, hit: Hit, place: int) -> bool:
    """Say whether a "niet" behind an act belongs to another verb that follows it."""
    if {"en", "and", "of", "or"} & {*sentence.words[hit.end : place]}:
        return True
    after = sentence.words[place + 1 : place + 3]
    return "meer" in after or any(word in {"nodig", "dat", "weten"} for word in after)


def _is_done(sentence: Sentence, hit: Hit) -> bool:
    words, clause = sentence.words, _clause(sentence, hit)
    if not {*words[hit.start : hit.end]} & (PARTICIPLES | DOING):
        return False
    said = {*words[clause.start : clause.stop]}
    if said & WISHED:
        return False
    you_did = hit.start and words[hit.start - 1] in {"you", "they", "u", "jullie"}
    thanked = words[hit.start - 1] == "for" and bool(DOING & {words[hit.start]}) if hit.start else False
    return bool(said & DONE_WITH) or bool(you_did) or thanked


def _by_the_writer(sentence: Sentence, hit: Hit, act: str) -> bool:
    """Say whether the writer tells what he does or did himself: "ik heb de bijlage aangepast", "I changed it"."""
    words, clause = sentence.words, _clause(sentence, hit)
    before = words[max(clause.start, hit.start - 3) : hit.start]
    if SELF & {*words[hit.start : hit.end]} and not WISHED & {*words[clause.start : hit.end]}:
        return True
    if before and SELF & {*before[-2:]} and words[hit.start] in PAST:
        return True
    if act in _OWNERS_ACTS and SELF & {*before} and not TO_YOU & {*before} and not _wished(sentence, hit):
        return True
    if before and before[-1] in SELF:
        return words[hit.start] not in TO_ME
    return bool(SELF & {*words[clause.start : hit.end]}) and _first_person_past(sentence, hit)


def _first_person_past(sentence: Sentence, hit: Hit) -> bool:
    words, clause = sentence.words, _clause(sentence, hit)
    said = words[clause.start : clause.stop]
    if {*said} & {"gevraagd", "asked", "verzocht"}:
        return False
    pairs = {*pairwise(said)}
    participle = words[hit.start] in PARTICIPLES or words[hit.start].startswith("ge") or words[hit.start].endswith("ed")
    return bool(pairs & _I_WILL) or (participle and bool(pairs & _I_HAVE))


def _wished(sentence: Sentence, hit: Hit) -> bool:
    return bool(WISHED & {*sentence.words[_clause(sentence, hit).start : hit.start]})
