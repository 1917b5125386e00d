"""A private Postfix: own configuration and queue, no chroot, no mail ever leaves the machine.

Mail for the known domains goes to an LMTP server (Dovecot's). Mail for `refusing_domain` is refused by a
second smtpd of the same instance, so that the sender gets a real delivery status notification; so it is for
an address without a mailbox. For `delaying_domain` a third smtpd says "later", so that the sender gets a real notice
of delay at the second try, some seconds after the mail. An address in any other domain is refused at RCPT.
"""

from __future__ import annotations

import os
import pwd
import shutil
from pathlib import Path

from tests.servers.certificate import make_certificate
from tests.servers.daemon import Daemon
from tests.servers.ports import LOOPBACK, free_port, greets

SEARCH = "/usr/sbin:/usr/bin:/usr/local/sbin"

MAIN = """\
compatibility_level = 3.6
queue_directory = {directory}/queue
data_directory = {directory}/data
maillog_file_prefixes = {directory}
maillog_file = {log}
myhostname = mta.example
mydomain = mta.example
myorigin = mta.example
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
mynetworks = 127.0.0.0/8
inet_interfaces = {loopback}
inet_protocols = ipv4
smtp_dns_support_level = disabled
smtp_host_lookup = native
smtpd_peername_lookup = no
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_client_connection_count_limit = 0
smtputf8_enable = yes
recipient_delimiter = +
message_size_limit = 52428800
mailbox_size_limit = 0
virtual_mailbox_limit = 0
virtual_mailbox_domains = {domains}
virtual_transport = lmtp:inet:{loopback}:{lmtp}
transport_maps = inline:{{ {{ {refusing} = smtp:[{loopback}]:{refuser} }},
  {{ {delaying} = smtp:[{loopback}]:{delayer} }} }}
delay_warning_time = 1s
default_transport = error:5.4.4 no mail leaves this machine
relay_transport = error:5.4.4 no mail leaves this machine
local_transport = error:5.1.1 no local users
bounce_template_file =
notify_classes =
minimal_backoff_time = 5s
maximal_backoff_time = 30s
queue_run_delay = 5s
{tls}
"""

MASTER = """\
{smtp} inet n - n - - smtpd
{refuser} inet n - n - - smtpd
  -o myhostname=refuser.example
  -o smtpd_recipient_restrictions=reject
  -o smtpd_relay_restrictions=reject
{delayer} inet n - n - - smtpd
  -o myhostname=delayer.example
  -o smtpd_recipient_restrictions=defer
  -o smtpd_relay_restrictions=defer
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
showq unix n - n - - showq
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix(Daemon):
    """A mail transfer agent in front of an LMTP server."""

    name = "postfix"
    refusing_domain = "refusing.example"
    delaying_domain = "delaying.example"

    def __init__(
        self,
        directory: Path,
        lmtp_port: int,
        domains: tuple[str, ...] = ("desk.example", "clients.example"),
        *,
        tls: bool = False,
    ) -> None:
        super().__init__(directory)
        self.smtp_port, self._refuser_port, self._delayer_port = free_port(), free_port(), free_port()
        self.domains = domains
        self.certificate: Path | None = None
        self._lmtp_port = lmtp_port
        self._tls = tls

    @classmethod
    def missing(cls) -> str | None:
        """Debian's postfix, and root: its master process hands work to users of its own."""
        if shutil.which("postfix", path=SEARCH) is None:
            return "Postfix is not installed (Debian package postfix)."
        return "Postfix starts only as root." if os.geteuid() != 0 else None

    def prepare(self) -> None:
        """Write main.cf and master.cf; Postfix makes the queue's own directories itself."""
        owner = pwd.getpwnam("postfix")
        configuration = self.directory / "configuration"
        for path in (configuration, self.directory / "queue", self.directory / "data"):
            path.mkdir()
            path.chmod(0o755)
        os.chown(self.directory / "data", owner.pw_uid, owner.pw_gid)
        main = MAIN.format(
            directory=self.directory,
            log=self.log,
            loopback=LOOPBACK,
            domains=", ".join(self.domains),
            lmtp=self._lmtp_port,
            refusing=self.refusing_domain,
            refuser=self._refuser_port,
            delaying=self.delaying_domain,
            delayer=self._delayer_port,
            tls=self._tls_settings(),
        )
        (configuration / "main.cf").write_text(main, encoding="utf-8")
        master = MASTER.format(smtp=self.smtp_port, refuser=self._refuser_port, delayer=self._delayer_port)
        (configuration / "master.cf").write_text(master, encoding="utf-8")

    def _tls_settings(self) -> str:
        if not self._tls:
            return "smtpd_tls_security_level = none"
        self.certificate, key = make_certificate(self.directory)
        return f"smtpd_tls_security_level = may\nsmtpd_tls_cert_file = {self.certificate}\nsmtpd_tls_key_file = {key}"

    def command(self) -> list[str]:
        """Run the master process in the foreground."""
        return ["postfix", "-c", str(self.directory / "configuration"), "start-fg"]

    def is_ready(self) -> bool:
        """Say whether the MTA greets."""
        return greets(self.smtp_port, b"220 ")
