"""A prepared release that is ready: approved by a first person, or given up with a reason.

The second approval is in `second`.
"""

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor, AnyActor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.models.publicacao import Divulgacao
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.codelists import codelist
from sisetp.domain.divulgacao import APROVADA, DESCARTADA, exigir, refuse
from sisetp.domain.errors import Unreadable
from sisetp.reporting import ledger
from sisetp.reporting.releases.known import last_external
from sisetp.reporting.releases.preparation import Preparo
from sisetp.reporting.releases.store import open_preparation, taken


def approve_first(session: Session, actor: Actor, divulgacao_id: int, versao: int, *, clock: Clock) -> None:
    """First approval of a ready release.

    Raises: AccessDenied, NotFound, Conflict, RuleViolation on `situacao`, `preparo` or `auditoria`.
    """
    require(actor, Permission.DIVULGACAO_APROVAR)
    row = taken(session, divulgacao_id, versao)
    exigir(row.situacao, APROVADA)
    checked(session, row)
    row.situacao, row.versao = APROVADA, row.versao + 1
    row.aprovador1_id, row.aprovada1_em = actor.user_id, clock.now()
    session.flush()
    record(session, actor, Action.APROVAR_DIVULGACAO, row, edicao=row.edicao, resumo=row.preparo_hash or "")


def discard(session: Session, actor: AnyActor, divulgacao_id: int, versao: int | None, motivo: str) -> None:
    """Give up a release that is not out; what was prepared is erased. Operators have no role to ask.

    Raises: AccessDenied, NotFound, Conflict, RuleViolation on `situacao` or `motivo`.
    """
    if isinstance(actor, Actor):
        require(actor, Permission.DIVULGACAO_PREPARAR)
    row = taken(session, divulgacao_id, versao)
    exigir(row.situacao, DESCARTADA)
    if motivo not in {item.code for item in codelist("motivo_descarte").items}:
        raise refuse("motivo", "Escolha o motivo do descarte.")
    row.situacao, row.versao, row.preparo, row.preparo_hash = DESCARTADA, row.versao + 1, None, None
    session.flush()
    record(session, actor, Action.DESCARTAR_DIVULGACAO, row, motivo=motivo)


def checked(session: Session, row: Divulgacao) -> Preparo:
    """The preparation of a row, whole, audited, and made against the ledger as it is now.

    Raises: RuleViolation on `preparo` or `auditoria`.
    """
    try:
        preparo = open_preparation(session, row)
    except Unreadable:
        raise refuse("preparo", "O que foi preparado não abre ou foi alterado: prepare de novo.") from None
    if not preparo.aprovada:
        raise refuse("auditoria", "A auditoria não aprovou esta divulgação.")
    ends = ledger.head(session, ano=row.ano), ledger.head(session, produto=row.produto)
    if (*ends, last_external(session, row.ano)) != (preparo.cabeca, preparo.anterior, preparo.externas):
        raise refuse("preparo", "O livro mudou depois desta preparação: descarte-a e prepare de novo.")
    return preparo


def record(session: Session, actor: AnyActor, action: Action, row: Divulgacao, **more: audit_chain.Detail) -> None:
    """Append the event of a step of a release."""
    audit_chain.append(
        session,
        actor,
        action,
        unidade_id=None,
        alvo_tipo="divulgacao",
        alvo_id=str(row.id),
        detalhes={"produto": row.produto, "periodo": row.periodo, **more},
    )
