"""django-helpdesk's own `get_email` on one mailbox. Run by its own Python: it knows nothing of this repository.

`python helpdesk_side.py PORT USER PASSWORD_FILE DIRECTORY COUNT`. SQLite, attachments on disk, letters to nowhere; made
as its documentation says, otherwise with its defaults.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

APPS = ("auth", "contenttypes", "sessions", "sites", "humanize", "messages", "admin")


def _configure(directory: Path) -> None:
    settings.configure(
        SECRET_KEY="a benchmark keeps no secret",  # noqa: S106 -- as it says
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": directory / "helpdesk.db"}},
        INSTALLED_APPS=[*(f"django.contrib.{app}" for app in APPS), "rest_framework", "helpdesk"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        MEDIA_ROOT=directory / "media",
        SITE_ID=1,
        USE_TZ=True,
        HELPDESK_TEAMS_MODE_ENABLED=False,
    )
    django.setup()


def main() -> None:
    """Set up, read the mailbox once, tell."""
    port, user, password_file, directory, count = sys.argv[1:]
    _configure(Path(directory))
    from django.urls import include, path  # noqa: PLC0415 -- only once it is configured
    from django.utils import timezone  # noqa: PLC0415 -- as above
    from helpdesk.models import Queue, Ticket  # noqa: PLC0415 -- as above

    settings.ROOT_URLCONF = (path("", include("helpdesk.urls", namespace="helpdesk")),)

    call_command("migrate", verbosity=0)
    call_command("loaddata", "emailtemplate.json", verbosity=0)
    Queue.objects.create(
        title="Info", slug="info", email_address=user, allow_email_submission=True, email_box_type="imap",
        email_box_host="127.0.0.1", email_box_port=int(port), email_box_ssl=False, email_box_user=user,
        email_box_pass=Path(password_file).read_text(), email_box_imap_folder="INBOX",
        email_box_last_check=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    print("begin", flush=True)
    call_command("get_email", quiet=True)
    tickets = Ticket.objects.count()
    if tickets < int(count):
        raise SystemExit(f"only {tickets} tickets of {count} mails")
    print(f"end {tickets} {tickets} tickets", flush=True)


if __name__ == "__main__":
    main()
