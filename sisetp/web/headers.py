"""Security headers, the same on every answer; the content policy allows nothing inline and needs no nonce."""

from flask import Flask, Response, request

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
FIXED = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NEVER_FOUND, FOUND = "noindex, nofollow", "all"
TRANSPORT = "max-age=31536000; includeSubDomains"
NEVER_KEPT = "no-store"
KEPT_A_YEAR = "public, max-age=31536000, immutable"
_CACHEABLE = "/dados/"
_PUBLIC_PAGES = ("diretorio.rede", "numeros.")
_SEARCHED = "numeros."


def init_headers(app: Flask, *, secure: bool, real: bool) -> None:
    """Put the headers on every answer; `secure` adds strict transport, `real` says that the numbers are not invented.

    Search engines may keep the published numbers and their files, and nothing else, ever: not the directory, which
    says where people in danger go, nor the way in.
    """

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.update(FIXED)
        response.headers["X-Robots-Tag"] = FOUND if real and _may_be_found(response) else NEVER_FOUND
        if secure:
            response.headers["Strict-Transport-Security"] = TRANSPORT
        if request.endpoint == "static" and response.status_code in {200, 304}:
            response.headers["Cache-Control"] = KEPT_A_YEAR if _hashed() else NEVER_KEPT
        elif not (_may_be_kept() and "Cache-Control" in response.headers):
            response.headers["Cache-Control"] = NEVER_KEPT
        return response


def _may_be_found(response: Response) -> bool:
    return (request.endpoint or "").startswith(_SEARCHED) and response.status_code in {200, 304}


def _may_be_kept() -> bool:
    """Lists of places, the directory and published numbers are the same for everybody: they say how long they last."""
    return request.path.startswith(_CACHEABLE) or (request.endpoint or "").startswith(_PUBLIC_PAGES)


def _hashed() -> bool:
    """Built files carry a hash in their name, ours in the query: both change when the content does."""
    filename = (request.view_args or {}).get("filename", "")
    return "v" in request.args or filename.startswith("vendor/")
