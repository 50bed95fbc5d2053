"""What a bulletin says, as plain data for its page template: chosen from a document, text by text, never as markup."""

from collections.abc import Callable
from typing import Any

from sisetp.reporting.render import destaques, words
from sisetp.reporting.render.built import CREDIT
from sisetp.reporting.render.charts import chart
from sisetp.reporting.render.drawing import Desenho, svg
from sisetp.reporting.render.map import state_map
from sisetp.reporting.tables import Documento, Publico, Tabela

AUTHOR = "Ministério da Justiça e Segurança Pública"
_PLACES = ("uf", "região", "unidade")
_WIDE = 5
_MOST_CELLS = 24
_FEW = 4
"""Tables that find room on page 2 beside the method; with more, all but those of the drawings are an annex."""


def content(documento: Documento) -> dict[str, Any]:
    """Everything the template prints. Its keys are those of typst/boletim.typ."""
    chart_table, map_table = chosen(documento)
    return {
        "titulo": documento.titulo,
        "subtitulo": documento.subtitulo.rstrip("."),
        "autor": AUTHOR,
        "faixa": documento.marca or ("" if documento.publico is Publico.PUBLICO else documento.nivel.upper()),
        "marca": documento.marca,
        "demonstracao": documento.demonstracao,
        "periodo": documento.periodo,
        "edicao": documento.edicao,
        "versao": documento.versao,
        "hash": documento.hash,
        "dia": [documento.gerado_em.year, documento.gerado_em.month, documento.gerado_em.day],
        "achado": (documento.destaques or destaques.achados(documento))[0],
        "outros": list((documento.destaques or destaques.achados(documento))[1:]),
        "numeros": [{"valor": item.valor, "rotulo": item.rotulo} for item in destaques.numeros(documento)],
        "cobertura": documento.cobertura.em_palavras(),
        "faltam": list(documento.cobertura.faltam),
        "desenhos": [entry for entry in (_drawn(chart_table, chart), _drawn(map_table, state_map)) if entry],
        "conta": _counting(documento),
        **_tables(documento, (chart_table, map_table)),
        "legenda": [list(pair) for pair in words.legend(documento.tabelas)],
        "metodo": list(documento.metodo),
        "regras": list(words.rules(documento.tabelas)),
        "mudancas": list(documento.mudancas),
        "parametros": [list(pair) for pair in documento.parametros],
    }


def chosen(documento: Documento) -> tuple[Tabela | None, Tabela | None]:
    """The table of the chart and the table of the map of the first page: of states, else of regions."""
    mapped = [tabela for tabela in documento.tabelas if state_map(tabela)]
    return _chart(documento), max(mapped, key=lambda tabela: bool(tabela.linhas_uf), default=None)


def _counting(documento: Documento) -> str:
    """The first rule of counting, for who reads page 1 only."""
    return next(iter(words.rules(documento.tabelas)), "")


def _chart(documento: Documento) -> Tabela | None:
    """The table of the first page's chart: of people rather than of places, with series rather than one number each."""

    def worth(tabela: Tabela) -> tuple[bool, bool, int]:
        about_places = any(label.lower().startswith(_PLACES) for label in (tabela.rotulo_linhas, tabela.rotulo_colunas))
        cells = len(tabela.linhas) * len(tabela.colunas)
        return not about_places, cells <= _MOST_CELLS + 12, cells

    drawable = [tabela for tabela in documento.tabelas if chart(tabela) and not state_map(tabela)]
    return max(drawable, key=worth, default=None)


def _drawn(tabela: Tabela | None, draw: Callable[[Tabela], Desenho | None]) -> dict[str, Any] | None:
    desenho = draw(tabela) if tabela else None
    if tabela is None or desenho is None:
        return None
    return {
        "titulo": tabela.titulo,
        "codigo": tabela.codigo,
        "credito": CREDIT if draw is state_map else "",
        "alt": f"{desenho.title}. {desenho.description}",
        "svg": svg(desenho, labels=False),
        "largura": desenho.width,
        "altura": desenho.height,
        "rotulos": [
            {"x": item.x, "y": item.y, "texto": item.text, "corpo": item.size, "ancora": item.anchor}
            | {"forte": item.bold, "cor": item.fill}
            for item in desenho.labels
        ],
    }


def _tables(documento: Documento, drawn: tuple[Tabela | None, ...]) -> dict[str, list[dict[str, Any]]]:
    """Those of the drawings when there are many; then narrow ones, for columns of half a page, and wide ones."""
    filled = [tabela for tabela in documento.tabelas if tabela.linhas and tabela.colunas]
    narrow = [tabela for tabela in filled if len(tabela.colunas) < _WIDE]
    first = [tabela for tabela in drawn if tabela is not None and tabela in narrow] if len(filled) > _FEW else []
    return {
        "principais": [_table(tabela) for tabela in first],
        "estreitas": [_table(tabela) for tabela in narrow if tabela not in first],
        "largas": [_table(tabela) for tabela in filled if tabela not in narrow],
    }


def _table(tabela: Tabela) -> dict[str, Any]:
    return {
        "codigo": tabela.codigo,
        "titulo": tabela.titulo,
        "conta": tabela.conta,
        "situacao": words.status(tabela),
        "rotulo_linhas": tabela.rotulo_linhas,
        "rotulo_colunas": tabela.rotulo_colunas if len(tabela.colunas) > 1 else "",
        "colunas": list(tabela.colunas),
        "linhas": [
            {"rotulo": label, "celulas": [words.cell(celula) for celula in row]}
            for label, row in zip(tabela.linhas, tabela.celulas, strict=True)
        ],
        "total_linha": tabela.total_linha,
        "total_coluna": tabela.total_coluna,
        "notas": list(tabela.notas),
        "avisos": list(tabela.avisos),
    }
