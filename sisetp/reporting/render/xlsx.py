"""A document as a workbook: a cover and one sheet for each table. Equal documents give equal bytes."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from sisetp.reporting.render import words
from sisetp.reporting.render.workbook import Folha, Livro, livro
from sisetp.reporting.tables import Documento, Marca, Publico, Tabela, Trecho

A_PREENCHER = "Para preencher"
_ROOM = 400  # letters that the empty cell has room for
_SUPERSCRIPTS = frozenset("¹²³⁴⁵⁶⁷⁸⁹")
TIPO = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

LEGENDA = {
    Marca.OCULTA: "x: número não divulgado para proteger pessoas; pode ser pequeno, grande ou zero.",
    Marca.IMPOSSIVEL: "-: combinação que não existe, ou lugar sem unidade da rede.",
    Marca.SEM_ENVIO: "sem envio: a unidade não enviou o período; não é zero.",
}
_SEM_UNIDADE = "-: a UF não tem unidade da rede."
_NIVEIS = {"unidade": "Unidade", "uf": "UF", "regiao": "Região", "brasil": "Brasil"}


def render_xlsx(documento: Documento) -> bytes:
    """Return the workbook of a document; its mark, when it has one, is on the cover and over every table and page."""
    marca, avisos = documento.marca, notices(documento, documento.marca or words.AVISO[documento.publico])
    titulo = f"{documento.titulo} — {documento.periodo}"
    head, name = (" · ".join(notices(documento, text)) for text in (marca, titulo))
    with livro(titulo=name, assunto=documento.nivel, criado=documento.gerado_em, marca=head) as (book, target):
        rodape = f"{titulo} · versão {documento.versao} · {documento.hash[:12]}"
        write_cover(book, documento, rodape=rodape, marca=marca)
        for tabela in documento.tabelas:
            write_tables(book, tabela.codigo, (tabela,), rodape=rodape, avisos=avisos)
        if documento.a_preencher:
            _write_to_fill(book, documento.a_preencher, rodape=rodape, avisos=avisos)
    return target.getvalue()


def notices(documento: Documento, texto: str) -> tuple[str, ...]:
    """What is said over a table or a page: that the people of the installation are invented, and this."""
    return tuple(filter(None, (documento.demonstracao, texto)))


def write_cover(
    book: Livro, documento: Documento, *, rodape: str, folhas: Sequence[tuple[str, str]] = (), marca: str = ""
) -> Folha:
    """Write the cover: what this is, of when, from whom, how it was made and what each sheet holds.

    `folhas` are names and contents of the sheets; by default they are the tables of the document.
    """
    folha = book.folha("Capa", rodape=rodape)
    folha.largura(0, 34)
    folha.largura(1, 96)
    folha.paragrafo(documento.titulo, "titulo", ate=1)
    folha.paragrafo(documento.subtitulo, "subtitulo", ate=1)
    for texto in notices(documento, marca):
        folha.paragrafo(texto, "alerta", ate=1)
    folha.pular()
    for rotulo, valor in _facts(documento):
        _entry(folha, rotulo, valor)
    for rotulo, values in (("Método", documento.metodo), ("O que mudou", documento.mudancas)):
        for number, valor in enumerate(values):
            _entry(folha, "" if number else rotulo, valor)
    for rotulo, valor in documento.parametros:
        _entry(folha, rotulo, valor)
    folha.pular()
    for nome, conteudo in folhas or [(tabela.codigo, tabela.titulo) for tabela in documento.tabelas]:
        _entry(folha, nome, conteudo)
    folha.imprimir()
    return folha


def write_tables(
    book: Livro, nome: str, tabelas: Sequence[Tabela], *, rodape: str, avisos: Sequence[str] = ()
) -> Folha:
    """Write a sheet of tables, one under the other; the header that is frozen and filtered is the first one's."""
    folha = book.folha(nome, rodape=rodape)
    labels = [tabela.rotulo_linhas for tabela in tabelas] + [label for tabela in tabelas for label in tabela.linhas]
    columns = [max(words, key=len) for words in zip_longest(*(t.colunas for t in tabelas), fillvalue="")]
    folha.colunas((max(labels, key=len), *columns))
    for number, tabela in enumerate(tabelas):
        folha.bloco()
        _write_table(folha, tabela, avisos=avisos, primeira=number == 0, sozinha=len(tabelas) == 1)
        if number < len(tabelas) - 1:
            folha.pular()
    folha.imprimir()
    return folha


def _write_to_fill(book: Livro, partes: Sequence[Trecho], *, rodape: str, avisos: Sequence[str]) -> None:
    """Write what the form asks besides tables, beside what the system knows and a cell for the text of the unit."""
    folha = book.folha(A_PREENCHER, rodape=rodape)
    for column, width in enumerate((26, 44, 34, 60)):
        folha.largura(column, width)
    folha.paragrafo("O que a unidade escreve no formulário da CGETP", "titulo", ate=3)
    for aviso in avisos:
        folha.paragrafo(aviso, "alerta", ate=3)
    folha.cabecalho(("Parte", "O que se pede", "O que o sistema sabe", "Texto da unidade"), textos=4)
    for parte in partes:
        known = "; ".join(f"{name}: {value}" for name, value in parte.linhas)
        folha.altura((0, parte.titulo), (1, parte.texto), (2, known), (3, " " * _ROOM))
        for column, text in enumerate((parte.titulo, parte.texto, known, "")):
            folha.escrever(column, text)
        folha.linha += 1
    folha.imprimir()


def _write_table(folha: Folha, tabela: Tabela, *, avisos: Sequence[str], primeira: bool, sozinha: bool) -> None:
    """Write one table with its header, marks, legend, counting rules, footnotes and notices.

    Only the header of a table that is alone is printed on each page: it would stand over the rows of another.
    """
    rotulos = (tabela.rotulo_linhas, *tabela.colunas)
    width = len(tabela.colunas)
    folha.paragrafo(f"{tabela.codigo} — {tabela.titulo}", "titulo", ate=width)
    said = " · ".join(part for part in (tabela.conta, tabela.rotulo_colunas) if part)
    folha.paragrafo(said, "subtitulo", ate=width)
    if situacao := words.status(tabela):
        folha.paragrafo(situacao[:1].upper() + situacao[1:], "subtitulo", ate=width)
    for aviso in avisos:
        folha.paragrafo(aviso, "alerta", ate=width)
    first = folha.linha
    folha.cabecalho(rotulos, congelar=1 if primeira else 0, repetir=sozinha)
    body = len(tabela.linhas) - tabela.total_linha
    for index, (label, row) in enumerate(zip(tabela.linhas, tabela.celulas, strict=True)):
        if index == body and primeira:
            folha.filtro(first, len(rotulos))
        last = index >= body
        folha.altura((0, label))
        folha.escrever(0, label, "texto_total" if last else "texto")
        for column, cell in enumerate(row, start=1):
            folha.celula(column, cell, total=last, coluna_total=tabela.total_coluna and column == len(row))
        folha.linha += 1
    if primeira and not tabela.total_linha:
        folha.filtro(first, len(rotulos))
    _write_notes(folha, tabela)


def _entry(folha: Folha, rotulo: str, valor: str) -> None:
    folha.altura((0, rotulo), (1, valor))
    folha.escrever(0, rotulo, "rotulo")
    folha.texto(valor, "texto", 1)


def _facts(documento: Documento) -> tuple[tuple[str, str], ...]:
    facts = (
        ("Modelo oficial", documento.modelo),
        ("Período", documento.periodo),
        ("Nível", _NIVEIS.get(documento.nivel, documento.nivel)),
        ("Situação", words.AVISO[documento.publico] or "Publicado: só números protegidos"),
        ("Edição", str(documento.edicao or "") if documento.publico is Publico.PUBLICO else ""),
        ("Dados de", documento.gerado_em.strftime("%d/%m/%Y %H:%M UTC")),
        *_sent(documento),
        ("Versão do programa", documento.versao),
        ("Resumo do conteúdo", documento.hash),
    )
    return tuple(fact for fact in facts if fact[1])


def _sent(documento: Documento) -> Iterator[tuple[str, str]]:
    """Units that sent and that did not; a unit looking at its own live records is told which months may still change.

    What its coverage says of it is «NETP-SP (março, abril)», or its code alone.
    """
    cobertura = documento.cobertura
    if documento.publico is not Publico.UNIDADE:
        yield "Unidades", cobertura.em_palavras() if cobertura.esperadas else ""
        yield "Sem envio", ", ".join(cobertura.faltam)
        return
    months = [text.partition(" (")[2].rstrip(")") or "o período inteiro" for text in cobertura.faltam]
    yield "Ainda não consolidado", "; ".join(months)


def _legenda(tabela: Tabela) -> Iterator[str]:
    """What each mark of a table stands for; a state without a unit is said to be one."""
    states = tabela.linhas_uf or ("",) * len(tabela.linhas)
    marks = [{cell.marca for cell in row} for row in tabela.celulas]
    empty = [bool(uf) and found == {Marca.IMPOSSIVEL} for uf, found in zip(states, marks, strict=True)]
    if any(empty):
        yield _SEM_UNIDADE
    present = {mark for none, found in zip(empty, marks, strict=True) if not none for mark in found}
    yield from (words for marca, words in LEGENDA.items() if marca in present)


def _write_notes(folha: Folha, tabela: Tabela) -> None:
    width = len(tabela.colunas)
    folha.pular()
    for aviso in tabela.avisos:
        folha.paragrafo(aviso, "aviso", ate=width)
    for line in _legenda(tabela):
        folha.paragrafo(line, ate=width)
    for number, nota in enumerate(tabela.notas, start=1):
        folha.paragrafo(nota if nota[:1] in _SUPERSCRIPTS else f"{number}. {nota}", ate=width)
    for regra in tabela.regras:
        folha.paragrafo(regra, ate=width)
