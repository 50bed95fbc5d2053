"""Invented people for the big populations: names by a Zipf law, documents and births spread, all marked as invented."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from sisetp.domain.names import first_last, phonetic
from sisetp.domain.pessoa import Identidade, faixa_de

FIRSTS, LASTS = 2_000, 20_000
_ONSETS = (
    "b",
    "c",
    "d",
    "f",
    "g",
    "j",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "br",
    "cl",
    "dr",
    "gr",
    "lh",
    "nh",
    "tr",
)
_VOWELS = ("a", "e", "i", "o", "u", "ã", "é", "ia", "ei")
_CODAS = ("", "", "", "n", "r", "s", "l")
_FIRST_DAY = date(1946, 1, 1).toordinal()
_DAYS = 60 * 365
TODAY = date(2026, 11, 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """One invented person: identity, age today, and what the blind indexes are made of."""

    identidade: Identidade
    idade: int
    first: str
    last: str
    homem: bool

    @property
    def faixa(self) -> str:
        """Official age band."""
        return faixa_de(self.idade)


def crowd(count: int, *, seed: int) -> Iterator[Somebody]:
    """Yield `count` people; the same seed gives the same people."""
    draw = random.Random(seed)
    firsts, lasts = _words(draw, FIRSTS, 2), _words(draw, LASTS, 3)
    sounds = {word: phonetic(first_last(word)[0]) for word in (*firsts, *lasts)}
    by_first, by_last = _zipf(FIRSTS), _zipf(LASTS)
    for index in range(count):
        (first,), surnames = draw.choices(firsts, cum_weights=by_first), draw.choices(lasts, cum_weights=by_last, k=2)
        born = date.fromordinal(_FIRST_DAY + draw.randrange(_DAYS))
        brazilian = index % 2 == 0
        yield Somebody(
            identidade=Identidade(
                nome_civil=f"{first} Demonstração {' '.join(surnames)}",
                nascimento=born,
                doc_tipo="CPF" if brazilian else "PASSAPORTE",
                doc_numero=cpf(999_000_000 - index) if brazilian else f"ZZ{index:07d}",
                contato=f"+55 11 90000-{draw.randrange(10_000):04d}",
                contato_seguro="S",
            ),
            idade=(TODAY - born) // timedelta(days=366),
            first=sounds[first],
            last=sounds[surnames[-1]],
            homem=draw.random() < 0.6,
        )


def cpf(nine: int) -> str:
    """Eleven digits with both check digits (Receita Federal, module 11)."""
    digits = [int(char) for char in f"{nine:09d}"]
    for _ in range(2):
        total = sum(digit * weight for digit, weight in zip(digits, range(len(digits) + 1, 1, -1), strict=True))
        digits.append(total * 10 % 11 % 10)
    return "".join(map(str, digits))


def _words(draw: random.Random, count: int, syllables: int) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < count:
        size = syllables + draw.randrange(2)
        parts = (draw.choice(_ONSETS) + draw.choice(_VOWELS) for _ in range(size))
        made[f"{''.join(parts)}{draw.choice(_CODAS)}".capitalize()] = None
    return list(made)


def _zipf(size: int) -> list[float]:
    return list(accumulate(1 / rank for rank in range(1, size + 1)))
