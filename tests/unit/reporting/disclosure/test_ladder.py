"""The ladder makes tables coarser in a fixed order, says each step, and leaves out what stays too hidden."""

from dataclasses import replace

import numpy as np

from sisetp.reporting.disclosure.atoms import Atomos
from sisetp.reporting.disclosure.forms import Forma, Universo
from sisetp.reporting.disclosure.frames import Eixo, Nivel, Quadro, cells, merge_rare
from sisetp.reporting.disclosure.ladder import TETO, climb
from sisetp.reporting.disclosure.plan import Estado
from sisetp.reporting.disclosure.request import Classe, Pedido

PAISES = ("AF", "BO", "BR", "CU", "HT", "PY", "VE")
UNIVERSO = Universo(
    ano=2026,
    dimensoes=(("mes", ("01", "02")), ("lugar", ("A1", "B1", "C1", "D1")), ("sexo", ("F", "M", "O")), ("pais", PAISES)),
    pares=frozenset((mes, unit) for mes in ("01", "02") for unit in ("A1", "B1", "C1", "D1")),
)
LUGAR = Eixo(
    dimensao="lugar",
    niveis=(
        Nivel(nome="unidade", grupos=tuple((unit, (unit,)) for unit in ("A1", "B1", "C1", "D1"))),
        Nivel(nome="região", grupos=(("Norte", ("A1", "B1")), ("Sul", ("C1", "D1")))),
        Nivel(nome="Brasil", grupos=(("Brasil", ("A1", "B1", "C1", "D1")),)),
    ),
)
SEXO = Eixo(
    dimensao="sexo",
    niveis=(Nivel(nome="sexo", grupos=tuple((code, (code,)) for code in ("F", "M", "O"))),),
    resto="Outro ou não informado",
)
PAIS = Eixo(
    dimensao="pais",
    niveis=(Nivel(nome="país", grupos=tuple((code, (code,)) for code in PAISES)),),
    resto="Outras",
    maiores=2,
)


def people(n: int, seed: int = 1) -> Atomos:
    chance = np.random.default_rng(seed)
    shares = ((1, 1), (6, 4, 3, 1), (55, 42, 1), (2, 4, 40, 1, 9, 3, 20))
    columns = [chance.choice(len(share), n, p=np.array(share) / sum(share)) for share in shares]
    return Atomos(codigos=np.stack(columns, 1).astype(np.int16), contagens=np.ones(n, np.int64)).agregados()


def frame(codigo: str, *axes: Eixo) -> Quadro:
    return Quadro(codigo=codigo, base=Forma.de({}), eixos=axes, limiar=5)


def test_cells_are_the_product_with_totals_last() -> None:
    found = cells(replace(frame("t", LUGAR, SEXO), destaque=True))
    assert len(found) == 20
    assert (found[0].linha, found[0].coluna, found[-1].linha, found[-1].coluna) == (0, 0, 4, 3)
    assert found[0].forma == Forma.de({"lugar": ("A1",), "sexo": ("F",)})
    assert (found[-1].forma, found[-1].classe) == (Forma.de({}), Classe.DESTAQUE)
    assert [cell.classe for cell in found[2:5]] == [Classe.CRUZAMENTO, Classe.MARGEM, Classe.CRUZAMENTO]


def test_rare_categories_and_small_countries_go_to_their_group_all_year() -> None:
    choices: dict[str, tuple[str, ...]] = {}
    atomos = people(120)
    merged = merge_rare(UNIVERSO, atomos, frame("t", PAIS, SEXO), choices)
    assert [label for label, _ in merged.eixos[0].grupos] == ["BR", "VE", "Outras"]
    assert [label for label, _ in merged.eixos[1].grupos] == ["F", "M", "Outro ou não informado"]
    assert choices == {"pais": ("BR", "VE")}
    afghans = atomos.contagens + 90 * (atomos.codigos[:, 3] == 0)
    later = merge_rare(UNIVERSO, Atomos(codigos=atomos.codigos, contagens=afghans), frame("u", PAIS), choices)
    assert later.eixos[0] == merged.eixos[0]
    assert sum(len(codes) for _, codes in later.eixos[0].grupos) == len(PAISES)


def test_a_table_climbs_until_little_is_hidden() -> None:
    pedido = Pedido(universo=UNIVERSO, atomos=people(90), candidatas=())
    up = climb(pedido, (frame("lugar-sexo", LUGAR, SEXO), frame("sexo", SEXO)), escolhas={})
    assert up.plano.publicavel
    steps = [step.texto for step in up.passos if step.tabela == "lugar-sexo"]
    assert steps[:2] == ["categorias raras reunidas em um grupo", "de unidade para região"]
    assert not any(character.isdigit() for step in up.passos for character in step.texto)
    assert {frame.codigo for frame in up.quadros} | set(up.retiradas) == {"lugar-sexo", "sexo"}
    for table in up.quadros:
        marks = [
            state
            for cell, state in zip(up.pedido.candidatas, up.plano.estados, strict=True)
            if cell.tabela == table.codigo
        ]
        assert marks.count(Estado.OCULTA) <= TETO * len(marks)


def test_what_stays_too_hidden_is_left_out_with_the_reason() -> None:
    pedido = Pedido(universo=UNIVERSO, atomos=people(6), candidatas=())
    up = climb(pedido, (frame("lugar-pais", LUGAR, PAIS),), escolhas={})
    assert up.retiradas == ("lugar-pais",)
    assert up.quadros == ()
    assert up.passos[-1].texto.startswith("retirada")
    assert up.plano.medidas.celulas == 0
