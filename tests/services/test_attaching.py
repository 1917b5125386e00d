"""What belongs to a case finds it, what is forged proves nothing, and a report names its letter (R2-8, mail 1.6)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.intake.rules.incoming import State
from services.intake.usecases import settling
from shared.contracts import references
from shared.contracts.intake import RequestReceived
from shared.contracts.people import CONTACT, MESSAGE_ID
from shared.vocabulary import FollowUp
from tests.services.intake_desk import ACCOUNT, IntakeDesk, intake_desk, mail
from tests.services.test_intake import BOUNCE, FORWARD

STRANGER = "Iemand Anders <ander@elsewhere.example>"
FAIL = "mx.desk.example; spf=pass smtp.mailfrom=x.example; dkim=pass; dmarc=fail header.from=clients.example"
PASS = "mx.desk.example; spf=pass smtp.mailfrom=clients.example; dkim=pass; dmarc=pass header.from=clients.example"
WAITING = "Ik wacht al drie weken op antwoord op mijn verzoek. Wanneer hoor ik iets?\n"


@pytest.fixture
async def intake(tmp_path: Path) -> AsyncIterator[IntakeDesk]:
    async with intake_desk(tmp_path) as office:
        yield office


def letter_of(case: RequestReceived) -> str:
    """The Message-ID of our letter in this case."""
    return f"<{case.case_id}@desk.example>"


async def verdicts(intake: IntakeDesk) -> list[bool]:
    """Of each message that was added to a case, whether its sender was proved."""
    return [m.verified for m in await intake.said("followup.received")]


async def test_a_guessed_reference_of_a_stranger_attaches_nowhere(intake: IntakeDesk) -> None:
    """Neither in the subject nor behind the plus of the address: a number can be counted up."""
    await intake.case()
    for number, to in enumerate((ACCOUNT, "info+2026-0001@desk.example", "info+2026-0001-AAAAAAAA@desk.example")):
        row = await intake.taken(
            mail(WAITING, subject="[zaak 2026-0001]", to=to, sender=STRANGER, message_id=f"<g{number}@x.example>")
        )
        assert (row.stands, row.reason, row.case_id) == (State.TRIAGE, settling.UNTRUSTED, "")
    assert await intake.said("followup.received") == []


async def test_the_right_tag_in_a_wrong_hand_attaches_and_proves_nothing(intake: IntakeDesk) -> None:
    """A forwarded letter shows its tag to others."""
    await intake.case()
    tagged = references.token("2026-0001", intake.desk.reference_key)
    await intake.taken(
        mail(WAITING, subject="x", to=f"info+{tagged}@desk.example", sender=STRANGER, message_id="<t@x.example>")
    )
    assert await verdicts(intake) == [False]


async def test_the_tag_of_one_case_opens_no_other(intake: IntakeDesk) -> None:
    """The tag belongs to its number."""
    await intake.case()
    other = references.tag("2026-0002", intake.desk.reference_key)
    row = await intake.taken(
        mail(
            WAITING, subject="x", to=f"info+2026-0001-{other}@desk.example", sender=STRANGER, message_id="<o@x.example>"
        )
    )
    assert (row.stands, row.reason) == (State.TRIAGE, settling.UNTRUSTED)


async def test_our_message_id_with_a_forged_sender_proves_nothing(intake: IntakeDesk) -> None:
    """From is the requester's, our letter is named, and our own server says that the sender is not genuine."""
    case = await intake.case()
    ours = letter_of(case)
    await intake.taken(mail(WAITING, message_id="<f@x.example>", In_Reply_To=ours, Authentication_Results=FAIL))
    (followup,) = await intake.said("followup.received")
    assert (followup.verified, followup.evidence) == (False, "spf=pass dkim=pass dmarc=fail")


async def test_one_id_of_ours_among_ten_of_others_is_found_and_no_more_than_found(intake: IntakeDesk) -> None:
    """From the requester it proves the thread; from a stranger nothing."""
    case = await intake.case()
    foreign = [f"<n{number}@elsewhere.example>" for number in range(10)]
    mixed = " ".join([*foreign[:7], letter_of(case), *foreign[7:]])
    await intake.taken(mail(WAITING, message_id="<a@x.example>", References=mixed))
    await intake.taken(mail(WAITING, message_id="<b@x.example>", References=mixed, sender=STRANGER))
    assert await verdicts(intake) == [True, False]
    row = await intake.taken(mail(WAITING, message_id="<c@x.example>", References=" ".join(foreign), sender=STRANGER))
    assert row.case_id == ""


async def test_a_closed_case_takes_a_reminder_and_no_new_request(intake: IntakeDesk) -> None:
    """What is about it is added to it; what asks something new opens a case of its own."""
    case = await intake.case()
    await intake.close(case.case_id)
    ours = letter_of(case)
    reminder = await intake.taken(mail(WAITING, message_id="<r@x.example>", In_Reply_To=ours))
    assert (reminder.stands, reminder.case_id) == (State.ATTACHED, case.case_id)
    asked = "Ik wil dat jullie al mijn gegevens verwijderen.\n"
    anew = await intake.taken(mail(asked, message_id="<n@x.example>", In_Reply_To=ours))
    assert anew.stands is State.REQUEST
    assert anew.case_id != case.case_id


async def test_a_closed_case_is_not_found_by_its_sender_alone(intake: IntakeDesk) -> None:
    """Without thread or number only an open case takes a message in."""
    case = await intake.case()
    await intake.close(case.case_id)
    row = await intake.taken(mail(WAITING, subject="vraag", message_id="<w@x.example>"))
    assert (row.stands, row.case_id) == (State.TRIAGE, "")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (WAITING, FollowUp.REMINDER),
        ("Hierbij mijn aanmaning: ik heb nog geen reactie op mijn inzageverzoek.\n", FollowUp.REMINDER),
        ("Ik trek mijn verzoek in. Het is opgelost.\n", FollowUp.WITHDRAWAL),
        ("Bedankt voor de snelle reactie!\n", FollowUp.THANKS),
        ("Hierbij stuur ik de kopie van mijn ID-kaart zoals gevraagd.\n", FollowUp.IDENTITY),
    ],
)
async def test_what_is_about_the_open_case_joins_it_without_a_thread(
    intake: IntakeDesk, text: str, kind: FollowUp
) -> None:
    """R2-8: a new mail of its sender, no new case, no new clock; from a mail alone nothing is proved."""
    case = await intake.case()
    row = await intake.taken(mail(text, subject="vraag", message_id="<w@x.example>"))
    (followup,) = await intake.said("followup.received")
    assert (row.stands, followup.case_id) == (State.ATTACHED, case.case_id)
    assert (followup.verified, followup.followup) == (False, kind)
    assert len(await intake.said("request.received")) == 1


async def test_a_reminder_that_is_angry_about_privacy_is_also_seen_as_a_complaint(intake: IntakeDesk) -> None:
    """9.2, 6: it is added to the case, and a person looks whether it is a complaint."""
    case = await intake.case()
    text = "Ik wacht al vijf weken op antwoord op mijn inzageverzoek. Schandalig, ik dien een klacht in.\n"
    row = await intake.taken(mail(text, subject="aanmaning", message_id="<w@x.example>"))
    assert [m.case_id for m in await intake.said("followup.received")] == [case.case_id]
    assert (row.stands, row.reason) == (State.TRIAGE, settling.COMPLAINS)


async def test_a_reminder_about_something_else_does_not_join_the_case(intake: IntakeDesk) -> None:
    """An invoice that is not paid is no business of the case."""
    await intake.case()
    row = await intake.taken(mail("Herinnering: onze factuur 12 is nog niet betaald.\n", subject="Herinnering",
                                  message_id="<w@x.example>"))  # fmt: skip
    assert row.case_id == ""


async def test_an_absence_notice_is_added_as_a_machines(intake: IntakeDesk) -> None:
    """It answers our letter, opens nothing and is told apart from what a person wrote."""
    case = await intake.case()
    await intake.taken(
        mail("Ik ben met vakantie.\n", message_id="<o@x.example>", In_Reply_To=letter_of(case),
             Auto_Submitted="auto-replied")
    )  # fmt: skip
    assert [m.followup for m in await intake.said("followup.received")] == [FollowUp.AUTOMATIC]


@pytest.mark.parametrize("status", ["5.1.1", "4.4.1"])
async def test_a_report_names_the_letter_and_the_reason(intake: IntakeDesk, status: str) -> None:
    """Its Message-ID and the code of the report travel to the case and to the letters."""
    case = await intake.case()
    raw = BOUNCE.format(message_id=letter_of(case)).replace("Status: 5.1.1", f"Status: {status}")
    await intake.taken(raw.encode())
    (bounced,) = await intake.said("letter.bounced")
    assert (bounced.message_id, bounced.status) == (letter_of(case), status)


async def test_the_checks_of_the_sender_travel_with_the_request(intake: IntakeDesk) -> None:
    """Evidence of our own server only; what another server wrote is anybody's."""
    await intake.taken(mail(Authentication_Results=PASS))
    await intake.taken(mail(message_id="<2@x.example>", Authentication_Results="mx.evil.example; dmarc=pass"))
    assert [m.evidence for m in await intake.said("request.received")] == ["spf=pass dkim=pass dmarc=pass", ""]


async def test_the_requesters_message_id_travels_sealed(intake: IntakeDesk) -> None:
    """Some mail programs put a name into it."""
    await intake.taken(mail(message_id="<noor.bakker.1@clients.example>"))
    (request,) = await intake.said("request.received")
    assert "noor" not in request.body()
    known = await intake.unsealed(request.case_id, CONTACT, MESSAGE_ID, request.message_id)
    assert known == "<noor.bakker.1@clients.example>"


async def test_letters_answer_no_mail_that_the_requester_did_not_write(intake: IntakeDesk) -> None:
    """A colleague's forward has an id of the colleague's; one that is overlong is left out."""
    proof = "Authentication-Results: mx.desk.example; dmarc=pass header.from=desk.example\n"
    await intake.taken(FORWARD.format(results=proof).encode())
    await intake.taken(mail(message_id=f"<{'x' * 300}@clients.example>"))
    assert [m.message_id for m in await intake.said("request.received")] == ["", ""]
