"""Forms of the area: boxes of the catalogue (form D) and the few that are not answers. They check shape only."""

from typing import Any, ClassVar

from wtforms import Field, Form, HiddenField, SelectField, TextAreaField
from wtforms.fields import SelectChoice

from sisetp.domain.codelists import codelist
from sisetp.domain.fields import field
from sisetp.web.casos.area import ESCOLHA
from sisetp.web.dates import DayField
from sisetp.web.formulario import FormularioDoCatalogo, formulario

_PORQUE = "Sem nomes. Fica guardado fechado, no histórico do caso."


class _Mandatory:
    """Shows that an answer is needed; the domain says so when it is missing, with every other message."""

    field_flags: ClassVar = {"required": True}

    def __call__(self, form: Form, field: Field) -> None:
        """Refuse nothing here."""


def _select(label: str, ajuda: str = "") -> Any:
    return SelectField(label, [_Mandatory()], validate_choice=False, description=ajuda)


def _responsavel() -> Any:
    entry = field("D", "responsavel_id")
    return _select(entry.question, entry.help)


def _justificativa(label: str = "Explicação", ajuda: str = _PORQUE) -> Any:
    return TextAreaField(label, description=ajuda, render_kw={"rows": 3, "maxlength": 300})


_CAIXAS = ("abertura", "porta_entrada", "risco", "n_processo", "resumo")


def _form(name: str, boxes: dict[str, Any]) -> type[FormularioDoCatalogo]:
    return type(name, (formulario("D", _CAIXAS),), boxes)


# A new case: `origem` and `origem_id` say what it starts from; `chave_envio` makes a double click one case.
NovoForm = _form(
    "NovoForm",
    {
        "responsavel_id": _responsavel(),
        "origem": HiddenField(),
        "origem_id": HiddenField(),
        "chave_envio": HiddenField(),
    },
)
# The fields of a case, with the reason of the change.
AlterarForm = _form(
    "AlterarForm",
    {
        "motivo": _select("Motivo da alteração"),
        "justificativa": _justificativa(ajuda="Obrigatória quando o motivo é «Outro». Sem nomes."),
    },
)


class SituacaoForm(Form):  # type: ignore[misc]  # the library publishes no types
    """A step of the case's life; reason and day are for its end."""

    versao = HiddenField()
    para = HiddenField()
    encerramento_motivo = SelectField("Motivo de encerramento", validate_choice=False)
    data = DayField("Dia do encerramento")
    justificativa = _justificativa()

    def offer(self) -> None:
        """Fill the choices of the reason of an end."""
        items = codelist("motivo_encerramento").items
        self.encerramento_motivo.choices = [ESCOLHA, *(SelectChoice(item.code, item.label) for item in items)]


class ResponsavelForm(Form):  # type: ignore[misc]
    """To whom a case goes."""

    versao = HiddenField()
    responsavel_id = _responsavel()
    justificativa = _justificativa("Por quê")


class RepasseForm(Form):  # type: ignore[misc]
    """Whose cases go to whom."""

    de = _select("De")
    para = _select("Para")
    justificativa = _justificativa("Por quê")
