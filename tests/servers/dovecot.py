"""A private Dovecot as one unprivileged user: IMAP, IMAPS and LMTP on loopback, one Maildir a user."""

from __future__ import annotations

import grp
import os
import pwd
import secrets
import shutil
import time
from pathlib import Path

from tests.servers.certificate import make_certificate
from tests.servers.daemon import NOBODY, Daemon, as_nobody, wait_for
from tests.servers.ports import LOOPBACK, free_port, greets

CONFIGURATION = """\
base_dir = {directory}/run
state_dir = {directory}/state
log_path = /dev/stderr
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
protocols = imap lmtp
listen = {loopback}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
auth_username_format = %Lu
recipient_delimiter = +
mail_location = maildir:{mailboxes}/%Lu
mail_max_userip_connections = 100
lmtp_save_to_detail_mailbox = no
{tls}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {users}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={mailboxes}/%Lu
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = {loopback}
    port = {lmtp}
  }}
}}
"""


class Dovecot(Daemon):
    """A mail store. `users` are addresses; `password(user)` is random for each."""

    name = "dovecot"

    def __init__(self, directory: Path, users: tuple[str, ...] = (), *, tls: bool = False) -> None:
        super().__init__(directory)
        self.imap_port, self.imaps_port, self.lmtp_port = free_port(), free_port(), free_port()
        self.mailbox_dir = directory / "mailboxes"
        self.certificate: Path | None = None
        self._tls = tls
        self._passwords = {user.lower(): secrets.token_hex(8) for user in users}

    @classmethod
    def missing(cls) -> str | None:
        """Debian's dovecot-imapd and dovecot-lmtpd, on a machine with or without root."""
        modules = Path("/usr/lib/dovecot")
        if shutil.which("dovecot", path="/usr/sbin:/usr/bin:/usr/local/sbin") is None:
            return "Dovecot is not installed (Debian packages dovecot-imapd and dovecot-lmtpd)."
        lacking = [f"dovecot-{name}d" for name in ("imap", "lmtp") if not (modules / name).exists()]
        return f"Dovecot lacks the Debian packages {' and '.join(lacking)}." if lacking else None

    def password(self, user: str) -> str:
        """Return the password of a user, to sign in with."""
        return self._passwords[user.lower()]

    def add_user(self, user: str) -> str:
        """Give an address a mailbox, also while the server runs, and return its password."""
        password = self._passwords.setdefault(user.lower(), secrets.token_hex(8))
        if self._prepared:
            self._write_users()
            second = int(time.time())  # Dovecot looks at the file once a second at most
            wait_for(lambda: int(time.time()) > second, 2)
        return password

    def maildir(self, user: str) -> Path:
        """Return the directory with the mails of a user as files (`new/`, `cur/`)."""
        return self.mailbox_dir / user.lower()

    def _write_users(self) -> None:
        lines = [f"{user}:{{PLAIN}}{password}\n" for user, password in self._passwords.items()]
        fresh = self.directory / "users.new"
        fresh.write_text("".join(lines), encoding="utf-8")
        fresh.replace(self.directory / "users")  # a new inode is noticed even within one second

    def prepare(self) -> None:
        """Write the configuration, the users and, if wanted, a certificate."""
        for name in ("run", "state", "mailboxes"):
            (self.directory / name).mkdir()
            self.own(self.directory / name)
        self.own(self.directory)
        self._write_users()
        (self.directory / "dovecot.conf").write_text(self._configuration(), encoding="utf-8")

    def _configuration(self) -> str:
        uid, gid = (NOBODY, NOBODY) if os.geteuid() == 0 else (os.getuid(), os.getgid())
        return CONFIGURATION.format(
            directory=self.directory,
            mailboxes=self.mailbox_dir,
            users=self.directory / "users",
            user=pwd.getpwuid(uid).pw_name,
            group=grp.getgrgid(gid).gr_name,
            uid=uid,
            gid=gid,
            loopback=LOOPBACK,
            imap=self.imap_port,
            imaps=self.imaps_port if self._tls else 0,
            lmtp=self.lmtp_port,
            tls=self._tls_settings(),
        )

    def _tls_settings(self) -> str:
        if not self._tls:
            return "ssl = no"
        self.certificate, key = make_certificate(self.directory)
        self.own(self.certificate, key)
        return f"ssl = yes\nssl_cert = <{self.certificate}\nssl_key = <{key}"

    def command(self) -> list[str]:
        """Run the master process in the foreground."""
        return as_nobody(["dovecot", "-F", "-c", str(self.directory / "dovecot.conf")])

    def is_ready(self) -> bool:
        """Say whether both doors greet: IMAP with `* OK`, LMTP with `220`."""
        return greets(self.imap_port, b"* OK") and greets(self.lmtp_port, b"220 ")
