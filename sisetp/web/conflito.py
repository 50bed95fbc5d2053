"""Somebody saved first: the page keeps what was typed, says what is stored now, and takes a second, informed save."""

from wtforms import Form

from sisetp.domain.errors import Conflict
from sisetp.web.recebido import number


def show_conflict(form: Form, conflict: Conflict, versao: int) -> None:
    """Say beside each field what is stored now, and let the next save start from the stored version."""
    form.form_errors.append(
        "Outra pessoa salvou antes. Nada do que você escreveu se perdeu: confira os campos marcados e salve de novo."
    )
    for field in conflict.fields:
        if field.campo in form._fields:
            box = form._fields[field.campo]
            box.errors = [*box.errors, f"Está guardado: «{field.atual or 'em branco'}»."]
    form.versao.data, form.versao.raw_data = str(versao), [str(versao)]


def version_sent(form: Form) -> int:
    """The version that a form started from; 0, which is never stored, when it cannot be read."""
    return number(form.versao.data)
