"""Filters of the list: operational, so they live in the address.

One that cannot be read gives place to the default; a date says so beside its box.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField, StringField
from wtforms.fields import SelectChoice

from sisetp.services.results import ListFilter
from sisetp.web.dates import DayField

DAYS = 7
TODAS = "todas"
_SITUACOES = [
    SelectChoice("ATIVO", "Registrados"),
    SelectChoice("CANCELADO", "Cancelados"),
    SelectChoice(TODAS, "Todos"),
]
_OLDEST = timedelta(days=7320)


class FiltroForm(Form):  # type: ignore[misc]  # the library publishes no types
    """Period, code, officer and status."""

    de = DayField("De")
    ate = DayField("Até")
    codigo = StringField("Código")
    autor = SelectField("Atendente", validate_choice=False)
    situacao = SelectField("Situação", choices=_SITUACOES, validate_choice=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtro:
    """The form as shown and what it asks the service."""

    form: FiltroForm
    asked: ListFilter
    endereco: Mapping[str, str]


def ler(sent: MultiDict[str, str], atendentes: Sequence[tuple[int, str]], hoje: date) -> Filtro:
    """Read the filters of the address."""
    form = FiltroForm(sent)
    form.autor.choices = [SelectChoice("", "Todos"), *(SelectChoice(str(key), nome) for key, nome in atendentes)]
    fim = form.ate.data or max(hoje, form.de.data or hoje)
    inicio = form.de.data or max(fim, date.min + _OLDEST) - timedelta(days=DAYS - 1)
    if not (hoje - _OLDEST <= inicio <= fim <= hoje + _OLDEST):
        inicio, fim = hoje - timedelta(days=DAYS - 1), hoje
    form.validate()
    for box, day in ((form.de, inicio), (form.ate, fim)):
        if not box.errors:
            box.data, box.raw_data = day, None
    autor = form.autor.data or ""
    situacao = form.situacao.data if form.situacao.data in {item.value for item in _SITUACOES} else "ATIVO"
    form.situacao.data = situacao
    asked = ListFilter(
        inicio=inicio,
        fim=fim,
        codigo=codigo_escrito(form.codigo.data or ""),
        autor_id=int(autor) if autor in {str(key) for key, _ in atendentes} else None,
        situacao="" if situacao == TODAS else situacao,
    )
    address = {"de": inicio.isoformat(), "ate": fim.isoformat(), "codigo": asked.codigo, "situacao": situacao}
    return Filtro(form=form, asked=asked, endereco={**address, "autor": str(asked.autor_id or "")})


def pagina(sent: MultiDict[str, str]) -> int:
    """Number of the page asked, 1 when it is not a number."""
    text = sent.get("pagina", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def codigo_escrito(text: str) -> str:
    """A code typed any way (`abc1234`, `abc 1234`) as it is stored: `ABC-1234`."""
    plain = "".join(char for char in text.upper() if char.isascii() and char.isalnum())[:11]
    return f"{plain[:3]}-{plain[3:]}" if plain else ""
