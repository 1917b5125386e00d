"""How a request can end other than well. A door raises one of these; the web shapes it into a page or JSON.

Each says three things: what happened, why (`reason`), and what the reader can do next.
"""

from __future__ import annotations

from typing import ClassVar

from shared.platform.i18n import Text, lazy


class Outcome(Exception):
    """Not done, and here is why. `reason` is a `Text` or an English msgid."""

    status: ClassVar[int]
    kind: ClassVar[str]
    title: ClassVar[Text]
    default_reason: ClassVar[Text]
    next_step: ClassVar[Text]

    def __init__(self, reason: Text | str | None = None) -> None:
        self.reason = self.default_reason if reason is None else reason
        super().__init__(str(self.reason))

    @property
    def headers(self) -> dict[str, str]:
        """What the answer's headers must say beside the page."""
        return {}


class NotAllowedNow(Outcome):
    """The step is not possible in this state; the reason says what is."""

    status = 409
    kind = "not-allowed-now"
    title = lazy("This is not possible now")
    default_reason = lazy("Something has changed since you opened the page.")
    next_step = lazy("Go back and reload the page to see how things stand.")


class Unreadable(Outcome):
    """One field of the input cannot be used; `sentence` says why."""

    status = 400
    kind = "unreadable"
    title = lazy("We cannot read this")
    default_reason = lazy("What was sent is not what this page expects.")
    next_step = lazy("Go back, correct it and send it again.")

    def __init__(self, field: str, sentence: Text | str | None = None) -> None:
        self.field = field
        super().__init__(sentence)


class NotFound(Outcome):
    """There is nothing here, or the reader may not know that there is: both look the same."""

    status = 404
    kind = "not-found"
    title = lazy("This page is not here")
    default_reason = lazy("Nothing can be found at this address, or it is not meant for you.")
    next_step = lazy("Check the address, or start again from the first page.")


class NotPermitted(NotFound):
    """The reader may not do this; looks exactly like `NotFound`, so that nobody learns the difference."""


class NotSignedIn(Outcome):
    """The page is for staff and nobody is signed in: browsers are sent to the sign-in page."""

    status = 401
    kind = "not-signed-in"
    title = lazy("Please sign in")
    default_reason = lazy("This page is for staff who are signed in.")
    next_step = lazy("Sign in and try again.")


class CrossSite(Outcome):
    """A form or call that does not come from one of our own pages."""

    status = 403
    kind = "cross-site"
    title = lazy("This did not come from our own page")
    default_reason = lazy("For your safety we only accept forms that are sent from this website itself.")
    next_step = lazy("Open the page here, and send the form again with an up-to-date browser.")


class Expired(Outcome):
    """A link or code that was good once."""

    status = 410
    kind = "expired"
    title = lazy("This link is no longer valid")
    default_reason = lazy("The link was used already, or its time has passed.")
    next_step = lazy("Ask for a new link.")


class TooLarge(Outcome):
    """More bytes than the page accepts; `limit` in bytes."""

    status = 413
    kind = "too-large"
    title = lazy("This is too large")
    default_reason = lazy("What you sent is larger than we can accept.")
    next_step = lazy("Send something smaller, for example a photo instead of a scan.")

    def __init__(self, limit: int) -> None:
        self.limit = limit
        if limit >= 1024 * 1024:
            reason = lazy("We accept at most %(size)s MB.", size=limit // (1024 * 1024))
        else:
            reason = lazy("We accept at most %(size)s kB.", size=max(1, limit // 1024))
        super().__init__(reason)


class TooMany(Outcome):
    """Too many tries; `retry_after` in seconds."""

    status = 429
    kind = "too-many"
    title = lazy("Too many tries")
    default_reason = lazy("This was tried too often in a short time.")
    next_step = lazy("Wait a while and try again.")

    def __init__(self, retry_after: int, reason: Text | str | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(reason)

    @property
    def headers(self) -> dict[str, str]:
        """When to come back."""
        return {"Retry-After": str(self.retry_after)}


class Outage(Outcome):
    """Something that we need does not answer; what was asked is not done."""

    status = 503
    kind = "outage"
    title = lazy("We cannot do this at the moment")
    default_reason = lazy("A part of our system does not answer. Nothing was changed.")
    next_step = lazy("Try again in a minute.")

    @property
    def headers(self) -> dict[str, str]:
        """When to come back."""
        return {"Retry-After": "30"}


class WrongMethod(Outcome):
    """The address exists but does not take this method."""

    status = 405
    kind = "wrong-method"
    title = lazy("This address does not work that way")
    default_reason = lazy("The page was asked for in a way that it does not know.")
    next_step = lazy("Start again from the first page.")

    def __init__(self, allowed: str) -> None:
        self.allowed = allowed
        super().__init__()

    @property
    def headers(self) -> dict[str, str]:
        """The methods that do work."""
        return {"Allow": self.allowed}


class Failure(Outcome):
    """Our own mistake; `error_id` lets the reader and the log line find each other."""

    status = 500
    kind = "failure"
    title = lazy("Something went wrong on our side")
    default_reason = lazy("It is not your mistake. What you asked for may not have been done.")
    next_step = lazy("Try again later. If it stays this way, tell us the number below.")

    def __init__(self, error_id: str) -> None:
        self.error_id = error_id
        super().__init__()
