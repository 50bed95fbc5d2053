"""Evolutions as the pages show them, made from rows that were opened; and rows found by id."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits, require
from sisetp.db.models.caso import Caso, Evolucao
from sisetp.domain.caso import ABERTOS
from sisetp.domain.errors import FieldMessage, RuleViolation, Unreadable
from sisetp.domain.estat_layout import Value
from sisetp.services import sealing
from sisetp.services.casos import acesso
from sisetp.services.evolucoes import sigilo
from sisetp.services.linhas_do_caso import link_of, row_of
from sisetp.services.versoes import ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class EvolucaoItem:
    """One evolution. When `legivel` is false only date, professional, status and `sigilo` have anything in them.

    `respostas` has the codes of form F and `textos` its texts; `pessoa` says which person of the case it is about.
    """

    id: UUID
    data: datetime
    profissional: str
    situacao: str
    legivel: bool
    sigilo: str = ""
    ilegivel: bool = False
    versao: int = 0
    respostas: Mapping[str, Value]
    textos: Mapping[str, str]
    pessoa: str = ""
    proximo_data: date | None = None
    proximo_feito_em: datetime | None = None
    pode_alterar: bool = False
    pode_concluir: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedRow:
    """A row and its opened codes; None when they cannot be opened."""

    row: Evolucao
    codes: Mapping[str, Value] | None


def open_row(session: Session, row: Evolucao) -> OpenedRow:
    """Open the codes of a row."""
    try:
        return OpenedRow(row=row, codes=sealing.open_codes(session, row))
    except Unreadable:
        return OpenedRow(row=row, codes=None)


def closed_item(opened: OpenedRow, profissional: str) -> EvolucaoItem:
    """An evolution for somebody who does not read its level, or that cannot be opened at all."""
    row, codes = opened.row, opened.codes
    return EvolucaoItem(
        id=row.id,
        data=row.data,
        profissional=profissional,
        situacao=row.situacao,
        legivel=False,
        sigilo=sigilo.label(codes) if codes is not None else "",
        ilegivel=codes is None,
        respostas={},
        textos={},
    )


def read_item(
    actor: Actor,
    caso: Caso,
    opened: OpenedRow,
    profissional: str,
    textos: Mapping[str, str],
    people: Mapping[UUID, str],
) -> EvolucaoItem:
    """An evolution for somebody who reads its level."""
    row, codes = opened.row, opened.codes or {}
    about = link_of(codes)
    changes = row.situacao == ACTIVE and caso.situacao in ABERTOS
    pending = row.proximo_data is not None and row.proximo_feito_em is None
    return EvolucaoItem(
        id=row.id,
        data=row.data,
        profissional=profissional,
        situacao=row.situacao,
        legivel=True,
        sigilo=sigilo.label(codes),
        versao=row.versao,
        respostas={name: value for name, value in codes.items() if name != "caso_pessoa_id"},
        textos=textos,
        pessoa=people.get(about, "") if about else "",
        proximo_data=row.proximo_data,
        proximo_feito_em=row.proximo_feito_em,
        pode_alterar=changes and _may_amend(actor, row),
        pode_concluir=changes and pending and permits(actor, Permission.EVOLUCAO_REGISTRAR),
    )


def find(
    session: Session, actor: Actor, permission: Permission, caso_id: UUID, evolucao_id: UUID, *, own: bool = False
) -> tuple[Caso, Evolucao]:
    """A case and one evolution of it; `own` also asks the permission about who wrote it.

    Raises: NotFound before AccessDenied, so that a row of another unit is never told apart from none.
    """
    caso = acesso.find(session, actor, permission, caso_id)
    row = row_of(session, Evolucao, caso, evolucao_id)
    require(actor, permission, unidade_id=row.unidade_id, autor_id=row.profissional_id if own else None)
    return caso, row


def check_in_force(row: Evolucao) -> None:
    """Refuse a change of a cancelled evolution. Raises: RuleViolation."""
    if row.situacao != ACTIVE:
        raise RuleViolation((FieldMessage("situacao", "Esta evolução foi cancelada e não pode ser alterada."),))


def _may_amend(actor: Actor, row: Evolucao) -> bool:
    target = row.unidade_id, row.profissional_id
    return permits(actor, Permission.EVOLUCAO_ALTERAR, unidade_id=target[0], autor_id=target[1])
