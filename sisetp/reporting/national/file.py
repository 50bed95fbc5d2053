"""The national spreadsheet as a file: written flat in memory, read back and counted, encrypted if asked."""

from collections.abc import Sequence
from io import BytesIO
from typing import Final

import msoffcrypto
from xlsxwriter.exceptions import XlsxWriterException

from sisetp.domain.errors import Refused
from sisetp.reporting.national.content import CABECALHO_LONGO, LinhaLonga, PlanilhaNacional
from sisetp.reporting.national.readback import rows_read
from sisetp.reporting.render.words import AVISO
from sisetp.reporting.render.workbook import Folha, Livro, livro
from sisetp.reporting.render.xlsx import notices, write_cover, write_tables
from sisetp.reporting.tables import Celula, Publico

SENHA_MINIMA: Final = 12
"""Shortest password of a restricted workbook, in characters."""
ENVIOS, POR_UNIDADE, DICIONARIO, SUPRESSOES = "Envios", "Dados por unidade", "Dicionário", "Supressões"
_WIDEST: Final = 80
_SENT = {True: "enviado", False: "sem envio", None: ""}
_POR_QUE = (
    "Não se divulga número pequeno, zero, nem o que permitiria calcular um deles com tudo o que já foi publicado.",
    "Um número oculto pode ser grande: às vezes ele só protege outro, da mesma linha ou coluna.",
)
_NAO_SE_APLICA = "Não se aplica: esta variante tem números exatos e não pode ser divulgada."


def render(planilha: PlanilhaNacional, *, marca: str = "") -> bytes:
    """Return the workbook; equal spreadsheets and marks give equal bytes.

    Raises: Refused when the rows read back are not those written, or there is no room to write them.
    """
    try:
        content = _written(planilha, marca)
    except (OSError, XlsxWriterException) as cause:
        raise Refused("Não houve espaço para montar a planilha; nada foi entregue.") from cause
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


def _written(planilha: PlanilhaNacional, marca: str) -> bytes:
    documento = planilha.documento
    titulo = f"{documento.titulo} — {documento.periodo}"
    head, name = (" · ".join(notices(documento, text)) for text in (marca, titulo))
    avisos = notices(documento, AVISO[documento.publico])
    with livro(titulo=name, assunto=documento.nivel, criado=documento.gerado_em, marca=head) as (book, target):
        rodape = f"{titulo} · versão {documento.versao} · {documento.hash[:12]}"
        write_cover(book, documento, rodape=rodape, folhas=_index(planilha), marca=marca)
        for folha in planilha.folhas:
            write_tables(book, folha.nome, folha.tabelas, rodape=rodape, avisos=avisos)
        if planilha.envios:
            _write_sent(book, planilha, rodape=rodape)
        if planilha.longas:
            _write_long(book, planilha, rodape=rodape)
        _write_dictionary(book, planilha, rodape=rodape)
        _write_hidden(book, planilha, rodape=rodape)
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
    if planilha.envios:
        lines.append((ENVIOS, f"Meses que cada unidade enviou ({_rows(len(planilha.envios))})"))
    if planilha.longas:
        lines.append((POR_UNIDADE, f"Um número por linha, de cada unidade ({_rows(len(planilha.longas))})"))
    lines.append((DICIONARIO, f"O que cada código quer dizer ({_rows(len(planilha.dicionario))})"))
    hidden = f"Células não divulgadas ({_rows(len(planilha.supressoes))})"
    lines.append((SUPRESSOES, "Não se aplica a esta variante" if planilha.restrita else hidden))
    return tuple(lines)


def _rows(quantas: int) -> str:
    return f"{quantas} linha" if quantas == 1 else f"{quantas} linhas"


def _write_sent(book: Livro, planilha: PlanilhaNacional, *, rodape: str) -> None:
    folha = book.folha(ENVIOS, rodape=rodape)
    for column, width in enumerate((18, 6, *(11 for _month in planilha.meses))):
        folha.largura(column, width)
    _heading(folha, f"Meses que cada unidade enviou — {planilha.documento.periodo}", aviso=planilha.restrita)
    first = folha.linha
    folha.cabecalho(("Unidade", "UF", *planilha.meses), textos=2, congelar=2)
    for sent in planilha.envios:
        texts = (sent.unidade, sent.uf, *(_SENT[month] for month in sent.meses))
        for column, text in enumerate(texts):
            folha.escrever(column, text, "texto" if column < 2 else "centro")
        folha.linha += 1
    folha.filtro(first, 2 + len(planilha.meses))
    folha.pular()
    folha.paragrafo("Números de unidade, UF ou Brasil somam só os meses enviados; o que não veio não é zero.", ate=1)
    folha.imprimir()


def _write_long(book: Livro, planilha: PlanilhaNacional, *, rodape: str) -> None:
    folha = book.folha(POR_UNIDADE, rodape=rodape)
    longest = (max(len(text) for text in texts) for texts in zip(*map(_texts, planilha.longas), strict=True))
    for column, (low, found) in enumerate(zip((12, 6, 10, 12, 20, 20, 16), longest, strict=True)):
        folha.largura(column, max(low, min(_WIDEST, found + 2)))
    folha.largura(len(CABECALHO_LONGO) - 1, 12)
    folha.cabecalho(CABECALHO_LONGO, textos=7, congelar=1)
    for line in planilha.longas:
        texts = _texts(line)
        for column, text in enumerate(texts):
            folha.escrever(column, text, "simples")
        folha.celula(len(texts), Celula(line.valor, line.marca))
        folha.linha += 1
    folha.filtro(0, len(CABECALHO_LONGO))


def _texts(line: LinhaLonga) -> tuple[str, ...]:
    return line.unidade, line.uf, line.periodo, line.tabela, line.titulo, line.linha, line.coluna


def _heading(folha: Folha, titulo: str, *, aviso: bool = False) -> None:
    folha.paragrafo(titulo, "titulo", ate=1)
    if aviso:
        folha.paragrafo(AVISO[Publico.RESTRITO], "alerta", ate=1)


def _write_dictionary(book: Livro, planilha: PlanilhaNacional, *, rodape: str) -> None:
    rows = [(entry.dimensao, entry.codigo, entry.rotulo) for entry in planilha.dicionario]
    title = "O que cada código quer dizer"
    header = ("Dimensão", "Código", "O que quer dizer")
    _write_texts(book, DICIONARIO, title, header, rows, (30, 22, 46), rodape=rodape).imprimir()


def _write_hidden(book: Livro, planilha: PlanilhaNacional, *, rodape: str) -> None:
    rows = [(hidden.tabela, hidden.linha, hidden.coluna) for hidden in planilha.supressoes]
    title, header = "Células não divulgadas", ("Tabela", "Linha", "Coluna")
    folha = _write_texts(book, SUPRESSOES, title, header, rows, (18, 60, 50), rodape=rodape)
    folha.pular()
    for text in (_NAO_SE_APLICA,) if planilha.restrita else _POR_QUE:
        folha.paragrafo(text, ate=2)
    folha.imprimir()


def _write_texts(
    book: Livro,
    nome: str,
    titulo: str,
    cabecalho: Sequence[str],
    rows: Sequence[Sequence[str]],
    larguras: Sequence[int],
    *,
    rodape: str,
) -> Folha:
    folha = book.folha(nome, rodape=rodape)
    for column, width in enumerate(larguras):
        folha.largura(column, width)
    _heading(folha, titulo)
    first = folha.linha
    folha.cabecalho(cabecalho, textos=len(cabecalho))
    for row in rows:
        folha.altura(*enumerate(row))
        for column, text in enumerate(row):
            folha.escrever(column, text)
        folha.linha += 1
    folha.filtro(first, len(cabecalho))
    return folha


def _check(content: bytes, planilha: PlanilhaNacional) -> None:
    """Read the workbook back and count the rows of every sheet that the cover announces. Raises: Refused."""
    expected = {folha.nome: sum(1 + len(tabela.linhas) for tabela in folha.tabelas) for folha in planilha.folhas}
    expected[DICIONARIO] = 1 + len(planilha.dicionario)
    expected[SUPRESSOES] = 1 + len(planilha.supressoes)
    if planilha.envios:
        expected[ENVIOS] = 1 + len(planilha.envios)
    if planilha.longas:
        expected[POR_UNIDADE] = 1 + len(planilha.longas)
    read = rows_read(content)
    for name, rows in expected.items():
        if read.get(name) != rows:
            raise Refused(f"A folha «{name}» não ficou com as linhas que devia; nada foi entregue.")
