"""The key that makes a form sent twice one row: printed once in the page, kept when the form comes back refused."""

from uuid import uuid4

from flask import Flask, request

BOX = "chave_envio"
_LONGEST = 64


def init_sending(app: Flask) -> None:
    """Give templates `chave_de_envio()`, the value of the hidden box of a form that makes a row."""
    app.add_template_global(lambda: key_sent() or uuid4().hex, "chave_de_envio")


def key_sent() -> str:
    """The key that came with the form, or "" when none did."""
    return request.form.get(BOX, "")[:_LONGEST]
