"""The public national spreadsheet: what the ledger published of a period, and nothing that it does not hold (P3)."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from sisetp.domain.clock import Clock
from sisetp.domain.errors import Refused
from sisetp.domain.period import Period
from sisetp.reporting import ledger
from sisetp.reporting.cube.reports import catalogo
from sisetp.reporting.national import arrivals
from sisetp.reporting.national.content import Folha, PlanilhaNacional, dicionario, resumo, supressoes
from sisetp.reporting.national.restricted import PRODUTO, definicao
from sisetp.reporting.tables import Documento, Publico


def published(session: Session, periodo: Period, *, clock: Clock) -> PlanilhaNacional:
    """Put the public spreadsheet of a period together, from the newest edition of each release of it.

    Raises: Refused when nothing was published of the period, or when the ledger is not what was approved.
    """
    if ledger.verify(session):
        raise Refused("O livro das divulgações não confere: nenhuma planilha sai dele até que se saiba por quê.")
    documents = _documents(session, periodo)
    if not documents:
        raise Refused(f"Nada foi publicado de {periodo.label}; a planilha pública só tem o que já foi divulgado.")
    units = arrivals.owed(session, periodo, clock=clock)
    tables = {
        tabela.codigo: arrivals.com_envios(tabela, units, documento.cobertura.faltam)
        for documento in documents
        for tabela in documento.tabelas
    }
    sheets = tuple(
        Folha(nome=sheet.nome, tabelas=found)
        for sheet in definicao().folhas
        if (found := tuple(tables[code] for code in sheet.publica if code in tables))
    )
    newest = documents[-1]
    return PlanilhaNacional(
        documento=replace(
            newest,
            produto=PRODUTO,
            titulo=definicao().titulo,
            subtitulo="Brasil · só números publicados",
            publico=Publico.PUBLICO,
            tabelas=(),
            hash=resumo(documento.hash for documento in documents),
        ),
        folhas=sheets,
        longas=(),
        dicionario=dicionario(catalogo().quadros[code][1] for code in tables if code in catalogo().quadros),
        supressoes=supressoes(sheets),
    )


def _documents(session: Session, periodo: Period) -> Sequence[Documento]:
    """The newest edition of each product published of the period, oldest release first."""
    newest = {
        release.produto: release
        for release in sorted(ledger.published_releases(session, ano=periodo.inicio.year), key=lambda r: r.numero)
        if release.periodo == periodo.code
    }
    ordered = sorted(newest.values(), key=lambda release: release.numero)
    return [ledger.published_document(session, release.id) for release in ordered]
