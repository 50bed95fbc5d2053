"""Until when a referral waits for an answer, in business days. Every number is a confirmar com a CGETP."""

from dataclasses import dataclass
from datetime import date

from sisetp.domain.feriados import somar_dias_uteis

DIAS_REDE = 5  # unit of the network; a confirmar com a CGETP
DIAS_FORA = 10  # outside service; a confirmar com a CGETP
DIAS_VIDA = 1  # imminent risk to life; a confirmar com a CGETP
DIAS_LIMITE = 10  # after the deadline, until it may end as SEM_RETORNO; a confirmar com a CGETP

# One business day takes fewer days than these, even from the Friday before Carnaval.
_LONGEST_URGENCY = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Prazos:
    """Last day to answer (None when nobody was asked to) and day after which it may end as SEM_RETORNO."""

    prazo: date | None
    limite: date


def prazos(dia: date, uf: str, *, rede: bool, vida: bool) -> Prazos:
    """Return the deadlines of a referral sent on `dia`; `uf` is the destination's, or the origin's for a service."""
    days = DIAS_VIDA if vida else DIAS_REDE if rede else DIAS_FORA
    prazo = somar_dias_uteis(dia, days, uf)
    return Prazos(prazo=prazo, limite=somar_dias_uteis(prazo, DIAS_LIMITE, uf))


def prazos_informado(dia: date, uf: str) -> Prazos:
    """Return the deadlines of a referral that was only told to the person: no answer is due, it ends by itself."""
    return Prazos(prazo=None, limite=somar_dias_uteis(dia, DIAS_FORA + DIAS_LIMITE, uf))


def pode_ser_urgente(dia: date, prazo: date | None) -> bool:
    """Tell from the dates alone whether a referral may rest on imminent risk; what is sealed in it says for sure."""
    return prazo is not None and (prazo - dia).days < _LONGEST_URGENCY
