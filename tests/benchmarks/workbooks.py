"""The same big table written our way and by pandas, each in a process of its own, so that memory can be compared.

`python -m tests.benchmarks.workbooks ours|pandas ROWS` prints CPU seconds, megabytes added and bytes written, as JSON.
"""

import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pandas as pd

from sisetp.reporting.render.workbook import livro
from tests.benchmarks.rounds import cpu

TEXTS, NUMBERS = 7, 33
HEADER = tuple(f"coluna {n + 1}" for n in range(TEXTS + NUMBERS))
WHEN = datetime(2026, 8, 20, 12, tzinfo=UTC)


def lines(rows: int) -> Iterator[tuple[str | int, ...]]:
    """Aggregate rows as those of «Dados por unidade»: seven labels, then numbers."""
    for row in range(rows):
        labels = ("NETP-SP", "SP", "2026-S1", f"RSA-{row % 6}", "Pessoas, por idade", f"linha {row % 97}", "Feminino")
        yield (*labels, *((row * 31 + column * 7) % 1000 for column in range(NUMBERS)))


def ours(rows: int) -> int:
    """Write row by row, flat in memory; return the size of the file."""
    with livro(titulo="Planilha nacional", assunto="brasil", criado=WHEN) as (book, target):
        folha = book.folha("Dados por unidade", rodape="2026")
        folha.cabecalho(HEADER, textos=TEXTS)
        for line in lines(rows):
            for column, value in enumerate(line):
                if isinstance(value, str):
                    folha.escrever(column, value, "simples")
                else:
                    folha.inteiro(column, value)
            folha.linha += 1
        folha.filtro(0, len(HEADER))
    return len(target.getvalue())


def pandas(rows: int) -> int:
    """Write with `DataFrame.to_excel`; return the size of the file."""
    target = BytesIO()
    pd.DataFrame(lines(rows), columns=list(HEADER)).to_excel(target, index=False)
    return len(target.getvalue())


def peak_mb() -> float:
    """Most memory this program has had, in megabytes; `ru_maxrss` would count the parent's before this one began."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024  # type: ignore[index]  # every kernel says it


if __name__ == "__main__":
    write = {"ours": ours, "pandas": pandas}[sys.argv[1]]
    write(10)
    before = peak_mb()
    sizes: list[int] = []
    seconds = cpu(lambda: sizes.append(write(int(sys.argv[2]))))
    sys.stdout.write(json.dumps({"seconds": seconds, "mb": peak_mb() - before, "bytes": sizes[0]}))
