"""WSGI entry point for gunicorn and waitress."""

from sisetp.app import create_app

app = create_app()
