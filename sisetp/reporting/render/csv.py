"""A document as long rows of text: `periodo;nivel;uf;tabela;linha;coluna;valor;suprimido;modelo`, every cell quoted."""

import csv
from collections.abc import Iterator
from io import StringIO

from sisetp.reporting.render.words import AVISO
from sisetp.reporting.render.workbook import FORMULA_STARTS, clean
from sisetp.reporting.tables import Documento, Marca, Tabela

CABECALHO = ("periodo", "nivel", "uf", "tabela", "linha", "coluna", "valor", "suprimido", "modelo")
TIPO = "text/csv; charset=utf-8"


def render_csv(documento: Documento, *, bom: bool = True) -> bytes:
    """Return the rows of every table, in order; `bom` lets a spreadsheet program see that it is UTF-8.

    Before the header, each in a row of its own: the mark of a document that has one, or who its exact numbers are for,
    and that its people are invented.
    """
    stream = StringIO()
    writer = csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for text in filter(None, (documento.marca or AVISO[documento.publico], documento.demonstracao)):
        writer.writerow((safe(text),))
    writer.writerow(CABECALHO)
    for tabela in documento.tabelas:
        writer.writerows(_rows(documento, tabela))
    return stream.getvalue().encode("utf-8-sig" if bom else "utf-8")


def safe(texto: str) -> str:
    """Text that no spreadsheet program runs as a formula."""
    flat = " ".join(clean(texto).split())
    return f"'{flat}" if flat.startswith(FORMULA_STARTS) else flat


def _rows(documento: Documento, tabela: Tabela) -> Iterator[tuple[str, ...]]:
    periods = dict(documento.periodos)
    ufs = tabela.linhas_uf or ("",) * len(tabela.linhas)
    for uf, linha, cells in zip(ufs, tabela.linhas, tabela.celulas, strict=True):
        for coluna, cell in zip(tabela.colunas, cells, strict=True):
            yield (
                periods.get(linha, documento.periodo_codigo),
                documento.nivel,
                uf,
                safe(tabela.codigo),
                safe(linha),
                safe(coluna),
                "" if cell.valor is None else str(cell.valor),
                "" if cell.marca is Marca.NUMERO else _WORDS[cell.marca],
                tabela.status_oficial,
            )


_WORDS = {Marca.OCULTA: "x", Marca.IMPOSSIVEL: "impossivel", Marca.SEM_ENVIO: "sem envio"}
