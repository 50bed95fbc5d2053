"""Decide about two records of the unit: same person, different people, or undo. The records are not touched."""

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.db import audit_chain
from sisetp.db.models.vinculo import VinculoPessoa
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.vinculo import DecidirVinculo, check_decision
from sisetp.services.atendimentos import zone_of
from sisetp.services.duplicidades.comparar import find
from sisetp.services.duplicidades.ligacoes import decisions_around


def decide(session: Session, actor: Actor, command: DecidirVinculo, *, clock: Clock) -> None:
    """Add one decision about a pair; the last one counts.

    Raises: AccessDenied, NotFound, RuleViolation (out of order, or against other decisions of the group).
    """
    audit_chain.lock(session, actor.unidade_id)
    first, second = find(session, actor, Permission.DUPLICIDADE_DECIDIR, *command.par)
    decided = decisions_around(session, command.par)
    check_decision(command, decided, today=clock.today(zone_of(session, actor)))
    session.add(
        VinculoPessoa(
            unidade_id=first.unidade_id,
            pessoa_a_id=first.id,
            pessoa_b_id=second.id,
            decisao=command.decisao,
            motivo=command.motivo,
            autor_id=actor.user_id,
            created_at=clock.now(),
        )
    )
    session.flush()
    audit_chain.append(
        session,
        actor,
        Action.DECIDIR_VINCULO,
        unidade_id=first.unidade_id,
        alvo_tipo="pessoa",
        alvo_id=first.id,
        pessoa_id=first.id,
        detalhes={
            "decisao": command.decisao,
            "motivo": command.motivo,
            "pessoas": [str(first.id), str(second.id)],
        },
    )
