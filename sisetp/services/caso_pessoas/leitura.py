"""Read people in cases: the lines of a case without names, form E of one person, the cases of a person."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits, reads_secrecy, require
from sisetp.access.roles import Secrecy
from sisetp.db import audit_chain
from sisetp.db.audit_chain import Detail
from sisetp.db.models.atendimento import Atendimento
from sisetp.db.models.caso import Caso, CasoPessoa
from sisetp.db.models.pessoa import Pessoa
from sisetp.domain.audit import Action
from sisetp.domain.caso import ABERTOS
from sisetp.domain.clock import Clock
from sisetp.domain.errors import NotFound, Unreadable
from sisetp.domain.estat_layout import Value
from sisetp.services import sealing
from sisetp.services.caso_pessoas.comum import (
    answers_of,
    case_of,
    find,
    needs_reason,
    order_of,
    pessoa_id_of,
    pessoa_of,
)
from sisetp.services.caso_pessoas.historico import older_versions, steps
from sisetp.services.caso_pessoas.resultados import CasoDaPessoa, PessoaLinha, PessoaNoCaso, Triagem
from sisetp.services.casos import acesso
from sisetp.services.sealing import Relacao
from sisetp.services.versoes import ACTIVE

_SEM_INDICIO = frozenset({"NENHUM", "NAO_APLIC"})
_PERFIL = ("sexo", "faixa_etaria", "raca_cor", "nacionalidade", "nacionalidade_2", "escolaridade")
_TRIAGENS = 5


def lines(session: Session, actor: Actor, caso: Caso | UUID) -> tuple[PessoaLinha, ...]:
    """People of a case in the order they came into it, without names; two queries whatever their number.

    The caller has recorded the opening of the case. Raises: AccessDenied, NotFound.
    """
    row = case_of(session, actor, Permission.CASO_VER, caso)
    query = select(CasoPessoa).where(CasoPessoa.unidade_id == row.unidade_id, CasoPessoa.caso_id == row.id)
    people = sorted(session.scalars(query), key=lambda person: (person.created_at, person.id))
    codes = {person.id: _readable(session, person) for person in people}
    links = {key: UUID(bytes=link) for key, value in codes.items() if isinstance(link := value.get("pessoa_id"), bytes)}
    wanted = list(links.values())
    # The unit comes from the scope alone: named twice, SQLite would read every person of the unit.
    known = select(Pessoa).where(Pessoa.id.in_(wanted))
    profiles = {found.id: _readable(session, found) for found in session.scalars(known)} if wanted else {}
    return tuple(
        _line(person, order, codes[person.id], profiles.get(links.get(person.id, person.id), {}))
        for order, person in enumerate(people, start=1)
    )


def detail(
    session: Session, actor: Actor, caso_id: UUID, caso_pessoa_id: UUID, *, clock: Clock, reason_after_days: int
) -> PessoaNoCaso:
    """Form E of one person, opened and audited; her identity stays closed.

    Raises: AccessDenied, NotFound, Unreadable.
    """
    caso, row = find(session, actor, Permission.CASO_VER, caso_id, caso_pessoa_id)
    codes = sealing.open_codes(session, row)
    pessoa = pessoa_of(session, row, codes)
    older = older_versions(session, row)
    _record(session, actor, Action.VER_CASO, caso, row)
    reads = reads_secrecy(actor, Secrecy.TECNICO)
    if reads and (row.relato is not None or any(old.justificativa is not None for old, _autor in older)):
        _record(session, actor, Action.ABRIR_RELATO, caso, row)
    profile = sealing.open_codes(session, pessoa)
    return PessoaNoCaso(
        id=row.id,
        caso_id=caso.id,
        caso_numero=caso.numero,
        caso_aberto=caso.situacao in ABERTOS,
        ordem=order_of(session, row),
        situacao=row.situacao,
        versao=row.versao,
        respostas=answers_of(codes),
        textos=sealing.open_texts(session, row) if reads else {},
        perfil={name: profile.get(name) for name in _PERFIL},
        triagem=_screening(session, pessoa),
        historico=steps(session, row, codes, older) if reads else (),
        has_identity=pessoa.ident is not None,
        reason_required=needs_reason(pessoa, clock=clock, reason_after_days=reason_after_days),
    )


def newest_case_of(session: Session, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Newest case of each of some people of the actor's unit, found by token; nothing for who may not see cases."""
    if not ids or not permits(actor, Permission.CASO_VER) or actor.unidade_id is None:
        return {}
    unidade = actor.unidade_id
    tokens = {sealing.link_token(session, unidade, Relacao.CASO_PESSOA, key): key for key in ids}
    query = select(CasoPessoa.pessoa_token, CasoPessoa.caso_id).where(
        CasoPessoa.unidade_id == unidade, CasoPessoa.pessoa_token.in_(tokens)
    )
    found = session.execute(query.order_by(CasoPessoa.created_at))
    return {tokens[token]: caso_id for token, caso_id in found}


def cases_of(session: Session, actor: Actor, pessoa_id: UUID) -> tuple[CasoDaPessoa, ...]:
    """Cases of the unit that a person is or was in, newest first, found by token; the event names nobody.

    Raises: AccessDenied, NotFound.
    """
    require(actor, Permission.CASO_VER, unidade_id=actor.unidade_id)
    pessoa = session.get(Pessoa, pessoa_id)
    if pessoa is None:
        raise NotFound
    token = sealing.link_token(session, pessoa.unidade_id, Relacao.CASO_PESSOA, pessoa.id)
    query = select(CasoPessoa, Caso).join(Caso, Caso.id == CasoPessoa.caso_id)
    query = query.where(CasoPessoa.unidade_id == pessoa.unidade_id, CasoPessoa.pessoa_token == token)
    rows = [(row, caso) for row, caso in session.execute(query)]
    found = sorted(rows, key=lambda pair: (pair[1].abertura, pair[1].numero), reverse=True)
    details: dict[str, Detail] = {"tipo": "caso", "quantidade": len(found)}
    audit_chain.append(session, actor, Action.LISTAR, unidade_id=pessoa.unidade_id, detalhes=details)
    return tuple(
        CasoDaPessoa(
            caso_id=caso.id,
            caso_pessoa_id=row.id,
            numero=caso.numero,
            abertura=caso.abertura,
            situacao=caso.situacao,
            retirada=row.situacao != ACTIVE,
        )
        for row, caso in found
    )


def pessoa_id(session: Session, actor: Actor, caso_id: UUID, caso_pessoa_id: UUID) -> UUID:
    """Id of the person behind a row of a case, for services that need it; never shown nor written in an event.

    Raises: AccessDenied, NotFound, Unreadable.
    """
    _caso, row = find(session, actor, Permission.CASO_VER, caso_id, caso_pessoa_id)
    return pessoa_id_of(row, sealing.open_codes(session, row))


def _readable(session: Session, row: CasoPessoa | Pessoa) -> dict[str, Value]:
    """Codes of a row, empty when they cannot be opened: one bad record does not stop a list."""
    try:
        return sealing.open_codes(session, row)
    except Unreadable:
        return {}


def _line(row: CasoPessoa, order: int, codes: Mapping[str, Value], profile: Mapping[str, Value]) -> PessoaLinha:
    forms = codes.get("formas")
    return PessoaLinha(
        id=row.id,
        ordem=order,
        situacao=row.situacao,
        status_vitima=str(codes.get("status_vitima") or ""),
        finalidade=str(codes.get("finalidade") or ""),
        formas=forms if isinstance(forms, tuple) else (),
        faixa_etaria=str(profile.get("faixa_etaria") or ""),
        sexo=str(profile.get("sexo") or ""),
        updated_at=row.updated_at,
        unreadable=not codes,
    )


def _screening(session: Session, pessoa: Pessoa) -> tuple[Triagem, ...]:
    query = select(Atendimento).where(Atendimento.unidade_id == pessoa.unidade_id, Atendimento.pessoa_id == pessoa.id)
    newest = sorted(session.scalars(query), key=lambda row: row.inicio, reverse=True)
    found = []
    for row in [row for row in newest if row.situacao == ACTIVE][:_TRIAGENS]:
        signs = _readable_signs(session, row)
        if signs:
            found.append(Triagem(quando=row.inicio, indicios=signs))
    return tuple(found)


def _readable_signs(session: Session, row: Atendimento) -> tuple[str, ...]:
    try:
        marked = sealing.open_codes(session, row).get("indicios")
    except Unreadable:
        return ()
    return tuple(code for code in marked if code not in _SEM_INDICIO) if isinstance(marked, tuple) else ()


def _record(session: Session, actor: Actor, action: Action, caso: Caso, row: CasoPessoa) -> None:
    details = {"versao": row.versao}
    acesso.record(session, actor, action, caso, details, alvo_tipo="caso_pessoa", alvo_id=row.id)
