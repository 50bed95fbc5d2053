"""What is read of one case: frozen dataclasses for pages, and the openings that reading is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.policy import reads_secrecy
from sisetp.access.roles import Secrecy
from sisetp.db.models.caso import Caso
from sisetp.domain.audit import Action
from sisetp.domain.caso import Pendencias
from sisetp.domain.estat_layout import Value
from sisetp.services import sealing
from sisetp.services.casos import acesso
from sisetp.services.casos.lacre import RESUMO, open_process


@dataclass(frozen=True, slots=True, kw_only=True)
class Folha:
    """The fields of form D. `resumo` is None when not opened, `n_processo` until somebody opens it."""

    id: UUID
    numero: str
    unidade_id: int
    abertura: date
    situacao: str
    encerramento: date | None
    responsavel_id: int
    versao: int
    respostas: Mapping[str, Value]
    resumo: str | None
    n_processo: str | None
    tem_processo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mudanca:
    """One change of a case: when, who, why (code and written reason), and the status before and after when it moved."""

    quando: datetime
    quem: str
    motivo: str
    justificativa: str
    de: str
    para: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasoDetail:
    """One case for its page. `proximo` is the next step the reader may know of; `origem` the record it started from."""

    folha: Folha
    responsavel: str
    responsavel_em_atividade: bool
    aberto_por: str
    created_at: datetime
    proximo: date | None
    origem: UUID | None
    pendencias: Pendencias
    historico: tuple[Mudanca, ...]


def sheet(session: Session, actor: Actor, row: Caso, *, with_texts: bool = True, with_process: bool = False) -> Folha:
    """Open the fields of a case the caller found; each opening is an event about the case.

    Raises: Unreadable.
    """
    acesso.record(session, actor, Action.VER_CASO, row)
    reads = with_texts and reads_secrecy(actor, Secrecy.TECNICO)
    if reads and row.relato is not None:
        acesso.record(session, actor, Action.ABRIR_RELATO, row)
    if with_process and row.ident is not None:
        acesso.record(session, actor, Action.ABRIR_IDENT, row)
    codes = {name: value for name, value in sealing.open_codes(session, row).items() if not isinstance(value, bytes)}
    return Folha(
        id=row.id,
        numero=row.numero,
        unidade_id=row.unidade_id,
        abertura=row.abertura,
        situacao=row.situacao,
        encerramento=row.encerramento,
        responsavel_id=row.responsavel_id,
        versao=row.versao,
        respostas=codes,
        resumo=sealing.open_texts(session, row).get(RESUMO, "") if reads else None,
        n_processo=open_process(session, row) if with_process or row.ident is None else None,
        tem_processo=row.ident is not None,
    )
