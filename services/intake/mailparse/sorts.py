"""What sort of thing an attachment is, by its declared type and its name. Nothing is opened or unpacked (mail 1.9)."""

from __future__ import annotations

from typing import Final

TNEF: Final = "tnef"
SMIME: Final = "smime"
PGP: Final = "pgp"
CALENDAR: Final = "calendar"
PARTIAL: Final = "partial"
ENCRYPTED: Final = "encrypted"

_TYPES: Final = {
    "application/ms-tnef": TNEF,
    "application/vnd.ms-tnef": TNEF,
    "application/pkcs7-mime": SMIME,
    "application/x-pkcs7-mime": SMIME,
    "application/pkcs7-signature": SMIME,
    "application/x-pkcs7-signature": SMIME,
    "application/pgp-encrypted": PGP,
    "application/pgp-signature": PGP,
    "application/pgp-keys": PGP,
    "application/pgp": PGP,
    "text/calendar": CALENDAR,
    "application/ics": CALENDAR,
    "message/partial": PARTIAL,
    "message/external-body": PARTIAL,
    "application/zip": "archive",
    "application/x-zip-compressed": "archive",
    "application/x-zip": "archive",
    "application/vnd.rar": "archive",
    "application/x-rar-compressed": "archive",
    "application/x-rar": "archive",
    "application/x-7z-compressed": "archive",
    "application/gzip": "archive",
    "application/x-gzip": "archive",
    "application/x-tar": "archive",
    "application/x-bzip2": "archive",
    "application/pdf": "document",
    "application/rtf": "document",
    "application/msword": "document",
    "text/csv": "document",
    "text/rtf": "document",
}
_FAMILIES: Final = (
    ("message/", "message"),
    ("image/", "picture"),
    ("application/vnd.openxmlformats-officedocument", "document"),
    ("application/vnd.oasis.opendocument", "document"),
    ("application/vnd.ms-", "document"),
    ("text/", "document"),
)
_ENDINGS: Final = {
    **dict.fromkeys(("zip", "zipx", "rar", "7z", "gz", "tgz", "tar", "bz2", "xz", "arj", "cab"), "archive"),
    **dict.fromkeys(("p7m", "p7s", "p7c"), SMIME),
    **dict.fromkeys(("pgp", "gpg", "asc"), PGP),
    **dict.fromkeys(("ics", "vcs", "ifb"), CALENDAR),
    **dict.fromkeys(("eml", "msg"), "message"),
    **dict.fromkeys(
        ("jpg", "jpeg", "jpe", "jfif", "png", "gif", "bmp", "tif", "tiff", "webp", "heic", "heif", "avif", "svg"),
        "picture",
    ),
    **dict.fromkeys(
        ("pdf", "doc", "docx", "docm", "odt", "rtf", "txt", "csv", "xls", "xlsx", "ods", "ppt", "pptx", "odp", "pages"),
        "document",
    ),
}  # fmt: skip


def sort_of(kind: str, name: str) -> str:
    """Say what a part is. A name says more than `application/octet-stream`; winmail.dat is TNEF whatever its type."""
    lower = name.lower()
    if lower in {"winmail.dat", "win.dat"}:
        return TNEF
    by_type = _TYPES.get(kind) or next((sort for start, sort in _FAMILIES if kind.startswith(start)), "")
    by_name = _ENDINGS.get(lower.rpartition(".")[2], "") if "." in lower else ""
    return by_name if not by_type or (by_type == "document" and by_name) else by_type


def hides_text(kind: str, name: str, sort: str) -> str:
    """Say how a part may hide a text that nobody here can read: `encrypted`, `tnef`, `partial`, or empty."""
    if sort in {TNEF, PARTIAL}:
        return sort
    if sort == SMIME:
        # A detached signature lies beside the text; any other S/MIME part holds the text itself.
        return "" if kind.endswith("-signature") or name.lower().endswith((".p7s", ".p7c")) else ENCRYPTED
    if kind in {"application/pgp-encrypted", "application/pgp"} or name.lower().endswith((".pgp", ".gpg")):
        return ENCRYPTED
    return ""
