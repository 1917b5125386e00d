"""Style sheets, scripts and pictures of our own, kept in memory and served under a fingerprint of them all.

`/static/<fingerprint>/desk.css` may be kept by browsers for ever; one changed byte changes the address.
All files share the fingerprint, so a script finds its neighbour by a relative name.
"""

from __future__ import annotations

import hashlib
from importlib.resources import files
from importlib.resources.abc import Traversable

from aiohttp import web

from shared.platform.access import public
from shared.platform.outcomes import NotFound

PREFIX = "/static"
FOREVER = "public, max-age=31536000, immutable"
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webmanifest": "application/manifest+json",
}


class NoSuchAsset(Exception):
    """A template names a file that no package brought."""


class Assets:
    """The static files of all packages: `desk.css` of the platform, `verify/upload.js` of a service."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}
        self._fingerprint = ""

    def add(self, package: str, prefix: str = "") -> None:
        """Read the folder `static` of `package`, if it has one."""
        folder = files(package) / "static"
        if folder.is_dir():
            self._read(folder, f"{prefix}/" if prefix else "")
        every = hashlib.sha256()
        for name in sorted(self._files):
            every.update(f"{name}\0{len(self._files[name])}\0".encode() + self._files[name])
        self._fingerprint = every.hexdigest()[:12]

    def _read(self, folder: Traversable, prefix: str) -> None:
        for entry in folder.iterdir():
            if entry.is_file() and _suffix(entry.name) in TYPES:
                self._files[prefix + entry.name] = entry.read_bytes()

    def url(self, name: str) -> str:
        """The address of one file; raises `NoSuchAsset`."""
        if name not in self._files:
            raise NoSuchAsset(name)
        return f"{PREFIX}/{self._fingerprint}/{name}"

    @public
    async def serve(self, request: web.Request) -> web.Response:
        """Answer one file. An address of an earlier version gets today's file, and must ask again."""
        name = request.match_info["name"]
        if name not in self._files:
            raise NotFound
        current = request.match_info["fingerprint"] == self._fingerprint
        return web.Response(
            body=self._files[name],
            content_type=TYPES[_suffix(name)],
            headers={"Cache-Control": FOREVER if current else "no-cache"},
        )


def _suffix(name: str) -> str:
    return name[name.rfind(".") :]


ASSETS = web.AppKey("assets", Assets)
