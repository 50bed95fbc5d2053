"""WSGI entry point for gunicorn and waitress."""

from sisetp.app import create_app
from sisetp.config import load_settings
from sisetp.db.migrate import require_current
from sisetp.web.hardening import harden_process

settings = load_settings()
harden_process(settings.instance)
app = create_app(settings)
require_current(app)
