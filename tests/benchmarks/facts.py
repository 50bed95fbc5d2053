"""Facts of an invented year over the network of `network`, drawn as columns: a million contacts in seconds."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sisetp.domain.codelists import codelist
from sisetp.reporting.extract.columns import facts
from sisetp.reporting.facts import ESQUEMAS, Tabela
from sisetp.reporting.releases.base import Segmento
from sisetp.reporting.releases.frame import Lugar
from tests.benchmarks.network import UNIDADES

ANO = 2026
LUGARES = tuple(Lugar(id=number, codigo=unit, uf=unit[:2]) for number, unit in enumerate(UNIDADES, start=1))
_VICTIMS = 0.4
_SHARES: Mapping[str, Mapping[str, float]] = {
    "sexo": {"F": 0.55, "M": 0.44, "NI": 0.01},
    "faixa_etaria": {
        **{"F00_11": 0.08, "F12_17": 0.12, "F18_29": 0.35, "F30_39": 0.22},
        **{"F40_49": 0.12, "F50_59": 0.07, "F60": 0.04},
    },
    "raca_cor": {"BRANCA": 0.3, "PRETA": 0.12, "AMARELA": 0.02, "PARDA": 0.45, "INDIGENA": 0.04, "NI": 0.07},
    "nacionalidade": {
        **{"BR": 0.6, "VE": 0.12, "BO": 0.07, "PY": 0.05, "HT": 0.04},
        **{"CU": 0.04, "AF": 0.03, "CO": 0.02, "AR": 0.02, "CN": 0.01},
    },
    "finalidade": {"EXP_SEXUAL": 0.5, "TRAB_ESCRAVO": 0.4, "SERVIDAO": 0.1},
}


def year_of(contatos: int, pessoas: int, semente: int = 1) -> list[Segmento]:
    """Contacts of so many people, each of whom comes at least once, and the victims among them."""
    drawn = np.random.default_rng(semente)
    who = {name: _drawn(drawn, Tabela.CONTATO, name, pessoas) for name in ("sexo", "faixa_etaria", "raca_cor")}
    who["nacionalidade"] = _drawn(drawn, Tabela.CONTATO, "nacionalidade", pessoas)
    who["pessoa"] = drawn.integers(1, 2**63, pessoas, dtype=np.uint64)
    size = 1 / np.arange(1, len(LUGARES) + 1) ** 0.5
    home = drawn.choice(len(LUGARES), pessoas, p=drawn.permutation(size / size.sum()))
    rows = np.concatenate([np.arange(pessoas), drawn.integers(0, pessoas, contatos - pessoas)])
    months, days = drawn.integers(1, 13, contatos), drawn.integers(1, 29, contatos)
    found = []
    for place, lugar in enumerate(LUGARES):
        for mes in range(1, 13):
            here = np.flatnonzero((home[rows] == place) & (months == mes))
            columns = {name: column[rows[here]] for name, column in who.items()} | {"dia": days[here]}
            found.append((Tabela.CONTATO, lugar.id, mes, columns, len(here)))
        inside = np.flatnonzero((home == place) & (drawn.random(pessoas) < _VICTIMS))
        columns = {name: column[inside] for name, column in who.items()}
        columns |= {"mes": drawn.integers(1, 13, len(inside)), "dia": drawn.integers(1, 29, len(inside))}
        columns["status_vitima"] = np.full(len(inside), codelist("status_vitima").number("CONFIRMADA"))
        columns["finalidade"] = _drawn(drawn, Tabela.VITIMA, "finalidade", len(inside))
        found.append((Tabela.VITIMA, lugar.id, 0, columns, len(inside)))
    return [
        Segmento(number, "", facts(table, unit, ANO, mes, columns, n))
        for number, (table, unit, mes, columns, n) in enumerate(found)
    ]


def _drawn(drawn: np.random.Generator, tabela: Tabela, campo: str, n: int) -> NDArray[Any]:
    lista = next(known.lista for known in ESQUEMAS[tabela] if known.nome == campo)
    assert lista is not None
    numbers = [codelist(lista).number(code) for code in _SHARES[campo]]
    share = np.array(list(_SHARES[campo].values()))
    return drawn.choice(numbers, n, p=share / share.sum())
