"""Lines of lists of referrals: each side sees what it may, and one bad record does not stop a list."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.db.models.encaminhamento import Encaminhamento
from sisetp.db.models.unidade import Unidade
from sisetp.domain import encaminhamento as enc
from sisetp.domain.errors import Unreadable
from sisetp.domain.estat_layout import Value
from sisetp.domain.partilha import VIDA
from sisetp.services import sealing
from sisetp.services.encaminhamentos import acesso
from sisetp.services.encaminhamentos.resultados import EncaminhamentoLine


def lines_of(
    session: Session, actor: Actor, rows: Sequence[Encaminhamento], *, today: date
) -> tuple[EncaminhamentoLine, ...]:
    """Lines of some rows as the actor's unit sees each; units and texts of all of them are read at once."""
    wanted = {unit for row in rows for unit in acesso.units_of(row)}
    known = session.execute(select(Unidade.id, Unidade.codigo).where(Unidade.id.in_(wanted)))
    units = {row.id: row.codigo for row in known}
    services = _services(session, [row for row in rows if acesso.is_origin(actor, row)])
    return tuple(_line(session, actor, row, units, services.get(row.id), today) for row in rows)


def sees_whole(actor: Actor) -> bool:
    """Tell whether the actor sees more of a referral than status, dates and destination."""
    return permits(actor, Permission.ENCAMINHAMENTO_VER, unidade_id=actor.unidade_id)


def _line(
    session: Session,
    actor: Actor,
    row: Encaminhamento,
    units: Mapping[int, str],
    servico: str | None,
    today: date,
) -> EncaminhamentoLine:
    codes, readable = _codes(session, row)
    origin, whole = acesso.is_origin(actor, row), sees_whole(actor)
    accepted = row.situacao not in (enc.INFORMADO, enc.ENVIADO)
    pending = row.situacao in enc.PENDENTES
    return EncaminhamentoLine(
        id=row.id,
        data=row.data,
        situacao=row.situacao,
        prazo=row.prazo,
        limite=row.limite,
        encerrado_em=row.encerrado_em,
        origem=units[row.unidade_origem_id],
        destino=_text(codes, "destino"),
        unidade_destino=units.get(row.unidade_destino_id) if row.unidade_destino_id is not None else None,
        # Which service takes in somebody of a case (a shelter) is for who follows the case.
        servico=servico or "" if whole or codes.get("registro_tipo") == enc.ATENDIMENTO else "",
        motivo=_text(codes, "motivo") if whole else "",
        desfecho=_text(codes, "desfecho") if whole else "",
        emergencia=whole and codes.get("autorizado_base") == VIDA,
        transferencia=whole and (origin or accepted) and codes.get("transferencia") == enc.SIM,
        revisao_pendente=whole and origin and codes.get("revisao") == enc.PENDENTE,
        atrasado=pending and row.prazo is not None and today > row.prazo,
        vencido=row.situacao in enc.ABERTOS and row.limite is not None and today > row.limite,
        legivel=readable,
    )


def _codes(session: Session, row: Encaminhamento) -> tuple[Mapping[str, Value], bool]:
    try:
        return sealing.open_codes(session, row), True
    except Unreadable:
        return {}, False


def _services(session: Session, rows: Sequence[Encaminhamento]) -> dict[UUID, str]:
    try:
        return {key: said.get("destino_servico", "") for key, said in sealing.open_texts_of(session, rows).items()}
    except Unreadable:
        return {}


def _text(codes: Mapping[str, Value], name: str) -> str:
    value = codes.get(name)
    return value if isinstance(value, str) else ""
