"""Change the fields of a case (form D) with a reason: older versions are kept sealed, two editors are told apart."""

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.db import audit_chain
from sisetp.db.audit_chain import SEALS_KEY
from sisetp.db.models.caso import Caso, Evolucao
from sisetp.domain.audit import Action
from sisetp.domain.caso import AlterarCaso
from sisetp.domain.caso_regras import check_alteracao
from sisetp.domain.clock import Clock
from sisetp.domain.errors import Conflict
from sisetp.services.casos import acesso
from sisetp.services.casos.equipe import rules_of
from sisetp.services.casos.lacre import RESUMO, Conteudo, advance, opened
from sisetp.services.casos.leitura import Folha, sheet
from sisetp.services.linhas_do_caso import zone_of
from sisetp.services.versoes import ACTIVE


def open_sheet(session: Session, actor: Actor, caso_id: UUID, *, with_process: bool = False) -> Folha:
    """The fields of a case as a change starts from them; process numbers only when asked, an opening of its own.

    Raises: AccessDenied, NotFound, Unreadable.
    """
    row = acesso.find(session, actor, Permission.CASO_ALTERAR, caso_id)
    return sheet(session, actor, row, with_process=with_process)


def amend(session: Session, actor: Actor, command: AlterarCaso, *, clock: Clock) -> int:
    """Save the new state and return the new version; what the command leaves as None stays as stored.

    Raises: AccessDenied, NotFound, RuleViolation, Conflict (then ask `open_sheet` what is stored now), Unreadable.
    """
    audit_chain.lock(session, actor.unidade_id)
    row = acesso.find(session, actor, Permission.CASO_ALTERAR, command.caso_id)
    rules = rules_of(session, actor, clock=clock)
    check_alteracao(
        command,
        situacao=row.situacao,
        encerramento=row.encerramento,
        regras=rules,
        primeira_evolucao=_first_contact(session, row),
    )
    if row.versao != command.versao:
        raise Conflict(())
    stored = opened(session, row)
    content = _whole(stored, command)
    changed = _changes(stored, content) + (row.abertura != command.abertura)
    seals = advance(session, actor, row, content, command.motivo, command.justificativa, clock=clock)
    assert command.abertura is not None
    row.abertura = command.abertura
    session.flush()
    details: dict[str, audit_chain.Detail] = {"motivo": command.motivo, "campos": changed, "versao": row.versao}
    acesso.record(session, actor, Action.ALTERAR_CASO, row, {**details, SEALS_KEY: seals})
    return row.versao


def _first_contact(session: Session, row: Caso) -> date | None:
    """Local day of the earliest evolution in force."""
    query = select(func.min(Evolucao.data)).where(
        Evolucao.unidade_id == row.unidade_id, Evolucao.caso_id == row.id, Evolucao.situacao == ACTIVE
    )
    moment = session.scalar(query)
    return moment.astimezone(ZoneInfo(zone_of(session, row))).date() if moment else None


def _whole(stored: Conteudo, command: AlterarCaso) -> Conteudo:
    codes = {**stored.codigos, "porta_entrada": command.porta_entrada, "risco": command.risco}
    texts = dict(stored.textos) if command.resumo is None else {**stored.textos, RESUMO: command.resumo}
    process = stored.n_processo if command.n_processo is None else command.n_processo
    return Conteudo(codigos=codes, textos=texts, n_processo=process)


def _changes(before: Conteudo, after: Conteudo) -> int:
    codes = sum(1 for name, value in after.codigos.items() if before.codigos.get(name) != value)
    texts = before.textos.get(RESUMO, "") != after.textos.get(RESUMO, "")
    return codes + texts + (before.n_processo != after.n_processo)
