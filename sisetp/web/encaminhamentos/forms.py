"""The boxes of a referral: shape only; what may be shared and when is decided by the domain."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

from wtforms import BooleanField, Form, HiddenField, ValidationError

from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.fields import Field, field
from sisetp.web.campos import DESCONHECIDA, CodigoField, FichaField, MultiField, TextoField
from sisetp.web.encaminhamentos.destinos import Destinos
from sisetp.web.formulario import FormularioDoCatalogo
from sisetp.web.messages import show_messages

NORMAL_REASON = "SERVICO_ADICIONAL"
_TICKED = ("transferencia", "risco_iminente")
_BOXES = {"destino": "para", "unidade_destino": "para"}
_ASKED = ("motivo", "autorizado", "autorizado_base", "partes", "destino_servico", "resumo", "obs")


def _asks(name: str) -> dict[str, Any]:
    return {"label": field("G", name).question, "description": field("G", name).help}


class ParaField(FichaField):
    """One value of the list of destinations, or ""."""

    def empty(self) -> str:
        """No answer."""
        return ""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not in the list, a unit closed since included."""
        if self.data and form.destinos.get(self.data) is None:
            raise ValidationError(DESCONHECIDA)


class PessoaField(FichaField):
    """One of the people of the case, by the id of its line there, or ""."""

    def empty(self) -> str:
        """No answer."""
        return ""

    def pre_validate(self, form: Any) -> None:
        """Refuse somebody who is not in the case."""
        if self.data and self.data not in {str(key) for key, _ in form.pessoas}:
            raise ValidationError(DESCONHECIDA)


def mostrar_mensagens(form: Form, broken: RuleViolation) -> None:
    """Put each message beside its box; kind of destination and unit are one box here."""
    show_messages(
        form,
        RuleViolation(
            tuple(FieldMessage(_BOXES.get(item.campo, item.campo), item.mensagem) for item in broken.messages)
        ),
    )


class PartilhaForm(FormularioDoCatalogo):
    """With whose authorisation, and which parts of what is known, something is shared."""

    entradas: Mapping[str, Field] = MappingProxyType({name: field("G", name) for name in _ASKED})

    chave_envio = HiddenField()
    conferido = HiddenField()
    autorizado = CodigoField(lista="autorizacao", **_asks("autorizado"))
    autorizado_base = CodigoField(lista="base_legal", **_asks("autorizado_base"))
    partes = MultiField(lista="parte_compartilhada", **_asks("partes"))
    resumo = TextoField(maximo=2000, linhas=True, **_asks("resumo"))
    motivo_abertura = CodigoField("Por que precisa abrir este registro?", lista="motivo_abertura")
    risco_iminente = BooleanField("Há risco imediato à vida ou à integridade de alguém")
    emergencia_confirmada = BooleanField("Entendi e confirmo: há risco imediato à vida")

    def comecar(self) -> None:
        """A new sending: whether the person authorises, and what, is never chosen beforehand."""
        self.chave_envio.data = uuid4().hex

    def sent(self) -> tuple[tuple[str, str], ...]:
        """Every pair of name and text as received, to be carried to the next step unseen; confirmations are not."""
        pairs = [(box.name, text) for box in self if isinstance(box, FichaField) for text in box.raw_data or ()]
        ticked = [(name, "y") for name in _TICKED if name in self and self[name].data]
        kept = tuple((name, self[name].data or "") for name in ("chave_envio", "conferido"))
        return (*kept, *pairs, *ticked)


class EncaminharForm(PartilhaForm):
    """Where to and why, besides what is shared."""

    pessoa = PessoaField("Quem é encaminhada")
    para = ParaField(**_asks("destino"))
    destino_servico = TextoField(maximo=120, **_asks("destino_servico"))
    motivo = CodigoField(lista="motivo_encaminhamento", **_asks("motivo"))
    obs = TextoField(maximo=500, linhas=True, **_asks("obs"))
    transferencia = BooleanField("O caso inteiro passa para a unidade de destino")

    def __init__(
        self, formdata: Any = None, *, dia: date, destinos: Destinos, pessoas: tuple[tuple[UUID, str], ...] = ()
    ) -> None:
        self.destinos, self.pessoas = destinos, pessoas
        super().__init__(formdata, dia=dia)

    def comecar(self, *, nucleo: bool = False) -> None:
        """A new referral: the usual reason, the núcleo of the state when asked, the only person of the case."""
        super().comecar()
        _choose(self.motivo, NORMAL_REASON)
        if nucleo:
            _choose(self.para, self.destinos.nucleo)
        if len(self.pessoas) == 1:
            _choose(self.pessoa, str(self.pessoas[0][0]))


def _choose(box: FichaField, value: str) -> None:
    box.raw_data, box.data = [value], value
