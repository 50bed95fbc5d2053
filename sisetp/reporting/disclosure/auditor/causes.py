"""Who gives a form away, and what can be done about it, in Portuguese and without a number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sisetp.reporting.disclosure.auditor.bounds import INFINITO
from sisetp.reporting.disclosure.auditor.model import Caso, LinhaAuditada, Situacao, Tipo, Violacao, distinct
from sisetp.reporting.disclosure.auditor.space import Espaco, Reais
from sisetp.reporting.disclosure.auditor.targets import Alvo

EXTERNA = "publicação externa"

_TWO_FACES = "Conferir os números com os fatos congelados: um grupo tem um só número, e o que não confere não sai."
_WAIT = "Esperar: guardar as retificações para uma edição em que sejam mais numerosas, ou manter a célula como estava."
_OUTSIDE = "Retirar ou engrossar as tabelas desta divulgação que a publicação externa completa, ou esperar a próxima."
_PUBLISHED = "Ocultar a célula: há menos pessoas nela do que o limiar."


@dataclass(frozen=True, slots=True)
class Conhecido:
    """What the reader knows of every row: bounds, and where the first of them to be known came from."""

    baixo: Reais
    alto: Reais
    origem: Mapping[int, tuple[str, str]]
    ordem: Mapping[str, int]

    def causes(self, rows: Iterable[int]) -> tuple[tuple[str, str], ...]:
        """(release, table) of these rows, the newest last."""
        pairs = distinct(self.origem[row] for row in rows if row in self.origem)
        return tuple(sorted(pairs, key=lambda pair: self.ordem.get(pair[0], -1)))


def known(caso: Caso, space: Espaco, truth: Reais) -> Conhecido:
    """Bounds of every row for someone who read everything. An interval that the truth is not in says nothing:
    whoever published it counted something else."""
    low, high = np.full(len(truth), -INFINITO), np.full(len(truth), INFINITO)
    origin: dict[int, tuple[str, str]] = {}
    for line in caso.linhas:
        if line.situacao == Situacao.OCULTA:
            continue
        row = space.linha[line.forma_json]
        low[row] = high[row] = truth[row]
        origin.setdefault(row, (line.divulgacao, line.tabela))
    for outside in caso.externas:
        row = space.linha[outside.forma_json]
        most = INFINITO if outside.maximo is None else outside.maximo
        if not outside.minimo <= truth[row] <= most:
            continue
        low[row], high[row] = max(low[row], outside.minimo), min(high[row], most)
        origin.setdefault(row, (EXTERNA, outside.descricao))
    order = {name: place for place, name in enumerate(dict.fromkeys(line.divulgacao for line in caso.linhas))}
    return Conhecido(low, high, origin, order)


def contradictions(linhas: Sequence[LinhaAuditada], space: Espaco, truth: Reais) -> tuple[Violacao, ...]:
    """Numbers that the frozen facts do not give, and marks of impossibility on what is possible.

    Two numbers for one form always show: at most one of them is the truth.
    """
    wrong = []
    empty = space.empty()
    for line in linhas:
        if line.situacao == Situacao.OCULTA:
            continue
        row = space.linha[line.forma_json]
        lie = line.situacao == Situacao.PUBLICADA and line.valor != int(truth[row])
        if lie or (line.situacao == Situacao.IMPOSSIVEL and not empty[row]):
            alvo = Alvo(line.forma_json, line.limiar, f"{line.linha} / {line.coluna}", line.divulgacao, line.tabela)
            wrong.append(violation(Tipo.CONTRADICAO, alvo, "", ((line.divulgacao, line.tabela),), printed=True))
    return tuple(wrong)


def violation(tipo: Tipo, alvo: Alvo, detentor: str, causes: tuple[tuple[str, str], ...], *, printed: bool) -> Violacao:
    """A broken form with its way out; `printed` says that the release prints its number."""
    return Violacao(
        tipo=tipo,
        descricao=f"{alvo.tabela}: {alvo.descricao}" if alvo.tabela else alvo.descricao,
        forma_json=alvo.forma_json,
        detentor=detentor,
        causas=causes,
        saida=_way_out(tipo, alvo, causes, printed=printed),
    )


def _way_out(tipo: Tipo, alvo: Alvo, causes: tuple[tuple[str, str], ...], *, printed: bool) -> str:
    if tipo is Tipo.CONTRADICAO:
        return _TWO_FACES
    if alvo.retificacao:
        return _WAIT
    if any(release == EXTERNA for release, _ in causes):
        return _OUTSIDE
    if printed:
        return _PUBLISHED
    release, table = causes[-1] if causes else (alvo.divulgacao, alvo.tabela)
    return (
        f"Engrossar a tabela {table} da divulgação {release} (juntar categorias, lugares ou meses); "
        "se não bastar, retirar a tabela; ou esperar um período maior."
    )
