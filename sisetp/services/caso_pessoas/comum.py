"""What the services of people in cases share: rows, the pessoa behind the sealed link, what the rules need of her."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db.models.caso import Caso, CasoPessoa
from sisetp.db.models.pessoa import Pessoa
from sisetp.domain.caso import ABERTOS
from sisetp.domain.caso_pessoa import SobreAPessoa
from sisetp.domain.clock import Clock
from sisetp.domain.errors import FieldMessage, NotFound, RuleViolation, Unreadable
from sisetp.domain.estat_layout import Value
from sisetp.domain.ficha import Value as Answer
from sisetp.domain.geography import BRASIL, PAIS_NAO_INFORMADO
from sisetp.domain.pessoa import MAX_AGE, Identidade, age_on, faixa_de
from sisetp.services import sealing
from sisetp.services.atendimentos import zone_of
from sisetp.services.casos import acesso
from sisetp.services.versoes import ACTIVE

REMOVED = "RETIRADA"


def case_of(session: Session, actor: Actor, permission: Permission, caso: Caso | UUID) -> Caso:
    """Row of a case, by id or already found, that the actor may touch. Raises: NotFound, AccessDenied."""
    if isinstance(caso, UUID):
        return acesso.find(session, actor, permission, caso)
    require(actor, permission, unidade_id=caso.unidade_id)
    return caso


def find(
    session: Session, actor: Actor, permission: Permission, caso_id: UUID, caso_pessoa_id: UUID
) -> tuple[Caso, CasoPessoa]:
    """Case and row of one person in it. Raises: NotFound (also for a person of another case), AccessDenied."""
    caso = acesso.find(session, actor, permission, caso_id)
    row = session.get(CasoPessoa, caso_pessoa_id)
    if row is None or row.caso_id != caso.id:
        raise NotFound
    return caso, row


def check_open(caso: Caso) -> None:
    """Refuse a change of a closed case. Raises: RuleViolation."""
    if caso.situacao not in ABERTOS:
        raise RuleViolation((FieldMessage("situacao", "Este caso está encerrado: reabra antes de alterar."),))


def check_in_case(row: CasoPessoa) -> None:
    """Refuse a change of a person taken out of the case. Raises: RuleViolation."""
    if row.situacao != ACTIVE:
        raise RuleViolation((FieldMessage("situacao", "Esta pessoa foi retirada do caso."),))


def pessoa_id_of(row: CasoPessoa, codes: Mapping[str, Value]) -> UUID:
    """Id inside the sealed link. Raises: Unreadable when the row has none."""
    link = codes.get("pessoa_id")
    if not isinstance(link, bytes):
        raise Unreadable(str(row.id))
    return UUID(bytes=link)


def pessoa_of(session: Session, row: CasoPessoa, codes: Mapping[str, Value]) -> Pessoa:
    """Row of the person behind the sealed link. Raises: NotFound, Unreadable."""
    pessoa = session.get(Pessoa, pessoa_id_of(row, codes))
    if pessoa is None:
        raise NotFound
    return pessoa


def answers_of(codes: Mapping[str, Value]) -> dict[str, Answer]:
    """The answers among the codes of a row, sealed links left out."""
    return {name: value for name, value in codes.items() if not isinstance(value, bytes)}


def about(session: Session, pessoa: Pessoa, *, hoje: date) -> SobreAPessoa:
    """What the rules need of a person. Nothing of it is shown, so no opening is recorded. Raises: Unreadable."""
    codes = sealing.open_codes(session, pessoa)
    known = sealing.open_identities(session, [pessoa]).get(pessoa.id, Identidade())
    age = _age(known.nascimento, codes.get("idade"), hoje.year - pessoa.updated_at.year, hoje)
    countries = {codes.get("nacionalidade"), codes.get("nacionalidade_2")} - {None, "", PAIS_NAO_INFORMADO}
    return SobreAPessoa(
        nascimento=known.nascimento,
        idade=age,
        faixa=faixa_de(age) if age is not None else str(codes.get("faixa_etaria") or ""),
        brasileira=BRASIL in countries if countries else None,
    )


def order_of(session: Session, row: CasoPessoa) -> int:
    """Number of a person in her case, from 1."""
    columns = (CasoPessoa.created_at, CasoPessoa.id)
    query = select(*columns).where(CasoPessoa.unidade_id == row.unidade_id, CasoPessoa.caso_id == row.caso_id)
    return 1 + sum((moment, key) < (row.created_at, row.id) for moment, key in session.execute(query))


def needs_reason(pessoa: Pessoa, *, clock: Clock, reason_after_days: int) -> bool:
    """Tell whether opening this identity asks a reason: one last written long ago does, for everybody (decision 11)."""
    return clock.now() - pessoa.updated_at > timedelta(days=reason_after_days)


def local_today(session: Session, actor: Actor, clock: Clock) -> date:
    """Today where the actor's unit is."""
    return clock.today(zone_of(session, actor))


def _age(nascimento: date | None, declared: Value, years_since: int, hoje: date) -> int | None:
    if nascimento is not None:
        age = age_on(nascimento, hoje)
    elif isinstance(declared, int):
        age = declared + years_since
    else:
        return None
    return age if 0 <= age <= MAX_AGE else None
