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
GOALS = ("id", "o que", "teste", "meta", "medido", "quando e com que carga")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One line about statistics: what was measured by which test, its aim (empty: none) and what was found."""

    code: str
    what: str
    test: str
    aim: str
    found: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as text, in the order of `GOALS`."""
        when = f"{datetime.now(UTC):%d/%m/%Y}, carga {load()}"
        return (self.code, self.what, f"`{self.test}`", self.aim or "—", self.found, when)


@dataclass(slots=True)
class Board:
    """Figures of one session, in the order in which they were measured, and remarks about how.

    `goals` are those of statistics, which have a section of their own.
    """

    figures: list[Figure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)

    def goal(self, code: str, what: str, value: float, unit: str, aim: float | None = None, *, more: str = "") -> None:
        """Add a line about statistics. `aim` is the upper limit of `value`, in the same unit; `more` explains it."""
        test = os.environ["PYTEST_CURRENT_TEST"].split("::")[-1].split("[")[0].split(" ")[0]
        limit = "" if aim is None else f"≤ {quantity(aim, unit)}"
        met = "" if aim is None else " — atingida" if value <= aim else " — NÃO atingida"
        found = f"{quantity(value, unit)}{f' ({more})' if more else ''}{met}"
        self.goals.append(Goal(code=code, what=what, test=test, aim=limit, found=found))

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


def quantity(value: float, unit: str) -> str:
    """A number with its unit."""
    return f"{number(value)}{'' if unit in ('×', '%') else ' '}{unit}"
