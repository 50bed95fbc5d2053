"""Values of forms: class by class, all at once, and from the difference to the truth, are those of plain counting."""

import numpy as np

from sisetp.reporting.disclosure.atoms import count
from sisetp.reporting.disclosure.request import Pedido
from sisetp.reporting.disclosure.space import Espaco
from sisetp.reporting.disclosure.system import build
from tests.unit.reporting.disclosure.small import EDICAO_1, FAIXA, MESES, SEXO, UFS, UNIVERSO, table, year

CELLS = table("tudo", {**EDICAO_1, "mes": MESES}, {"lugar": UFS, "sexo": SEXO, "faixa": FAIXA})


def test_values_are_those_of_counting() -> None:
    forms, atomos = [cell.forma for cell in CELLS], year(4, 300)
    space = Espaco(UNIVERSO, forms)
    classes, people = space.classes(atomos.codigos), atomos.contagens.astype(float)
    true = [count(UNIVERSO, form, atomos) for form in forms]
    assert len(set(true)) > 20
    assert space.values(classes, people).tolist() == true
    assert (space.rows(classes) @ people).tolist() == true


def test_values_of_another_year_are_its_own_however_far_it_is() -> None:
    system = build(Pedido(universo=UNIVERSO, atomos=year(4, 300), candidatas=CELLS))
    near = system.pessoas.copy()
    near[:2] += (-1, 1)
    far = np.where(np.arange(len(near)) < 3, 100.0, 0.0)
    for people in (near, far):
        some = people > 0
        expected = system.espaco.values(system.suporte[some], people[some])
        assert system.moved(system.suporte[some], people[some]).tolist() == expected.tolist()
    assert system.moved(system.suporte, system.pessoas).tolist() == system.valores.tolist()
