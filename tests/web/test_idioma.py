"""What the form library says by itself comes in Portuguese."""

from flask import Flask
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField


class Sample(FlaskForm):  # type: ignore[misc]
    """Two fields whose conversion messages belong to the library."""

    numero = IntegerField()
    dia = DateField()


def test_the_form_librarys_own_messages_are_in_portuguese(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"numero": "x", "dia": "x"}):
        form = Sample(meta={"csrf": False})
        assert not form.validate()
        assert form.numero.errors == ["O valor inteiro não é válido."]
        assert form.dia.errors == ["A data não é válida."]
