"""The series of what is published as one document, for its files: published cells, their releases, and no more."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from sqlalchemy.orm import Session

from sisetp.domain.errors import NotFound
from sisetp.domain.period import parse_period
from sisetp.reporting.consultation.published import BRASIL, LUGARES, MOST, TODOS, Procura, Publicado, browse
from sisetp.reporting.cube.layout import SEPARADOR
from sisetp.reporting.ledger import DivulgacaoPublicada
from sisetp.reporting.tables import Cobertura, Documento, Publico, Tabela

PRODUTO = "publicado"
_TITULO = "O que está publicado, ao longo do tempo"
_METODO = (
    "Cada linha é um período, da edição mais nova que saiu dele.",
    "O que um período não mostra aparece como oculto, e não dá para saber por quê.",
    f"Cada tabela tem, no máximo, os {MOST} períodos mais novos.",
)
_CORTADA = f"Há mais tabelas: aqui estão as {MOST} primeiras, como na página. Escolha um assunto ou um lugar."

_Fonte = tuple[DivulgacaoPublicada, Documento]


def series_document(session: Session, procura: Procura) -> Documento:
    """Every series that `browse` finds, as one public document; the same releases give the same one.

    Raises: NotFound when a period is chosen, whose files are those of its releases, or nothing is found; LedgerAltered.
    """
    found = browse(session, replace(procura, periodo=""))
    if procura.periodo or not found.achadas:
        raise NotFound
    tables = tuple(_said_of(achada.tabela, procura.lugar) for achada in found.achadas)
    by_number = {release.numero: (release, made) for achada in found.achadas for release, made in achada.fontes}
    sources = [by_number[number] for number in sorted(by_number)]
    newest = sources[-1][1]
    first = min((parse_period(release.periodo) for release, _ in sources), key=lambda period: period.inicio)
    last = max((parse_period(release.periodo) for release, _ in sources), key=lambda period: period.fim)
    return Documento(
        produto=PRODUTO,
        titulo=_TITULO,
        subtitulo=_subtitle(procura),
        publico=Publico.PUBLICO,
        nivel=_level(procura.lugar),
        periodo=first.label if first == last else f"{first.label} a {last.label}",
        periodo_codigo=first.code if first == last else f"{first.code} a {last.code}",
        edicao=0,
        gerado_em=max(made.gerado_em for _, made in sources),
        versao=newest.versao,
        hash=_digest(procura, tables, sources),
        cobertura=Cobertura(enviaram=0, esperadas=0),
        tabelas=tables,
        metodo=tuple(_method(found, sources)),
        parametros=tuple(_parameters(sources)),
        demonstracao=newest.demonstracao,
        periodos=tuple(dict.fromkeys((release.periodo_rotulo, release.periodo) for release, _ in sources)),
    )


def _said_of(tabela: Tabela, lugar: str) -> Tabela:
    """A series whose columns say the place that they are of, so that each row of data does."""
    if lugar in (TODOS, BRASIL):
        return tabela
    name = LUGARES[lugar]
    return replace(tabela, colunas=tuple(_joined(name, label) for label in tabela.colunas))


def _joined(lugar: str, rotulo: str) -> str:
    return rotulo if rotulo == lugar else SEPARADOR.join((lugar, rotulo))


def _subtitle(procura: Procura) -> str:
    place = LUGARES[procura.lugar] if procura.lugar else "Todos os lugares"
    subject = (f"por {procura.assunto}",) if procura.assunto else ()
    return SEPARADOR.join((place, *subject, "só números publicados"))


def _level(lugar: str) -> str:
    if lugar in (TODOS, BRASIL):
        return "brasil"
    return "regiao" if lugar.startswith("R-") else "uf"


def _method(found: Publicado, sources: Sequence[_Fonte]) -> Iterator[str]:
    yield from _METODO
    if found.cortada:
        yield _CORTADA
    yield from dict.fromkeys(text for _, made in reversed(sources) for text in made.metodo)


def _parameters(sources: Sequence[_Fonte]) -> Iterator[tuple[str, str]]:
    """Parameters of the releases, each said once, and where each release came out, with who sent; the newest first."""
    yield from dict.fromkeys(pair for _, made in reversed(sources) for pair in made.parametros)
    for release, made in reversed(sources):
        missing = f"; sem envio: {', '.join(made.cobertura.faltam)}" if made.cobertura.faltam else ""
        edition = f", edição {release.edicao}" if release.edicao > 1 else ""
        what = f"{release.titulo}, {release.periodo_rotulo}{edition}"
        said = f"{what}: {made.cobertura.em_palavras()}{missing}. Elo da corrente: {release.hash}"
        yield f"Publicação nº {release.numero}", said


def _digest(procura: Procura, tables: Sequence[Tabela], sources: Sequence[_Fonte]) -> str:
    """Hexadecimal SHA-256 of the releases and of what the tables show: labels, numbers and marks."""
    shown = [
        [table.codigo, table.linhas, table.colunas, [[[c.valor, c.marca.value] for c in row] for row in table.celulas]]
        for table in tables
    ]
    head = [procura.lugar, procura.assunto, [release.hash for release, _ in sources]]
    return sha256(json.dumps([head, shown], ensure_ascii=False, sort_keys=True).encode()).hexdigest()
