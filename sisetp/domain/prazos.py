"""Deadlines of a month, stage by stage: the rule, days moved to the next business day, and how they are said.

Days of the rule: a confirmar com a CGETP. Source of «primeiro dia útil subsequente»: prazos pactuados with the network.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.feriados import dias_uteis_entre, proximo_dia_util, somar_dias_uteis
from sisetp.domain.period import Period, month
from sisetp.domain.periodo import ABERTO, CONFERIDO, CONSOLIDADO, DEVOLVIDO, ENVIADO, seguinte

ENVIO, CONFERENCIA, CONSOLIDACAO, PUBLICACAO = "ENVIO", "CONFERENCIA", "CONSOLIDACAO", "PUBLICACAO"
ETAPAS = (ENVIO, CONFERENCIA, CONSOLIDACAO, PUBLICACAO)

# The national stages follow the holidays of the capital, where the coordination is.
UF_NACIONAL = "DF"

# a confirmar com a CGETP
DIA_DO_ENVIO, DIA_DA_CONFERENCIA = 10, 20
DIAS_ATE_PUBLICAR = 15
DIAS_UTEIS_DA_ETAPA = 5

ETAPA_DA_SITUACAO: Mapping[str, str] = MappingProxyType(
    {
        ABERTO: ENVIO,
        DEVOLVIDO: ENVIO,
        ENVIADO: CONFERENCIA,
        CONFERIDO: CONSOLIDACAO,
        CONSOLIDADO: PUBLICACAO,
    }
)
"""Stage whose deadline runs while a month is in a state; nothing runs for a published one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrazoMarcado:
    """A deadline that departs from the rule: of every unit (`unidade_id` None) or of one; the later `ordem` counts."""

    ordem: int
    ano: int
    mes: int
    etapa: str
    unidade_id: int | None
    data: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MarcarPrazo:
    """What the coordination asks: the day of a stage of one month, for everybody or one unit, and why (a code)."""

    ano: int
    mes: int
    etapa: str
    unidade_id: int | None
    data: date
    motivo: str


def dia_da_regra(etapa: str, ano: int, mes: int) -> date:
    """Day of the rule for a stage of a month, before it moves to a business day. Raises: KeyError."""
    following = month(*seguinte(ano, mes))
    days = {
        ENVIO: following.inicio.replace(day=DIA_DO_ENVIO),
        CONFERENCIA: following.inicio.replace(day=DIA_DA_CONFERENCIA),
        CONSOLIDACAO: following.fim,
        PUBLICACAO: following.fim + timedelta(days=DIAS_ATE_PUBLICAR),
    }
    return days[etapa]


def prazo(
    etapa: str, ano: int, mes: int, marcados: Iterable[PrazoMarcado] = (), *, unidade_id: int | None, uf: str
) -> date:
    """The deadline that counts for a unit: the day marked last for everybody, or the rule's; a day marked for the unit
    only ever extends it. `uf` is the unit's; national stages follow the capital's holidays.
    """
    place = uf if etapa == ENVIO else UF_NACIONAL
    own = [item for item in marcados if (item.ano, item.mes, item.etapa) == (ano, mes, etapa)]
    general = _last(item for item in own if item.unidade_id is None) or dia_da_regra(etapa, ano, mes)
    special = _last(item for item in own if unidade_id is not None and item.unidade_id == unidade_id)
    return proximo_dia_util(max(general, special or general), place)


def prazo_depois_de(passo: date, fim: date, uf: str) -> date:
    """Deadline of a stage that began on a day: whoever gets a month late still has some business days for it."""
    return max(fim, somar_dias_uteis(passo, DIAS_UTEIS_DA_ETAPA, uf))


def check_prazo(mes: Period, asked: MarcarPrazo, present: date, *, hoje: date) -> None:
    """Refuse a day that helps nobody; `present` is the deadline in force for whom it is asked.

    Raises: RuleViolation on `data` or `unidade_id`.
    """
    messages = []
    if asked.unidade_id is not None and asked.etapa != ENVIO:
        messages.append(FieldMessage("unidade_id", "Só o envio tem prazo próprio de uma unidade."))
    if asked.data <= mes.fim:
        messages.append(FieldMessage("data", "O prazo é depois do fim do mês."))
    elif asked.data < hoje:
        messages.append(FieldMessage("data", "O prazo não pode ficar no passado."))
    elif asked.unidade_id is not None and asked.data <= present:
        messages.append(
            FieldMessage("data", f"O prazo de uma unidade só pode ser prorrogado: hoje é {present:%d/%m/%Y}.")
        )
    if messages:
        raise RuleViolation(tuple(messages))


def em_palavras(fim: date, hoje: date, uf: str) -> str:
    """Say how far a business day is: «vence em 3 dias úteis», «vence hoje», «venceu há 2 dias úteis»."""
    if fim == hoje:
        return "vence hoje"
    ahead = fim > hoje
    days = dias_uteis_entre(hoje, fim, uf) if ahead else dias_uteis_entre(fim, hoje, uf)
    if days == 0:
        return "venceu no último dia útil"
    unit = "dia útil" if days == 1 else "dias úteis"
    return f"vence em {days} {unit}" if ahead else f"venceu há {days} {unit}"


def _last(items: Iterable[PrazoMarcado]) -> date | None:
    newest = max(items, key=lambda item: item.ordem, default=None)
    return newest.data if newest else None
