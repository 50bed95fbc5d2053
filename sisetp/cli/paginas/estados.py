"""The page of state machines: one diagram for each noun that has a life, from the table the rules obey."""

from collections.abc import Iterator

from sisetp.domain.codelists import codelist
from sisetp.domain.estados import Maquina
from sisetp.domain.maquinas import MAQUINAS

_INTRO = """<!-- Página gerada por `make docs` a partir das tabelas de estados. Não edite. -->
# O que pode vir depois de quê

Cada desenho sai da mesma tabela que o sistema obedece. Um passo que não está desenhado é recusado, e um teste tenta
todos. Os códigos são os das listas do [dicionário de dados](dicionario-de-dados.md).
"""


def states_page() -> str:
    """Return the page with the diagram and the statuses of every machine."""
    return "\n".join((_INTRO, *(line for machine in MAQUINAS for line in _section(machine))))


def _section(machine: Maquina) -> Iterator[str]:
    lista = codelist(machine.lista)
    yield f"## {machine.nome}"
    yield ""
    yield "```mermaid"
    yield from machine.mermaid()
    yield "```"
    yield ""
    yield "| Código | Situação | Pode passar a |"
    yield "| --- | --- | --- |"
    for state in machine.estados:
        steps = "; ".join(f"{lista.label(step.para)} ({step.rotulo})" for step in machine.seguintes(state))
        yield f"| `{state}` | {lista.label(state)} | {steps or 'nada: é o fim'} |"
    yield ""
