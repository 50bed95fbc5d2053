"""Do the tables of a report agree with each other? What does not is said in the output, with the reason."""

from collections.abc import Iterator, Mapping

from sisetp.reporting.cube.axes import CATEGORIA
from sisetp.reporting.cube.table import Contado
from sisetp.reporting.definitions.vocabulary import Conta

_MOVIMENTO = (Conta.CASOS_INICIO, Conta.CASOS_NOVOS, Conta.CASOS_REABERTOS, Conta.CASOS_ENCERRADOS, Conta.CASOS_FIM)


def avisos(contado: Contado, outros: Mapping[str, Contado]) -> tuple[str, ...]:
    """Failed checks of a table in words; `outros` are counted tables by code, with those it must agree with."""
    other = outros.get(contado.quadro.confere_com)
    return (*(() if other is None else _com_outra(contado, other)), *_movimento(contado))


def ressalvas(contado: Contado, outros: Mapping[str, Contado]) -> tuple[str, ...]:
    """Why the columns of the model alone do not add up to the other table, where the whole table does: no failure."""
    other = outros.get(contado.quadro.confere_com)
    outside = list(_fora(contado))
    if other is None or not outside or not _erradas(contado, other, fora=False) or _erradas(contado, other, fora=True):
        return ()
    return (f"Os totais são os da tabela {other.quadro.codigo} contando {' e '.join(outside)}.",)


def _com_outra(contado: Contado, other: Contado) -> Iterator[str]:
    """The columns must add up to the other table, row by row and in the total, what the model has no place for too."""
    wrong = _erradas(contado, other, fora=True)
    if not wrong:
        return
    places = "; ".join(f"{label}: {own} e não {expected}" for label, (own, expected) in wrong.items())
    yield (
        f"Os totais por linha não são os da tabela {other.quadro.codigo} ({places}). "
        f"Motivo: {'; '.join(_motivos(contado)) or 'as duas tabelas não contam as mesmas pessoas'}."
    )


def _erradas(contado: Contado, other: Contado, *, fora: bool) -> dict[str, tuple[int, int]]:
    """Sum of each row and what the other table has in it, where they differ; `fora` adds what is outside the model."""
    mine, theirs = _somas(contado, fora=fora), {label: sum(values) for label, values in _linhas(other)}
    return {label: (mine[label], theirs[label]) for label in mine if mine[label] != theirs.get(label, mine[label])}


def _somas(contado: Contado, *, fora: bool) -> dict[str, int]:
    """Sum of the columns of each row, totals left out; without `fora`, of the model's columns only."""
    kept = [j for j in range(len(contado.tabela.colunas)) if _somada(contado, j, fora=fora)]
    return {label: sum(values[j] for j in kept) for label, values in _linhas(contado)}


def _linhas(contado: Contado) -> Iterator[tuple[str, list[int]]]:
    """Numbers of each row by its category (or kind of total): labels carry notes, codes do not."""
    side = contado.linhas
    for place, row in zip(side.lugares, contado.tabela.celulas, strict=True):
        names = [
            axis.categorias[n].rotulo if axis.tipos[n] == CATEGORIA else axis.eixo.total
            for axis, n in zip(side.eixos, place.indice, strict=True)
        ]
        yield " · ".join(names), [cell.valor or 0 for cell in row]


def _somada(contado: Contado, j: int, *, fora: bool) -> bool:
    side = contado.colunas
    return all(
        axis.tipos[n] == CATEGORIA and (fora or not axis.categorias[n].fora_do_modelo)
        for axis, n in zip(side.eixos, side.lugares[j].indice, strict=True)
    )


def _fora(contado: Contado) -> Iterator[str]:
    """What the model's columns have no place for, with how many of it."""
    side = contado.colunas
    rows = [values for _, values in _linhas(contado)]
    total = rows[-1] if contado.tabela.total_linha else [sum(column) for column in zip(*rows, strict=True)]
    for j, place in enumerate(side.lugares):
        for axis, n in zip(side.eixos, place.indice, strict=True):
            if axis.tipos[n] == CATEGORIA and axis.categorias[n].fora_do_modelo and total[j]:
                yield f"{total[j]} em «{axis.categorias[n].rotulo}»"


def _motivos(contado: Contado) -> Iterator[str]:
    """Why the columns do not add up, as far as the table itself knows."""
    if any(axis.eixo.exclusao for axis in contado.colunas.eixos):
        yield "a definição deixa respostas fora das colunas, como diz a regra da tabela"
    if contado.desconhecidas:
        yield f"{contado.desconhecidas} com resposta que a definição não conhece"


def _movimento(contado: Contado) -> Iterator[str]:
    """Stock at the start, plus new and reopened, less closed, is the stock at the end."""
    measures = contado.quadro.medidas
    flows = [n for kind in _MOVIMENTO for n, measure in enumerate(measures) if measure.conta is kind]
    if len(flows) != len(_MOVIMENTO) or contado.quadro.linhas:
        return
    start, new, again, closed, end = (contado.tabela.celulas[n][0].valor or 0 for n in flows)
    if start + new + again - closed != end:
        yield (
            f"O movimento não fecha: {start} no início, mais {new} novos e {again} reabertos, menos {closed} "
            f"encerrados, dá {start + new + again - closed} e não {end}. Motivo: falta um mês entre os contados, ou um "
            "caso foi encerrado e reaberto mais de uma vez no mesmo mês."
        )
