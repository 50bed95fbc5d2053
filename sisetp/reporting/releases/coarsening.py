"""One step down the ladder: a table with fewer, larger categories, before anything of it is hidden.

Steps come in the order that the definition of the table gives (secrecy design, 5.1). What a table tells of a step is
which categories were joined, never why.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import prod

from sisetp.domain.geography import PAIS_NAO_INFORMADO
from sisetp.reporting.definitions.allowed import DIMENSOES
from sisetp.reporting.definitions.dimensions import Agrupamento, Dimensao, Natureza
from sisetp.reporting.definitions.model import Categoria, Eixo, Quadro
from sisetp.reporting.definitions.vocabulary import Degrau
from sisetp.reporting.releases import rare

Contagem = Callable[[Dimensao, Sequence[str]], int]
"""How many people of the release have one of these codes of a dimension, in the whole country."""

_HIERARQUIA: Mapping[str, str] = {"sexo": "sexo3", "faixa_etaria": "faixa3", "finalidade": "finalidade3"}
_LUGARES, _TEMPOS = ("unidade", "uf", "regiao"), ("mes", "semestre")
_BRASILEIRA = "brasileira"

Passo = tuple[str, Quadro]
"""What was joined, in words, and the table after it."""


def settled(quadro: Quadro, unidades: Sequence[tuple[str, str]], conta: Contagem) -> Quadro:
    """The table with open axes settled: units by code, the largest nationalities in alphabetical order.

    `unidades` are (code, label) pairs.
    """
    return _each(quadro, lambda axis: _settled(axis, unidades, conta))


def coarser(quadro: Quadro, limiar: int, conta: Contagem) -> Passo | None:
    """The next step of a table, in the order of its ladder, and at last its rows alone; None at the bottom."""
    for degrau in quadro.escada:
        step = _STEPS[degrau](quadro, limiar, conta)
        if step is not None:
            return step
    if quadro.colunas is not None and quadro.linhas:
        return f"{quadro.colunas.rotulo}: sem cruzamento", _without(quadro, quadro.colunas)
    return None


def _settled(axis: Eixo, unidades: Sequence[tuple[str, str]], conta: Contagem) -> Eixo:
    if not axis.aberto:
        return axis
    if axis.dimensao.nome == "unidade":
        return replace(axis, categorias=tuple(Categoria(codigo=c, rotulo=text, codigos=(c,)) for c, text in unidades))
    return _largest(axis, axis.maiores, conta)


def _largest(axis: Eixo, keep: int, conta: Contagem) -> Eixo:
    """The `keep` largest codes by label, then all the others, then who did not say."""
    dimension = axis.dimensao
    known = [code for code in dimension.codigos() if code != PAIS_NAO_INFORMADO]
    top = sorted(known, key=lambda code: (-conta(dimension, (code,)), code))[:keep]
    named = sorted(top, key=dimension.rotulo_de)
    others = tuple(code for code in known if code not in top)
    categories = (
        *(Categoria(codigo=code, rotulo=dimension.rotulo_de(code), codigos=(code,)) for code in named),
        Categoria(codigo=rare.DEMAIS, rotulo=axis.demais, codigos=others),
        Categoria(
            codigo=PAIS_NAO_INFORMADO, rotulo=dimension.rotulo_de(PAIS_NAO_INFORMADO), codigos=(PAIS_NAO_INFORMADO,)
        ),
    )
    return replace(axis, categorias=categories, maiores=keep)


def _rare(quadro: Quadro, limiar: int, conta: Contagem) -> Passo | None:
    """Join categories that are small in the whole country into their group of the hierarchy."""
    for axis in quadro.eixos:
        grouping = _hierarchy(axis)
        if grouping is None:
            continue
        small = {
            code for entry in axis.categorias if conta(axis.dimensao, entry.codigos) < limiar for code in entry.codigos
        }
        joined = [group for group in grouping.grupos if small & set(group.codigos) and _splits(axis, group.codigos)]
        if joined:
            names = ", ".join(f"«{group.rotulo}»" for group in joined)
            made = _joined(axis, [group.codigos for group in joined], [group.rotulo for group in joined])
            return f"{axis.rotulo}: categorias reunidas em {names}", _with(quadro, axis, made)
    return _rest(quadro, limiar, conta)


def _rest(quadro: Quadro, limiar: int, conta: Contagem) -> Passo | None:
    """Join categories that are still rare in the country; then who did not say, too few for every row of the table."""

    def small(axis: Eixo) -> tuple[Categoria, ...]:
        return rare.rare(axis, limiar, lambda entry: conta(axis.dimensao, entry.codigos))

    def scattered(axis: Eixo) -> tuple[Categoria, ...]:
        crossed = prod(sum(entry.soma for entry in other.categorias) for other in quadro.eixos if other is not axis)
        return rare.thin(axis, limiar, crossed, lambda entry: conta(axis.dimensao, entry.codigos))

    answers = [axis for axis in quadro.eixos if axis.dimensao.natureza not in (Natureza.LUGAR, Natureza.TEMPO)]
    for chosen, axis in ((choose(axis), axis) for choose in (small, scattered) for axis in answers):
        if chosen:
            made = _one(axis, chosen)
            return f"{axis.rotulo}: «{_label(chosen)}» em uma categoria", _with(quadro, axis, made)
    return None


def _top(quadro: Quadro, limiar: int, conta: Contagem) -> Passo | None:
    """One nationality fewer by its name; at last Brazilian or not."""
    for axis in quadro.eixos:
        if axis.maiores > 1:
            keep = axis.maiores - 1
            made = _again(axis, _largest(axis, keep, conta))
            return f"{axis.rotulo}: as {keep} maiores e as demais", _with(quadro, axis, made)
        if axis.maiores == 1:
            grouping = axis.dimensao.agrupamento(_BRASILEIRA)
            made = replace(_again(axis, _grouped(axis, grouping)), maiores=0)
            return f"{axis.rotulo}: brasileira ou outra", _with(quadro, axis, made)
    return None


def _group(name: str) -> Callable[[Quadro, int, Contagem], Passo | None]:
    def step(quadro: Quadro, limiar: int, conta: Contagem) -> Passo | None:
        for axis in quadro.eixos:
            wanted = _HIERARQUIA.get(axis.dimensao.nome, "")
            if axis.dimensao.nome == name and axis.agrupamento != wanted:
                grouping = axis.dimensao.agrupamento(wanted)
                made = _again(axis, _grouped(axis, grouping))
                return f"{axis.rotulo}: em {len(made.categorias)} grupos", _with(quadro, axis, made)
        return None

    return step


def _place(quadro: Quadro, limiar: int, conta: Contagem) -> Passo | None:
    return _upwards(quadro, Natureza.LUGAR, _LUGARES, "só o Brasil")


def _time(quadro: Quadro, limiar: int, conta: Contagem) -> Passo | None:
    return _upwards(quadro, Natureza.TEMPO, _TEMPOS, "só o período inteiro")


_STEPS: Mapping[Degrau, Callable[[Quadro, int, Contagem], Passo | None]] = {
    Degrau.RARAS: _rare,
    Degrau.MAIORES: _top,
    Degrau.FINALIDADE3: _group("finalidade"),
    Degrau.FAIXA3: _group("faixa_etaria"),
    Degrau.LUGAR: _place,
    Degrau.TEMPO: _time,
}


def _upwards(quadro: Quadro, nature: Natureza, names: Sequence[str], last: str) -> Passo | None:
    """The next larger place or time of an axis; without a larger one the axis goes."""
    for axis in quadro.eixos:
        if axis.dimensao.natureza is not nature:
            continue
        above = names.index(axis.dimensao.nome) + 1
        if above == len(names):
            return f"{axis.rotulo}: {last}", _without(quadro, axis)
        dimension = DIMENSOES[names[above]]
        categories = tuple(
            Categoria(codigo=code, rotulo=dimension.rotulo_de(code), codigos=(code,)) for code in dimension.codigos()
        )
        made = replace(axis, dimensao=dimension, rotulo=dimension.rotulo, categorias=categories, agrupamento="")
        return f"{axis.rotulo}: por {dimension.rotulo.lower()}", _with(quadro, axis, made)
    return None


def _hierarchy(axis: Eixo) -> Agrupamento | None:
    name = _HIERARQUIA.get(axis.dimensao.nome)
    return axis.dimensao.agrupamento(name) if name else None


def _splits(axis: Eixo, codes: Sequence[str]) -> bool:
    """Tell whether several categories of an axis, all of them summed, share a group."""
    inside = [entry for entry in axis.categorias if set(entry.codigos) <= set(codes)]
    return len(inside) > 1 and all(entry.soma for entry in inside)


def _joined(axis: Eixo, groups: Sequence[Sequence[str]], labels: Sequence[str]) -> Eixo:
    """An axis with some groups of categories made one; each stands where its first category stood."""
    made: list[Categoria] = []
    for entry in axis.categorias:
        hit = next((n for n, codes in enumerate(groups) if set(entry.codigos) <= set(codes)), None)
        if hit is None:
            made.append(entry)
        elif not any(other.rotulo == labels[hit] for other in made):
            made.append(Categoria(codigo=f"GRUPO-{hit}", rotulo=labels[hit], codigos=tuple(groups[hit])))
    return replace(axis, categorias=tuple(made))


def _one(axis: Eixo, chosen: Sequence[Categoria]) -> Eixo:
    codes = tuple(code for entry in chosen for code in entry.codigos)
    return _joined(axis, [codes], [_label(chosen)])


def _label(chosen: Sequence[Categoria]) -> str:
    return " ou ".join(entry.rotulo for entry in chosen)


def _again(before: Eixo, made: Eixo) -> Eixo:
    """An axis in larger groups, with who did not say where it was: a step never brings it back."""
    chosen = rare.kept(before, made)
    return _one(made, chosen) if chosen else made


def _grouped(axis: Eixo, grouping: Agrupamento) -> Eixo:
    """An axis by a grouping; what the total leaves out stays out of it, under the label that says so."""
    apart = {entry.codigos: entry for entry in axis.categorias if not entry.soma}
    out = {code for codes in apart for code in codes}
    categories = tuple(
        Categoria(
            codigo=group.codigo,
            rotulo=apart[group.codigos].rotulo if group.codigos in apart else group.rotulo,
            codigos=group.codigos,
            soma=not out & set(group.codigos),
        )
        for group in grouping.grupos
    )
    return replace(axis, categorias=categories, agrupamento=grouping.nome)


def _each(quadro: Quadro, change: Callable[[Eixo], Eixo]) -> Quadro:
    columns = change(quadro.colunas) if quadro.colunas else None
    return replace(quadro, linhas=tuple(change(axis) for axis in quadro.linhas), colunas=columns)


def _with(quadro: Quadro, old: Eixo, new: Eixo) -> Quadro:
    return _each(quadro, lambda axis: new if axis is old else axis)


def _without(quadro: Quadro, gone: Eixo) -> Quadro:
    """A table without one axis; when its columns go, the measure takes their place."""
    columns = None if quadro.colunas is gone else quadro.colunas
    return replace(quadro, linhas=tuple(axis for axis in quadro.linhas if axis is not gone), colunas=columns)
