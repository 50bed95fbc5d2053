"""What two people sign, as it will be: the files of a release that is prepared and not out, each marked as such, and
where each of its numbers comes from.

They are made by the very renderers of the publication from the very document; only the mark tells them apart.
"""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db.models.publicacao import Divulgacao
from sisetp.domain.audit import Action
from sisetp.domain.divulgacao import APROVADA, PRONTA
from sisetp.domain.errors import NotFound
from sisetp.reporting.cube.published import forma_em_palavras
from sisetp.reporting.ledger import documents
from sisetp.reporting.releases import files
from sisetp.reporting.releases.approve import record
from sisetp.reporting.releases.preparation import Preparo
from sisetp.reporting.releases.store import open_preparation
from sisetp.reporting.tables import Celula, Documento, Tabela

MARCA = "PRÉVIA — não publicada"
FORMATOS = {entry.formato: entry for entry in files.RENDERIZADORES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Previa:
    """A marked file of a prepared release; `resumo` is the hash of the preparation that it shows."""

    divulgacao_id: int
    resumo: str
    arquivo: files.Arquivo


@dataclass(frozen=True, slots=True, kw_only=True)
class OrigemPrevista:
    """Where one cell of a prepared release would come from, once it is out: what the public page will say and no more.

    `situacao`, `condicoes` and `forma` are as in `OrigemPublicada`.
    """

    documento: Documento
    tabela: Tabela
    linha: str
    coluna: str
    celula: Celula
    situacao: str
    condicoes: tuple[tuple[str, str], ...]
    forma: str


def make(session: Session, actor: Actor, divulgacao_id: int, formato: str) -> Previa:
    """Make one marked file; a session that only reads will do. It leaves once `write_down` is committed.

    Raises: AccessDenied, Refused; NotFound for an unknown format or a release with nothing to approve; Unreadable.
    """
    require(actor, Permission.DIVULGACAO_VER)
    if formato not in FORMATOS:
        raise NotFound
    row, _preparo, documento = _foreseen(session, divulgacao_id)
    made = files.make_one(replace(documento, marca=MARCA), FORMATOS[formato])
    return Previa(divulgacao_id=row.id, resumo=row.preparo_hash or "", arquivo=made)


def write_down(session: Session, actor: Actor, previa: Previa) -> None:
    """Write down that somebody takes what is not out yet. Raises: AccessDenied, NotFound."""
    require(actor, Permission.DIVULGACAO_VER)
    row = session.get(Divulgacao, previa.divulgacao_id)
    if row is None:
        raise NotFound
    formato, resumo = previa.arquivo.formato, previa.resumo
    record(session, actor, Action.ABRIR_PREVIA, row, edicao=row.edicao, formato=formato, resumo=resumo)


def origin(session: Session, actor: Actor, divulgacao_id: int, tabela: int, linha: int, coluna: int) -> OrigemPrevista:
    """Where one cell of a prepared release would come from, by the places of its table, row and column, from 0.

    Raises: AccessDenied; NotFound for a release with nothing to approve or a cell that it does not have; Unreadable.
    """
    require(actor, Permission.DIVULGACAO_VER)
    _row, preparo, documento = _foreseen(session, divulgacao_id)
    place = (tabela + 1, linha, coluna)  # tables of a preparation are numbered as in the ledger, from 1
    cell = next((found for found in preparo.celulas if (found.tabela, found.linha, found.coluna) == place), None)
    if cell is None:
        raise NotFound
    shown = documento.tabelas[tabela]
    return OrigemPrevista(
        documento=documento,
        tabela=shown,
        linha=shown.linhas[linha],
        coluna=shown.colunas[coluna],
        celula=shown.celulas[linha][coluna],
        situacao=cell.situacao,
        condicoes=tuple(forma_em_palavras({name: list(codes) for name, codes in cell.forma.selecao})),
        forma=cell.hash,
    )


def _foreseen(session: Session, divulgacao_id: int) -> tuple[Divulgacao, Preparo, Documento]:
    """A release that waits for approval, opened, and the document that it would be. Raises: NotFound, Unreadable."""
    row = session.get(Divulgacao, divulgacao_id)
    if row is None or row.situacao not in (PRONTA, APROVADA):
        raise NotFound
    preparo = open_preparation(session, row)
    return row, preparo, documents.foresee(session, row, preparo.previews())
