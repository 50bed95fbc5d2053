"""What an extract says of the cases a person is in: her own answers, and that contacts were made; never a text, a
secret note, another person of the case or what is written about suspects (form H).
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.roles import Secrecy
from sisetp.db.models.caso import Caso, CasoPessoa, Evolucao
from sisetp.db.models.usuario import Usuario
from sisetp.domain.estat_layout import Value
from sisetp.services import sealing
from sisetp.services.sealing import Relacao, link_token


@dataclass(frozen=True, slots=True, kw_only=True)
class ContatoNoExtrato:
    """One contact of the follow-up: day, code of its type, profession code of who made it, services given to her."""

    data: datetime
    tipo: str
    profissao: str
    servicos: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AcompanhamentoNoExtrato:
    """One case without its number: local opening day, status code, her answers of form E and the contacts."""

    caso_id: UUID
    caso_pessoa_id: UUID
    abertura: date
    situacao: str
    respostas: Mapping[str, Value]
    contatos: tuple[ContatoNoExtrato, ...]
    sigilo: bool
    textos: bool


def follow_ups(session: Session, unidade_id: int, pessoas: Collection[UUID]) -> tuple[AcompanhamentoNoExtrato, ...]:
    """Cases of these records of one person, oldest first; the event was appended by the caller. Raises: Unreadable."""
    tokens = [link_token(session, unidade_id, Relacao.CASO_PESSOA, key) for key in pessoas]
    query = select(CasoPessoa, Caso).join(Caso, Caso.id == CasoPessoa.caso_id)
    rows = session.execute(query.where(CasoPessoa.pessoa_token.in_(tokens))).all()
    cases = [caso.id for _row, caso in rows]
    crowd = _people_in(session, cases)
    contacts = _contacts_of(session, cases)
    return tuple(
        _follow_up(session, row, caso, contacts.get(caso.id, ()), alone=crowd[caso.id] == 1)
        for row, caso in sorted(rows, key=lambda both: both[1].abertura)
    )


def _people_in(session: Session, cases: Sequence[UUID]) -> Counter[UUID]:
    if not cases:
        return Counter()
    return Counter(session.scalars(select(CasoPessoa.caso_id).where(CasoPessoa.caso_id.in_(cases))))


def _contacts_of(session: Session, cases: Sequence[UUID]) -> dict[UUID, list[tuple[Evolucao, str]]]:
    if not cases:
        return {}
    query = select(Evolucao, Usuario.profissao).join(Usuario, Usuario.id == Evolucao.profissional_id)
    found: dict[UUID, list[tuple[Evolucao, str]]] = {}
    rows = session.execute(query.where(Evolucao.caso_id.in_(cases))).all()
    for row, profissao in sorted(rows, key=lambda both: both[0].data):  # asked of SQLite, it reads the whole unit
        found.setdefault(row.caso_id, []).append((row, profissao or ""))
    return found


def _follow_up(
    session: Session, row: CasoPessoa, caso: Caso, made: Sequence[tuple[Evolucao, str]], *, alone: bool
) -> AcompanhamentoNoExtrato:
    shown, secret, texts = [], False, row.relato is not None
    for contact, profissao in made:
        codes = sealing.open_codes(session, contact)
        about = codes.get("caso_pessoa_id")
        if about != row.id.bytes and not (about is None and alone):
            continue
        if codes.get("nivel_sigilo") != Secrecy.TECNICO.value:
            secret = True
            continue
        texts = texts or contact.relato is not None
        given = codes.get("necessidades")
        shown.append(
            ContatoNoExtrato(
                data=contact.data,
                tipo=str(codes.get("tipo") or ""),
                profissao=profissao,
                servicos=given if isinstance(given, tuple) else (),
            )
        )
    return AcompanhamentoNoExtrato(
        caso_id=caso.id,
        caso_pessoa_id=row.id,
        abertura=caso.abertura,
        situacao=caso.situacao,
        respostas=sealing.open_codes(session, row),
        contatos=tuple(shown),
        sigilo=secret,
        textos=texts,
    )
