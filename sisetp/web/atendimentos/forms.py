"""Forms of identity, cancellation and reason: they check shape only; rules live in the domain."""

import re
from datetime import date, datetime

from wtforms import Field, Form, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from sisetp.domain.codelists import codelist
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.fields import field
from sisetp.domain.pessoa import Identidade, names_from_form
from sisetp.web.recebido import clean

_DATE = re.compile(r"([0-9]{2})/?([0-9]{2})/?([0-9]{4})", re.ASCII)
_NAMED = ("IDENT", "SO_PRENOME")
VAZIO = SelectChoice("", "—")


def _question(name: str) -> str:
    return field("A", name).question


class IdentidadeForm(Form):  # type: ignore[misc]  # the library publishes no types
    """Who the person is, in the boxes of the ficha."""

    modo_ident = SelectField(_question("modo_ident"), validate_choice=False)
    nome_social = StringField(_question("nome_social"))
    nome_civil = StringField(_question("nome_civil"))
    nascimento = StringField(_question("nascimento"), render_kw={"placeholder": "dd/mm/aaaa", "inputmode": "numeric"})
    doc_tipo = SelectField(_question("doc_tipo"), validate_choice=False)
    doc_numero = StringField(_question("doc_numero"))
    contato_seguro = SelectField(_question("contato_seguro"), validate_choice=False)
    contato = StringField(_question("contato"))


class IdentificarForm(IdentidadeForm):
    """Identity of somebody attended without one, or the record of the unit that was chosen."""

    versao = HiddenField()
    pessoa_versao = HiddenField()


class CancelarForm(Form):  # type: ignore[misc]
    """Why a ficha is cancelled."""

    versao = HiddenField()
    motivo = SelectField("Motivo", validate_choice=False)
    justificativa = TextAreaField("Explicação", description="Obrigatória quando o motivo é «Outro». Sem nomes.")


def fill_choices(form: IdentidadeForm, on: date) -> None:
    """Give the selects of an identity their codes of a day, kept when an ended one is already chosen."""
    labels = codelist("modo_ident")
    form.modo_ident.choices = [SelectChoice(code, labels.label(code)) for code in _NAMED]
    choose(form.doc_tipo, "tipo_documento", on)
    choose(form.contato_seguro, "sim_nao_ni", on)


def choose(box: Field, lista: str, on: date, *, empty: bool = True) -> None:
    """Give a select the codes in force on a day, and those it already has."""
    known = codelist(lista)
    chosen = box.data if isinstance(box.data, list | tuple) else [box.data]
    codes = [item.code for item in known.items if item.valid_on(on) or item.code in chosen]
    box.choices = [*([VAZIO] if empty else []), *(SelectChoice(code, known.label(code, desk=True)) for code in codes)]


def identity_of(form: IdentidadeForm) -> Identidade:
    """Identity typed in the boxes. Raises: RuleViolation about the shape of what was typed."""
    messages: list[FieldMessage] = []
    born = _birth(form.nascimento.data or "", messages)
    social, civil = names_from_form(clean(form.nome_social.data), clean(form.nome_civil.data))
    if messages:
        raise RuleViolation(tuple(messages))
    return Identidade(
        nome_social=social,
        nome_civil=civil,
        nascimento=born,
        doc_tipo=form.doc_tipo.data or "",
        doc_numero=clean(form.doc_numero.data),
        contato=clean(form.contato.data),
        contato_seguro=form.contato_seguro.data or "",
    )


def _birth(text: str, messages: list[FieldMessage]) -> date | None:
    if not text.strip():
        return None
    match = _DATE.fullmatch(text.strip())
    try:
        if match is not None:
            return datetime(int(match[3]), int(match[2]), int(match[1])).date()  # noqa: DTZ001 -- only its date is used
    except ValueError:
        pass
    messages.append(FieldMessage("nascimento", "Use uma data no formato dd/mm/aaaa."))
    return None
