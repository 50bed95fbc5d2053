"""Snapshots of frozen facts kept in the memory of the process, until a segment they are made of is another one."""

from collections import OrderedDict
from collections.abc import Collection
from threading import Lock
from typing import Final, cast

from sqlalchemy.orm import Session

from sisetp.db.runtime import DbRuntime
from sisetp.domain.errors import Refused
from sisetp.reporting.facts import Tabela
from sisetp.reporting.snapshots import store
from sisetp.reporting.snapshots.retrato import Retrato

KEPT: Final = 4
_PLACE = "reporting.retratos"
_lock = Lock()

_Kept = OrderedDict[tuple[bytes, ...], Retrato]


def snapshot(
    session: Session,
    unidades: Collection[int] | None,
    ano: int,
    meses: Collection[int],
    tabela: Tabela,
    edicao: int = store.COMO_CONSOLIDADO,
) -> Retrato:
    """Sealed snapshot of frozen facts, made when any segment it is asked for is not in the one that is kept.

    The session's row scope decides which segments there are, here as in `store.load`.
    Raises: Refused as `store.load`, and when nothing is frozen.
    """
    key = store.digests(session, unidades, ano, meses, tabela, edicao)
    kept = _kept(session)
    with _lock:
        found = kept.get(key)
        if found is not None:
            kept.move_to_end(key)
            return found
    fatos = store.load(session, unidades, ano, meses, tabela, edicao)
    if not fatos:
        raise Refused("Ainda não há fatos congelados no período.")
    made = Retrato(fatos)
    with _lock:
        kept[key] = made
        while len(kept) > KEPT:
            kept.popitem(last=False)
    return made


def _kept(session: Session) -> _Kept:
    runtime: DbRuntime = session.info["runtime"]
    return cast(_Kept, runtime.memory.setdefault(_PLACE, OrderedDict()))
