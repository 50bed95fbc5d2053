"""Boxes of an activity: those of the catalogue, and one box of people reached for each kind of public."""

from datetime import date
from typing import Any, cast

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField
from wtforms.fields import SelectChoice

from sisetp.domain.atividade import MAX_PESSOAS, DadosAtividade, MotivoCancelamento
from sisetp.domain.codelists import codelist
from sisetp.web.campos import InteiroField
from sisetp.web.formulario import FormularioDoCatalogo, formulario

_PREFIX = "publico_"
CAMPOS = ("tipo", "data_inicio", "data_fim", "municipio", "tema", "campanha", "parceiros")


def _classe() -> type[FormularioDoCatalogo]:
    base = formulario("I", CAMPOS)
    boxes = {_PREFIX + item.code: InteiroField(item.label, maximo=MAX_PESSOAS) for item in codelist("publico").items}
    return cast("type[FormularioDoCatalogo]", type("AtividadeForm", (base,), boxes))


class CancelarForm(FlaskForm):  # type: ignore[misc]  # the library publishes no types
    """Reason of a cancellation."""

    versao = HiddenField()
    motivo = RadioField(
        "Motivo",
        choices=[SelectChoice(reason.value, reason.label) for reason in MotivoCancelamento],
        validate_choice=False,
    )


def vazio(sent: Any = None, *, dia: date) -> FormularioDoCatalogo:
    """The form as it was sent, or empty."""
    form = _classe()(sent, dia=dia)
    form["tema"].linhas = form["parceiros"].linhas = False  # one line each, however long
    return form


def preenchido(dados: DadosAtividade, versao: int, *, dia: date) -> FormularioDoCatalogo:
    """The form with what is stored."""
    form = vazio(dia=dia)
    form.iniciar({name: getattr(dados, name) for name in CAMPOS})
    for codigo, pessoas in dados.alcance.items():
        form[_PREFIX + codigo].raw_data, form[_PREFIX + codigo].data = [str(pessoas)], pessoas
    form.versao.data = str(versao)
    return form


def caixas(form: FormularioDoCatalogo) -> list[Any]:
    """The boxes of people reached."""
    return [box for box in form if box.name.startswith(_PREFIX)]


def dados(form: FormularioDoCatalogo) -> DadosAtividade:
    """What the service takes."""
    values = form.outros()
    return DadosAtividade(
        **{name: values[name] or "" for name in ("tipo", "municipio", "tema", "campanha", "parceiros")},
        data_inicio=values["data_inicio"],
        data_fim=values["data_fim"],
        alcance={box.name.removeprefix(_PREFIX): box.data for box in caixas(form) if box.data is not None},
    )
