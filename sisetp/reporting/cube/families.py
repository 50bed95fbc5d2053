"""Products that are read together: RAD, RSA and RM are each one report of several numbered products."""

from dataclasses import replace
from hashlib import sha256
from itertools import groupby

from sisetp.domain.produtos import PRODUTOS
from sisetp.reporting.definitions.model import Catalogo, Produto
from sisetp.reporting.definitions.vocabulary import Tipo
from sisetp.reporting.tables import Publico


def relatorios(catalogo: Catalogo, publico: Publico) -> tuple[Produto, ...]:
    """Reports of an audience: numbered products of one family as one, in the order of the catalogue."""
    kept = [entry for entry in catalogo.para(publico) if entry.tipo in (Tipo.TABELAS, Tipo.RELATORIO)]
    grouped = groupby(sorted(kept, key=_familia), key=_familia)
    return tuple(_juntos(name, list(members)) for name, members in grouped)


def procurar(catalogo: Catalogo, codigo: str, publico: Publico) -> Produto | None:
    """A report by its code: a family («RAD») or one product of it («RAD-2»), in any case; None when there is none."""
    wanted = codigo.upper()
    reports = {entry.codigo: entry for entry in relatorios(catalogo, publico)}
    single = catalogo.produto(wanted)
    if wanted in reports:
        return reports[wanted]
    return single if single is not None and publico in single.publicos and single.tipo is Tipo.TABELAS else None


def _familia(produto: Produto) -> str:
    return produto.codigo.partition("-")[0]


def _juntos(nome: str, members: list[Produto]) -> Produto:
    """One report of several products: their tables, footnotes and warnings, each once."""
    first = members[0]
    if len(members) == 1:
        return first
    return replace(
        first,
        codigo=nome,
        titulo=PRODUTOS.get(nome, first.bloco),
        digest=sha256("".join(entry.digest for entry in members).encode()).hexdigest(),
        resumo="\n".join(entry.resumo for entry in members),
        niveis=tuple(level for level in first.niveis if all(level in entry.niveis for entry in members)),
        tabelas=tuple(table for entry in members for table in entry.tabelas),
        notas=tuple({note.numero: note for entry in members for note in entry.notas}.values()),
        avisos=tuple(dict.fromkeys(text for entry in members for text in entry.avisos)),
    )
