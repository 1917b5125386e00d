"""What our own mail server found of a sender, as a short code that travels with the message (mail 1.6)."""

from __future__ import annotations

from services.intake.mailparse import verdicts


def evidence(auth_results: str, authserv_id: str) -> str:
    """Such as `spf=pass dkim=pass dmarc=fail`; empty when our server wrote nothing, or none is trusted."""
    if not authserv_id:
        return ""
    found = verdicts(auth_results, authserv_id)
    checks = (("spf", found.spf), ("dkim", found.dkim), ("dmarc", found.dmarc))
    return " ".join(f"{name}={result[:12]}" for name, result in checks if result)
