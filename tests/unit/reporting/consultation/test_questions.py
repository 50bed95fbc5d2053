"""Questions as they are asked: each one offered is counted as plain Python counts; wrong ones are refused whole."""

import random
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import combinations

import pytest

from sisetp.domain.errors import RuleViolation
from sisetp.domain.period import Period, month, year_of
from sisetp.reporting.consultation.definition import product_of
from sisetp.reporting.consultation.question import CONTAS, Pergunta, choices, offered
from sisetp.reporting.cube.axes import CATEGORIA, Posicoes
from sisetp.reporting.cube.rows import Cubo
from sisetp.reporting.cube.table import Contado, contado
from sisetp.reporting.definitions.allowed import DIMENSOES
from sisetp.reporting.definitions.model import Eixo
from sisetp.reporting.definitions.vocabulary import Conta, Nivel
from sisetp.reporting.facts import Tabela
from sisetp.reporting.tables import Publico
from tests.support import ingenua
from tests.support.fatos_inventados import REDE, rede_ao_acaso

FATOS = tuple(part for part in rede_ao_acaso(5, contatos=600, pessoas=25, meses=range(1, 4)) if part.unidade_id == 1)
UNIDADE = {1: REDE[1]}
HOJE = date(2027, 1, 1)
ANO = year_of(2026)


def asked(conta: str, *por: str, tempo: str = "", filtros: dict[str, tuple[str, ...]] | None = None) -> Pergunta:
    """A question about the year."""
    return Pergunta(conta=conta, periodo="2026", por=por, tempo=tempo, filtros=tuple((filtros or {}).items()))


@cache
def plain(fato: Tabela) -> list[ingenua.Linha]:
    """Rows of one kind of fact in plain Python."""
    return ingenua.linhas(FATOS, fato, UNIDADE)


def counted(pergunta: Pergunta) -> Contado:
    product = product_of(pergunta, ANO, HOJE)
    return contado(Cubo(FATOS, UNIDADE, ANO), product, product.tabelas[0], Publico.UNIDADE, Nivel.UNIDADE)


def different(pergunta: Pergunta) -> Iterator[tuple[str, str, int | None, int]]:
    """Cells whose number is not the one counted in plain Python."""
    made = counted(pergunta)
    rows = plain(made.quadro.medidas[0].fato)
    for i, line in enumerate(made.tabela.linhas):
        for j, column in enumerate(made.tabela.colunas):
            cell, measure = made.tabela.celulas[i][j], made.medida(i, j)
            if cell.marca.value == "sem envio":
                continue
            expected = ingenua.celula(rows, made.quadro, measure, where(made, i, j))
            if cell.valor != expected:
                yield line, column, cell.valor, expected


def where(made: Contado, i: int, j: int) -> list[tuple[Eixo, ingenua.Lugar]]:
    sides = ((made.linhas, made.linhas.lugares[i]), (made.colunas, made.colunas.lugares[j]))
    return [place(axis, n) for side, at in sides for axis, n in zip(side.eixos, at.indice, strict=True)]


def place(axis: Posicoes, n: int) -> tuple[Eixo, ingenua.Lugar]:
    kind = axis.tipos[n]
    return axis.eixo, (kind, frozenset(axis.categorias[n].codigos if kind == CATEGORIA else ()))


def at_random(conta: Conta, rng: random.Random) -> Pergunta:
    """A question of two dimensions, perhaps along time, filtered by a third; the long lists are counted elsewhere."""
    short = [entry.nome for entry in offered(conta) if len(entry.codigos()) < 12]
    names = rng.sample(short, min(3, len(short)))
    codes = DIMENSOES[names[-1]].codigos()
    some = tuple(rng.sample(codes, 1 + len(codes) // 2))
    return asked(conta, *names[:2], tempo=rng.choice(("", "mes")), filtros={names[-1]: some})


def wrong(pergunta: Pergunta, periodo: Period = ANO) -> list[tuple[str, str]]:
    with pytest.raises(RuleViolation) as caught:
        product_of(pergunta, periodo, HOJE)
    return [(message.campo, message.mensagem) for message in caught.value.messages]


@pytest.mark.parametrize("conta", CONTAS)
def test_every_dimension_offered_is_counted_as_plain_python_counts_it(conta: Conta) -> None:
    for code, _ in choices(conta):
        assert list(different(asked(conta, code))) == [], code


@pytest.mark.parametrize("conta", CONTAS)
def test_crossed_filtered_and_along_time_it_is_still_the_plain_count(conta: Conta) -> None:
    rng = random.Random(conta.value)  # the same questions every time
    for _ in range(3):
        pergunta = at_random(conta, rng)
        assert list(different(pergunta)) == [], pergunta


def test_any_two_dimensions_offered_make_a_definition_that_passes_every_check() -> None:
    for conta in CONTAS:
        for first, second in combinations([entry.nome for entry in offered(conta)], 2):
            assert product_of(asked(conta, first, second, tempo="mes"), ANO, HOJE).tabelas


def test_nothing_offered_is_a_place_a_person_or_a_day() -> None:
    for conta in CONTAS:
        assert not {"unidade", "uf", "regiao", "ano", "pessoa", "dia"} & {entry.nome for entry in offered(conta)}


@pytest.mark.parametrize(
    ("pergunta", "campo", "words"),
    [
        (asked("pessoas", "sexo", "raca_cor", "perfil"), "linhas", "três dimensões, contando o período"),
        (asked("pessoas", "sexo", "sexo"), "colunas", "mesma pergunta"),
        (asked("pessoas", "faixa_etaria", "faixa_etaria.faixa3"), "colunas", "mesma pergunta"),
        (asked("pessoas", "unidade"), "linhas", "não se conta"),
        (asked("pessoas", "risco"), "linhas", "não se conta por «Nível de risco»"),
        (asked("pessoas", "sexo.naoexiste"), "linhas", "não existe"),
        (asked("pessoas", "sexo."), "linhas", "não existe"),
        (asked("pessoas", "__class__"), "linhas", "não existe"),
        (asked("pessoas", "sexo", "nome_civil"), "colunas", "não existe"),
        (asked("casos_dias"), "conta", "não existe"),
        (asked("gente"), "conta", "não existe"),
        (asked("pessoas", tempo="dia"), "tempo", "não existe"),
        (asked("pessoas", filtros={"sexo": ("X",)}), "filtro", "resposta que não existe"),
        (asked("pessoas", filtros={"nome": ("A",)}), "filtro", "não existe"),
        (asked("pessoas", filtros={"unidade": ("NETP-MG",)}), "filtro", "não se conta"),
        (asked("pessoas", filtros={f"d{n}": ("A",) for n in range(9)}), "filtro", "até 6 filtros"),
    ],
)
def test_what_cannot_be_asked_is_refused_beside_its_box(pergunta: Pergunta, campo: str, words: str) -> None:
    assert [field for field, text in wrong(pergunta) if words in text] == [campo]


def test_a_refusal_never_says_back_what_was_sent() -> None:
    said = wrong(asked("pessoas", "<script>", "Aurora", filtros={"Aurora": ("Silva",)}))
    assert len(said) == 3
    assert not any(word in text for _, text in said for word in ("script", "Aurora", "Silva"))


def test_victims_are_of_a_whole_year_and_of_counted_situations() -> None:
    assert wrong(asked("vitimas", "sexo"), month(2026, 3)) == [
        ("periodo", "Vítimas só se contam em um ano inteiro. Escolha um ano.")
    ]
    table = product_of(asked("vitimas", "status_vitima"), ANO, HOJE).tabelas[0]
    assert [category.codigo for category in table.linhas[0].categorias] == ["POSSIVEL", "CONFIRMADA"]


def test_months_that_have_not_begun_are_no_part_of_the_table() -> None:
    table = product_of(asked("pessoas", "sexo", tempo="mes"), ANO, date(2026, 3, 2)).tabelas[0]
    assert table.colunas is not None
    assert [category.codigo for category in table.colunas.categorias] == ["01", "02", "03"]


def test_several_answers_never_have_a_total_and_say_so() -> None:
    table = counted(asked("pessoas", "necessidades")).tabela
    assert table.multipla
    assert table.linhas[-1] == "Todas as pessoas"
    assert "A pergunta aceita mais de uma resposta: as linhas não somam o total." in table.regras


def test_the_title_says_the_question_with_its_filters() -> None:
    title = counted(asked("pessoas", "sexo", "destino_uf", filtros={"perfil": ("DEPORTADO",)})).tabela.titulo
    assert title == "Pessoas distintas por sexo e UF de destino, só de Perfil: Brasileiro(a) deportado(a)"


def test_the_same_question_has_the_same_digest_and_another_one_another() -> None:
    first, again, other = (
        product_of(asked("pessoas", name), ANO, HOJE).digest for name in ("sexo", "sexo", "raca_cor")
    )
    assert first == again != other
