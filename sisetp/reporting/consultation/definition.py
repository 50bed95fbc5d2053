"""A question becomes a product of one table, read and checked exactly as a definition that ships: no new counting.

Raises are in Portuguese, beside the field of the page that asked, and never half: all messages at once.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.period import Period
from sisetp.reporting.consultation.question import (
    CONTAS,
    PERCENTUAIS,
    TEMPOS,
    TODOS,
    Pergunta,
    dimension_of,
    known,
    offered,
)
from sisetp.reporting.definitions.allowed import DIMENSOES
from sisetp.reporting.definitions.checks import check_product
from sisetp.reporting.definitions.cursor import Cursor
from sisetp.reporting.definitions.dimensions import Dimensao
from sisetp.reporting.definitions.errors import DefinitionError
from sisetp.reporting.definitions.model import Eixo, Produto, Quadro, tipo_do_periodo
from sisetp.reporting.definitions.products import read_product
from sisetp.reporting.definitions.vocabulary import Conta, TipoPeriodo

CODIGO = "CONSULTA"
STATUS_DE_VITIMA = ("CONFIRMADA", "POSSIVEL")
"""Statuses that count as a victim, those of the annual tables."""

_LONGA = 40  # a list with more codes shows the largest ones
_MAIORES = {"linhas": 30, "colunas": 8}
_EIXOS = 2
_DITAS = 3
_MAX_FILTROS = 6


def product_of(pergunta: Pergunta, periodo: Period, hoje: date) -> Produto:
    """The product that answers a question about a period. Raises: RuleViolation."""
    wrong = tuple(messages(pergunta, periodo))
    if wrong:
        raise RuleViolation(wrong)
    raw = _raw(pergunta, periodo)
    digest = sha256(json.dumps(raw, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    try:
        product = read_product(Cursor("consulta", raw), digest)
        for error in check_product(product):
            raise error
    except DefinitionError as error:
        raise RuleViolation((FieldMessage("linhas", _sentence(error.motivo)),)) from None
    return replace(product, tabelas=tuple(_so_far(table, periodo, hoje) for table in product.tabelas))


def messages(pergunta: Pergunta, periodo: Period | None) -> Iterator[FieldMessage]:
    """Yield what is wrong with a question, by field; about no period when there is none to speak of."""
    conta = known(pergunta.conta)
    if conta is None:
        yield FieldMessage("conta", "Escolha o que contar: essa opção não existe.")
        return
    if periodo and conta is Conta.VITIMAS and tipo_do_periodo(periodo) is not TipoPeriodo.ANO:
        yield FieldMessage("periodo", "Vítimas só se contam em um ano inteiro. Escolha um ano.")
    if pergunta.tempo and pergunta.tempo not in TEMPOS:
        yield FieldMessage("tempo", "Essa divisão do tempo não existe.")
    if pergunta.percentual not in PERCENTUAIS:
        yield FieldMessage("percentual", "Essa opção de percentual não existe.")
    if len(pergunta.por) > _EIXOS:
        yield FieldMessage("linhas", "Uma pergunta cruza no máximo três dimensões, contando o período: tire uma delas.")
        return
    for campo, texto in zip(("linhas", "colunas"), pergunta.por, strict=False):
        yield from _dimension(conta, campo, texto)
    if len({texto.partition(".")[0] for texto in pergunta.por}) < len(pergunta.por):
        yield FieldMessage("colunas", "Linhas e colunas são a mesma pergunta: escolha outra para uma delas.")
    yield from _filters(conta, pergunta)


def _dimension(conta: Conta, campo: str, texto: str) -> Iterator[FieldMessage]:
    found = dimension_of(texto)
    if found is None:
        yield FieldMessage(campo, "Essa dimensão não existe. Escolha uma da lista.")
    elif found[0] not in offered(conta):
        yield FieldMessage(campo, _not_counted(conta, found[0]))


def _filters(conta: Conta, pergunta: Pergunta) -> Iterator[FieldMessage]:
    if len(pergunta.filtros) > _MAX_FILTROS:
        yield FieldMessage("filtro", f"Use até {_MAX_FILTROS} filtros por pergunta.")
        return
    for name, codes in pergunta.filtros:
        dimension = DIMENSOES.get(name)
        if dimension is None:
            yield FieldMessage("filtro", "Um dos filtros não existe e não foi aplicado. Escolha um da lista.")
        elif dimension not in offered(conta):
            yield FieldMessage("filtro", _not_counted(conta, dimension))
        elif not set(codes) <= set(dimension.codigos()):
            yield FieldMessage("filtro", f"O filtro «{dimension.rotulo}» tem uma resposta que não existe na lista.")


def _not_counted(conta: Conta, dimension: Dimensao) -> str:
    return f"«{CONTAS[conta]}» não se conta por «{dimension.rotulo}»: não é perguntado nesse registro."


def _raw(pergunta: Pergunta, periodo: Period) -> dict[str, Any]:
    """The definition, in the words of a TOML file."""
    conta = Conta(pergunta.conta)
    table: dict[str, Any] = {"codigo": CODIGO, "titulo": _title(pergunta, conta), "base": conta.value}
    if conta is Conta.VITIMAS:
        table["status_contados"] = list(STATUS_DE_VITIMA)
    axes = [_axis(texto, conta, side) for texto, side in zip(pergunta.por, ("linhas", "colunas"), strict=False)]
    rows, columns = axes[:1], axes[1:]
    if pergunta.tempo:
        time = _time(pergunta.tempo)
        rows, columns = ([*rows, time], columns) if columns or not rows else (rows, [time])
    table["linhas"] = rows
    if columns:
        table["colunas"] = columns[0]
    table["filtro"] = [{"dimensao": name, "codigos": list(codes)} for name, codes in pergunta.filtros]
    return {
        "codigo": CODIGO,
        "titulo": "Consulta da unidade",
        "bloco": "Consulta",
        "status_oficial": "proposto",
        "fonte": "pergunta feita na tela de estatísticas",
        "periodos": [tipo_do_periodo(periodo).value],
        "niveis": ["unidade"],
        "publicos": ["unidade"],
        "tabelas": [table],
    }


def _axis(texto: str, conta: Conta, side: str) -> dict[str, Any]:
    name, _, grouping = texto.partition(".")
    dimension = DIMENSOES[name]
    axis: dict[str, Any] = {"dimensao": name}
    if grouping:
        axis["agrupamento"] = grouping
    elif dimension.lista and len(dimension.codigos()) > _LONGA:
        axis |= {"maiores": _MAIORES[side], "demais": "Outras respostas", "so_presentes": True}
    if dimension.multipla(conta):
        return axis | {"base_valida": TODOS[conta]}
    return axis | {"total": "Total"}


def _time(tempo: str) -> dict[str, Any]:
    return {"dimensao": tempo, "total": "Período inteiro"}


def _title(pergunta: Pergunta, conta: Conta) -> str:
    """«Pessoas distintas por sexo e idade, só de Perfil: Deportado(a)»."""
    names = [_label(texto) for texto in pergunta.por]
    names += ["mês" if pergunta.tempo == "mes" else "semestre"] if pergunta.tempo else []
    by = f" por {' e '.join(map(_inside, names))}" if names else ""
    only = "; ".join(in_words(name, codes) for name, codes in pergunta.filtros)
    return f"{CONTAS[conta].partition(' (')[0]}{by}{f', só de {only}' if only else ''}"


def _inside(label: str) -> str:
    """A label inside a sentence: «idade», but «UF de destino»."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _label(texto: str) -> str:
    found = dimension_of(texto)
    return found[0].rotulo if found else ""


def in_words(nome: str, codigos: tuple[str, ...]) -> str:
    """A filter in words: «Sexo: Feminino ou Masculino», the long ones by how many answers they take."""
    dimension = DIMENSOES[nome]
    if len(codigos) > _DITAS:
        return f"{dimension.rotulo}: {len(codigos)} respostas"
    return f"{dimension.rotulo}: {' ou '.join(dimension.rotulo_de(code) for code in codigos)}"


def _so_far(table: Quadro, periodo: Period, hoje: date) -> Quadro:
    """Months and semesters that have not begun are no part of a table of live records."""
    if periodo.fim <= hoje or hoje < periodo.inicio:
        return table
    begun = {f"{n:02d}" for n in range(1, hoje.month + 1)} | {f"S{n}" for n in range(1, 2 + (hoje.month > 6))}

    def cut(axis: Eixo) -> Eixo:
        if axis.dimensao.nome not in TEMPOS:
            return axis
        return replace(axis, categorias=tuple(entry for entry in axis.categorias if entry.codigo in begun))

    columns = cut(table.colunas) if table.colunas else None
    return replace(table, linhas=tuple(cut(axis) for axis in table.linhas), colunas=columns)


def _sentence(motive: str) -> str:
    return f"{motive[:1].upper()}{motive[1:]}."
