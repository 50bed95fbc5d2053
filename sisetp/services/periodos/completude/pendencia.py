"""What is missing in a month: a title, the records it is about, who has them and where they are mended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sisetp.access.permissions import Permission
from sisetp.db.models.unidade import Unidade
from sisetp.domain.clock import Clock
from sisetp.domain.period import Period

SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Registro:
    """One record: its code or date (never a name of a person attended), the professional and its page."""

    rotulo: str
    quem: str
    caminho: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pendencia:
    """One thing missing, or to be looked at. `bloqueia`: the month cannot be sent with it.

    `total` counts the records; `registros` are the first of them, none for who may not open such records.
    """

    chave: str
    titulo: str
    bloqueia: bool
    abre: Permission
    registros: tuple[Registro, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorte:
    """The unit and the month looked at. `de` and `ate` are instants (UTC, `ate` outside); `hoje` is local."""

    unidade: Unidade
    mes: Period
    de: datetime
    ate: datetime
    agora: datetime
    hoje: date


def recorte_of(unidade: Unidade, mes: Period, clock: Clock) -> Recorte:
    """The month as instants: days begin in the unit's own zone (counting rule 6)."""
    zone = ZoneInfo(unidade.fuso)
    after = mes.fim + timedelta(days=1)
    return Recorte(
        unidade=unidade,
        mes=mes,
        de=datetime.combine(mes.inicio, time(), zone).astimezone(UTC),
        ate=datetime.combine(after, time(), zone).astimezone(UTC),
        agora=clock.now(),
        hoje=clock.today(unidade.fuso),
    )


def pendencia(
    chave: str, titulo: str, registros: Sequence[Registro], abre: Permission, *, bloqueia: bool = False
) -> Pendencia:
    """Build one; only the first records are kept, all are counted."""
    return Pendencia(
        chave=chave,
        titulo=titulo,
        bloqueia=bloqueia,
        abre=abre,
        registros=tuple(registros[:SHOWN]),
        total=len(registros),
    )
