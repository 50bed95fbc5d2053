"""Identities: of people attended, and of people somebody asks to locate."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.db.models.atendimento import PessoaProcurada
from sisetp.db.models.pessoa import Pessoa
from sisetp.domain import atendimento as ficha
from sisetp.domain.errors import Unreadable
from sisetp.domain.pessoa import Identidade
from sisetp.services.sealing.records import open_private, seal_private


def seal_identity(session: Session, pessoa: Pessoa, identidade: Identidade | None) -> None:
    """Seal an identity under the key of the pessoa, or leave the row without one."""
    pessoa.ident = None
    if identidade is not None:
        pessoa.ident = seal_private(session, pessoa, pessoa.id, "ident", _plain(asdict(identidade)))


def open_identities(session: Session, rows: Sequence[Pessoa]) -> dict[UUID, Identidade]:
    """Identities by pessoa id; people without one are absent. The caller has appended the event that this opening is.

    Raises: Unreadable for the first row that cannot be opened.
    """
    opened = open_private(session, [(row, row.ident) for row in rows if row.ident is not None], "ident")
    return {key: _identity(key, value) for key, value in opened.items()}


def seal_sought(session: Session, row: PessoaProcurada, sought: ficha.PessoaProcurada) -> None:
    """Seal what is known of a missing person under a key of its own, apart from the person attended."""
    row.ident = seal_private(session, row, row.id, "ident", _plain(asdict(sought)))


def open_sought(session: Session, row: PessoaProcurada) -> ficha.PessoaProcurada:
    """What is known of a missing person; the caller has appended the event that this opening is.

    Raises: Unreadable.
    """
    opened = open_private(session, [(row, row.ident)], "ident")[row.id]
    born = opened.pop("nascimento", None)
    try:
        empty = ficha.PessoaProcurada(nome="", relacao="", contato_solicitante="")
        return replace(empty, **opened, nascimento=date.fromisoformat(born) if born else None)
    except (TypeError, ValueError) as cause:
        raise Unreadable(str(row.id)) from cause


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if value not in (None, "")
    }


def _identity(record: UUID, values: dict[str, Any]) -> Identidade:
    try:
        born = values.pop("nascimento", None)
        empty = Identidade()
        return replace(empty, **values, nascimento=date.fromisoformat(born) if born else None)
    except (TypeError, ValueError) as cause:
        raise Unreadable(str(record)) from cause
