"""The headers of every answer, errors and streams included: what the browser may do with it."""

from __future__ import annotations

from aiohttp import hdrs, web

from shared.platform.site import site_of

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-src 'self'",  # mail shown in a sandboxed frame without rights
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)
FRAMED_POLICY = "; ".join(
    (
        "default-src 'none'",
        "sandbox",
        "frame-ancestors 'self'",
        "form-action 'none'",
        "base-uri 'none'",
    )
)
"""For a document that strangers wrote: no script, no style, no picture, no origin; our own pages may frame it."""
FEATURES = "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": FEATURES,
}
FRAMED = web.ResponseKey("framed", bool)
FRAMED_HEADERS = HEADERS | {
    "Content-Security-Policy": FRAMED_POLICY,
    "X-Frame-Options": "SAMEORIGIN",
    # A browser refuses to open a sandboxed document by itself when it also asks for a group of its own.
    "Cross-Origin-Opener-Policy": "unsafe-none",
}
EMBEDDED = web.ResponseKey("embedded", tuple)
SHARED_SCRIPT = web.ResponseKey("shared_script", bool)
YEAR = 365 * 24 * 3600


def framed(answer: web.Response) -> web.Response:
    """Mark an answer as a stranger's document, to be shown in a frame of ours without any rights."""
    answer[FRAMED] = True
    return answer


def embedded(answer: web.Response, origins: tuple[str, ...]) -> web.Response:
    """Let the pages of these origins show an answer in a frame; without any, nobody may."""
    answer[EMBEDDED] = origins
    return answer


def shared_script(answer: web.Response) -> web.Response:
    """Let pages of other origins load this script: the one that opens such a frame."""
    answer[SHARED_SCRIPT] = True
    return answer


def _headers_of(response: web.StreamResponse) -> dict[str, str]:
    if response.get(FRAMED):
        return FRAMED_HEADERS
    if response.get(SHARED_SCRIPT):
        return HEADERS | {"Cross-Origin-Resource-Policy": "cross-origin"}
    origins = response.get(EMBEDDED)
    if not origins:
        return HEADERS
    policy = POLICY.replace("frame-ancestors 'none'", f"frame-ancestors 'self' {' '.join(origins)}")
    # X-Frame-Options knows no list of origins; a browser that reads frame-ancestors does not look at it.
    return {name: value for name, value in HEADERS.items() if name != "X-Frame-Options"} | {
        "Content-Security-Policy": policy
    }


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Put the headers on an answer that is about to leave (a signal of aiohttp, so nothing escapes it)."""
    response.headers.update(_headers_of(response))
    response.headers.setdefault(hdrs.CACHE_CONTROL, "no-store")
    response.headers.popall(hdrs.SERVER, None)
    if site_of(request).https:
        response.headers["Strict-Transport-Security"] = f"max-age={YEAR}"
