"""The page of documentation that benchmark sessions write, a part at a time: what was not measured stays as it was."""

from collections.abc import Iterator
from datetime import UTC, datetime

from tests.benchmarks.board import GOALS, Board, Goal, load, machine

STATISTICS = "## Estatística e sigilo\n"
_READING = """
Cada linha é uma meta do sistema (B1 a B10) ou uma medida que a acompanha (E1 em diante). Uma só se refaz com
`.venv/bin/pytest tests/benchmarks --benchmark-enable -k TESTE`. Os tempos são de processador, e não de relógio: outros
programas na máquina quase não os mudam. A população é inventada e a mesma a cada vez. Com `SISETP_BENCH_REPORT=1`, as
linhas medidas trocam as de antes e as outras ficam.
"""


def rewritten(before: str, board: Board) -> str:
    """The page after a session, from the page before it (empty: none)."""
    general, _, statistics = before.partition(STATISTICS)
    if board.figures:
        general = _general(board)
    rows = list(goal_rows(board.goals, statistics.splitlines()))
    return "\n".join([general.rstrip("\n"), "", STATISTICS + _READING, *rows, ""])


def goal_rows(goals: list[Goal], before: list[str]) -> Iterator[str]:
    """The lines about statistics in Markdown, by letter and number of their codes, instead of the same ones before."""
    kept = {}
    for cells in [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in before if line[:1] == "|"]:
        if cells[0][1:].isdigit():
            kept[cells[0], cells[1]] = cells
    kept |= {(goal.code, goal.what): list(goal.cells) for goal in goals}
    yield f"| {' | '.join(GOALS)} |"
    yield f"| {' | '.join('---' for _ in GOALS)} |"
    for cells in sorted(kept.values(), key=lambda cells: (cells[0][0], int(cells[0][1:]))):
        yield f"| {' | '.join(cells)} |"


def _general(board: Board) -> str:
    """Everything but the section about statistics."""
    moment = datetime.now(UTC).strftime("%d/%m/%Y")
    notes = "\n".join(f"- {note}" for note in board.notes)
    return f"""# Desempenho

Página gerada pela própria medição; não edite à mão. Para refazer:

```
SISETP_BENCH_REPORT=1 make bench               # tudo
SISETP_BENCH_REPORT=1 make bench-estatistica   # só a seção «Estatística e sigilo»
```

`SISETP_BENCH_PEOPLE` muda o tamanho da população (padrão 200000). A primeira execução monta a população e a guarda na
pasta temporária da máquina; as seguintes a aproveitam. As medições informam e nunca reprovam uma versão.

- Data: {moment}
- Máquina: {machine()}
- Carga média da máquina nos 15 minutos da medição: {load()} (acima do número de núcleos, os tempos de relógio esperam
  por outros programas; veja então os de processador)

## Como ler

As razões comparam, na mesma execução e em rodadas intercaladas, o tempo de processador do SISETP com o da comparação
(menor tempo das rodadas); abaixo de 1 o SISETP é mais rápido. Os tempos de página são de relógio, do pedido à resposta
completa, pela aplicação real com entrada pelo formulário, sem a rede. Confie nas razões mais do que nos valores.

## Números

{chr(10).join(board.lines())}

### Observações

{notes}
"""
