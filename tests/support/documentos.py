"""Sample documents as renderers get them: hidden cells, totals, notes, states, a series and hostile labels.

`tabela` takes the truth and the places to hide, so that a test can change what is hidden and nothing else.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sisetp.reporting.tables import Celula, Cobertura, Documento, Marca, Publico, Tabela

OCULTA = Celula(None, Marca.OCULTA)
IMPOSSIVEL = Celula(None, Marca.IMPOSSIVEL)
SEM_ENVIO = Celula(None, Marca.SEM_ENVIO)
CONTA = "pessoas pela primeira vez no ano"
Verdade = Sequence[Sequence[int]]
Lugares = Collection[tuple[int, int]]

_UFS = {
    **{"AC": 39, "AL": 2, "AM": 96, "AP": 8, "BA": 76, "CE": 54, "DF": 26, "ES": 15, "GO": 41},
    **{"MA": 22, "MG": 88, "MS": 29, "MT": 18, "PA": 73, "PB": 11, "PE": 61, "PI": 4, "PR": 52},
    **{"RJ": 142, "RN": 3, "RO": 12, "RR": 112, "RS": 47, "SC": 44, "SE": 0, "SP": 318, "TO": 6},
}
_SEXO_FAIXA = (
    (38, 97, 214, 201, 133, 71, 36),
    (42, 61, 153, 167, 103, 55, 28),
)
_SEXO = tuple((sum(row),) for row in _SEXO_FAIXA)
SEXOS = ("Feminino", "Masculino ou outro")
FAIXAS = ("0 a 11", "12 a 17", "18 a 29", "30 a 39", "40 a 49", "50 a 59", "60 ou mais")
MESES = ("janeiro", "fevereiro", "março", "abril", "maio", "junho")


def com_totais(verdade: Verdade, *, linha: bool, coluna: bool) -> list[list[int]]:
    """The matrix with a total row, a total column, or both, at the end."""
    rows = [[*row, sum(row)] if coluna else list(row) for row in verdade]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]] if linha else rows


def protegida(verdade: Verdade, ocultas: Lugares = ()) -> tuple[tuple[Celula, ...], ...]:
    """Cells of a matrix, with these places hidden: what is under them is in no way in the result."""
    hidden = frozenset(ocultas)
    return tuple(
        tuple(OCULTA if (i, j) in hidden else Celula(value) for j, value in enumerate(row))
        for i, row in enumerate(verdade)
    )


def tabela(
    verdade: Verdade, ocultas: Lugares = (), *, linha: bool = False, coluna: bool = False, **mais: Any
) -> Tabela:
    """A table made from the truth and the places to hide, with totals at the end where asked; `mais` replaces parts."""
    filled = com_totais(verdade, linha=linha, coluna=coluna)
    linhas = mais.pop("linhas", tuple(f"linha {i + 1}" for i in range(len(verdade))))
    colunas = mais.pop("colunas", tuple(f"coluna {j + 1}" for j in range(len(verdade[0]) if verdade else 0)))
    parts: dict[str, Any] = {
        "codigo": "T0",
        "titulo": "Tabela de exemplo",
        "conta": CONTA,
        "rotulo_linhas": "Linha",
        "linhas": (*linhas, "Total") if linha else linhas,
        "rotulo_colunas": "Coluna",
        "colunas": (*colunas, "Total") if coluna else colunas,
        "celulas": protegida(filled, ocultas),
        "total_linha": linha,
        "total_coluna": coluna,
    }
    return Tabela(**(parts | mais))


def por_sexo_e_faixa(verdade: Verdade = _SEXO_FAIXA) -> Tabela:
    """Sex by age: the youngest and the oldest are hidden."""
    return tabela(
        verdade,
        {(0, 0), (1, 0), (0, 6), (1, 6)},
        linha=True,
        coluna=True,
        codigo="B2",
        titulo="Pessoas por sexo e faixa etária",
        rotulo_linhas="Sexo",
        linhas=SEXOS,
        rotulo_colunas="Faixa etária, em anos",
        colunas=FAIXAS,
        regras=("Cada pessoa conta uma vez, no mês e na unidade do primeiro atendimento do ano.",),
        notas=("Idade na data do primeiro atendimento.",),
    )


def por_uf(verdade: Sequence[int] = tuple(_UFS.values())) -> Tabela:
    """States, one column: six are hidden."""
    ufs = tuple(_UFS)
    hidden = {(ufs.index(uf), 0) for uf in ("AL", "AP", "PI", "RN", "SE", "TO")}
    return tabela(
        [[value] for value in verdade],
        hidden,
        linha=True,
        codigo="B1",
        titulo="Pessoas por unidade da Federação do atendimento",
        rotulo_linhas="UF",
        linhas=ufs,
        rotulo_colunas="",
        colunas=("Pessoas",),
        linhas_uf=(*ufs, ""),
        notas=("A UF é a da unidade que atendeu, não a de residência.",),
    )


def por_sexo(verdade: Verdade = _SEXO) -> Tabela:
    """Sex, one column, nothing hidden."""
    return tabela(
        verdade,
        linha=True,
        codigo="B3",
        titulo="Pessoas por sexo",
        rotulo_linhas="Sexo",
        linhas=SEXOS,
        rotulo_colunas="",
        colunas=("Pessoas",),
    )


def por_mes(verdade: Verdade = ((231,), (248,), (267,), (219,), (214,), (220,)), ocultas: Lugares = ()) -> Tabela:
    """A series of six months."""
    return tabela(
        verdade,
        ocultas,
        linha=True,
        codigo="B4",
        titulo="Pessoas por mês do primeiro atendimento",
        rotulo_linhas="Mês",
        linhas=MESES,
        rotulo_colunas="",
        colunas=("Pessoas",),
    )


def hostil() -> Tabela:
    """Labels that would be formulas or markup where somebody forgot, every mark, and a warning."""
    return Tabela(
        codigo="B9",
        titulo="Rótulos <hostis> & #fórmulas",
        conta=CONTA,
        rotulo_linhas="Rótulo",
        linhas=('=HYPERLINK("a")', "+55 <b>", "#link \\ $x$ *a*"),
        rotulo_colunas="Marca",
        colunas=("@SOMA(A1)", "-1"),
        celulas=((Celula(1234567), OCULTA), (IMPOSSIVEL, SEM_ENVIO), (Celula(0), Celula(7))),
        multipla=True,
        notas=("Uma pessoa pode estar em mais de uma linha.",),
        avisos=("O total de B9 não confere com o de B1.",),
    )


def publicado(**mais: Any) -> Documento:
    """P3: a bulletin of one semester, as read from the ledger."""
    parts: dict[str, Any] = {
        "produto": "BOLETIM",
        "titulo": "Boletim da rede de enfrentamento ao tráfico de pessoas",
        "subtitulo": "Pessoas atendidas pela primeira vez no ano",
        "publico": Publico.PUBLICO,
        "nivel": "público",
        "periodo": "1º semestre de 2026",
        "periodo_codigo": "2026-S1",
        "edicao": 1,
        "gerado_em": datetime(2026, 8, 20, 12, 0, tzinfo=UTC),
        "versao": "2026.1",
        "hash": "5e" * 32,
        "cobertura": Cobertura(enviaram=18, esperadas=22, faltam=("NETP-AP", "NETP-RO", "NETP-SE", "PAAHM-BEL")),
        "tabelas": (por_uf(), por_sexo_e_faixa(), por_sexo(), por_mes()),
        "metodo": (
            "Os números vêm dos atendimentos de meses já consolidados e congelados.",
            "Números pequenos, e os que permitiriam calculá-los, não são publicados.",
        ),
        "parametros": (("Menor grupo publicado", "5 pessoas"), ("Crianças, adolescentes e unidades", "10 pessoas")),
        "destaques": ("Mulheres foram 6 de cada 10 pessoas atendidas pela primeira vez no ano.",),
        "mudancas": ("A tabela por unidade da Federação é nova nesta edição.",),
    }
    return Documento(**(parts | mais))


def restrito(**mais: Any) -> Documento:
    """P1: exact aggregate rows for the national coordination."""
    exact = replace(por_sexo_e_faixa(), celulas=protegida(com_totais(_SEXO_FAIXA, linha=True, coluna=True)))
    parts: dict[str, Any] = {
        "publico": Publico.RESTRITO,
        "nivel": "RESTRITO",
        "titulo": "Planilha nacional",
        "destaques": (),
        "mudancas": (),
        "tabelas": (exact, hostil()),
    }
    return publicado(**(parts | mais))


def da_unidade(**mais: Any) -> Documento:
    """P0: exact numbers of one unit, with a month that was not sent."""
    months = por_mes()
    late = replace(months, celulas=(*months.celulas[:5], (SEM_ENVIO,), *months.celulas[6:]))
    parts: dict[str, Any] = {
        "publico": Publico.UNIDADE,
        "nivel": "uso interno",
        "titulo": "Relatório da unidade",
        "destaques": (),
        "tabelas": (late,),
        "cobertura": Cobertura(enviaram=5, esperadas=6),
    }
    return publicado(**(parts | mais))
