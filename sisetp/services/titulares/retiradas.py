"""Take back what was authorised: from now on nothing is shared on it, and what was shared is closed where it can be."""

from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.db import audit_chain
from sisetp.db.audit_chain import SEALS_KEY
from sisetp.db.audit_seals import row_seals
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.titular import CONSENTIMENTO, RegistrarAutorizacao
from sisetp.services import encaminhamentos
from sisetp.services.atendimentos import zone_of
from sisetp.services.duplicidades.ligacoes import linked_ids
from sisetp.services.titulares import consentimentos, pessoa
from sisetp.services.titulares.pessoa import Origem


def withdraw(session: Session, actor: Actor, origem: Origem, registro_id: UUID, *, clock: Clock) -> int:
    """Mark every authorisation of the person as taken back today and stop what was shared on it; return how many
    referrals that reached.

    An authorisation given only inside a referral has no record of form J: one is made, already taken back, so that
    nobody shares on it again without asking. What the person was merely told stays as it is.
    Raises: AccessDenied, NotFound, Unreadable.
    """
    titular = pessoa.find(session, actor, Permission.TITULAR_REGISTRAR, origem, registro_id)
    today = clock.today(zone_of(session, actor))
    # The referrals first: they lock the chains of two units, in the order of their ids.
    ended: int = sum(
        encaminhamentos.withdraw_consent(session, actor, key, clock=clock)
        for key in linked_ids(session, titular.pessoa_id)
    )
    audit_chain.lock(session, titular.unidade_id)
    rows = consentimentos.rows_of(session, titular.unidade_id, titular.pessoa_id)
    in_force = {item.id for item in consentimentos.opened(session, rows) if item.em_vigor}
    chosen = [row for row in rows if row.id in in_force]
    seals: dict[str, str] = {}
    if not chosen:
        empty = RegistrarAutorizacao(base_legal=CONSENTIMENTO, pontos=(), forma="", partes=(), data=today)
        chosen = [consentimentos.add(session, actor, titular, empty, clock=clock)]
        seals = row_seals(chosen[0])
    for row in chosen:
        row.retirado_em, row.updated_at = today, clock.now()
    session.flush()
    for number, row in enumerate(chosen):
        audit_chain.append(
            session,
            actor,
            Action.RETIRAR_AUTORIZACAO,
            unidade_id=row.unidade_id,
            alvo_tipo="consentimento",
            alvo_id=row.id,
            detalhes={"encerrados": 0 if number else ended, "versao": row.versao, SEALS_KEY: seals},
        )
    return ended
