"""A document as a workbook: a cover and one sheet for each table. Equal documents give equal bytes."""

from sisetp.reporting.render.workbook import Folha, Livro, livro
from sisetp.reporting.tables import Documento, Marca, Publico, Tabela

TIPO = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

LEGENDA = {
    Marca.OCULTA: "x: número não divulgado para proteger pessoas; pode ser pequeno, grande ou zero.",
    Marca.IMPOSSIVEL: "-: combinação que não existe.",
    Marca.SEM_ENVIO: "sem envio: a unidade não enviou o período; não é zero.",
}
AVISO = {
    Publico.UNIDADE: "USO INTERNO DA UNIDADE — números exatos; não divulgar.",
    Publico.RESTRITO: "RESTRITO — números exatos para a coordenação nacional; não divulgar.",
    Publico.PUBLICO: "",
}


def render_xlsx(documento: Documento, *, marca: str = "") -> bytes:
    """Return the workbook of a document; `marca` is the watermark of a restricted copy."""
    titulo = f"{documento.titulo} — {documento.periodo}"
    with livro(titulo=titulo, assunto=documento.nivel, criado=documento.gerado_em, marca=marca) as (book, target):
        rodape = f"{titulo} · versão {documento.versao} · {documento.hash[:12]}"
        write_cover(book, documento, rodape=rodape)
        for tabela in documento.tabelas:
            write_table(book, tabela, rodape=rodape, aviso=AVISO[documento.publico])
    return target.getvalue()


def write_cover(book: Livro, documento: Documento, *, rodape: str) -> Folha:
    """Write the cover: what this is, of when, from whom, how it was made and what each sheet holds."""
    folha = book.folha("Capa", rodape=rodape)
    folha.largura(0, 30)
    folha.largura(1, 100)
    folha.texto(documento.titulo, "titulo")
    folha.texto(documento.subtitulo, "subtitulo")
    folha.pular()
    for rotulo, valor in _facts(documento):
        folha.escrever(0, rotulo, "rotulo")
        folha.texto(valor, "texto", 1)
    for rotulo, values in (("Método", documento.metodo), ("O que mudou", documento.mudancas)):
        for number, valor in enumerate(values):
            folha.escrever(0, "" if number else rotulo, "rotulo")
            folha.texto(valor, "texto", 1)
    for nome, valor in documento.parametros:
        folha.escrever(0, nome, "rotulo")
        folha.texto(valor, "texto", 1)
    folha.pular()
    for tabela in documento.tabelas:
        folha.escrever(0, tabela.codigo, "rotulo")
        folha.texto(tabela.titulo, "texto", 1)
    return folha


def write_table(book: Livro, tabela: Tabela, *, rodape: str, aviso: str = "", nome: str = "") -> Folha:
    """Write one table with its header, marks, legend, counting rules, footnotes and notices."""
    folha = book.folha(nome or tabela.codigo, rodape=rodape)
    rotulos = (tabela.rotulo_linhas, *tabela.colunas)
    longest = max((tabela.rotulo_linhas, *tabela.linhas), key=len)
    folha.colunas((longest, *tabela.colunas))
    folha.texto(f"{tabela.codigo} — {tabela.titulo}", "titulo")
    folha.texto(" · ".join(part for part in (tabela.conta, tabela.rotulo_colunas) if part), "subtitulo")
    if aviso:
        folha.texto(aviso, "aviso")
    first = folha.linha
    folha.cabecalho(rotulos)
    body = len(tabela.linhas) - tabela.total_linha
    for index, (label, row) in enumerate(zip(tabela.linhas, tabela.celulas, strict=True)):
        if index == body:
            folha.filtro(first, len(rotulos))
        last = index >= body
        folha.escrever(0, label, "texto_total" if last else "texto")
        for column, cell in enumerate(row, start=1):
            folha.celula(column, cell, total=last, coluna_total=tabela.total_coluna and column == len(row))
        folha.linha += 1
    if not tabela.total_linha:
        folha.filtro(first, len(rotulos))
    _write_notes(folha, tabela)
    return folha


def _facts(documento: Documento) -> tuple[tuple[str, str], ...]:
    cobertura = documento.cobertura
    faltam = ", ".join(cobertura.faltam)
    facts = (
        ("Período", documento.periodo),
        ("Nível", documento.nivel),
        ("Situação", AVISO[documento.publico] or "Publicado: só números protegidos"),
        ("Edição", str(documento.edicao)),
        ("Dados de", documento.gerado_em.strftime("%d/%m/%Y %H:%M UTC")),
        ("Unidades", cobertura.em_palavras()),
        ("Sem envio", faltam),
        ("Versão do programa", documento.versao),
        ("Resumo do conteúdo", documento.hash),
    )
    return tuple(fact for fact in facts if fact[1])


def _write_notes(folha: Folha, tabela: Tabela) -> None:
    width = len(tabela.colunas)
    folha.pular()
    for aviso in tabela.avisos:
        folha.paragrafo(aviso, "aviso", ate=width)
    present = {cell.marca for row in tabela.celulas for cell in row}
    for marca, words in LEGENDA.items():
        if marca in present:
            folha.paragrafo(words, ate=width)
    for number, nota in enumerate(tabela.notas, start=1):
        folha.paragrafo(f"{number}. {nota}", ate=width)
    for regra in tabela.regras:
        folha.paragrafo(regra, ate=width)
