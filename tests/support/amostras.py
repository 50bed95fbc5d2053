"""The samples of every exact report, from facts written by hand: `python -m tests.support.amostras` makes them again.

The test compares them byte by byte, so a change of what a report says is always made on purpose.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sisetp.config import ROOT
from sisetp.domain.period import Period, month, semester, year_of
from sisetp.reporting.cube.documents import Relatorio, montar
from sisetp.reporting.cube.rows import Cubo
from sisetp.reporting.cube.sources import Fonte, Segmento, digest_of
from sisetp.reporting.definitions.model import Catalogo, Produto
from sisetp.reporting.definitions.reading import load
from sisetp.reporting.definitions.vocabulary import Nivel, Tipo, TipoPeriodo
from sisetp.reporting.facts import Fatos, Tabela
from sisetp.reporting.tables import Cobertura, Publico
from tests.support.fatos_inventados import REDE, fatos

PASTA = ROOT / "reports" / "samples"
DEFINICOES = ROOT / "reports" / "definicoes"

_PERIODOS = {TipoPeriodo.ANO: year_of(2026), TipoPeriodo.SEMESTRE: semester(2026, 1), TipoPeriodo.MES: month(2026, 3)}

# Each column goes through its values at its own pace, so that rows differ; None is an empty answer.
_PESSOA: Mapping[str, Sequence[Any]] = {
    "sexo": ("F", "M", "F", "M", "NI", None, "I"),
    "identidade_genero": ("MULHER_CIS", "HOMEM_CIS", None),
    "faixa_etaria": ("F18_29", "F30_39", "F12_17", "NI", "F40_49", "F60", "F00_11", "F50_59", None),
    "raca_cor": ("PARDA", "PRETA", "BRANCA", None, "INDIGENA", "AMARELA", "NI"),
    "escolaridade": ("EF1_I", "EM_C", None, "ES_C"),
    "nacionalidade": ("BR", "VE", "HT", "BR", None, "CU"),
}
_CONTATO: Mapping[str, Sequence[Any]] = {
    "pessoa": (1, 2, 3, 4, 1, 5, 6, 2, 7, 8, 9, 3, 10),
    "dia": (5, 12, 1, 28, 17),
    "acompanhamento": (0, 0, 0, 1),
    "modo_ident": ("IDENT", "SO_PRENOME", "IDENT", "NAO_IDENT"),
    "perfil": ("MIGRANTE", "VITIMA_TP", "DEPORTADO", "SOL_REFUGIO", None),
    "porta_entrada": ("PF", "SUAS", None),
    **_PESSOA,
    "idioma": ("pt", "es", None),
    "destino_uf": ("SP", "PA", None, "MG"),
    "necessidades": (("ALIMENTO",), ("ABRIGO", "ORIENT_DOC"), (), ("SAUDE",)),
    "indicios": (("NENHUM",), ("DIVIDA",), ("DOC_RETIDO", "AMEACA"), ("NAO_APLIC",), ()),
    "vulner": (("GESTANTE",), ()),
    "deficiencia": (("NAO",), (), ("FISICA",)),
}
_VITIMA: Mapping[str, Sequence[Any]] = {
    "pessoa": (1, 2, 3, 4, 5, 2, 6, 7, 8, 9, 10, 11),
    "mes": (3, 1, 2, 5),
    "dia": (9, 20, 2),
    "caso_novo": (1, 0, 1),
    "status_vitima": ("CONFIRMADA", "POSSIVEL", "CONFIRMADA", "DESCARTADA"),
    "finalidade": ("EXP_SEXUAL", "TRAB_ESCRAVO", "ND", "SERVIDAO", "ORGAOS", "ADOCAO"),
    **_PESSOA,
}
_CASO: Mapping[str, Sequence[Any]] = {
    "aberto_antes": (1, 0),
    "aberto_no_mes": (0, 1),
    "encerrado_no_mes": (0, 1, 0),
    "aberto_no_fim": (1, 0, 1),
    "encerramento_motivo": (None, "OBJETIVOS", None),
    "risco": ("ALTO", "MEDIO", "BAIXO", None),
    "dias": (0, 45, 0),
}
_ENCAMINHAMENTO: Mapping[str, Sequence[Any]] = {
    "pessoa": (1, 2, 3, 2),
    "destino": ("CRAS", "DPU", "CRAS", "SAUDE"),
    "situacao": ("ENVIADO", "ACEITO", "CONCLUIDO"),
    "entre_unidades": (0, 0, 1),
}
_ATIVIDADE: Mapping[str, Sequence[Any]] = {
    "primeira": (1, 0, 1),
    "tipo": ("PALESTRA", "PALESTRA", "CAMPANHA"),
    "publico": ("ESTUDANTES", "SOCIEDADE"),
    "pessoas": (30, 12, 200),
}
_LINHAS: Mapping[Tabela, tuple[Mapping[str, Sequence[Any]], int]] = {
    Tabela.CONTATO: (_CONTATO, 4),
    Tabela.CASO: (_CASO, 3),
    Tabela.ENCAMINHAMENTO: (_ENCAMINHAMENTO, 2),
    Tabela.ATIVIDADE: (_ATIVIDADE, 3),
}


def fatos_de_amostra() -> tuple[Fatos, ...]:
    """Facts of five months of three units; the second one sent no April."""
    found = [
        fatos(kind, _linhas(columns, rows + unit, start=mes * 5 + unit), unidade=unit, mes=mes)
        for unit in (1, 2, 3)
        for mes in range(1, 6)
        if (unit, mes) != (2, 4)
        for kind, (columns, rows) in _LINHAS.items()
    ]
    return (
        *found,
        *(fatos(Tabela.VITIMA, _linhas(_VITIMA, 11, start=5 * unit), unidade=unit, mes=0) for unit in (1, 2, 3)),
    )


def _linhas(columns: Mapping[str, Sequence[Any]], n: int, start: int) -> list[dict[str, Any]]:
    """Rows from the place `start` of each cycle on; the first activity is always a first row."""
    rows = [{name: values[(start + i) % len(values)] for name, values in columns.items()} for i in range(n)]
    if "primeira" in columns:
        rows[0]["primeira"] = 1
        for before, row in zip(rows, islice(rows, 1, None), strict=False):
            row["tipo"] = row["tipo"] if row["primeira"] else before["tipo"]
    return rows


def fonte(periodo: Period, found: Sequence[Fatos] | None = None) -> Fonte:
    """The facts of the samples in a period, as if they were frozen."""
    every = fatos_de_amostra() if found is None else found
    kept = [part for part in every if part.mes == 0 or periodo.inicio.month <= part.mes <= periodo.fim.month]
    rede = {unit: place for unit, place in REDE.items() if unit != 5}
    return Fonte(
        cubo=Cubo(kept, rede, periodo),
        periodo=periodo,
        lugar="Brasil",
        cobertura=Cobertura(enviaram=3, esperadas=4, faltam=("PAAHM-BEL",)),
        instante=datetime(2026, 7, 15, 12, tzinfo=UTC),
        vivo=False,
        segmentos=tuple(
            Segmento(rede[part.unidade_id].codigo, part.ano, part.mes, part.tabela, digest_of(part)) for part in kept
        ),
    )


def relatorio(catalogo: Catalogo, produto: Produto, found: Sequence[Fatos] | None = None) -> Relatorio:
    """A report of the samples, restricted, of the whole country."""
    periodo = _PERIODOS[produto.periodos[-1]]
    return montar(catalogo, produto, fonte(periodo, found), Publico.RESTRITO, Nivel.BRASIL)


def amostras(catalogo: Catalogo) -> Iterator[tuple[str, str]]:
    """File name and text of the sample of each product that has exact tables."""
    for produto in catalogo.listar():
        if produto.tabelas and produto.tipo is not Tipo.BOLETIM:
            yield f"{produto.codigo}.json", texto(relatorio(catalogo, produto))


def texto(made: Relatorio) -> str:
    """A report as JSON, one row of a table per line; without hash and version, which every release changes."""
    lines = ["{", f' "titulo": {_json(f"{made.documento.titulo} · {made.documento.periodo}")},', ' "tabelas": [']
    for n, table in enumerate(made.documento.tabelas):
        head = {
            "codigo": table.codigo,
            "titulo": table.titulo,
            "conta": table.conta,
            "status": table.status_oficial,
            "multipla": table.multipla,
            "regras": table.regras,
            "notas": table.notas,
            "avisos": table.avisos,
        }
        lines += ["  {", *(f"   {_json(name)}: {_json(value)}," for name, value in head.items())]
        lines += [f'   "linhas": [{_json([table.rotulo_linhas, *table.colunas])},']
        rows = [
            _json([label, *(cell.marca.value if cell.valor is None else cell.valor for cell in row)])
            for label, row in zip(table.linhas, table.celulas, strict=True)
        ]
        lines += [f"    {row}{',' if i + 1 < len(rows) else ']'}" for i, row in enumerate(rows)]
        lines += ["  }," if n + 1 < len(made.documento.tabelas) else "  }"]
    return "\n".join([*lines, " ]", "}", ""])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def escrever(pasta: Path = PASTA) -> None:
    """Write every sample."""
    pasta.mkdir(parents=True, exist_ok=True)
    for name, text in amostras(load(DEFINICOES)):
        (pasta / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    escrever()
