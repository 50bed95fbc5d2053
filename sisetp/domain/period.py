"""Reporting periods: month, semester, year. A period is a closed interval of local dates with a Portuguese label."""

from dataclasses import dataclass
from datetime import date, timedelta

MESES = (
    "janeiro",
    "fevereiro",
    "março",
    "abril",
    "maio",
    "junho",
    "julho",
    "agosto",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A period with a stable code (2026-03, 2026-S1, 2026); `inicio` and `fim` are both inside."""

    code: str
    label: str
    inicio: date
    fim: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.inicio <= day <= self.fim


def month(year: int, number: int) -> Period:
    """Return a month (1–12). Raises ValueError."""
    if not 1 <= number <= 12:
        raise ValueError("month outside 1-12")
    label = f"{MESES[number - 1]} de {year}"
    return _months(f"{year:04d}-{number:02d}", label, year, number, 1)


def semester(year: int, number: int) -> Period:
    """Return a semester (1 or 2). Raises ValueError."""
    if number not in (1, 2):
        raise ValueError("semester is 1 or 2")
    return _months(f"{year:04d}-S{number}", f"{number}º semestre de {year}", year, 6 * number - 5, 6)


def year_of(year: int) -> Period:
    """Return a civil year."""
    return _months(f"{year:04d}", str(year), year, 1, 12)


def parse_period(code: str) -> Period:
    """Return the period of a code. Raises ValueError for a malformed one."""
    head, _, tail = code.partition("-")
    if not (len(head) == 4 and head.isascii() and head.isdigit() and int(head) > 0):
        raise ValueError("malformed period code")
    if not tail and code == head:
        return year_of(int(head))
    if tail.isascii() and tail.isdigit() and len(tail) == 2:
        return month(int(head), int(tail))
    if tail in ("S1", "S2"):
        return semester(int(head), int(tail[1]))
    raise ValueError("malformed period code")


def _months(code: str, label: str, year: int, first: int, count: int) -> Period:
    last = first + count - 1
    end = date(year, 12, 31) if last == 12 else date(year, last + 1, 1) - timedelta(days=1)
    return Period(code=code, label=label, inicio=date(year, first, 1), fim=end)
