"""A report as one HTML file that stands alone: no script, no address, every table with its caption, rules and notes."""

from collections.abc import Iterator
from html import escape

from sisetp.reporting.render import words
from sisetp.reporting.tables import Celula, Documento, Publico, Tabela, Trecho

_ESTILO = """
body { color: #1b1b1b; font: 16px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .25rem; } p, ul, dl { margin: .4rem 0; }
.uso { border: 2px solid #8a2a00; color: #8a2a00; font-weight: 700; padding: .5rem .75rem; }
.escrever { border: 1px solid #767676; min-height: 6rem; }
.aviso { border-left: 4px solid #8a6d00; padding-left: .75rem; } .leve { color: #474747; font-size: .875rem; }
.rolagem { overflow-x: auto; } table { border-collapse: collapse; margin: .5rem 0; }
caption { text-align: left; } th, td { border-bottom: 1px solid #c4c4c4; padding: .3rem .6rem; vertical-align: bottom; }
th { font-weight: 600; text-align: left; } td, th.numero { font-variant-numeric: lining-nums tabular-nums; }
td, th.numero { text-align: right; } tr.total > *, .coluna-total { border-top: 2px solid #1b1b1b; font-weight: 700; }
@media print { body { margin: 0; max-width: none; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
"""
_USO = {
    Publico.UNIDADE: "USO INTERNO DA UNIDADE — números exatos. Não publique nem envie.",
    Publico.RESTRITO: "USO RESTRITO — números exatos. Não publique nem repasse.",
    Publico.PUBLICO: "",
}


def page(documento: Documento) -> bytes:
    """Return the page in UTF-8. Two equal documents give the same bytes."""
    return ("\n".join(_pagina(documento)) + "\n").encode()


def _pagina(documento: Documento) -> Iterator[str]:
    title = " · ".join(filter(None, (documento.demonstracao, documento.titulo)))
    yield '<!doctype html>\n<html lang="pt-BR">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex">'
    yield f"<title>{escape(title)} — {escape(documento.periodo)}</title>\n<style>{_ESTILO}</style>\n</head>"
    yield f"<body>\n<main>\n<h1>{escape(documento.titulo)}</h1>"
    yield f"<p>{escape(documento.subtitulo)} · {escape(documento.periodo)}</p>"
    for use in filter(None, (documento.demonstracao, documento.marca, _USO[documento.publico])):
        yield f'<p class="uso">{escape(use)}</p>'
    if documento.modelo:
        yield f"<p>{escape(documento.modelo)}</p>"
    for table in documento.tabelas:
        yield from _tabela(table)
    for part in documento.a_preencher:
        yield from _a_preencher(part)
    yield from _metodo(documento)
    yield "</main>\n</body>\n</html>"


def _tabela(table: Tabela) -> Iterator[str]:
    yield f"<section>\n<h2>{escape(table.titulo)}</h2>"
    yield f'<p class="leve">{escape(" · ".join(filter(None, (table.codigo, table.conta, words.status(table)))))}</p>'
    yield from (f'<p class="aviso">{escape(text)}</p>' for text in table.avisos)
    yield '<div class="rolagem" tabindex="0">\n<table>'
    yield f'<caption class="leve">{escape(table.rotulo_linhas)}'
    yield f"{f' por {escape(table.rotulo_colunas)}' if table.rotulo_colunas else ''}</caption>"
    heads = "".join(f'<th scope="col" class="numero">{escape(label)}</th>' for label in table.colunas)
    yield f'<thead><tr><th scope="col">{escape(table.rotulo_linhas)}</th>{heads}</tr></thead>\n<tbody>'
    for n, (label, row) in enumerate(zip(table.linhas, table.celulas, strict=True), start=1):
        total = ' class="total"' if table.total_linha and n == len(table.linhas) else ""
        yield f'<tr{total}><th scope="row">{escape(label)}</th>{"".join(_celulas(table, row))}</tr>'
    yield "</tbody>\n</table>\n</div>"
    yield from _lista([*table.regras, *([_NAO_SOMAM] if table.multipla else []), *table.notas])
    yield from _lista([f"{mark}: {meaning}" for mark, meaning in words.legend((table,))])
    yield "</section>"


_NAO_SOMAM = "Uma pessoa pode estar em mais de uma linha: as linhas não se somam."


def _celulas(table: Tabela, row: tuple[Celula, ...]) -> Iterator[str]:
    for n, cell in enumerate(row, start=1):
        total = ' class="coluna-total"' if table.total_coluna and n == len(row) else ""
        yield f"<td{total}>{escape(words.cell(cell))}</td>"


def _a_preencher(part: Trecho) -> Iterator[str]:
    yield f'<section>\n<h2>{escape(part.titulo)}</h2>\n<p class="leve">{escape(part.texto)}</p>'
    yield from _lista([f"{name}: {value}" for name, value in part.linhas])
    yield '<p class="escrever"></p>\n</section>'


def _metodo(documento: Documento) -> Iterator[str]:
    coverage = documento.cobertura
    missing = f" Faltam: {', '.join(coverage.faltam)}." if coverage.faltam else ""
    yield f"<section>\n<h2>Como estes números são feitos</h2>\n<p>{escape(coverage.em_palavras() + '.' + missing)}</p>"
    yield from _lista(list(documento.metodo))
    yield "<dl>"
    when = documento.gerado_em.strftime("%d/%m/%Y às %H:%M (UTC)")
    facts = (("Dados de", when), ("Versão do sistema", documento.versao), ("SHA-256 do conteúdo", documento.hash))
    yield from (f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in (*documento.parametros, *facts))
    yield "</dl>\n</section>"


def _lista(texts: list[str]) -> Iterator[str]:
    if texts:
        yield f'<ul class="leve">{"".join(f"<li>{escape(text)}</li>" for text in texts)}</ul>'
