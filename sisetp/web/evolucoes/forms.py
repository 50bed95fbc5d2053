"""The forms of the area: fields of the catalogue plus the few boxes that the catalogue does not have."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from wtforms import HiddenField, SelectField, TextAreaField

from sisetp.domain.codelists import codelist
from sisetp.domain.evolucao import EvolucaoEscrita
from sisetp.services.contexto_do_caso import ContextoDoCaso
from sisetp.services.evolucoes import EvolucaoItem
from sisetp.web.campos import DataField, HoraField, TextoField
from sisetp.web.formulario import FormularioDoCatalogo, formulario

MOTIVOS = ("ERRO", "COMPLEMENTO", "PESSOA_PEDIU", "SITUACAO", "OUTRO")
CANCELAMENTO = {
    "DUPLICADA": "Registrada duas vezes",
    "ENGANO": "Registrada por engano",
    "NAO_HOUVE": "O contato não aconteceu",
    "OUTRO": "Outro (explicar)",
}
DIAS = (7, 15, 30)
_EXPLICACAO = "Obrigatória quando o motivo é «Outro». Sem nomes de outras pessoas."


class _Sobre:
    """Boxes about the case and the change that no form of the catalogue has."""

    caso_pessoa_id = SelectField("Sobre quem", validate_choice=False)
    motivo = SelectField("Motivo da alteração", validate_choice=False)
    justificativa = TextAreaField("Explicação", description=_EXPLICACAO)
    chave = HiddenField()


_F: Any = formulario("F", ("tipo", "nivel_sigilo", "risco", "relato", "necessidades", "proximo"))
_K: Any = formulario("K", ("tipo", "objetivo", "acoes", "inicio", "prazo", "encerrado_em", "desfecho", "resultado"))
_L: Any = formulario("L", ("data", "risco", "individual", "familiar", "comunitaria"))
_H: Any = formulario("H", ("papel", "sexo", "nacionalidade", "texto"))


class EvolucaoForm(_Sobre, _F):  # type: ignore[misc]  # made from the catalogue
    """Form F: the moment in two boxes, the next step with its day."""

    data = DataField("Data")
    hora = HoraField("Hora")
    proximo = TextoField("O que fazer", maximo=300, linhas=True)
    proximo_data = DataField("Fazer até")


class PlanoForm(_Sobre, _K):  # type: ignore[misc]
    """Form K."""


class RiscoForm(_Sobre, _L):  # type: ignore[misc]
    """Form L."""


class EnvolvidoForm(_Sobre, _H):  # type: ignore[misc]
    """Form H."""


class CancelarForm(_Sobre, FormularioDoCatalogo):
    """Why an evolution should not have been made."""


def start(form_class: Any, received: Any, caso: ContextoDoCaso) -> Any:
    """A form over what was received, its choices filled for the case."""
    form = form_class(received, dia=caso.agora.date())
    people = [("", "O caso todo"), *((str(key), label) for key, label in caso.pessoas)]
    form.caso_pessoa_id.choices = people
    reasons = codelist("motivo_alteracao")
    _choose(form.motivo, ((code, reasons.label(code)) for code in MOTIVOS))
    return form


def cancelling(received: Any, caso: ContextoDoCaso) -> Any:
    """The form of a cancellation."""
    form = start(CancelarForm, received, caso)
    _choose(form.motivo, CANCELAMENTO.items())
    form.motivo.label.text = "Motivo do cancelamento"
    return form


def new_evolution(form: Any, caso: ContextoDoCaso) -> None:
    """Fill the form of a new evolution: now, technical level, its own key. The risk stays to be answered."""
    form.iniciar({"nivel_sigilo": "TECNICO"})
    _fill_moment(form, caso.agora)
    form.chave.data = uuid4().hex


def stored_evolution(form: Any, item: EvolucaoItem, caso: ContextoDoCaso) -> None:
    """Fill the form of an amendment with what is stored."""
    form.iniciar({**item.respostas, **item.textos})
    _fill_moment(form, item.data.astimezone(ZoneInfo(caso.fuso)))
    if item.proximo_data:
        _fill(form.proximo_data, f"{item.proximo_data:%d/%m/%Y}")
    about = item.respostas.get("caso_pessoa_id")
    form.caso_pessoa_id.data = str(UUID(bytes=about)) if isinstance(about, bytes) else ""
    form.versao.data = str(item.versao)


def push_step(form: Any, caso: ContextoDoCaso, days: str) -> None:
    """Answer a quick button: the day of the next step so many days from today."""
    if days in {str(number) for number in DIAS}:
        _fill(form.proximo_data, f"{caso.agora.date() + timedelta(days=int(days)):%d/%m/%Y}")


def quick_days(caso: ContextoDoCaso) -> tuple[tuple[int, str], ...]:
    """Number of days and the day that each quick button means."""
    return tuple((days, f"{caso.agora.date() + timedelta(days=days):%d/%m/%Y}") for days in DIAS)


def written(form: Any, caso: ContextoDoCaso) -> EvolucaoEscrita:
    """What the form of an evolution says."""
    return EvolucaoEscrita(
        data=_moment(form.data.data, form.hora.data, caso),
        respostas=form.respostas(),
        textos=form.textos(),
        proximo_data=form.proximo_data.data,
        caso_pessoa_id=about_whom(form),
    )


def about_whom(form: Any) -> UUID | None:
    """Person of the case chosen; somebody who is not of it is refused by the service."""
    try:
        return UUID(form.caso_pessoa_id.data) if form.caso_pessoa_id.data else None
    except ValueError:
        return UUID(int=0)


def levels(caso: ContextoDoCaso, form: Any) -> tuple[tuple[str, str, bool], ...]:
    """Levels that the profession allows, with the one chosen."""
    chosen = form.nivel_sigilo.data
    lista = codelist("nivel_sigilo")
    return tuple((item.code, item.label, item.code == chosen) for item in lista.items if item.code in caso.niveis)


def _moment(day: date | None, hour: tuple[int, int] | None, caso: ContextoDoCaso) -> datetime | None:
    if day is None or hour is None:
        return None
    return datetime(day.year, day.month, day.day, *hour, tzinfo=ZoneInfo(caso.fuso))


def _fill_moment(form: Any, moment: datetime) -> None:
    _fill(form.data, f"{moment:%d/%m/%Y}")
    _fill(form.hora, f"{moment:%H:%M}")


def _fill(box: Any, text: str) -> None:
    box.raw_data, box.data, box.process_errors = [text], box.read(text), []


def _choose(box: Any, pairs: Iterable[tuple[str, str]]) -> None:
    box.choices = [("", "Escolha…"), *pairs]
