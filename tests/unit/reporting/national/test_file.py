"""The national workbook as a file: what each sheet holds, its watermark, its password, and rows counted from bytes."""

import errno
import hashlib
import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import msoffcrypto
import pytest
import xlsxwriter

from sisetp.domain.errors import Refused
from sisetp.reporting.cube.reports import catalogo
from sisetp.reporting.national.content import (
    Envio,
    Folha,
    LinhaLonga,
    Oculta,
    PlanilhaNacional,
    dicionario,
    numeros,
    supressoes,
)
from sisetp.reporting.national.file import protect, render
from sisetp.reporting.national.readback import rows_read
from sisetp.reporting.render import workbook
from sisetp.reporting.tables import Celula, Marca, Publico
from tests.support.documentos import por_sexo_e_faixa, por_uf, publicado, restrito, tabela
from tests.support.planilhas import parts, rows, sheets, where

MARCA = "RESTRITO — entregue a fulana.gestao — Gestão & política — não divulgar"
SENHA = "uma senha comprida"
QUADROS = tuple(quadro for code, (_produto, quadro) in catalogo().quadros.items() if code.startswith("PN-"))


def restricted(**more: object) -> PlanilhaNacional:
    """Two sheets of tables, three units of which one sent nothing and another only half."""
    exact = tabela([[1, 2], [0, 7]], linha=True, codigo="RAD-1")
    missing = LinhaLonga("NETP-AP", "AP", "2026-S1", "RAD-1", "Tabela", "", "", None, Marca.SEM_ENVIO)
    made = PlanilhaNacional(
        documento=restrito(tabelas=(), publico=Publico.RESTRITO),
        folhas=(
            Folha(nome="RAD-1", tabelas=(exact, replace(exact, codigo="RAD-2"))),
            Folha(nome="Por UF", tabelas=(exact,)),
        ),
        longas=(*numeros((exact,), unidade="NETP-SP", uf="SP", periodo="2026-S1"), missing),
        dicionario=dicionario(QUADROS),
        supressoes=(),
        meses=("janeiro", "fevereiro", "março"),
        envios=(Envio("NETP-AP", "AP", (False, False, None)), Envio("NETP-SP", "SP", (True, False, None))),
    )
    return replace(made, **more)  # type: ignore[arg-type]  # parts of the spreadsheet, by name


def public() -> PlanilhaNacional:
    sheets_of_tables = (Folha(nome="Por UF", tabelas=(por_uf(),)), Folha(nome="RSA", tabelas=(por_sexo_e_faixa(),)))
    return PlanilhaNacional(
        documento=publicado(tabelas=()),
        folhas=sheets_of_tables,
        longas=(),
        dicionario=dicionario(iter(QUADROS)),
        supressoes=supressoes(sheets_of_tables),
    )


def test_a_unit_that_sent_nothing_is_never_a_zero() -> None:
    content = render(restricted(), marca=MARCA)
    [line] = [row for row in rows(content, "Dados por unidade") if row[0] == "NETP-AP"]
    assert line[-1] == "sem envio"
    assert [row[:5] for row in rows(content, "Envios") if row[0] in ("NETP-AP", "NETP-SP")] == [
        ["NETP-AP", "AP", "sem envio", "sem envio", None],
        ["NETP-SP", "SP", "enviado", "sem envio", None],
    ]
    cover = {row[0]: row[1] for row in rows(content, "Capa")}
    assert cover["Unidades"] == "18 de 22 unidades enviaram"
    assert cover["Sem envio"] == "NETP-AP, NETP-RO, NETP-SE, PAAHM-BEL"


def test_the_cover_announces_the_rows_that_are_there() -> None:
    content = render(restricted(), marca=MARCA)
    cover = {str(row[0]): str(row[1]) for row in rows(content, "Capa")}
    said = {name: int(match[1]) for name, text in cover.items() if (match := re.search(r"\((\d+) linhas?\)$", text))}
    counted = rows_read(content)
    assert said == {
        "RAD-1": 6,
        "Por UF": 3,
        "Envios": 2,
        "Dados por unidade": 7,
        "Dicionário": len(dicionario(QUADROS)),
    }
    headers = {"RAD-1": 2}
    assert said == {name: counted[name] - headers.get(name, 1) for name in said}


def test_a_workbook_that_lost_rows_is_not_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook.Folha, "celula", lambda *_args, **_more: None)
    with pytest.raises(Refused, match="não ficou com as linhas"):
        render(restricted(longas=(), folhas=(Folha(nome="RAD-1", tabelas=(tabela([[1]], codigo="RAD-1"),)),)))


def test_a_full_disk_is_said_and_nothing_is_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = xlsxwriter.Workbook.close

    def full(book: xlsxwriter.Workbook) -> None:
        whole(book)
        raise OSError(errno.ENOSPC, "cheio")

    monkeypatch.setattr(xlsxwriter.Workbook, "close", full)
    with pytest.raises(Refused, match="espaço"):
        render(restricted())


def test_rows_are_counted_from_the_bytes_and_not_from_what_the_sheet_says() -> None:
    content = render(restricted(), marca=MARCA)
    inside = parts(content)
    index = list(rows_read(content)).index("Dados por unidade") + 1
    xml = inside[f"xl/worksheets/sheet{index}.xml"]
    cut = xml[: xml.rindex(b"<row ")] + xml[xml.rindex(b"</row>") + 6 :]
    assert rows_read(repacked(inside | {f"xl/worksheets/sheet{index}.xml": cut}))["Dados por unidade"] == 7
    assert rows_read(content)["Dados por unidade"] == 8


def test_the_watermark_is_on_every_sheet_and_on_the_cover_of_the_restricted_one_only() -> None:
    content = render(restricted(), marca=MARCA)
    assert all("entregue a fulana.gestao" in xml and "&amp;&amp; política" in xml for xml in sheets(content))
    assert [MARCA] in [row[:1] for row in rows(content, "Capa")]
    assert all("oddHeader" in xml for xml in sheets(content))
    plain = render(public())
    assert not any("<oddHeader>" in xml for xml in sheets(plain))
    assert where(plain, "RESTRITO", "fulana") == []


def test_equal_spreadsheets_give_equal_bytes_and_the_hash_is_of_the_content() -> None:
    one, other = render(restricted(), marca=MARCA), render(restricted(), marca=MARCA)
    assert hashlib.sha256(one).digest() == hashlib.sha256(other).digest()
    assert render(restricted(), marca="outra pessoa") != one
    for content in (one, render(restricted(), marca="outra pessoa")):
        assert ["Resumo do conteúdo", "5e" * 32] in [row[:2] for row in rows(content, "Capa")]


def test_the_public_one_has_no_unit_and_names_what_is_hidden_without_its_number() -> None:
    content = render(public())
    assert list(rows_read(content)) == ["Capa", "Por UF", "RSA", "Dicionário", "Supressões"]
    hidden = [Oculta(*row[:3]) for row in rows(content, "Supressões")[2:] if row[2]]
    assert hidden == list(public().supressoes)
    assert len(hidden) == 10
    assert Oculta("B1", "SE", "Pessoas") in hidden
    assert "não se divulga" in " ".join(str(row[0]) for row in rows(content, "Supressões")).lower()
    assert "Não se aplica" in str(rows(render(restricted()), "Supressões"))


def test_the_dictionary_says_what_is_counted_and_what_codes_mean() -> None:
    entries = dicionario(quadro for quadro in QUADROS)
    assert {"pessoas", "atendimentos"} <= {e.codigo for e in entries if e.dimensao == "Unidade de contagem"}
    assert ("Sexo", "F", "Feminino") in {(e.dimensao, e.codigo, e.rotulo) for e in entries}
    assert len({(e.dimensao, e.codigo) for e in entries}) == len(entries)


def test_the_password_encrypts_with_aes_256_and_opens_the_same_bytes() -> None:
    content = render(restricted(), marca=MARCA)
    sealed = protect(content, SENHA)
    assert sealed[:4] == bytes.fromhex("d0cf11e0")
    assert b'keyBits="256"' in sealed
    assert b'cipherAlgorithm="AES"' in sealed
    assert b"fulana" not in sealed
    source, plain = msoffcrypto.OfficeFile(BytesIO(sealed)), BytesIO()
    source.load_key(password=SENHA)
    source.decrypt(plain)
    assert plain.getvalue() == content
    with pytest.raises(Refused, match="12 caracteres"):
        protect(content, "curta demais"[:11])


def test_cells_of_long_rows_keep_number_or_mark() -> None:
    made = tabela([[3, 4]], {(0, 1)}, codigo="B1")
    found = list(numeros((made,), unidade="NETP-SP", uf="SP", periodo="2026"))
    assert [(line.valor, line.marca) for line in found] == [(3, Marca.NUMERO), (None, Marca.OCULTA)]
    assert Celula(found[0].valor, found[0].marca) == made.celulas[0][0]


def repacked(inside: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, data in inside.items():
            archive.writestr(name, data)
    return target.getvalue()
