"""Verify everything that is out, proofs included, without a solver; the verification itself is an event."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor, AnyActor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.models.publicacao import Divulgacao
from sisetp.domain.audit import Action
from sisetp.domain.divulgacao import PUBLICADA
from sisetp.reporting import ledger
from sisetp.reporting.ledger import Problema
from sisetp.reporting.releases import proofs


@dataclass(frozen=True, slots=True, kw_only=True)
class Verificacao:
    """How many releases are out, and everything wrong with them."""

    divulgacoes: int
    problemas: tuple[Problema, ...]


def examine(session: Session, actor: AnyActor) -> Verificacao:
    """Chain, cells, files, frozen facts and trail; then, when they hold, the certificates of every year.

    It takes a while, so a session that only reads will do; it sees every unit and one moment of the database, and what
    it found is said once `write_down` is committed. Operators have no role to ask. Raises: AccessDenied.
    """
    if isinstance(actor, Actor):
        require(actor, Permission.DIVULGACAO_VER)
    problems = ledger.verify(session) or proofs.problems(session)
    out = session.scalar(select(func.count(Divulgacao.id)).where(Divulgacao.situacao == PUBLICADA)) or 0
    return Verificacao(divulgacoes=out, problemas=problems)


def write_down(session: Session, actor: AnyActor, found: Verificacao) -> None:
    """Append the event of a verification. Raises: AccessDenied."""
    if isinstance(actor, Actor):
        require(actor, Permission.DIVULGACAO_VER)
    details: dict[str, audit_chain.Detail] = {
        "divulgacoes": found.divulgacoes,
        "resultado": "COM_FALHA" if found.problemas else "SEM_FALHA",
    }
    if found.problemas:
        details["primeiro_erro"] = str(found.problemas[0].numero)
    audit_chain.append(session, actor, Action.VERIFICAR_DIVULGACOES, unidade_id=None, detalhes=details)
