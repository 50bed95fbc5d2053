"""«De onde vem?» of a published number: the release it came out in, the digest of the release, and its form in words.

Everything here is public: what a hidden cell counts is said as of any other, and never how many.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.db.models.publicacao import CelulaPublicada, TabelaPublicada
from sisetp.domain.period import MESES
from sisetp.reporting import ledger
from sisetp.reporting.definitions.allowed import DIMENSOES
from sisetp.reporting.definitions.dimensions import Dimensao
from sisetp.reporting.ledger import DivulgacaoPublicada
from sisetp.reporting.releases.frame import FORA

_DIMENSOES: Mapping[str, Dimensao] = MappingProxyType(
    {entry.forma: entry for entry in DIMENSOES.values() if entry.forma and entry.forma not in ("mes", "lugar")}
)
_LONGA = 12  # answers that anybody reads one by one
_NAO_VITIMA = "quem não conta como vítima"
_EDICAO = {
    "nasceu": ("Chegou em", {"1": "primeira edição", "2": "edição revista"}),
    "morreu": ("Deixou de contar em", {"2": "edição revista", "fim": "nenhuma edição"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OrigemPublicada:
    """Where a published cell comes from. `valor` is None when it is hidden or impossible (`situacao` X or -).

    `condicoes` are (question, answers counted); none means everybody. `forma` is the hash of the linear form: equal
    forms have the same number in every release.
    """

    divulgacao: DivulgacaoPublicada
    tabela: str
    situacao: str
    valor: int | None
    condicoes: tuple[tuple[str, str], ...]
    forma: str


def de_onde_vem_publicado(
    session: Session, divulgacao_id: int, tabela: int, linha: int, coluna: int
) -> OrigemPublicada | None:
    """Explain one published cell by the places of its table, row and column, from 0, as the document of the release has
    them; None when there is no such cell.

    Raises: NotFound for a release that is not out.
    """
    release = ledger.published_release(session, divulgacao_id)
    tables = select(TabelaPublicada.ordem, TabelaPublicada.codigo).where(TabelaPublicada.divulgacao_id == divulgacao_id)
    found = session.execute(tables.order_by(TabelaPublicada.ordem).offset(tabela).limit(1)).one_or_none()
    if found is None:
        return None
    query = select(CelulaPublicada).where(
        CelulaPublicada.divulgacao_id == divulgacao_id,
        CelulaPublicada.tabela == found.ordem,
        CelulaPublicada.linha == linha,
        CelulaPublicada.coluna == coluna,
    )
    cell = session.scalar(query)
    if cell is None:
        return None
    return OrigemPublicada(
        divulgacao=release,
        tabela=found.codigo,
        situacao=cell.situacao,
        valor=cell.valor,
        condicoes=tuple(forma_em_palavras(json.loads(cell.forma))),
        forma=cell.forma_hash,
    )


def forma_em_palavras(selecao: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Questions and answers of a linear form (codes by dimension), in words; dimensions that take every code are not in
    the form and are not said.
    """
    for name, codes in selecao.items():
        if name == "mes":
            yield "Mês do primeiro contato do ano", ", ".join(MESES[int(code) - 1] for code in sorted(codes))
        elif name == "lugar":
            yield "Unidade do primeiro contato do ano", ", ".join(sorted(codes))
        elif name in _EDICAO:
            label, words = _EDICAO[name]
            yield label, ", ".join(words.get(code, code) for code in codes)
        else:
            yield _DIMENSOES[name].rotulo, _respostas(_DIMENSOES[name], codes)


def _respostas(dimension: Dimensao, codes: list[str]) -> str:
    """The answers counted; of a long list of which most are counted, those that are not."""
    left_out = [code for code in dimension.codigos() if code not in codes]
    if FORA in codes or len(codes) <= _LONGA or len(left_out) >= len(codes):
        return ", ".join(_resposta(dimension, code) for code in codes)
    return f"todas, menos {', '.join(_resposta(dimension, code) for code in left_out)}"


def _resposta(dimension: Dimensao, code: str) -> str:
    return _NAO_VITIMA if code == FORA else dimension.rotulo_de(code)
