"""The table of figures that a benchmark session ends with: what was measured, against what, and the aim."""

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

Taken = tuple[float, float]
"""Wall-clock and CPU seconds of one request."""

HEADER = ("medida", "nosso", "comparação", "razão", "meta")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line. `value` is what the aim is about: a ratio (ours ÷ peer) or milliseconds; `aim` is its upper limit."""

    metric: str
    ours: str
    peer: str
    value: float
    unit: str
    aim: float | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as text, in the order of `HEADER`."""
        said = f"{number(self.value)} ms" if self.unit == "ms" else f"{number(self.value)}×"
        if self.aim is None:
            return (self.metric, self.ours, self.peer, said, "—")
        met = "atingida" if self.value <= self.aim else "NÃO atingida"
        limit = f"{number(self.aim)} ms" if self.unit == "ms" else f"{number(self.aim)}×"
        return (self.metric, self.ours, self.peer, said, f"≤ {limit}: {met}")


@dataclass(slots=True)
class Board:
    """Figures of one session, in the order in which they were measured, and remarks about how."""

    figures: list[Figure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def ratio(self, metric: str, ours: float, peer: float, *, per: str, of: str, aim: float | None = None) -> None:
        """Add a comparison of two CPU times in seconds; `per` says for what, `of` names the peer."""
        self.figures.append(
            Figure(
                metric=metric,
                ours=f"{micro(ours)}/{per}",
                peer=f"{of}: {micro(peer)}/{per}",
                value=ours / peer,
                unit="×",
                aim=aim,
            )
        )

    def latency(self, metric: str, taken: Sequence[Taken], *, aim: float | None = None) -> None:
        """Add times of single requests; the aim is about the wall-clock p95, the CPU time tells how busy it was."""
        wall, cpu = (
            [percentile([one[index] for one in taken], share) * 1000 for share in (0.50, 0.95)] for index in (0, 1)
        )
        self.figures.append(
            Figure(
                metric=f"{metric} ({len(taken)} pedidos)",
                ours=f"p50 {number(wall[0])} ms, p95 →",
                peer=f"só processador: p50 {number(cpu[0])} ms, p95 {number(cpu[1])} ms",
                value=wall[1],
                unit="ms",
                aim=aim,
            )
        )

    def lines(self) -> Iterator[str]:
        """The table in Markdown."""
        yield f"| {' | '.join(HEADER)} |"
        yield f"| {' | '.join('---' for _ in HEADER)} |"
        for figure in self.figures:
            yield f"| {' | '.join(figure.cells)} |"


def percentile(values: list[float], share: float) -> float:
    """Nearest-rank percentile; `share` between 0 and 1."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(share * 10_000) * len(ordered) // 10_000) - 1))]


def number(value: float) -> str:
    """Number with three significant figures, Brazilian comma."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:.{digits}f}".replace(".", ",")


def micro(seconds: float) -> str:
    """A time in the unit that reads best."""
    value = seconds * 1e6
    return f"{number(value)} µs" if value < 1000 else f"{number(value / 1000)} ms"


def load() -> str:
    """How busy the machine was, as the operating system says it: processes that wanted a processor, last 15 minutes."""
    return number(os.getloadavg()[2])


def machine() -> str:
    """Processor, cores and Python, without the machine's name."""
    model = platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line[:10] == "model name"]
        model = names[0] if names else model
    return f"{model}, {os.cpu_count()} núcleos, {platform.system()}, Python {platform.python_version()}"


def page(board: Board) -> str:
    """The page of documentation made from a session."""
    moment = datetime.now(UTC).strftime("%d/%m/%Y")
    notes = "\n".join(f"- {note}" for note in board.notes)
    return f"""# Desempenho

Página gerada pela própria medição; não edite à mão. Para refazer:

```
SISETP_BENCH_REPORT=1 make bench
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

## Observações

{notes}
"""
