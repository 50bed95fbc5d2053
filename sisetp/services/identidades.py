"""Open what is closed: identity, civil name, narratives and the person sought. The event comes first (decision 12).

Each function appends its event and returns plaintext inside a unit of work; the page is rendered only after that unit
of work has committed. A record older than the limit asks a coded reason from everybody (decision 11); «OUTRO» is not
accepted there, because an explanation would be free text in the audit trail.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import reads_secrecy
from sisetp.access.roles import Secrecy
from sisetp.db import audit_chain
from sisetp.db.models.atendimento import Atendimento, PessoaProcurada, Versao
from sisetp.db.models.pessoa import Pessoa
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.codelists import Code, codelist
from sisetp.domain.errors import AccessDenied, FieldMessage, NotFound, RuleViolation
from sisetp.domain.pessoa import Identidade, display_name
from sisetp.services import sealing, trilha
from sisetp.services.atendimentos import find, needs_reason, zone_of
from sisetp.services.results import OpenedIdentity, OpenedSought, OpenedTexts

_NEEDS_TEXT = "OUTRO"


def opening_reasons(session: Session, actor: Actor, *, clock: Clock) -> tuple[Code, ...]:
    """Reasons that can be given today for opening an old record."""
    current = codelist("motivo_abertura").current(clock.today(zone_of(session, actor)))
    return tuple(item for item in current if item.code != _NEEDS_TEXT)


def open_identity(
    session: Session, actor: Actor, atendimento_id: UUID, motivo: str, *, clock: Clock, reason_after_days: int
) -> OpenedIdentity:
    """Identity of the pessoa of an atendimento: the name used, without the civil one when there are two.

    Raises: AccessDenied, NotFound (also when there is no identity), RuleViolation without a needed reason, Unreadable.
    """
    row, pessoa = find(session, actor, Permission.IDENTIDADE_ABRIR, atendimento_id)
    check_opening(session, actor, row, motivo, clock=clock, reason_after_days=reason_after_days)
    record_opening(session, actor, row, Action.ABRIR_IDENT, motivo, clock=clock)
    return shown_identity(_identity(session, pessoa), civil=False)


def open_civil_name(
    session: Session, actor: Actor, atendimento_id: UUID, motivo: str, *, clock: Clock, reason_after_days: int
) -> OpenedIdentity:
    """Identity with the civil name beside the social one: an opening of its own (Decreto 8.727/2016, art. 3).

    Raises: AccessDenied, NotFound, RuleViolation, Unreadable.
    """
    row, pessoa = find(session, actor, Permission.IDENTIDADE_ABRIR, atendimento_id)
    check_opening(session, actor, row, motivo, clock=clock, reason_after_days=reason_after_days)
    record_opening(session, actor, row, Action.ABRIR_NOME_CIVIL, motivo, clock=clock)
    return shown_identity(_identity(session, pessoa), civil=True)


def open_texts(
    session: Session, actor: Actor, atendimento_id: UUID, motivo: str, *, clock: Clock, reason_after_days: int
) -> OpenedTexts:
    """Free texts of an atendimento and the written reasons of its amendments.

    A desk officer opens those of her own records; the texts of a ficha have the level TECNICO.
    Raises: AccessDenied, NotFound, RuleViolation, Unreadable.
    """
    row, _pessoa = find(session, actor, Permission.RELATO_ABRIR, atendimento_id, own=True)
    if not reads_secrecy(actor, Secrecy.TECNICO):
        raise AccessDenied(Permission.RELATO_ABRIR)
    check_opening(session, actor, row, motivo, clock=clock, reason_after_days=reason_after_days)
    record_opening(session, actor, row, Action.ABRIR_RELATO, motivo, clock=clock)
    query = select(Versao).where(Versao.tabela == Atendimento.__tablename__, Versao.registro_id == row.id)
    older = list(session.scalars(query.order_by(Versao.versao.desc())))
    reasons = sealing.open_reasons(session, older)
    return OpenedTexts(
        textos=sealing.open_texts(session, row),
        justificativas=tuple((old.versao, reasons[old.id]) for old in older if old.id in reasons),
    )


def open_sought(
    session: Session, actor: Actor, atendimento_id: UUID, motivo: str, *, clock: Clock, reason_after_days: int
) -> OpenedSought:
    """What is known of the people that the person attended asks to locate, never mixed with her own identity.

    Raises: AccessDenied, NotFound, RuleViolation, Unreadable.
    """
    row, _pessoa = find(session, actor, Permission.IDENTIDADE_ABRIR, atendimento_id)
    check_opening(session, actor, row, motivo, clock=clock, reason_after_days=reason_after_days)
    people = list(session.scalars(select(PessoaProcurada).where(PessoaProcurada.atendimento_id == row.id)))
    if not people:
        raise NotFound
    for sought in people:
        audit_chain.append(
            session,
            actor,
            Action.ABRIR_IDENT,
            unidade_id=row.unidade_id,
            alvo_tipo="pessoa_procurada",
            alvo_id=sought.id,
            detalhes=_details(row, motivo, clock),
        )
    return OpenedSought(pessoas=tuple(sealing.open_sought(session, sought) for sought in people))


def check_opening(
    session: Session, actor: Actor, row: Atendimento, motivo: str, *, clock: Clock, reason_after_days: int
) -> None:
    """Refuse an opening without a reason where one is needed, or with one that is not in the list.

    Raises: RuleViolation on field `motivo`.
    """
    if not motivo and not needs_reason(row, clock=clock, reason_after_days=reason_after_days):
        return
    if motivo not in {item.code for item in opening_reasons(session, actor, clock=clock)}:
        raise RuleViolation((FieldMessage("motivo", "Escolha por que precisa abrir este registro."),))


def record_opening(
    session: Session, actor: Actor, row: Atendimento, action: Action, motivo: str, *, clock: Clock
) -> None:
    """Append the event of one opening of this record."""
    trilha.record(session, actor, action, row, _details(row, motivo, clock))


def shown_identity(known: Identidade, *, civil: bool) -> OpenedIdentity:
    """What a page may show of an identity: the civil name stays out unless it was opened on its own."""
    name = display_name(known)
    other = bool(known.nome_civil) and known.nome_civil != name
    return OpenedIdentity(
        nome=name,
        has_other_name=other,
        nome_civil=known.nome_civil if civil and other else "",
        nascimento=known.nascimento,
        doc_tipo=known.doc_tipo,
        doc_numero=known.doc_numero,
        contato=known.contato,
        contato_seguro=known.contato_seguro,
    )


def _identity(session: Session, pessoa: Pessoa) -> Identidade:
    if pessoa.ident is None:
        raise NotFound
    return sealing.open_identities(session, [pessoa])[pessoa.id]


def _details(row: Atendimento, motivo: str, clock: Clock) -> dict[str, str | int | None]:
    return {"motivo": motivo or None, "idade_dias": (clock.now() - row.inicio).days, "versao": row.versao}
