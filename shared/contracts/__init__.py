"""The contracts: every message of the desk, who says it and who hears it.

`parse` reads a body back; `HEARD_BY` is the whole topology. A type that is not known here yet (a newer desk speaks)
gives None and waits.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from shared.contracts import chat, fulfil, fulfil_timers, intake, notify, tasks, verify
from shared.contracts.envelope import Envelope

SERVICES = ("intake", "verify", "fulfil", "notify")

ANNOUNCED: Mapping[str, tuple[type[Envelope], ...]] = {
    "intake": intake.ANNOUNCES,
    "verify": verify.ANNOUNCES,
    "fulfil": fulfil.ANNOUNCES,
    "notify": notify.ANNOUNCES,
}

HEARD_BY: Mapping[type[Envelope], tuple[str, ...]] = {
    intake.MessageStored: ("intake",),
    intake.RemovalWanted: ("intake",),
    intake.RequestReceived: ("fulfil",),
    intake.TriageNeeded: ("fulfil",),
    intake.TriageDone: ("fulfil",),
    intake.TriageSettles: ("intake",),
    intake.TriageSnoozed: ("fulfil",),
    intake.FollowUpReceived: ("verify", "fulfil"),
    intake.CopiesFound: ("intake",),
    intake.StripMail: ("intake",),
    intake.IdCopyMailed: ("verify",),
    intake.AddressCodeAsked: ("notify",),
    intake.LetterBounced: ("fulfil", "notify"),
    intake.CanaryDue: ("intake",),
    intake.CanaryWanted: ("notify",),
    intake.CanaryArrived: ("fulfil",),
    intake.CanaryLate: ("intake",),
    intake.DeskAlarm: ("fulfil",),
    chat.ChatIdle: ("intake",),
    chat.ChatExpires: ("intake",),
    chat.ChatCodeAsked: ("notify",),
    chat.ChatCopyAsked: ("notify",),
    chat.ChatLaidAside: ("notify",),
    verify.IdentityNotNeeded: ("fulfil", "notify"),
    verify.IdentityNeeded: ("fulfil",),
    verify.IdentityRequested: ("fulfil", "notify"),
    verify.AddressAsked: ("fulfil", "notify"),
    verify.ContactChanged: ("fulfil", "notify"),
    verify.MandateAsked: ("notify",),
    verify.AuthorityAsked: ("notify",),
    verify.DeceasedTold: ("notify",),
    verify.PlatformTold: ("notify",),
    verify.CopyReceived: ("fulfil", "notify"),
    verify.CopyRejected: ("fulfil", "notify"),
    verify.IdentityVerified: ("fulfil", "notify"),
    verify.IdentityRefused: ("fulfil", "notify"),
    verify.CopyDestroyed: ("fulfil",),
    verify.CopyNotKept: ("fulfil",),
    verify.CopyExpires: ("verify",),
    verify.ReviewSettles: ("verify",),
    verify.GateAlarm: ("fulfil",),
    fulfil.CaseOpened: ("intake", "notify"),
    fulfil.CaseTriaged: ("intake", "verify", "notify"),
    fulfil.DatesMoved: ("verify", "notify"),
    fulfil.StatusTold: ("notify",),
    fulfil.LetterAsked: ("notify",),
    fulfil.LateTold: ("notify",),
    fulfil.ExtensionApproved: ("notify",),
    fulfil.FeeApproved: ("notify",),
    fulfil.AnswerApproved: ("notify",),
    fulfil.DownloadCodeAsked: ("notify",),
    fulfil.StatusCodeAsked: ("notify",),
    fulfil.MessageLeft: ("intake",),
    fulfil.PackageRenewed: ("notify",),
    fulfil.PackageFetched: ("notify",),
    fulfil.DeadlineNear: ("notify",),
    fulfil.AlarmTold: ("notify",),
    fulfil.CanaryPassed: ("intake",),
    fulfil_timers.AlarmDue: ("fulfil",),
    fulfil_timers.BreachDue: ("fulfil",),
    tasks.TaskAsked: ("notify",),
    tasks.TaskCall: ("fulfil",),
    tasks.ConnectorWork: ("fulfil",),
    fulfil_timers.PackageAsked: ("fulfil",),
    fulfil_timers.PackageExpires: ("fulfil",),
    fulfil_timers.LaterDue: ("fulfil",),
    fulfil_timers.HoldReview: ("fulfil",),
    fulfil_timers.RetentionDue: ("fulfil",),
    fulfil.CaseDestroyed: ("intake", "verify", "notify"),
    fulfil.CaseClosed: ("intake", "verify", "notify"),
    notify.LetterSent: ("intake", "fulfil"),
    notify.LetterFailed: ("fulfil",),
    notify.SendDue: ("notify",),
    notify.ReminderDue: ("notify",),
}

BY_TYPE: Mapping[str, type[Envelope]] = {str(m.model_fields["type"].default): m for m in HEARD_BY}


def queues() -> dict[str, list[str]]:
    """Each service's queue and the types bound to it."""
    return {service: [name for name, model in BY_TYPE.items() if service in HEARD_BY[model]] for service in SERVICES}


def parse(body: str) -> Envelope | None:
    """The message in `body`; None for an unknown type; raises ValueError when it cannot be read."""
    raw = json.loads(body)
    if not isinstance(raw, dict):
        raise ValueError("a message is a JSON object")  # noqa: TRY004 -- unreadable input, whatever its type
    model = BY_TYPE.get(str(raw.get("type")))
    return None if model is None else model.model_validate(raw)
