"""Read referrals: sent, received, of one record, and one in detail."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits, require
from sisetp.db import audit_chain
from sisetp.db.models.encaminhamento import Encaminhamento
from sisetp.db.models.usuario import Usuario
from sisetp.db.runtime import DbRuntime
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.services import sealing
from sisetp.services.encaminhamentos import acesso, visao
from sisetp.services.encaminhamentos.linhas import lines_of, sees_whole
from sisetp.services.encaminhamentos.partilhas import copies_of
from sisetp.services.encaminhamentos.resultados import (
    CopiaLine,
    EncaminhamentoDetail,
    EncaminhamentoLine,
    EncaminhamentoPage,
)
from sisetp.services.sealing import Relacao

PAGE_LINES = 50
ORIGEM, ACOMPANHA, DESTINO = "ORIGEM", "ACOMPANHA", "DESTINO"


def sent_page(session: Session, actor: Actor, *, number: int, clock: Clock, situacao: str = "") -> EncaminhamentoPage:
    """One page of what the unit sent, newest first; only those of a status when `situacao` is given.

    Raises: AccessDenied.
    """
    require(actor, Permission.ENCAMINHAMENTO_ACOMPANHAR, unidade_id=actor.unidade_id)
    mine = Encaminhamento.unidade_origem_id == actor.unidade_id
    return _page(session, actor, mine, "encaminhamento_enviado", situacao, number, _today(session, actor, clock))


def received_page(
    session: Session, actor: Actor, *, number: int, clock: Clock, situacao: str = ""
) -> EncaminhamentoPage:
    """One page of what the unit received, newest first: origin, dates, reason, destination and whether it is urgent.

    Raises: AccessDenied.
    """
    require(actor, Permission.ENCAMINHAMENTO_RESPONDER, unidade_id=actor.unidade_id)
    mine = Encaminhamento.unidade_destino_id == actor.unidade_id
    return _page(session, actor, mine, "encaminhamento_recebido", situacao, number, _today(session, actor, clock))


def of_record(session: Session, actor: Actor, registro_id: UUID) -> tuple[EncaminhamentoLine, ...]:
    """Referrals made from one atendimento or case of the unit, newest first; none to who may not follow them.

    The caller has found the record for the actor and appended the event of opening it.
    """
    if actor.unidade_id is None or not permits(
        actor, Permission.ENCAMINHAMENTO_ACOMPANHAR, unidade_id=actor.unidade_id
    ):
        return ()
    token = sealing.link_token(session, actor.unidade_id, Relacao.ENCAMINHAMENTO_REGISTRO, registro_id)
    query = select(Encaminhamento).where(
        Encaminhamento.unidade_origem_id == actor.unidade_id, Encaminhamento.registro_token == token
    )
    rows = sorted(session.scalars(query), key=lambda row: row.created_at, reverse=True)
    runtime: DbRuntime = session.info["runtime"]
    return lines_of(session, actor, rows, today=_today(session, actor, runtime.clock))


def detail(session: Session, actor: Actor, encaminhamento_id: UUID, *, clock: Clock) -> EncaminhamentoDetail:
    """One referral as the actor's side may see it; who only follows gets status, dates and destination.

    Raises: AccessDenied, NotFound, Unreadable.
    """
    row = acesso.find(session, actor, encaminhamento_id)
    papel = _role(actor, row)
    acesso.record_here(session, actor, Action.ABRIR_ENCAMINHAMENTO, row, {"versao": row.versao})
    codes = sealing.open_codes(session, row)
    today = _today(session, actor, clock)
    origin, destination = papel == ORIGEM, papel == DESTINO and row.situacao != "ENVIADO"
    texts = sealing.open_texts(session, row) if papel != ACOMPANHA else {}
    registro = codes["registro_id"]
    author = session.get_one(Usuario, row.autor_id)
    copies = copies_of(session, row) if origin or destination else []
    return EncaminhamentoDetail(
        line=lines_of(session, actor, [row], today=today)[0],
        papel=papel,
        acoes=visao.actions(actor, row, codes, today=today),
        desfechos=visao.outcomes(row),
        versao=row.versao,
        autor=author.nome if origin else "",
        autorizado=str(codes["autorizado"]) if origin else "",
        base=str(codes["autorizado_base"] or "") if origin else "",
        partes=_parts(codes["partes"]) if origin else (),
        revisao=str(codes["revisao"] or "") if origin else "",
        registro_tipo=str(codes["registro_tipo"]) if origin else "",
        registro_id=UUID(bytes=registro) if origin and isinstance(registro, bytes) else None,
        obs=texts.get("obs", "") if origin else "",
        resposta=texts.get("resposta", "") if origin or destination else "",
        copias=tuple(
            CopiaLine(
                id=copia.id, sequencia=copia.sequencia, created_at=copia.created_at, revogada_em=copia.revogada_em
            )
            for copia in copies
        ),
    )


def _role(actor: Actor, row: Encaminhamento) -> str:
    if not acesso.is_origin(actor, row):
        acesso.require_destination(actor, Permission.ENCAMINHAMENTO_VER, row)
        return DESTINO
    acesso.require_origin(actor, Permission.ENCAMINHAMENTO_ACOMPANHAR, row)
    return ORIGEM if sees_whole(actor) else ACOMPANHA


def _parts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else ()


def _today(session: Session, actor: Actor, clock: Clock) -> date:
    assert actor.unidade_id is not None
    return clock.today(acesso.unit(session, actor.unidade_id).fuso)


def _page(
    session: Session,
    actor: Actor,
    mine: ColumnElement[bool],
    tipo: str,
    situacao: str,
    number: int,
    today: date,
) -> EncaminhamentoPage:
    wanted = (mine, Encaminhamento.situacao == situacao) if situacao else (mine,)
    total = session.scalar(select(func.count(Encaminhamento.id)).where(*wanted)) or 0
    pages = max(1, -(-total // PAGE_LINES))
    number = min(max(number, 1), pages)
    query = select(Encaminhamento).where(*wanted).order_by(Encaminhamento.created_at.desc(), Encaminhamento.id)
    rows = session.scalars(query.limit(PAGE_LINES).offset((number - 1) * PAGE_LINES)).all()
    details: dict[str, audit_chain.Detail] = {"tipo": tipo, "pagina": number, "quantidade": len(rows)}
    audit_chain.append(session, actor, Action.LISTAR, unidade_id=actor.unidade_id, detalhes=details)
    return EncaminhamentoPage(
        lines=lines_of(session, actor, rows, today=today), number=number, pages=pages, total=total
    )
