"""Sealing: AES-256-GCM boxes, wrapped keys, blind indexes and unguessable codes.

A sealed text reads `1.<base64url(nonce + ciphertext + tag)>`. What it belongs to (scope, compartment, field,
version) is the associated data, so a sealed value that is moved to another row or field does not open.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = "1"
KEY_BYTES = 32
_NONCE = 12


class CannotOpen(Exception):
    """The sealed value does not open: another key, another place, or it was changed."""


class KeyDestroyed(CannotOpen):
    """The key of this scope was destroyed: what it sealed is gone for good."""


def new_key() -> bytes:
    """A random 256-bit key."""
    return secrets.token_bytes(KEY_BYTES)


def seal_bytes(key: bytes, place: str, clear: bytes) -> bytes:
    """Encrypt `clear` for one `place` (the associated data)."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, clear, place.encode())


def unseal_bytes(key: bytes, place: str, sealed: bytes) -> bytes:
    """Decrypt what `seal_bytes` made for the same `place`; raises `CannotOpen`."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], place.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("a sealed value did not open") from error


class Box:
    """Seals and opens the fields of one scope (a case, a mail) in one compartment."""

    def __init__(self, key: bytes, scope: str, compartment: str) -> None:
        self._key = key
        self.scope = scope
        self.compartment = compartment

    def _place(self, field: str) -> str:
        return f"{self.scope}|{self.compartment}|{field}|{VERSION}"

    def seal(self, field: str, clear: str) -> str:
        """Seal one text field; the result is printable ASCII."""
        sealed = seal_bytes(self._key, self._place(field), clear.encode())
        return f"{VERSION}.{base64.urlsafe_b64encode(sealed).decode()}"

    def unseal(self, field: str, sealed: str) -> str:
        """Open one text field; raises `CannotOpen`."""
        version, _, payload = sealed.partition(".")
        if version != VERSION:
            raise CannotOpen("a sealed value has an unknown version")
        return unseal_bytes(self._key, self._place(field), base64.urlsafe_b64decode(payload)).decode()

    def seal_file(self, field: str, clear: bytes) -> bytes:
        """Seal a file (raw mail, picture, package)."""
        return seal_bytes(self._key, self._place(field), clear)

    def unseal_file(self, field: str, sealed: bytes) -> bytes:
        """Open a sealed file; raises `CannotOpen`."""
        return unseal_bytes(self._key, self._place(field), sealed)


def blind_index(key: bytes, purpose: str, value: str) -> str:
    """A keyed fingerprint by which a sealed value is found again; case and outer blanks do not count."""
    normal = " ".join(value.casefold().split())
    return hmac.new(key, f"{purpose}|{normal}".encode(), hashlib.sha256).hexdigest()


def new_code() -> str:
    """An unguessable code of 26 letters and digits (130 bits), easy to read and to paste."""
    return base64.b32encode(secrets.token_bytes(17)).decode()[:26].lower()


def short_code(digits: int = 8) -> str:
    """A code of a few digits that is only safe together with a limit on tries and time."""
    return str(secrets.randbelow(10**digits)).zfill(digits)


def fingerprint(secret: str) -> str:
    """What is stored of a code or token, so that the table does not hold the secret."""
    return hashlib.sha256(secret.strip().lower().encode()).hexdigest()


def derive(key: bytes, purpose: str) -> bytes:
    """A sub-key of a long-lived key for one purpose."""
    return hmac.new(key, purpose.encode(), hashlib.sha256).digest()
