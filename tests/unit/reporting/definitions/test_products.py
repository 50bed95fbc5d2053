"""The definitions that ship: official tables word for word, nothing that only code knows, one voice about counting."""

import pytest

from sisetp.domain.period import month, semester, year_of
from sisetp.reporting.definitions.model import Catalogo, Produto, Quadro, com_nota
from sisetp.reporting.definitions.reading import load
from sisetp.reporting.definitions.rules import adds_up, counting_rules, counting_words
from sisetp.reporting.definitions.vocabulary import Limiar, Nivel, StatusOficial, Tipo
from sisetp.reporting.tables import Publico

CATALOGO: Catalogo = load()
PRODUTOS = {
    *(f"RAD-{n}" for n in "1234E"), *(f"RSA-{n}" for n in "123456"), "RM-1", "RM-2", "RM-3", "RM-7", "RAI",
    "planilha-nacional", "dados-abertos", "boletim-mensal", "boletim-semestral", "boletim-anual",
}  # fmt: skip
PURPOSES = (
    "Remoção de órgãos, tecidos ou partes do corpo",
    "Trabalho em condições análogas a de escravo",
    "Qualquer tipo de servidão",
    "Adoção ilegal",
    "Exploração sexual",
)
OFFICIAL = {
    "RAD-1": ("QUANTIDADE DE VÍTIMAS ATENDIDAS", ("Quantidade de vítimas atendidas²",)),
    "RAD-2": (
        "IDADE",
        (
            "Até 12 anos incompletos",
            "12 a 18 anos incompletos",
            "18 a 29 anos",
            "30 a 39 anos",
            "40 a 49 anos",
            "50 a 59 anos",
            "Acima de 60 anos",
            "Não informado (fora do modelo)",
        ),
    ),
    "RAD-3": ("COR/RAÇA³", ("Branca", "Preta", "Amarela", "Parda", "Indígena", "Não informado")),
    "RAD-4": ("SEXO", ("Feminino", "Masculino", "Ignorado/Não informado")),
}
FOOTNOTES = {
    "RAD-1": (
        "¹ A finalidade está de acordo com o art. 149-A, incisos I, II, III, IV e V, da Lei nº 13.344/16.",
        "² Havendo vítimas identificadas em mais de uma finalidade, o gestor deverá indicá-la em apenas uma das "
        "finalidades e descrever o caso no campo de observações.",
    ),
    "RAD-3": (
        "³ Registrar informação conforme documento de identidade da vítima. Caso não haja, o dado deverá ser colhido "
        "conforme autodeclaração da vítima.",
    ),
}
EVERY_TABLE = pytest.mark.parametrize("code", CATALOGO.quadros)
PUBLIC = tuple(code for code, (owner, _) in CATALOGO.quadros.items() if owner.tipo is Tipo.BOLETIM)


def _table(code: str) -> Quadro:
    return CATALOGO.quadros[code][1]


def _columns(table: Quadro) -> tuple[str, ...]:
    if table.colunas is None:
        return tuple(com_nota(measure.rotulo, measure.nota) for measure in table.medidas)
    return tuple(category.rotulo for category in table.colunas.categorias)


def test_every_product_of_the_plan_is_a_file_named_after_it() -> None:
    assert CATALOGO.produtos.keys() >= PRODUTOS
    assert all(product.arquivo == f"{code.lower()}.toml" for code, product in CATALOGO.produtos.items())


@pytest.mark.parametrize("code", OFFICIAL)
def test_the_official_tables_are_word_for_word(code: str) -> None:
    product, table = CATALOGO.quadros[code]
    (rows,) = table.linhas
    title, columns = OFFICIAL[code]
    assert product.status_oficial is StatusOficial.VISTO
    assert product.bloco == "MONITORAMENTO DOS CASOS DE TRÁFICO DE PESSOAS"
    assert com_nota(table.titulo, table.nota) == title
    assert rows.rotulo == "Finalidade — Lei nº 13.344/16, Art. 149-A"
    assert tuple(category.rotulo for category in rows.categorias) == PURPOSES
    assert (rows.total, rows.exclusao.codigos if rows.exclusao else ()) == ("TOTAL", ("ND",))
    assert _columns(table) == columns
    assert tuple(note.impressa() for note in product.notas_de(table)) == FOOTNOTES.get(code, ())
    assert table.status_contados == ("CONFIRMADA", "POSSIVEL")


@pytest.mark.parametrize("code", ["RAD-2", "RAD-3", "RAD-4", "RAD-E"])
def test_the_totals_of_the_other_tables_are_held_to_the_first(code: str) -> None:
    assert _table(code).confere_com == "RAD-1"


def test_schooling_has_the_three_columns_that_were_seen_and_says_the_rest_was_not() -> None:
    product, table = CATALOGO.quadros["RAD-E"]
    seen = ("Estudou até 08 anos completos", "Estudou até 12 anos completos", "Ensino Superior")
    assert product.status_oficial is StatusOficial.PARCIAL
    assert [column for column in _columns(table) if column in seen] == list(seen)
    assert _columns(table)[-1] == "Não informado"


@pytest.mark.parametrize("product", CATALOGO.listar(), ids=lambda product: str(product.codigo))
def test_what_was_not_seen_says_that_it_waits_for_confirmation(product: Produto) -> None:
    unseen = product.status_oficial is not StatusOficial.VISTO
    assert not unseen or "a confirmar com a CGETP" in " ".join((product.fonte, *product.avisos))


@EVERY_TABLE
def test_every_code_has_one_place_or_is_left_out_aloud(code: str) -> None:
    table = _table(code)
    filtered = {entry.dimensao.nome for entry in table.filtro} | ({"status_vitima"} if table.status_contados else set())
    for axis in table.eixos:
        held = [item for category in axis.categorias for item in category.codigos]
        held += axis.exclusao.codigos if axis.exclusao else ()
        if not axis.aberto and axis.dimensao.nome not in filtered:
            assert sorted(held) == sorted(axis.dimensao.codigos())


@pytest.mark.parametrize("code", PUBLIC)
def test_public_tables_count_each_person_once_a_year(code: str) -> None:
    table = _table(code)
    assert all(adds_up(table, axis, Publico.PUBLICO) for axis in table.eixos)
    assert "pessoas pela primeira vez no ano" in counting_words(table, Publico.PUBLICO)
    assert "conta uma vez no ano" in counting_rules(table, Publico.PUBLICO, Nivel.BRASIL)[0]


def test_what_each_bulletin_may_cross() -> None:
    crossed = {
        code: tuple((axis.dimensao.nome, axis.agrupamento or axis.maiores) for axis in _table(code).eixos)
        for code in PUBLIC
    }
    assert {code: axes for code, axes in crossed.items() if code.startswith("BM-")} == {
        "BM-REGIAO": (("regiao", 0),),
        "BM-SEXO": (("sexo", "sexo3"),),
        "BM-IDADE": (("faixa_etaria", "faixa3"),),
    }
    assert [category.rotulo for category in _table("BM-IDADE").linhas[0].categorias] == [
        "0 a 17 anos", "18 a 39 anos", "40 anos ou mais", "Não informado",
    ]  # fmt: skip
    assert {code for code, axes in crossed.items() if "finalidade" in dict(axes)} == {
        *(f"BA-RAD-{n}" for n in "1234"), "BA-FINALIDADE-IDADE", "BA-REGIAO-FINALIDADE",
    }  # fmt: skip
    assert crossed["BS-NAC-SEXO"] == (("nacionalidade", 4), ("sexo", "sexo3"))
    assert _table("BA-RAD-2").limiar is _table("BA-FINALIDADE-IDADE").limiar is Limiar.MENORES


def test_everything_published_is_in_the_public_workbook() -> None:
    sheets = CATALOGO.produtos["planilha-nacional"].folhas
    assert {code for sheet in sheets for code in sheet.tabelas(Publico.PUBLICO)} == set(PUBLIC)
    assert [sheet.nome for sheet in sheets if sheet.restrita and not sheet.publica] == [
        "RAD-E", "Por unidade", "Atividades",
    ]  # fmt: skip


def test_a_product_exists_for_its_periods_and_audiences_only() -> None:
    lengths = (month(2026, 3), semester(2026, 1), year_of(2026))
    assert [CATALOGO.produtos["RM-1"].aceita(entry) for entry in lengths] == [True, False, False]
    assert [CATALOGO.produtos["RAD-1"].aceita(entry) for entry in lengths] == [False, False, True]
    assert {entry.codigo for entry in CATALOGO.para(Publico.PUBLICO, semester(2026, 2))} == {
        "boletim-semestral", "dados-abertos", "planilha-nacional",
    }  # fmt: skip
    assert "PN-UNIDADE" not in {code for entry in CATALOGO.para(Publico.UNIDADE) for code in _codes(entry)}


def test_a_filter_by_group_has_the_codes_of_the_group() -> None:
    (chosen,) = _table("RSA-5-I").filtro
    assert set(chosen.codigos) == set(chosen.dimensao.codigos()) - {"NENHUM", "NAO_APLIC", "SEM_RESPOSTA"}


def test_the_digest_is_of_the_file() -> None:
    digests = [product.digest for product in CATALOGO.listar()]
    assert len(set(digests)) == len(digests) == len(CATALOGO.produtos)
    assert all(len(bytes.fromhex(digest)) == 32 for digest in digests)


def _codes(product: Produto) -> tuple[str, ...]:
    return tuple(table.codigo for table in product.tabelas)
