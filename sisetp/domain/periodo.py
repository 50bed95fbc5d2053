"""Months of a unit on their way to publication: the states, which month may be sent, and who does the next step.

Lifecycle: dominio 6.1. «Conferido» may still be returned; what is «consolidado» is frozen and never comes back
(a late change is a rectification, decision 18).
"""

from dataclasses import dataclass
from datetime import date, datetime

from sisetp.domain.errors import FieldMessage, NotFound, RuleViolation
from sisetp.domain.estados import Maquina, passos
from sisetp.domain.period import Period, month

ABERTO, ENVIADO, DEVOLVIDO = "ABERTO", "ENVIADO", "DEVOLVIDO"
CONFERIDO, CONSOLIDADO, PUBLICADO = "CONFERIDO", "CONSOLIDADO", "PUBLICADO"

COM_A_UNIDADE = frozenset({ABERTO, DEVOLVIDO})
"""States in which the unit has to act; in the others the month waits for the CGETP or is over."""

ANOS = (2000, 2099)

MAQUINA = Maquina(
    nome="Período",
    lista="situacao_periodo",
    iniciais=(ABERTO,),
    passos=passos(
        (ABERTO, ENVIADO, "a coordenação assina e envia"),
        (ENVIADO, DEVOLVIDO, "a CGETP devolve, com motivo"),
        (ENVIADO, CONFERIDO, "a CGETP confere"),
        (DEVOLVIDO, ENVIADO, "a coordenação corrige e envia de novo"),
        (CONFERIDO, DEVOLVIDO, "a CGETP devolve, com motivo"),
        (CONFERIDO, CONSOLIDADO, "a CGETP consolida e congela"),
        (CONSOLIDADO, PUBLICADO, "entra em uma divulgação"),
    ),
)

_MESSAGES = {
    ENVIADO: "Este mês já foi enviado.",
    DEVOLVIDO: "Só se devolve um mês enviado ou conferido.",
    CONFERIDO: "Só se confere um mês enviado.",
    CONSOLIDADO: "Só se consolida um mês conferido.",
    PUBLICADO: "Só se publica um mês consolidado.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EnviarPeriodo:
    """What a coordenação signs: the month, the password typed again and the declaration of completeness."""

    ano: int
    mes: int
    senha: str
    declara: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Consolidado:
    """A month that has just been consolidated, for whoever freezes its facts in the same unit of work.

    `quando` is an instant in UTC: the facts are those of the records as they are at that moment (decision 18).
    """

    unidade_id: int
    ano: int
    mes: int
    quando: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Vigencia:
    """Days in which a unit owes months: from its start, or that of the system, until its end (None = open)."""

    inicio: date
    fim: date | None

    def __contains__(self, mes: object) -> bool:
        """Tell whether at least one day of a month is inside."""
        return isinstance(mes, Period) and mes.fim >= self.inicio and (self.fim is None or mes.inicio <= self.fim)


def mes_de(ano: int, mes: int) -> Period:
    """Return a month. Raises: NotFound for one that is not in the calendar of this century."""
    if not (ANOS[0] <= ano <= ANOS[1] and 1 <= mes <= 12):
        raise NotFound
    return month(ano, mes)


def exigir(de: str, para: str) -> None:
    """Refuse a step that is not drawn. Raises: RuleViolation on field `situacao`."""
    MAQUINA.exigir(de, para, _MESSAGES[para])


def check_sendable(mes: Period, vigencia: Vigencia, *, hoje: date) -> None:
    """Refuse a month that is not over, or in which the unit was not in the network. `hoje` is in the unit's zone.

    Raises: RuleViolation on field `mes`.
    """
    if mes not in vigencia:
        raise RuleViolation((FieldMessage("mes", "Neste mês a unidade não usava o sistema."),))
    if hoje <= mes.fim:
        raise RuleViolation((FieldMessage("mes", "O mês ainda não terminou."),))


def anterior(ano: int, mes: int) -> tuple[int, int]:
    """Year and number of the month before."""
    return (ano - 1, 12) if mes == 1 else (ano, mes - 1)


def seguinte(ano: int, mes: int) -> tuple[int, int]:
    """Year and number of the month after."""
    return (ano + 1, 1) if mes == 12 else (ano, mes + 1)
