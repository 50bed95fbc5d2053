"""The life of a case: suspend, follow up, end, reopen and conclude a transfer that somebody accepted."""

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.db import audit_chain
from sisetp.db.audit_chain import SEALS_KEY
from sisetp.domain.audit import Action
from sisetp.domain.caso import ENCERRADO, TRANSFERIDO, MudarSituacao, motivo_guardado
from sisetp.domain.caso_regras import check_situacao
from sisetp.domain.clock import Clock
from sisetp.domain.errors import Conflict
from sisetp.services.casos import acesso
from sisetp.services.casos.equipe import rules_of
from sisetp.services.casos.lacre import Conteudo, advance, opened
from sisetp.services.casos.pendencias import pending


def change_status(session: Session, actor: Actor, command: MudarSituacao, *, clock: Clock) -> int:
    """Take one step of the case's life and return the new version; the reason of an end is sealed.

    Raises: AccessDenied (a transfer is for the coordenação), NotFound, Conflict, RuleViolation, Unreadable.
    """
    audit_chain.lock(session, actor.unidade_id)
    wanted = Permission.CASO_TRANSFERIR if command.para == TRANSFERIDO else Permission.CASO_ENCERRAR
    row = acesso.find(session, actor, wanted, command.caso_id)
    if row.versao != command.versao:
        raise Conflict(())
    de = row.situacao
    check_situacao(
        command,
        de=de,
        abertura=row.abertura,
        pendencias=pending(session, row),
        regras=rules_of(session, actor, clock=clock),
    )
    stored = opened(session, row)
    ends = command.para in (ENCERRADO, TRANSFERIDO)
    codes = {**stored.codigos, "encerramento_motivo": command.encerramento_motivo if ends else None}
    content = Conteudo(codigos=codes, textos=stored.textos, n_processo=stored.n_processo)
    motivo = motivo_guardado(de, command.para)
    seals = advance(session, actor, row, content, motivo, command.justificativa, clock=clock)
    row.situacao, row.encerramento = command.para, command.data if ends else None
    session.flush()
    details: dict[str, audit_chain.Detail] = {"de": de, "para": command.para, "motivo": motivo, "versao": row.versao}
    acesso.record(session, actor, Action.SITUACAO_CASO, row, {**details, SEALS_KEY: seals})
    return row.versao
