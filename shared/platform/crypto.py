"""Sealing: AES-256-GCM boxes, wrapped keys, blind indexes and unguessable codes.

A sealed text reads `1.<base64url(nonce + ciphertext + tag)>`. What it belongs to (scope, compartment, field,
version) is the associated data, so a sealed value that is moved to another row or field does not open.

One way: who holds only the public half of a wrapping key can wrap a data key for its holder, and cannot open it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = "1"
KEY_BYTES = 32
_NONCE = 12
SEALED_LONGER = _NONCE + 16
"""So many bytes longer than its content is what is sealed: the nonce and the tag."""


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
        return AESGCM(key).decrypt(sealed[:_NONCE], memoryview(sealed)[_NONCE:], place.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("a sealed value did not open") from error


def public_half(wrapping: bytes) -> bytes:
    """The key with which others may wrap for the holder of `wrapping`; it opens nothing (X25519, 32 bytes)."""
    return _private_half(wrapping).public_key().public_bytes_raw()


def wrap_one_way(public: bytes, place: str, key: bytes) -> bytes:
    """Wrap a data key so that only the holder of the other half can open it, and not who wrapped it."""
    once = X25519PrivateKey.generate()
    sender = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    return sender + seal_bytes(_agreed(shared, sender, public), place, key)


def unwrap_one_way(wrapping: bytes, place: str, wrapped: bytes) -> bytes:
    """Open what `wrap_one_way` made for the public half of `wrapping`; raises `CannotOpen`."""
    own, sender = _private_half(wrapping), wrapped[:KEY_BYTES]
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(sender))
    except ValueError as error:
        raise CannotOpen("a wrapped key is none") from error
    return unseal_bytes(_agreed(shared, sender, public_half(wrapping)), place, wrapped[KEY_BYTES:])


def _private_half(wrapping: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(_hkdf(wrapping, b"", b"one way: private half"))


def _agreed(shared: bytes, sender: bytes, receiver: bytes) -> bytes:
    """The key that both sides find; both public keys go into it, so that it fits this one pair only."""
    return _hkdf(shared, sender + receiver, b"one way: wrapping key")


def _hkdf(secret: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=purpose).derive(secret)


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


class Sealer:
    """Seals files of one scope in a compartment that this process cannot open."""

    def __init__(self, key: bytes, scope: str, compartment: str) -> None:
        self._box = Box(key, scope, compartment)

    def seal_file(self, field: str, clear: bytes) -> bytes:
        """Seal a file for the service that holds the compartment."""
        return self._box.seal_file(field, clear)


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
