"""The cue table: which word groups together make which kind of request (spec 9.3, tie-breaks 9.2).

One row is one way to ask. All groups of a row must stand in one sentence (`across`: anywhere in the message); one of
`unless` in the same sentence takes the row away. `a|b` means either group.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.intake.rules.sentences import Hit, Sentence
from shared.vocabulary import Kind

THEIRS = "my_data|about_me|their_data|about_them|my_item"


@dataclass(frozen=True, slots=True)
class Cue:
    """One row: a kind, how sure it makes us (0 to 1), the groups it needs and those that forbid it."""

    kind: Kind
    weight: float
    needs: tuple[str, ...]
    unless: tuple[str, ...] = ()
    across: bool = False

    def found(self, sentence: Sentence) -> tuple[Hit, ...]:
        """Give one hit for each group needed, or nothing."""
        if sentence.has(*self.unless):
            return ()
        hits: list[Hit] = []
        for need in self.needs:
            hit = next((sentence.groups[name][0] for name in need.split("|") if name in sentence.groups), None)
            if hit is None:
                return ()
            hits.append(hit)
        return tuple(hits)


# A sentence with one of these is never explained away, whatever else it speaks of.
_NEVER_EVERYDAY = ("my_data", "about_me", "recording", "privacy_word", "forgotten", "authority", "article_access")


@dataclass(frozen=True, slots=True)
class Everyday:
    """A matter of every day that borrows the words of a request (tie-break 7), and its name for the explanation."""

    name: str
    needs: tuple[str, ...]
    unless: tuple[str, ...] = ()

    def found(self, sentence: Sentence) -> bool:
        """Say whether the sentence is about this matter."""
        if sentence.has(*self.unless, *_NEVER_EVERYDAY):
            return False
        return all(sentence.has(*need.split("|")) for need in self.needs)


_NOT_ACCESS = ("offer", "appointment", "hands_off", "until", "withdraw", "freeze", "format")

ACCESS = (
    Cue(Kind.ACCESS, 0.95, ("article_access",), ("withdraw",)),
    Cue(Kind.ACCESS, 0.9, ("see", f"{THEIRS}|data|everything"), ("business", "human", "schedule", "looked")),
    Cue(Kind.ACCESS, 0.9, ("what", "data|item", "hold", f"{THEIRS}"), ("corrected", "told")),
    Cue(Kind.ACCESS, 0.9, ("what", "hold", "about_me|about_them"), ("corrected",)),
    Cue(Kind.ACCESS, 0.85, ("what", "my_data|my_item", "hold", "data|item"), ("shared", "told", "how_long", "servers")),
    Cue(Kind.ACCESS, 0.8, ("what", "data", "shared", "about_me|my_data"), ("corrected",)),
    Cue(Kind.ACCESS, 0.66, ("what", "shared", "my"), ("corrected", "business", "appointment")),
    Cue(Kind.ACCESS, 0.8, ("know|what|question|have_you", "listed", "person|my"), ("wrong", "change", "delete")),
    Cue(Kind.ACCESS, 0.9, ("copy", f"{THEIRS}|everything"), ("offer", "copy_handled", "no_longer", "business")),
    Cue(Kind.ACCESS, 0.8, ("copy", "data"), ("offer", "copy_handled", "no_longer", "business", "appointment")),
    Cue(Kind.ACCESS, 0.85, ("send", "my_data|about_me|their_data"), (*_NOT_ACCESS, "not", "transfer", "moved")),
    Cue(Kind.ACCESS, 0.7, ("send", "everything", "hold"), (*_NOT_ACCESS, "not", "delete")),
    Cue(Kind.ACCESS, 0.9, ("source", "my|my_data|my_item")),
    Cue(Kind.ACCESS, 0.9, ("who", "shared", "my_data|my_item|about_me|my"), ("corrected",)),
    Cue(Kind.ACCESS, 0.85, ("who", "looked", "data|item|my_data")),
    Cue(Kind.ACCESS, 0.85, ("recording", "send|copy|see|know")),
    Cue(Kind.ACCESS, 0.8, ("have_you", "my_data|my_item|about_me|data|item"), ("shared", "change", "told")),
    Cue(Kind.ACCESS, 0.7, ("access_word",), ("business", "appointment", "withdraw")),
    Cue(Kind.ACCESS, 0.75, ("send", "data", "bulk"), ("not",)),
    Cue(Kind.ACCESS, 0.6, ("see",), ("business", "human", "schedule", "looked", "appointment")),
    Cue(Kind.ACCESS, 0.7, ("send", "all", "my_item"), (*_NOT_ACCESS, "not", "marketing", "moved", "change", "delete")),
    Cue(Kind.ACCESS, 0.75, ("looked", "who", "my_data"), across=True),
    Cue(Kind.ACCESS, 0.7, ("see", "my_data|about_me|recording"), ("business", "object", "human"), across=True),
    Cue(Kind.ACCESS, 0.75, ("see", "copy|send"), ("business", "schedule", "appointment"), across=True),
)

_NOT_ERASURE = ("may_keep", "schedule", "marketing")

ERASURE = (
    Cue(Kind.ERASURE, 0.95, ("forgotten",)),
    Cue(Kind.ERASURE, 0.92, ("delete", f"{THEIRS}"), _NOT_ERASURE),
    Cue(Kind.ERASURE, 0.88, ("delete", "data|item|everything|account"), (*_NOT_ERASURE, "appointment")),
    Cue(Kind.ERASURE, 0.85, ("out", f"{THEIRS}|data|item|everything|sensitive"), _NOT_ERASURE),
    Cue(Kind.ERASURE, 0.85, ("no_longer", "keep", f"{THEIRS}|data|item"), ("may_keep", "use")),
    Cue(Kind.ERASURE, 0.85, ("close", "account"), ("password",)),
    Cue(Kind.ERASURE, 0.8, ("out|listed", "me", "out|delete|pull"), ("marketing", "may_keep")),
    Cue(Kind.ERASURE, 0.75, ("delete|out", "media", "person|my"), across=True),
    Cue(Kind.ERASURE, 0.7, ("delete|out", "my_data|my_item|about_me"), (*_NOT_ERASURE, "appointment"), across=True),
)

RECTIFICATION = (
    Cue(Kind.RECTIFICATION, 0.95, ("article_rectify",)),
    Cue(Kind.RECTIFICATION, 0.9, ("change", "my_data|my_item|their_data"), ("offer", "schedule", "machine")),
    Cue(Kind.RECTIFICATION, 0.8, ("change", "item"), ("offer", "schedule", "job", "business", "password")),
    Cue(Kind.RECTIFICATION, 0.88, ("moved",), ("marketing", "source")),
    Cue(
        Kind.RECTIFICATION,
        0.88,
        ("wrong", "my_data|my_item|record|about_me"),
        ("schedule", "until", "business", "leak"),
    ),
    Cue(Kind.RECTIFICATION, 0.85, ("fits", "not", "my_data|my_item|record"), ("schedule", "until", "business")),
    Cue(
        Kind.RECTIFICATION,
        0.7,
        ("wrong", "my_data|my_item|record"),
        ("schedule", "until", "business", "leak"),
        across=True,
    ),
    Cue(Kind.RECTIFICATION, 0.7, ("fits", "not", "my_data|my_item|record"), ("schedule", "until"), across=True),
    Cue(Kind.RECTIFICATION, 0.7, ("change", "wrong", "record"), ("schedule", "until", "business"), across=True),
    Cue(Kind.RECTIFICATION, 0.7, ("change", "my_item|my_data"), ("offer", "schedule", "until", "policy"), across=True),
)

RESTRICTION = (
    Cue(Kind.RESTRICTION, 0.95, ("article_restrict",)),
    Cue(Kind.RESTRICTION, 0.9, ("freeze", "my_data|about_me|data|their_data|account"), ("password",)),
    Cue(Kind.RESTRICTION, 0.85, ("hands_off", "my_data|about_me|data|their_data"), ("consent",)),
    Cue(Kind.RESTRICTION, 0.85, ("keep_but", "but", "hands_off")),
    Cue(Kind.RESTRICTION, 0.85, ("pass_on", "not", "until", "my_data|data"), ("consent", "copy")),
)

PORTABILITY = (
    Cue(Kind.PORTABILITY, 0.95, ("article_port",)),
    Cue(Kind.PORTABILITY, 0.9, ("format", "my_data|about_me|data")),
    Cue(Kind.PORTABILITY, 0.88, ("transfer", "my_data|about_me|data|their_data"), ("appointment",)),
    Cue(Kind.PORTABILITY, 0.8, ("transfer|pass_on", "my_data", "other_provider"), across=True),
)

OBJECTION = (
    Cue(Kind.OBJECTION, 0.95, ("article_object",)),
    Cue(Kind.OBJECTION, 0.92, ("object", "use"), ("uwv_decision", "business", "marketing", "my_objection")),
    Cue(Kind.OBJECTION, 0.88, ("disagree", "use", "my|about_me|my_data|person"), ("marketing",)),
    Cue(Kind.OBJECTION, 0.8, ("object", "my_data|about_me"), ("uwv_decision", "business", "my_objection")),
    Cue(
        Kind.OBJECTION,
        0.75,
        ("object", "use", "my_data"),
        ("uwv_decision", "business", "marketing", "my_objection"),
        across=True,
    ),
)

MARKETING = (
    Cue(Kind.OBJECTION_DIRECT_MARKETING, 0.92, ("stop", "marketing"), ("footer",)),
    Cue(Kind.OBJECTION_DIRECT_MARKETING, 0.75, ("stop|disagree", "marketing"), ("footer",), across=True),
    Cue(Kind.OBJECTION_DIRECT_MARKETING, 0.75, ("stop", "calling"), ("appointment", "withdraw", "sick")),
)

CONSENT = (
    Cue(Kind.CONSENT_WITHDRAWAL, 0.92, ("withdraw", "consent"), ("work_permission", "direct_debit")),
    Cue(Kind.CONSENT_WITHDRAWAL, 0.8, ("withdraw", "consent"), ("work_permission", "direct_debit"), across=True),
    Cue(Kind.CONSENT_WITHDRAWAL, 0.85, ("not_fine", "use|shared|send|pass_on|hold")),
)

COMPLAINT = (
    Cue(Kind.COMPLAINT, 0.9, ("complaint", "privacy")),
    Cue(Kind.COMPLAINT, 0.85, ("complaint", "privacy"), across=True),
    Cue(Kind.COMPLAINT, 0.8, ("authority", "anger|person"), ("question",)),
    Cue(Kind.COMPLAINT, 0.8, ("anger", "privacy"), across=True),
    Cue(Kind.COMPLAINT, 0.85, ("leak", "anger|complaint"), across=True),
    Cue(Kind.COMPLAINT, 0.75, ("no_consent", "shared|use|told|pass_on"), ("question",)),
    Cue(Kind.COMPLAINT, 0.7, ("leak", "my_data|data|item|privacy"), ("question",)),
)

INFORMATION = (
    Cue(Kind.INFORMATION_REQUEST, 0.9, ("how_long", "keep|data")),
    Cue(Kind.INFORMATION_REQUEST, 0.9, ("officer", "reach"), ("complaint",)),
    Cue(Kind.INFORMATION_REQUEST, 0.88, ("policy", "question"), ("complaint", "job")),
    Cue(Kind.INFORMATION_REQUEST, 0.88, ("servers", "data|question|in_general"), ("my_data",)),
    Cue(Kind.INFORMATION_REQUEST, 0.85, ("practice", "subject_matter|policy"), ("my_data", "about_me")),
    Cue(Kind.INFORMATION_REQUEST, 0.7, ("question", "in_general", "data|privacy"), ("my_data", "about_me", "my_item")),
)

AUTOMATED = (
    Cue(Kind.AUTOMATED_DECISION, 0.95, ("article_automated",)),
    Cue(Kind.AUTOMATED_DECISION, 0.88, ("machine", "decided")),
    Cue(Kind.AUTOMATED_DECISION, 0.8, ("human", "review", "machine"), across=True),
    Cue(Kind.AUTOMATED_DECISION, 0.75, ("human", "review", "decided")),
)

NOTIFICATION = (
    Cue(Kind.RECIPIENT_NOTIFICATION, 0.88, ("corrected", "told")),
    Cue(Kind.RECIPIENT_NOTIFICATION, 0.85, ("corrected", "told", "who"), across=True),
)

CUES: tuple[Cue, ...] = (
    *ACCESS,
    *ERASURE,
    *RECTIFICATION,
    *RESTRICTION,
    *PORTABILITY,
    *OBJECTION,
    *MARKETING,
    *CONSENT,
    *COMPLAINT,
    *INFORMATION,
    *AUTOMATED,
    *NOTIFICATION,
)

# Whoever speaks of what is his, or of a record that is wrong, may be asking: no everyday matter explains that away.
_OF_MINE = ("my_item", "wrong", "record")

EVERYDAY: tuple[Everyday, ...] = (
    Everyday("an objection to a decision of the UWV", ("object", "uwv_decision"), ("use",)),
    Everyday("a complaint about an everyday matter", ("complaint", "comfort|business|schedule"), ("privacy",)),
    Everyday("a permission at work", ("consent", "work_permission"), _OF_MINE),
    Everyday("a direct debit", ("direct_debit", "withdraw|stop|change|close"), _OF_MINE),
    Everyday("an appointment", ("appointment", "delete|change|see|unsubscribe|close|send"), _OF_MINE),
    Everyday("an appointment", ("appointment",), (*_OF_MINE, "data", "privacy")),
    Everyday("a roster", ("schedule",), ("my_item", "record")),
    Everyday("a business paper", ("business",), _OF_MINE),
    Everyday("a report of being sick", ("sick_leave",), ("privacy", "data")),
    Everyday("a report of being sick", ("sick", "appointment|schedule"), (*_OF_MINE, "privacy", "data")),
    Everyday("a cv that is sent", ("cv", "offer|job|enclosed"), ("delete", "privacy", "wrong")),
    Everyday("thanks", ("thanks",), ("delete", "see", "copy")),
    Everyday("work or a vacancy", ("job",), ("delete", "privacy")),
    Everyday("a password", ("password",), ("delete", "privacy", "see")),
    Everyday("an advertisement", ("greeting_mail",), _OF_MINE),
)
