"""A table that lost its crossing is not printed again under a title that promises it; what is printed stays proven."""

from collections.abc import Sequence

from sisetp.reporting.definitions.model import Quadro
from sisetp.reporting.disclosure.certificate import Provas
from sisetp.reporting.disclosure.plan import Estado, Medidas, Plano
from sisetp.reporting.releases import coarsening
from sisetp.reporting.releases.descent import Descida, EmDescida
from sisetp.reporting.releases.repeats import without_repeats
from sisetp.reporting.releases.selection import cut
from sisetp.reporting.releases.tables import labels, lay_out, settle
from sisetp.reporting.tables import ADAPTADO
from tests.unit.reporting.releases.test_tables import MOLDURA, PERIODS, RULES, TABLES, nobody_is_large

OFFICIAL = {quadro.codigo: quadro for _, quadro in TABLES if quadro.codigo.startswith("BA-RAD-")}
NOTHING = Medidas(
    celulas=0, formas=0, ocultas=0, secundarias=0, alvos=0, inteiros=0, testemunhas=0, programas=0, segundos=0.0
)


def without_columns(quadro: Quadro) -> EmDescida:
    """A table down its ladder until it is not crossed any more."""
    table = EmDescida(quadro=quadro)
    while table.quadro.colunas is not None:
        step = coarsening.coarser(table.quadro, 5, nobody_is_large)
        assert step is not None
        table = EmDescida(quadro=step[1], passos=(*table.passos, step[0]))
    return table


def ended(tables: Sequence[EmDescida]) -> Descida:
    """A descent that ended with these tables, every cell published with its place in the plan as its number."""
    grades = settle([lay_out(table.quadro, cut(MOLDURA, PERIODS["boletim-anual"], 1), RULES) for table in tables], {})
    hashes = tuple(casa.hash for grade in grades for casa in grade.casas if casa.possivel)
    plan = Plano(
        estados=(Estado.PUBLICADA,) * len(hashes),
        valores=tuple(range(len(hashes))),
        formas=hashes,
        provas=Provas(testemunhas=(), certificados=()),
        impasses=(),
        medidas=NOTHING,
    )
    return Descida(tabelas=tuple(tables), grades=grades, plano=plan, protegidas=(), retiradas=())


def test_what_is_left_of_a_table_is_said_where_it_is_already() -> None:
    grouped = coarsening.coarser(OFFICIAL["BA-RAD-1"], 5, nobody_is_large)
    assert grouped is not None
    first = EmDescida(quadro=grouped[1], passos=(grouped[0],))
    ages, sexes = without_columns(OFFICIAL["BA-RAD-2"]), EmDescida(quadro=OFFICIAL["BA-RAD-4"])
    whole = ended((first, ages, sexes))
    made, repeated = without_repeats(whole, tuple(OFFICIAL.values()))
    assert repeated == (("BA-RAD-2", "BA-RAD-1"),)
    assert [table.quadro.codigo for table in made.tabelas] == ["BA-RAD-1", "BA-RAD-4"]
    size = [len(grade.candidatas()) for grade in whole.grades]
    stay = [*range(size[0]), *range(size[0] + size[1], sum(size))]
    assert list(made.plano.valores) == stay
    assert list(made.plano.formas) == [whole.plano.formas[place] for place in stay]


def test_a_table_that_kept_its_axes_stays_though_another_has_its_totals() -> None:
    whole = ended([EmDescida(quadro=quadro) for quadro in OFFICIAL.values()])
    assert without_repeats(whole, tuple(OFFICIAL.values())) == (whole, ())


def test_a_category_out_of_the_total_says_so_at_every_step() -> None:
    """«Não determinada» regrouped would stand in the rows, and not in the total, without a word."""
    out = OFFICIAL["BA-RAD-1"].linhas[0].categorias[-1]
    assert not out.soma
    for codigo in ("BA-RAD-2", "BA-RAD-3"):
        axis = without_columns(OFFICIAL[codigo]).quadro.linhas[0]
        assert [(entry.rotulo, entry.soma) for entry in axis.categorias if out.codigos == entry.codigos] == [
            (out.rotulo, False)
        ]


def test_an_adapted_table_does_not_have_the_status_of_the_model() -> None:
    """What the ledger keeps of a table; the renderers say it."""
    from_model, adapted = EmDescida(quadro=OFFICIAL["BA-RAD-4"]), without_columns(OFFICIAL["BA-RAD-2"])
    made = ended((from_model, adapted))
    first, second = (labels(grade, (), table.passos) for grade, table in zip(made.grades, made.tabelas, strict=True))
    assert (first.status_oficial, second.status_oficial) == ("visto", ADAPTADO)
    assert (first.degraus, second.degraus) == ((), adapted.passos)
