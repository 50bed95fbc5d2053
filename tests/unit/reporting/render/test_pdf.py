"""The bulletin: the same bytes for the same document anywhere, tagged, whole, and no trace of what is hidden."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
import typst

from sisetp.domain.errors import Refused
from sisetp.reporting.render.boletim import content
from sisetp.reporting.render.pdf import pdf
from sisetp.reporting.tables import Documento
from tests.architecture.places import ROOT
from tests.support import pdf_text
from tests.support.documentos import da_unidade, hostil, por_sexo_e_faixa, por_uf, publicado, tabela

SECRET = 7_654_321
ANOTHER = 8_123_456
REGIONS = ("Norte", "Nordeste", "Sudeste", "Sul", "Centro-Oeste")


def document(hidden: int, *, protect: bool) -> Documento:
    """A bulletin over a truth with these numbers under its marks; without protection, what a careless one shows."""
    truth = [[hidden if (i, j) == (1, 1) else 10 * i + j for j in range(2)] for i in range(3)]
    states = [hidden if cells[0].valor is None else cells[0].valor for cells in por_uf().celulas[:-1]]
    places = por_uf() if protect else replace(tabela([[v] for v in states]), linhas_uf=por_uf().linhas_uf[:-1])
    return publicado(destaques=(), tabelas=(tabela(truth, {(1, 1)} if protect else ()), places))


@pytest.fixture(scope="module")
def bulletin() -> bytes:
    return pdf(publicado())


def test_equal_documents_give_equal_bytes_in_any_process(bulletin: bytes) -> None:
    script = "from tests.support.documentos import publicado; from sisetp.reporting.render.pdf import pdf; import sys"
    elsewhere = subprocess.run(
        [sys.executable, "-c", f"{script}; sys.stdout.buffer.write(pdf(publicado()))"],
        cwd=ROOT,
        env={**os.environ, "TZ": "Asia/Tokyo", "HOME": "/nonexistent", "PYTHONHASHSEED": "7", "LANG": "C"},
        capture_output=True,
        check=True,
    )
    assert elsewhere.stdout == bulletin == pdf(publicado())


def test_a_marked_copy_says_so_on_every_page_and_says_nothing_else() -> None:
    whole = publicado(metodo=tuple(f"Uma frase do método, de número {n}." for n in range(90)))
    plain, marked = pdf(whole), pdf(replace(whole, marca="MARCA"))
    assert "MARCA" not in pdf_text.text(plain)
    pages = marked.count(b"/Type/Page/")
    assert pages > 2  # a list goes over a page: the mark of the page is no part of it
    assert pdf_text.text(marked).count("MARCA") >= 2 * pages
    assert set(pdf_text.tags(marked)) == set(pdf_text.tags(plain))


def test_f6_what_is_hidden_changes_no_byte() -> None:
    first = pdf(document(SECRET, protect=True))
    assert first == pdf(document(ANOTHER, protect=True))
    assert pdf(document(SECRET, protect=False)) != pdf(document(ANOTHER, protect=False))


def test_f6_what_is_hidden_is_not_in_the_text_nor_anywhere_else() -> None:
    safe, naive = pdf(document(SECRET, protect=True)), pdf(document(SECRET, protect=False))
    assert "7.654.321" in pdf_text.text(naive)
    for form in ("7.654.321", str(SECRET)):
        assert form not in pdf_text.text(safe)
        assert form.encode() not in safe
    assert "x" in pdf_text.text(safe)


def test_f6_nothing_hangs_from_the_file(bulletin: bytes) -> None:
    for key in (b"/EmbeddedFile", b"/JavaScript", b"/AA", b"/Launch", b"/URI", b"/AcroForm"):
        assert key not in bulletin
    careless = typst.compile(b'#pdf.attach("x.csv", bytes("7654321"))#link("https://exemplo.org")[aqui]')
    assert isinstance(careless, bytes)
    assert b"/EmbeddedFile" in careless
    assert b"/URI" in careless
    assert b"/Users/" not in bulletin
    assert str(ROOT).encode() not in bulletin


def test_the_date_is_of_the_data_and_the_fonts_are_inside(bulletin: bytes) -> None:
    assert b"(D:20260820" in bulletin
    fonts = set(re.findall(rb"/BaseFont/[A-Z]{6}\+([\w-]+)", bulletin))
    assert {name.decode().split("-")[0] for name in fonts} == {"Raleway", "DejaVuSansMono"}
    assert bulletin.count(b"/FontFile2") == len(re.findall(rb"/Type/FontDescriptor", bulletin)) == len(fonts)
    later = publicado(gerado_em=publicado().gerado_em + timedelta(days=1))
    assert pdf(later) != bulletin


def test_it_is_tagged_described_and_in_portuguese(bulletin: bytes) -> None:
    tags = pdf_text.tags(bulletin)
    assert tags["H1"] == 1
    assert tags["Table"] == tags["THead"] == tags["TBody"] == 4
    assert tags["TH"] == 2 + 10 + 2 + 2
    assert tags["Figure"] == pdf_text.described_figures(bulletin) == 2
    assert b"/Lang(pt-BR)" in bulletin
    assert b"<pdfuaid:part>1</pdfuaid:part>" in bulletin


def test_the_first_page_says_the_finding_before_everything(bulletin: bytes) -> None:
    said = pdf_text.text(bulletin)
    in_order = (
        "Mulheres foram 6 de cada 10",
        "1.399",
        "56,5%",
        "18 de 22",
        "Pessoas por sexo e faixa etária",
        "CC BY 4.0",
        "Como ler.",
        "Tabelas",
        "Como estes números são feitos",
        "é nova nesta edição",
        "Menor grupo publicado",
    )
    places = [said.index(part) for part in in_order]
    assert places == sorted(places)


def test_a_revised_edition_says_so_on_top() -> None:
    assert "1º semestre de 2026, edição 2" in pdf_text.text(pdf(publicado(edicao=2)))
    assert ", edição" not in pdf_text.text(pdf(publicado()))


def test_labels_are_never_markup() -> None:
    said = pdf_text.text(pdf(publicado(tabelas=(hostil(),), titulo="#panic() *a* $x$")))
    for part in ("#panic() *a* $x$", "#link \\ $x$ *a*", '=HYPERLINK("a")', "Rótulos <hostis> & #fórmulas"):
        assert part.replace(" ", "") in said.replace(" ", "")
    assert "não confere com o de B1" in said


def test_a_character_that_no_font_draws_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="caractere incomum"):
        pdf(publicado(titulo="\u06fa"))


def test_tables_without_rows_are_left_out() -> None:
    empty = tabela([], colunas=("Pessoas",), titulo="Vazia")
    assert "Vazia" not in pdf_text.text(pdf(publicado(tabelas=(empty,))))


def test_a_document_of_one_unit_says_that_it_is_internal() -> None:
    said = pdf_text.text(pdf(da_unidade()))
    assert "USO INTERNO" in said
    assert "sem envio" in said
    assert "USO INTERNO" not in pdf_text.text(pdf(publicado()))


def test_little_or_nothing_published_still_makes_a_page() -> None:
    assert "1º semestre de 2026" in pdf_text.text(pdf(publicado(tabelas=(), destaques=(), metodo=(), parametros=())))


def test_the_chart_is_of_people_and_the_map_of_states_or_regions() -> None:
    assert [entry["codigo"] for entry in content(publicado())["desenhos"]] == ["B2", "B1"]
    regions = tabela([[9], [8], [7], [6], [5]], {(4, 0)}, codigo="R", rotulo_linhas="Região", linhas=REGIONS)
    drawings = content(publicado(tabelas=(regions, por_sexo_e_faixa())))["desenhos"]
    assert [entry["codigo"] for entry in drawings] == ["B2", "R"]
    assert "Centro-Oeste não publicado" in drawings[1]["alt"]


@pytest.mark.parametrize("rows", [3, 14, 30])
def test_tables_are_read_in_order_down_two_columns_and_over_pages(rows: int) -> None:
    """The table of the drawing is on page 2, beside the method; of the annex, wherever a column or a page ends, the
    next table follows."""
    tables = tuple(
        tabela([[100 * n + row] for row in range(rows)], codigo=f"T{n}", titulo=f"Tabela de número {n}")
        for n in range(10)
    )
    made = pdf(publicado(tabelas=tables, destaques=("Uma frase.",)))
    printed = pdf_text.text(made)
    parts = [printed.index(title) for title in ("Os números dos desenhos", "Como estes números", "Anexo: outras")]
    assert parts == sorted(parts)
    drawn, annex = printed[parts[0] : parts[1]], printed[parts[2] :]
    assert re.findall(r"Tabela de número (\d)", drawn) == ["0"]
    assert re.findall(r"Tabela de número (\d)", annex) == [str(n) for n in range(1, 10)]
    assert made.count(b"/Type/Page/") - 1 <= 3 + (9 * rows) // 60


def test_official_words_are_not_broken_and_a_sentence_ends_once() -> None:
    named = publicado(subtitulo="Uma frase inteira.", tabelas=(tabela([[1]], rotulo_linhas="Lei, Art. 149-A"),))
    assert content(named)["subtitulo"] == "Uma frase inteira"
    assert "Uma frase inteira.." not in " ".join(pdf_text.text(pdf(named)).split())
