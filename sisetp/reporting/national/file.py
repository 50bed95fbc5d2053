"""The national spreadsheet as a file: written flat in memory, read back and counted, encrypted if asked."""

from io import BytesIO
from typing import Final

import msoffcrypto
from openpyxl import load_workbook

from sisetp.domain.errors import Refused
from sisetp.reporting.national.content import CABECALHO_LONGO, PlanilhaNacional
from sisetp.reporting.render.workbook import Livro, livro
from sisetp.reporting.render.xlsx import AVISO, write_cover, write_tables
from sisetp.reporting.tables import Celula

SENHA_MINIMA: Final = 12
"""Shortest password of a restricted workbook, in characters."""
POR_UNIDADE, DICIONARIO, SUPRESSOES = "Dados por unidade", "Dicionário", "Supressões"


def render(planilha: PlanilhaNacional, *, marca: str = "") -> bytes:
    """Return the workbook; equal spreadsheets and marks give equal bytes.

    Raises: Refused when the rows read back are not those written.
    """
    documento = planilha.documento
    titulo = f"{documento.titulo} — {documento.periodo}"
    with livro(titulo=titulo, assunto=documento.nivel, criado=documento.gerado_em, marca=marca) as (book, target):
        rodape = f"{titulo} · versão {documento.versao} · {documento.hash[:12]}"
        write_cover(book, documento, rodape=rodape, folhas=_index(planilha), marca=marca)
        for folha in planilha.folhas:
            write_tables(book, folha.nome, folha.tabelas, rodape=rodape, aviso=AVISO[documento.publico])
        if planilha.longas:
            _write_long(book, planilha, rodape=rodape)
        _write_dictionary(book, planilha, rodape=rodape)
        if not planilha.restrita:
            _write_hidden(book, planilha, rodape=rodape)
    content = target.getvalue()
    _check(content, planilha)
    return content


def protect(content: bytes, senha: str) -> bytes:
    """Encrypt a workbook with a password: AES-256, agile encryption (ECMA-376; [MS-OFFCRYPTO] 2.3.4.10).

    Raises: Refused for a password that is too short.
    """
    if len(senha) < SENHA_MINIMA:
        raise Refused(f"A senha da planilha precisa de {SENHA_MINIMA} caracteres ou mais.")
    target = BytesIO()
    msoffcrypto.OfficeFile(BytesIO(content)).encrypt(senha, target)
    return target.getvalue()


def _index(planilha: PlanilhaNacional) -> tuple[tuple[str, str], ...]:
    """What each sheet holds, with how many rows of data."""
    lines = [
        (
            folha.nome,
            f"{'; '.join(t.titulo for t in folha.tabelas)} ({_rows(sum(len(t.linhas) for t in folha.tabelas))})",
        )
        for folha in planilha.folhas
    ]
    if planilha.longas:
        lines.append((POR_UNIDADE, f"Um número por linha, de cada unidade ({_rows(len(planilha.longas))})"))
    lines.append((DICIONARIO, f"O que cada código quer dizer ({_rows(len(planilha.dicionario))})"))
    if not planilha.restrita:
        lines.append((SUPRESSOES, f"Células não divulgadas ({_rows(len(planilha.supressoes))})"))
    return tuple(lines)


def _rows(quantas: int) -> str:
    return f"{quantas} linha" if quantas == 1 else f"{quantas} linhas"


def _write_long(book: Livro, planilha: PlanilhaNacional, *, rodape: str) -> None:
    folha = book.folha(POR_UNIDADE, rodape=rodape)
    for column, width in enumerate((15, 6, 10, 14, 40, 44, 34, 12)):
        folha.largura(column, width)
    folha.cabecalho(CABECALHO_LONGO, congelar=1)
    for line in planilha.longas:
        texts = (line.unidade, line.uf, line.periodo, line.tabela, line.titulo, line.linha, line.coluna)
        for column, text in enumerate(texts):
            folha.escrever(column, text, "simples")
        folha.celula(len(texts), Celula(line.valor, line.marca))
        folha.linha += 1
    folha.filtro(0, len(CABECALHO_LONGO))


def _write_dictionary(book: Livro, planilha: PlanilhaNacional, *, rodape: str) -> None:
    folha = book.folha(DICIONARIO, rodape=rodape)
    for column, width in enumerate((34, 24, 90)):
        folha.largura(column, width)
    folha.cabecalho(("Dimensão", "Código", "O que quer dizer"))
    for entry in planilha.dicionario:
        for column, text in enumerate((entry.dimensao, entry.codigo, entry.rotulo)):
            folha.escrever(column, text)
        folha.linha += 1
    folha.filtro(0, 3)


def _write_hidden(book: Livro, planilha: PlanilhaNacional, *, rodape: str) -> None:
    folha = book.folha(SUPRESSOES, rodape=rodape)
    folha.largura(0, 110)
    folha.cabecalho(("Célula não divulgada",))
    for text in planilha.supressoes:
        folha.texto(text)
    folha.pular()
    folha.texto(
        "Não se divulga número pequeno, zero, nem o que permitiria calcular um deles com tudo o que já foi publicado.",
        "subtitulo",
    )


def _check(content: bytes, planilha: PlanilhaNacional) -> None:
    """Read the workbook back and count its long rows and dictionary. Raises: Refused."""
    book = load_workbook(BytesIO(content), read_only=True)
    try:
        expected = {DICIONARIO: len(planilha.dicionario)}
        if planilha.longas:
            expected[POR_UNIDADE] = len(planilha.longas)
        for name, rows in expected.items():
            if (book[name].max_row or 0) - 1 != rows:
                raise Refused(f"A folha «{name}» não ficou com as linhas que devia; nada foi entregue.")
    finally:
        book.close()
