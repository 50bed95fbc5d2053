"""Where a referral starts: an atendimento or a case of the unit and the person in it, and what they have to share."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db.models.atendimento import Atendimento
from sisetp.db.models.caso import Caso, CasoPessoa
from sisetp.db.models.pessoa import Pessoa
from sisetp.domain import partilha
from sisetp.domain.caso import ABERTOS
from sisetp.domain.encaminhamento import ATENDIMENTO, CASO
from sisetp.domain.errors import FieldMessage, NotFound, RuleViolation
from sisetp.domain.estat_layout import Value as Sealed
from sisetp.domain.ficha import Value
from sisetp.domain.names import clean_text
from sisetp.services import sealing
from sisetp.services.atendimentos import find as find_atendimento
from sisetp.services.casos.acesso import find as find_case
from sisetp.services.fichas import fichas_of
from sisetp.services.sealing import Relacao
from sisetp.services.versoes import ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Fonte:
    """The record a referral is made from: an atendimento, or a case and one person in it."""

    tipo: str
    id: UUID
    pessoa: Pessoa
    atendimento: Atendimento | None = None
    caso: Caso | None = None
    caso_pessoa: CasoPessoa | None = None


def find(session: Session, actor: Actor, tipo: str, registro_id: UUID, pessoa: UUID | None) -> Fonte:
    """The record of the actor's unit; `pessoa` is a caso_pessoa id. Changes of a closed record are refused.

    Raises: AccessDenied, NotFound, RuleViolation (`registro_tipo`, `registro_id`, `pessoa`), Unreadable.
    """
    require(actor, Permission.ENCAMINHAMENTO_ENVIAR, unidade_id=actor.unidade_id)
    if tipo == ATENDIMENTO:
        row, person = find_atendimento(session, actor, Permission.ENCAMINHAMENTO_ENVIAR, registro_id)
        if row.situacao != ACTIVE:
            raise _wrong("registro_id", "Esta ficha foi cancelada: não se encaminha a partir dela.")
        return Fonte(tipo=tipo, id=row.id, pessoa=person, atendimento=row)
    if tipo != CASO:
        raise _wrong("registro_tipo", "Encaminhe a partir de um atendimento ou de um caso.")
    case = find_case(session, actor, Permission.CASO_VER, registro_id)
    if case.situacao not in ABERTOS:
        raise _wrong("registro_id", "Este caso está encerrado: reabra antes de encaminhar.")
    link = session.get(CasoPessoa, pessoa) if pessoa is not None else None
    if link is None or link.caso_id != case.id or link.situacao != ACTIVE:
        raise _wrong("pessoa", "Escolha uma pessoa deste caso.")
    return _of_case(session, case, link)


def again(session: Session, actor: Actor, tipo: str, registro_id: UUID, pessoa_id: UUID) -> Fonte:
    """The record of a referral already made, found again to share more of it; `pessoa_id` is the pessoa's own.

    Raises: AccessDenied, NotFound, RuleViolation, Unreadable.
    """
    if tipo != CASO:
        return find(session, actor, tipo, registro_id, None)
    token = sealing.link_token(session, actor.unidade_id or 0, Relacao.CASO_PESSOA, pessoa_id)
    query = select(CasoPessoa.id).where(CasoPessoa.caso_id == registro_id, CasoPessoa.pessoa_token == token)
    return find(session, actor, tipo, registro_id, session.scalar(query))


def material(session: Session, fonte: Fonte, partes: tuple[str, ...], resumo: str) -> partilha.Material:
    """What the record has in the parts asked for, and only in those: nothing else is opened.

    Raises: Unreadable.
    """
    found: dict[str, dict[str, Value]] = {}
    if {partilha.IDENTIDADE, partilha.CONTATO} & set(partes):
        known = _identity(session, fonte.pessoa)
        found |= {partilha.IDENTIDADE: known, partilha.CONTATO: known}
    if partilha.PERFIL in partes:
        found[partilha.PERFIL] = _plain(sealing.open_codes(session, fonte.pessoa))
    if {partilha.NECESSIDADES, partilha.TRIAGEM} & set(partes):
        contact = fonte.atendimento or _newest_contact(session, fonte.pessoa.id)
        answers = _plain(sealing.open_codes(session, contact)) if contact is not None else {}
        found |= {partilha.NECESSIDADES: answers, partilha.TRIAGEM: answers}
    if partilha.CASO in partes and fonte.caso is not None and fonte.caso_pessoa is not None:
        risk = sealing.open_codes(session, fonte.caso).get("risco")
        codes = {**sealing.open_codes(session, fonte.caso_pessoa), "risco": risk}
        found[partilha.CASO] = _plain(codes)
    if partilha.RESUMO in partes:
        found[partilha.RESUMO] = {"resumo": clean_text(resumo)}
    return found


def _of_case(session: Session, case: Caso, link: CasoPessoa) -> Fonte:
    pessoa_id = sealing.open_codes(session, link)["pessoa_id"]
    assert isinstance(pessoa_id, bytes)
    person = session.get(Pessoa, UUID(bytes=pessoa_id))
    if person is None:
        raise NotFound
    return Fonte(tipo=CASO, id=case.id, pessoa=person, caso=case, caso_pessoa=link)


def _newest_contact(session: Session, pessoa_id: UUID) -> Atendimento | None:
    known = fichas_of(session, [pessoa_id]).get(pessoa_id)
    return session.get(Atendimento, known[0].id) if known else None


def _identity(session: Session, pessoa: Pessoa) -> dict[str, Value]:
    known = sealing.open_identities(session, [pessoa]).get(pessoa.id)
    if known is None:
        return {}
    names = {name for parte in (partilha.IDENTIDADE, partilha.CONTATO) for _form, name in partilha.PARTES[parte]}
    values: dict[str, Any] = {name: getattr(known, name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _plain(codes: dict[str, Sealed]) -> dict[str, Value]:
    return {name: value for name, value in codes.items() if not isinstance(value, bytes)}


def _wrong(campo: str, mensagem: str) -> RuleViolation:
    return RuleViolation((FieldMessage(campo, mensagem),))
