"""Throttling of the sign-in, by login and by address: only failures count.

The counters live where the settings say; memory is right for one process only.
"""

from hashlib import sha256

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import RateLimitItemPerMinute

from sisetp.services.signin import normalise_login

BY_LOGIN = "5 per 5 minutes; 20 per hour"
BY_ADDRESS = "60 per 15 minutes"
_ONE_EVENT = RateLimitItemPerMinute(1)

limiter = Limiter(get_remote_address, default_limits=[], headers_enabled=False)


def init_throttle(app: Flask, storage_url: str) -> None:
    """Count failures in the storage of the settings; a fresh application starts from zero."""
    app.config.update(RATELIMIT_STORAGE_URI=storage_url, RATELIMIT_STRATEGY="moving-window")
    limiter.init_app(app)


def typed_login() -> str:
    """Counter name of the login typed: a hash, so that the store keeps no login."""
    login = normalise_login(request.form.get("login", ""))
    return sha256(f"{login}|{get_remote_address()}".encode("utf-8", "replace")).hexdigest()


def failed(response: Response) -> bool:
    """Tell whether an answer of the sign-in counts as a failure."""
    return response.status_code == 401


def first_of_this_minute() -> bool:
    """True once a minute for each address: a flood of refused attempts makes few audit events."""
    return limiter.limiter.hit(_ONE_EVENT, "evento", get_remote_address())
