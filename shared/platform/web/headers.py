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
YEAR = 365 * 24 * 3600


def framed(answer: web.Response) -> web.Response:
    """Mark an answer as a stranger's document, to be shown in a frame of ours without any rights."""
    answer[FRAMED] = True
    return answer


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Put the headers on an answer that is about to leave (a signal of aiohttp, so nothing escapes it)."""
    response.headers.update(FRAMED_HEADERS if response.get(FRAMED) else HEADERS)
    response.headers.setdefault(hdrs.CACHE_CONTROL, "no-store")
    response.headers.popall(hdrs.SERVER, None)
    if site_of(request).https:
        response.headers["Strict-Transport-Security"] = f"max-age={YEAR}"
