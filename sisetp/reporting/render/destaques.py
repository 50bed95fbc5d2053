"""Findings in one sentence and numbers in one card each, from published cells only; and what changed between editions.

A share has a valid base: the categories that were informed, each of them published; everybody, where who did not say
was taken in by one of them or is hidden with it. Where a cell that a sentence needs is hidden, another is made, and at
last a neutral one. Of an order that a hidden cell could change nothing is said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sisetp.reporting.render.words import bare, number, percent
from sisetp.reporting.tables import Celula, Documento, Tabela

_WOMEN = "Feminino"
_NOT_INFORMED = ("informad", "ignorad", "sem resposta", "não determinad")
_VICTIMS, _PURPOSE, _OTHERS, _KNOWN = "vítimas", "Finalidade", "Outras", " com finalidade conhecida"
_JOINED = " ou "
_IN_TENS = range(1, 10)
_TOLERANCE = 0.04
_ENOUGH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Numero:
    """One number of the first page: how it is written, and what it is."""

    valor: str
    rotulo: str


def achados(documento: Documento) -> tuple[str, ...]:
    """Findings of a document, the strongest first; at least one. The first is the title of the bulletin."""
    return tuple(_findings(documento))


def numeros(documento: Documento) -> tuple[Numero, ...]:
    """The three numbers of the first page, four with victims; fewer when less was published."""
    found = []
    if total := _total(documento):
        found.append(Numero(valor=number(total[0]), rotulo=f"{_people(total[1].conta)}, {documento.periodo}"))
    if victims := _victims(documento):
        found.append(Numero(valor=number(victims[0]), rotulo=f"{victims[1]}, {documento.periodo}"))
    if share := _women(documento):
        part, base, partial = share
        found.append(
            Numero(
                valor=percent(part, base),
                rotulo="eram mulheres" + (", entre as pessoas com sexo informado" if partial else ""),
            )
        )
    if len(found) < _ENOUGH and (top := _largest_state(documento)):
        found.append(Numero(valor=number(top[1]), rotulo=f"em {top[0]}, o maior número entre as UFs publicadas"))
    coverage = documento.cobertura
    found.append(Numero(valor=f"{coverage.enviaram} de {coverage.esperadas}", rotulo="unidades enviaram"))
    return tuple(found)


def mudancas(anterior: Documento, atual: Documento) -> tuple[str, ...]:
    """What changed between two published documents of the same product, for who read the one before."""
    return tuple(_changes(anterior, atual))


def _findings(documento: Documento) -> Iterator[str]:
    total, share = _total(documento), _women(documento)
    if total and share:
        yield _women_sentence(*share, _people(total[1].conta))
    elif total:
        yield _sentence(f"{documento.periodo}: {number(total[0])} {_people(total[1].conta)}.")
    if purpose := _purpose(documento):
        name, most, whole, who = purpose
        yield f"{name} foi a finalidade mais frequente: {number(most)} de {number(whole)} {who}."
    if top := _largest_state(documento):
        yield f"Entre as UFs publicadas, {top[0]} teve o maior número: {number(top[1])}."
    if not total:
        yield f"{documento.titulo}: {documento.periodo}."


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _women_sentence(part: int, base: int, partial: bool, people: str) -> str:
    tenths = round(10 * part / base)
    tail = "pessoas com sexo informado." if partial else f"{people}."
    if tenths not in _IN_TENS or abs(part / base - tenths / 10) >= _TOLERANCE:
        return f"Mulheres foram {percent(part, base)} das {tail}"
    if tenths == 5:
        return f"Mulheres foram cerca de metade das {tail}"
    return f"Mulheres foram {tenths} de cada 10 {tail}"


def _people(conta: str) -> str:
    return conta.replace("pessoas pela primeira vez", "pessoas atendidas pela primeira vez")


def _total(documento: Documento) -> tuple[int, Tabela] | None:
    """The grand total of people, and a table that shows it."""
    for tabela in documento.tabelas:
        cells = _totals_by_row(tabela)
        if tabela.total_linha and cells and tabela.conta.startswith("pessoas") and not tabela.multipla:
            value = cells[-1].valor
            if value:
                return value, tabela
    return None


def _women(documento: Documento) -> tuple[int, int, bool] | None:
    """Women, those whose sex was informed, and whether that leaves somebody out; else women and everybody."""
    for tabela in documento.tabelas:
        for labels, cells, everybody in _sides(tabela):
            if _WOMEN in labels and not tabela.multipla and tabela.conta.startswith("pessoas"):
                pairs = list(zip(labels, cells, strict=True))
                known = [cell.valor for label, cell in pairs if _informed(label)]
                values = [value for value in known if value is not None]
                part, base = dict(pairs)[_WOMEN].valor, sum(values)
                if part is not None and len(values) == len(known) > 1 and base:
                    return part, base, len(known) < len(pairs)
                silent = [cell.valor for label, cell in pairs if not _informed(label)]
                if part is not None and everybody and not any(silent):
                    return part, everybody, False
    return None


def _victims(documento: Documento) -> tuple[int, str] | None:
    """Victims counted, and which: the total of the first table of them that shows it."""
    for tabela in documento.tabelas:
        cells = _totals_by_row(tabela)
        if tabela.total_linha and cells and tabela.conta.startswith(_VICTIMS) and not tabela.multipla:
            value = cells[-1].valor
            if value:
                return value, f"vítimas atendidas{_KNOWN if _leaves_out(tabela, cells) else ''}"
    return None


def _leaves_out(tabela: Tabela, cells: Sequence[Celula]) -> bool:
    """Tell whether the total of a table leaves out whose purpose is not known: what is known adds up to it alone."""
    known = [cell.valor for label, cell in zip(tabela.linhas[:-1], cells, strict=False) if _informed(label)]
    values = [value for value in known if value is not None]
    return len(values) == len(known) < len(cells) - 1 and sum(values) == cells[-1].valor


def _purpose(documento: Documento) -> tuple[str, int, int, str] | None:
    """The most frequent purpose, its victims, all of them and which; None on a draw or when any is hidden."""
    for tabela in documento.tabelas:
        cells = _totals_by_row(tabela)
        if not cells or not tabela.total_linha or not tabela.conta.startswith(_VICTIMS):
            continue
        if bare(tabela.rotulo_linhas).startswith(_PURPOSE):
            pairs = zip(tabela.linhas[:-1], cells, strict=False)
            known = [(cell.valor, bare(label)) for label, cell in pairs if _informed(label)]
            ranked = sorted(((value, label) for value, label in known if value is not None), reverse=True)
            total = sum(value for value, _label in ranked)
            whole = total == cells[-1].valor and len(ranked) == len(known) > 1
            if whole and ranked[0][0] > ranked[1][0] and not ranked[0][1].startswith(_OTHERS):
                words = f"vítimas{_KNOWN if _leaves_out(tabela, cells) else ''}"
                return ranked[0][1], ranked[0][0], total, words
    return None


def _informed(label: str) -> bool:
    """Tell whether at least one of the answers joined in a category is one."""
    return any(not any(word in part for word in _NOT_INFORMED) for part in label.lower().split(_JOINED))


def _largest_state(documento: Documento) -> tuple[str, int] | None:
    """The state with the largest published number; None on a draw."""
    for tabela in documento.tabelas:
        cells = _totals_by_row(tabela)
        states = zip(tabela.linhas, tabela.linhas_uf, cells, strict=False)
        ranked = sorted(((c.valor, bare(name)) for name, uf, c in states if uf and c.valor is not None), reverse=True)
        if len(ranked) > 1 and ranked[0][0] > ranked[1][0]:
            return ranked[0][1], ranked[0][0]
    return None


def _totals_by_row(tabela: Tabela) -> Sequence[Celula]:
    """The total of each row: its total column, or its only one."""
    single = len(tabela.colunas) == 1 or (tabela.total_coluna and tabela.colunas)
    return [row[-1] for row in tabela.celulas] if single else ()


def _sides(tabela: Tabela) -> Iterator[tuple[Sequence[str], Sequence[Celula], int | None]]:
    """Labels and totals of each side of a table, and the grand total apart, when it is published."""
    if rows := _totals_by_row(tabela):
        end = len(tabela.linhas) - tabela.total_linha
        yield [bare(label) for label in tabela.linhas[:end]], rows[:end], rows[-1].valor if tabela.total_linha else None
    if tabela.total_linha and tabela.celulas:
        end, last = len(tabela.colunas) - tabela.total_coluna, tabela.celulas[-1]
        whole = last[-1].valor if tabela.total_coluna else None
        yield [bare(label) for label in tabela.colunas[:end]], last[:end], whole


def _changes(before: Documento, after: Documento) -> Iterator[str]:
    if before.periodo_codigo == after.periodo_codigo and after.edicao > before.edicao:
        yield f"Esta é a edição {after.edicao} de {after.periodo}: incorpora o que chegou depois da anterior."
    old, new = _total(before), _total(after)
    if old and new and old[1].conta == new[1].conta:
        yield f"{number(new[0])} {_people(new[1].conta)}; na edição anterior, {number(old[0])} ({before.periodo})."
    then, now = before.cobertura, after.cobertura
    if (then.enviaram, then.esperadas) != (now.enviaram, now.esperadas):
        yield f"{now.em_palavras()}; na edição anterior, {then.enviaram} de {then.esperadas}."
    known = {tabela.codigo: tabela for tabela in before.tabelas}
    for tabela in after.tabelas:
        if tabela.codigo not in known:
            yield f"Tabela nova: {tabela.titulo}."
        elif _labels(tabela) != _labels(known[tabela.codigo]):
            yield f"Mudaram as categorias de «{tabela.titulo}»."
    gone = known.keys() - {tabela.codigo for tabela in after.tabelas}
    yield from (f"Não sai nesta edição: {known[codigo].titulo}." for codigo in known if codigo in gone)
    if before.parametros != after.parametros:
        yield "Mudaram os parâmetros de proteção; veja os de agora."


def _labels(tabela: Tabela) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tabela.linhas, tabela.colunas
