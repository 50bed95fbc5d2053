"""With whom the data of a person were shared: every referral of hers made by the unit, and what was taken back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.db.models.encaminhamento import Copia, Encaminhamento
from sisetp.db.models.unidade import Unidade
from sisetp.services import sealing
from sisetp.services.sealing import Relacao, link_token

_SERVICE = "destino_servico"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompartilhamentoNoExtrato:
    """One referral: local day, who received (code of a unit, or list code and name of a service), parts and basis.

    `copias` are the moments in which data left, `revogadas` those in which they were taken back.
    """

    data: date
    unidade: str
    destino: str
    servico: str
    situacao: str
    autorizado: str
    base: str
    partes: tuple[str, ...]
    copias: tuple[datetime, ...]
    revogadas: tuple[datetime, ...]


def sharings(session: Session, unidade_id: int, pessoas: Collection[UUID]) -> tuple[CompartilhamentoNoExtrato, ...]:
    """Referrals of these records of one person, oldest first; the event was appended by the caller.

    Raises: Unreadable.
    """
    tokens = [link_token(session, unidade_id, Relacao.ENCAMINHAMENTO_PESSOA, key) for key in pessoas]
    made = Encaminhamento.unidade_origem_id == unidade_id
    rows = list(session.scalars(select(Encaminhamento).where(made, Encaminhamento.pessoa_token.in_(tokens))))
    copies: dict[UUID, list[Copia]] = {}
    ids = [row.id for row in rows]
    for copia in session.scalars(select(Copia).where(Copia.encaminhamento_id.in_(ids))) if ids else ():
        copies.setdefault(copia.encaminhamento_id, []).append(copia)
    units = {unit.id: unit.codigo for unit in session.scalars(select(Unidade))} if rows else {}
    texts = sealing.open_texts_of(session, rows)
    ordered = sorted(rows, key=lambda row: (row.data, row.created_at))
    return tuple(
        _sharing(session, row, copies.get(row.id, []), units, texts.get(row.id, {}).get(_SERVICE, ""))
        for row in ordered
    )


def _sharing(
    session: Session, row: Encaminhamento, copies: list[Copia], units: dict[int, str], servico: str
) -> CompartilhamentoNoExtrato:
    codes = sealing.open_codes(session, row)
    parts = codes.get("partes")
    return CompartilhamentoNoExtrato(
        data=row.data,
        unidade=units.get(row.unidade_destino_id or 0, ""),
        destino=str(codes.get("destino") or ""),
        servico=servico,
        situacao=row.situacao,
        autorizado=str(codes.get("autorizado") or ""),
        base=str(codes.get("autorizado_base") or ""),
        partes=parts if isinstance(parts, tuple) else (),
        copias=tuple(copia.created_at for copia in copies),
        revogadas=tuple(copia.revogada_em for copia in copies if copia.revogada_em is not None),
    )
