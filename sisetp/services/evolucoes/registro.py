"""Write a new evolution; the risk of the case follows it."""

from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.db import audit_chain
from sisetp.db.audit_chain import SEALS_KEY, Detail
from sisetp.db.audit_seals import row_seals
from sisetp.db.models.caso import Caso, Evolucao
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.estat_layout import Value
from sisetp.domain.evolucao import Circunstancias, EvolucaoEscrita, RegistrarEvolucao, check_register
from sisetp.services import sealing
from sisetp.services.casos import acesso
from sisetp.services.evolucoes import sigilo
from sisetp.services.linhas_do_caso import linked, people_of, zone_of
from sisetp.services.reavaliacao import is_latest_assessment, is_latest_contact, reassess
from sisetp.services.versoes import ACTIVE


def register(session: Session, actor: Actor, command: RegistrarEvolucao, *, clock: Clock) -> UUID:
    """Record one evolution and return its id; a submission key used before returns the record it made.

    Raises: AccessDenied, NotFound, RuleViolation, Unreadable.
    """
    audit_chain.lock(session, actor.unidade_id)
    caso = acesso.find(session, actor, Permission.EVOLUCAO_REGISTRAR, command.caso_id)
    key = _key_of(actor, command)
    if session.get(Evolucao, key) is not None:
        return key
    check_register(command.escrita, circumstances(session, actor, caso, clock=clock))
    row = _row(session, actor, caso, command.escrita, key, clock=clock)
    details: dict[str, Detail] = {"versao": row.versao, SEALS_KEY: row_seals(row)}
    acesso.record(session, actor, Action.REGISTRAR_EVOLUCAO, caso, details, alvo_tipo="evolucao", alvo_id=row.id)
    follow_risk(session, actor, caso, row, str(command.escrita.respostas["risco"]), clock=clock)
    return row.id


def circumstances(session: Session, actor: Actor, caso: Caso, *, clock: Clock) -> Circunstancias:
    """What the rules compare an evolution of this case with."""
    return Circunstancias(
        niveis=sigilo.levels(actor),
        now=clock.now(),
        fuso=zone_of(session, caso),
        abertura=caso.abertura,
        situacao=caso.situacao,
        pessoas=frozenset(people_of(session, caso)),
    )


def follow_risk(session: Session, actor: Actor, caso: Caso, row: Evolucao, risco: str, *, clock: Clock) -> None:
    """Make the risk of the newest contact the risk of the case; one written down late does not go over a newer one."""
    day = row.data.astimezone(ZoneInfo(zone_of(session, caso))).date()
    if is_latest_contact(session, row) and is_latest_assessment(session, caso, day):
        reassess(session, actor, caso, risco, clock=clock)


def codes_of(escrita: EvolucaoEscrita) -> dict[str, Value]:
    """Codes to be sealed."""
    return {**escrita.respostas, **linked(escrita.caso_pessoa_id)}


def _row(session: Session, actor: Actor, caso: Caso, escrita: EvolucaoEscrita, key: UUID, *, clock: Clock) -> Evolucao:
    now = clock.now()
    row = Evolucao(
        id=key,
        unidade_id=caso.unidade_id,
        caso_id=caso.id,
        data=escrita.data or now,
        profissional_id=actor.user_id,
        situacao=ACTIVE,
        proximo_data=escrita.proximo_data,
        proximo_feito_em=None,
        versao=1,
        created_at=now,
        updated_at=now,
    )
    sealing.seal_codes(session, row, codes_of(escrita))
    sealing.seal_texts(session, row, escrita.textos)
    session.add(row)
    session.flush()
    return row


def _key_of(actor: Actor, command: RegistrarEvolucao) -> UUID:
    """Id of the new row: the same for the same author, case and submission key."""
    return uuid5(command.caso_id, f"{actor.user_id}:{command.chave}") if command.chave else uuid4()
