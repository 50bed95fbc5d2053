"""Read what is out: releases, documents, files and series, and none of it when it is not what was approved.

Each unit of work compares the whole ledger, as it sees it, with the hashes and the trail before the first of these
answers; a file, its own release and its bytes. A session of one moment reads what was compared and nothing else.
"""

import hmac
import json
from collections.abc import Iterable, Sequence
from hashlib import sha256

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, defer

from sisetp.db.models.publicacao import ArquivoDivulgado, Divulgacao
from sisetp.domain.divulgacao import PUBLICADA
from sisetp.domain.errors import LedgerAltered, NotFound
from sisetp.domain.period import parse_period
from sisetp.reporting.ledger import documents
from sisetp.reporting.ledger.chain import GENESIS
from sisetp.reporting.ledger.model import ArquivoPublicado, DivulgacaoPublicada, Formato, Problema
from sisetp.reporting.ledger.verification import verify_published, verify_release
from sisetp.reporting.tables import Celula, Documento, Marca, Tabela

_WHOLE = "sisetp.livro"


def newest(session: Session) -> str:
    """Hash of the release published last, `GENESIS` before the first: what every public page depends on."""
    query = select(Divulgacao.hash).where(Divulgacao.situacao == PUBLICADA).order_by(Divulgacao.numero.desc()).limit(1)
    return session.scalar(query) or GENESIS


def published_releases(
    session: Session, *, ano: int | None = None, produto: str = ""
) -> tuple[DivulgacaoPublicada, ...]:
    """Everything that is out, newest first; of one year or one product when asked. Raises: LedgerAltered."""
    _demand(session)
    files = _files(session)
    rows = session.scalars(_published(ano, produto).order_by(Divulgacao.numero.desc()))
    return tuple(_release(row, files.get(row.id, [])) for row in rows)


def published_release(session: Session, divulgacao_id: int) -> DivulgacaoPublicada:
    """One release. Raises: LedgerAltered; NotFound for one that is not out."""
    _demand(session)
    row = _row(session, divulgacao_id)
    return _release(row, _files(session).get(row.id, []))


def published_document(session: Session, divulgacao_id: int) -> Documento:
    """The document of a release, from ledger rows only. Raises: LedgerAltered; NotFound for one that is not out."""
    _demand(session)
    return documents.build(session, _row(session, divulgacao_id))


def published_digest(session: Session, divulgacao_id: int, formato: str) -> str:
    """Hexadecimal SHA-256 of one file, without reading the file. Raises: NotFound."""
    query = select(ArquivoDivulgado.sha256).where(
        ArquivoDivulgado.divulgacao_id == _row(session, divulgacao_id).id, ArquivoDivulgado.formato == formato
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def published_file(session: Session, divulgacao_id: int, formato: str) -> ArquivoPublicado:
    """One file as it was approved: its release and its bytes are compared first. Raises: LedgerAltered, NotFound."""
    row = _row(session, divulgacao_id)
    query = select(ArquivoDivulgado).where(
        ArquivoDivulgado.divulgacao_id == row.id, ArquivoDivulgado.formato == formato
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound
    _refuse(verify_release(session, row))
    if not hmac.compare_digest(sha256(found.conteudo).hexdigest(), found.sha256):
        raise LedgerAltered((row.numero or 0,))
    return ArquivoPublicado(nome=found.nome, tipo=found.tipo, conteudo=found.conteudo, sha256=found.sha256)


def series(session: Session, produto: str, tabela: str) -> Tabela | None:
    """One table of a product through its periods: a row for each, the latest edition; None when nothing is out.

    Columns are the rows of the table (its first column is read), in the order of the newest release that has them. A
    category that a period does not show is hidden there: it was merged into another, or not printed.
    Raises: LedgerAltered.
    """
    _demand(session)
    newest: dict[str, Divulgacao] = {}
    for row in session.scalars(_published(None, produto).order_by(Divulgacao.numero)):
        newest[row.periodo] = row
    ordered = sorted(newest.values(), key=lambda row: parse_period(row.periodo).inicio)
    found = [(row, entry) for row in ordered for entry in _named(documents.build_bare(session, row), tabela)]
    if not found:
        return None
    model = found[-1][1]
    labels = tuple(dict.fromkeys(label for _, entry in reversed(found) for label in entry.linhas))
    return Tabela(
        codigo=model.codigo,
        titulo=model.titulo,
        conta=model.conta,
        rotulo_linhas="Período",
        linhas=tuple(parse_period(row.periodo).label for row, _ in found),
        rotulo_colunas=model.rotulo_linhas,
        colunas=labels,
        celulas=tuple(tuple(_at(entry, label) for label in labels) for _, entry in found),
        total_coluna=False,
        multipla=model.multipla,
        regras=model.regras,
        notas=model.notas,
        status_oficial=model.status_oficial,
        degraus=model.degraus,
    )


def _demand(session: Session) -> None:
    """Compare the whole ledger, once in a unit of work. Raises: LedgerAltered."""
    if _WHOLE not in session.info:
        _refuse(verify_published(session))
        session.info[_WHOLE] = True


def _refuse(problems: Iterable[Problema]) -> None:
    numbers = tuple(sorted({problem.numero for problem in problems}))
    if numbers:
        raise LedgerAltered(numbers)


def _published(ano: int | None, produto: str) -> Select[Divulgacao]:
    query = select(Divulgacao).where(Divulgacao.situacao == PUBLICADA).options(defer(Divulgacao.preparo))
    if ano is not None:
        query = query.where(Divulgacao.ano == ano)
    return query.where(Divulgacao.produto == produto) if produto else query


def _row(session: Session, divulgacao_id: int) -> Divulgacao:
    row = session.scalar(_published(None, "").where(Divulgacao.id == divulgacao_id))
    if row is None:
        raise NotFound
    return row


def _files(session: Session) -> dict[int, list[Formato]]:
    shown = (
        ArquivoDivulgado.divulgacao_id,
        ArquivoDivulgado.formato,
        ArquivoDivulgado.nome,
        ArquivoDivulgado.tipo,
        func.length(ArquivoDivulgado.conteudo),
        ArquivoDivulgado.sha256,
    )
    found: dict[int, list[Formato]] = {}
    for owner, formato, nome, tipo, size, digest in session.execute(select(*shown).order_by(ArquivoDivulgado.id)):
        line = Formato(formato=formato, nome=nome, tipo=tipo, tamanho=size, sha256=digest)
        found.setdefault(owner, []).append(line)
    return found


def _release(row: Divulgacao, files: Sequence[Formato]) -> DivulgacaoPublicada:
    assert row.numero is not None  # a published row has both
    assert row.publicada_em is not None
    return DivulgacaoPublicada(
        id=row.id,
        numero=row.numero,
        produto=row.produto,
        titulo=json.loads(row.capa or "{}").get("titulo", row.produto),
        ano=row.ano,
        periodo=row.periodo,
        periodo_rotulo=parse_period(row.periodo).label,
        edicao=row.edicao,
        publicada_em=row.publicada_em,
        hash=row.hash or "",
        anterior=row.anterior or "",
        formatos=tuple(files),
    )


def _named(documento: Documento, codigo: str) -> tuple[Tabela, ...]:
    return tuple(entry for entry in documento.tabelas if entry.codigo == codigo)


def _at(tabela: Tabela, label: str) -> Celula:
    return tabela.celulas[tabela.linhas.index(label)][0] if label in tabela.linhas else Celula(None, Marca.OCULTA)
