"""Invented facts, straight as columns: no database, no seals. The same seed gives the same rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.random import Generator

from sisetp.domain.codelists import codelist
from sisetp.reporting.cube.rows import Lugar
from sisetp.reporting.facts import ESQUEMAS, Campo, Coluna, Fatos, Tabela

REDE: Mapping[int, Lugar] = {
    1: Lugar("NETP-SP", "NETP São Paulo", "SP"),
    2: Lugar("PAAHM-GRU", "PAAHM Guarulhos", "SP"),
    3: Lugar("NETP-PA", "NETP Pará", "PA"),
    4: Lugar("PAAHM-BEL", "PAAHM Belém", "PA"),
    5: Lugar("NETP-RS", "NETP Rio Grande do Sul", "RS"),
}


def fatos(
    tabela: Tabela, linhas: Sequence[Mapping[str, Any]], *, unidade: int = 1, ano: int = 2026, mes: int = 3
) -> Fatos:
    """Facts of some rows said with codes; what a row does not say is empty."""
    columns = {
        campo.nome: np.array([_numero(campo, linha.get(campo.nome)) for linha in linhas], campo.dtype)
        for campo in ESQUEMAS[tabela]
    }
    return Fatos(tabela=tabela, unidade_id=unidade, ano=ano, mes=mes, colunas=columns)


def _numero(campo: Campo, valor: Any) -> int:
    if valor is None:
        return 0
    if campo.lista is None:
        return int(valor)
    if campo.conjunto:
        return sum(1 << (codelist(campo.lista).number(code) - 1) for code in valor)
    return codelist(campo.lista).number(valor)


def ao_acaso(rng: Generator, tabela: Tabela, n: int, *, pessoas: int, unidade: int, mes: int, ano: int = 2026) -> Fatos:
    """`n` invented rows of one segment, about people out of `pessoas`."""
    columns = {campo.nome: _coluna(rng, campo, n, pessoas) for campo in ESQUEMAS[tabela]}
    if tabela is Tabela.ATIVIDADE and n:
        columns["primeira"][0] = 1
        starts = np.flatnonzero(columns["primeira"])
        columns["tipo"] = columns["tipo"][starts[np.cumsum(columns["primeira"]) - 1]]  # one activity is of one kind
    return Fatos(tabela=tabela, unidade_id=unidade, ano=ano, mes=0 if tabela is Tabela.VITIMA else mes, colunas=columns)


def rede_ao_acaso(semente: int, *, contatos: int, pessoas: int, meses: range = range(1, 13)) -> Iterator[Fatos]:
    """Facts of every kind, unit and month of an invented network."""
    rng = np.random.default_rng(semente)
    each = max(1, contatos // (len(REDE) * len(meses)))
    sizes = {
        Tabela.CONTATO: each,
        Tabela.CASO: each // 8,
        Tabela.ENCAMINHAMENTO: each // 4,
        Tabela.ATIVIDADE: each // 20,
    }
    for unidade in REDE:
        for mes in meses:
            for tabela, n in sizes.items():
                yield ao_acaso(rng, tabela, n, pessoas=pessoas, unidade=unidade, mes=mes)
        yield ao_acaso(rng, Tabela.VITIMA, each, pessoas=pessoas, unidade=unidade, mes=0)


def _coluna(rng: Generator, campo: Campo, n: int, pessoas: int) -> Coluna:
    if campo.nome == "pessoa":
        spread = np.uint64(0x9E3779B97F4A7C15)  # odd: a permutation of 64-bit numbers, so people stay distinct
        people: Coluna = rng.integers(1, pessoas + 1, n).astype(np.uint64) * spread
        return people
    if campo.lista is None:
        return rng.integers(*_FAIXAS.get(campo.nome, (0, 2)), n).astype(campo.dtype)
    numbers = [item.n for item in codelist(campo.lista).items]
    if not campo.conjunto:
        return rng.choice(np.array([0, *numbers], campo.dtype), n)
    bits = np.array([0, 0, *(1 << (number - 1) for number in numbers)], np.uint64)
    both: Coluna = rng.choice(bits, n) | rng.choice(bits, n)
    return both


_FAIXAS: Mapping[str, tuple[int, int]] = {"dia": (1, 29), "mes": (1, 13), "dias": (1, 400), "pessoas": (1, 60)}
