"""Filters of the list: operational, so they live in the address; one that cannot be read gives place to the default."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField, StringField
from wtforms.fields import SelectChoice

from sisetp.domain.caso import ABERTOS
from sisetp.domain.codelists import codelist
from sisetp.services.casos.consulta import FiltroCasos
from sisetp.services.casos.equipe import Profissional

ABERTAS, TODAS = "abertos", "todos"
_SITUACOES = [
    SelectChoice(ABERTAS, "Abertos"),
    *(SelectChoice(item.code, item.label) for item in codelist("status_caso").items),
    SelectChoice(TODAS, "Todos"),
]


class FiltroForm(Form):  # type: ignore[misc]  # the library publishes no types
    """Status, professional in charge and number."""

    situacao = SelectField("Situação", choices=_SITUACOES, validate_choice=False)
    responsavel = SelectField("Responsável", validate_choice=False)
    numero = StringField("Número")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtro:
    """The form as shown, what it asks the service, and itself as an address."""

    form: FiltroForm
    asked: FiltroCasos
    endereco: Mapping[str, str]


def ler(sent: MultiDict[str, str], equipe: Sequence[Profissional]) -> Filtro:
    """Read the filters of the address."""
    form = FiltroForm(sent)
    names = {str(item.id): item.nome if item.em_atividade else f"{item.nome} (saiu)" for item in equipe}
    form.responsavel.choices = [SelectChoice("", "Todos"), *(SelectChoice(key, nome) for key, nome in names.items())]
    situacao = form.situacao.data if form.situacao.data in {item.value for item in _SITUACOES} else ABERTAS
    responsavel = form.responsavel.data if form.responsavel.data in names else ""
    numero = "".join((form.numero.data or "").upper().split())[:32]
    form.situacao.data, form.responsavel.data, form.numero.data = situacao, responsavel, numero
    form.numero.raw_data = None
    asked = FiltroCasos(
        situacoes={ABERTAS: ABERTOS, TODAS: ()}.get(situacao, (situacao,)),
        responsavel_id=int(responsavel) if responsavel else None,
        numero=numero,
    )
    return Filtro(form=form, asked=asked, endereco={"situacao": situacao, "responsavel": responsavel, "numero": numero})


def pagina(sent: MultiDict[str, str]) -> int:
    """Number of the page asked, 1 when it is not a number."""
    text = sent.get("pagina", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
