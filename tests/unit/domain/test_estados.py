"""Lives as tables: a step not drawn is refused in every machine, and nothing is drawn that no list names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisetp.domain.codelists import codelist
from sisetp.domain.errors import RuleViolation
from sisetp.domain.estados import Maquina
from sisetp.domain.maquinas import MAQUINAS

machines = pytest.mark.parametrize("machine", MAQUINAS, ids=lambda machine: machine.nome)


@machines
def test_every_status_is_in_its_list_and_is_reached(machine: Maquina) -> None:
    assert set(machine.estados) <= {item.code for item in codelist(machine.lista).items}
    reached, waiting = set(machine.iniciais), list(machine.iniciais)
    while waiting:
        for step in machine.seguintes(waiting.pop()):
            if step.para not in reached:
                reached.add(step.para)
                waiting.append(step.para)
    assert reached == set(machine.estados)


@machines
@given(data=st.data())
def test_a_step_not_drawn_is_refused_with_its_message(machine: Maquina, data: st.DataObject) -> None:
    names = st.sampled_from((*machine.estados, *(item.code for item in codelist(machine.lista).items), "", "NADA"))
    de, para = data.draw(names), data.draw(names)
    drawn = any((step.de, step.para) == (de, para) for step in machine.passos)
    assert machine.permite(de, para) is drawn
    if drawn:
        machine.exigir(de, para, "não")
    else:
        with pytest.raises(RuleViolation) as caught:
            machine.exigir(de, para, "não")
        assert [(item.campo, item.mensagem) for item in caught.value.messages] == [("situacao", "não")]


@machines
def test_the_diagram_has_one_arrow_for_each_step(machine: Maquina) -> None:
    lines = list(machine.mermaid())
    assert lines[0] == "stateDiagram-v2"
    assert len(lines) == 1 + len(machine.iniciais) + len(machine.passos) + len(machine.finais)
    assert len({(step.de, step.para) for step in machine.passos}) == len(machine.passos)
