"""How the status of a person in a case came to be what it is: from the versions kept, who, when and why."""

from collections.abc import Mapping
from itertools import pairwise
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db.models.atendimento import Versao
from sisetp.db.models.caso import CasoPessoa
from sisetp.db.models.usuario import Usuario
from sisetp.domain.audit import Action
from sisetp.domain.estat_layout import Value
from sisetp.services import sealing
from sisetp.services.caso_pessoas.comum import find
from sisetp.services.caso_pessoas.resultados import PassoDaSituacao
from sisetp.services.casos import acesso


def status_history(session: Session, actor: Actor, caso_id: UUID, caso_pessoa_id: UUID) -> tuple[PassoDaSituacao, ...]:
    """Every status a person had in a case, oldest first; reading the explanations is an opening.

    Raises: AccessDenied, NotFound, Unreadable.
    """
    caso, row = find(session, actor, Permission.CASO_VER, caso_id, caso_pessoa_id)
    require(actor, Permission.RELATO_ABRIR, unidade_id=row.unidade_id)
    older = older_versions(session, row)
    if any(old.justificativa is not None for old, _autor in older):
        acesso.record(
            session, actor, Action.ABRIR_RELATO, caso, {"versao": row.versao}, alvo_tipo="caso_pessoa", alvo_id=row.id
        )
    return steps(session, row, sealing.open_codes(session, row), older)


def older_versions(session: Session, row: CasoPessoa) -> list[tuple[Versao, str]]:
    """Versions kept of a row, oldest first, with the name of who changed each."""
    query = select(Versao, Usuario.nome).join(Usuario, Usuario.id == Versao.autor_id)
    query = query.where(Versao.tabela == CasoPessoa.__tablename__, Versao.registro_id == row.id)
    return [(old, autor) for old, autor in session.execute(query.order_by(Versao.versao))]


def steps(
    session: Session, row: CasoPessoa, codes: Mapping[str, Value], older: list[tuple[Versao, str]]
) -> tuple[PassoDaSituacao, ...]:
    """The changes of status among the versions of a row; the caller has appended the event of this opening.

    A version is kept when it is replaced: its author, moment and reason are those of the change to the next one.
    Raises: Unreadable.
    """
    reasons = sealing.open_reasons(session, [old for old, _autor in older], owner=row.owner_id)
    states = [sealing.open_codes(session, sealing.as_it_was(old, row)) for old, _autor in older] + [dict(codes)]
    values = [str(state.get("status_vitima") or "") for state in states]
    first = session.get_one(Usuario, row.autor_id)
    found = [PassoDaSituacao(de=None, para=values[0], quando=row.created_at, autor=first.nome)]
    for (old, autor), (de, para) in zip(older, pairwise(values), strict=True):
        if de != para:
            found.append(
                PassoDaSituacao(
                    de=de,
                    para=para,
                    quando=old.created_at,
                    autor=autor,
                    motivo=old.motivo,
                    justificativa=reasons.get(old.id, ""),
                )
            )
    return tuple(found)
