"""The restricted national spreadsheet: exact aggregate rows of the whole network, from frozen facts only (P1)."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy.orm import Session

from sisetp.db.period_rows import NATIONAL_ZONE, owed_in
from sisetp.domain.clock import Clock
from sisetp.domain.errors import Refused
from sisetp.domain.period import MESES, Period, month
from sisetp.reporting.cube import sources
from sisetp.reporting.cube.documents import montar
from sisetp.reporting.cube.reports import catalogo
from sisetp.reporting.definitions.model import Produto, Quadro
from sisetp.reporting.definitions.vocabulary import Nivel, Tipo
from sisetp.reporting.national import arrivals
from sisetp.reporting.national.content import (
    Envio,
    Folha,
    LinhaLonga,
    PlanilhaNacional,
    dicionario,
    numeros,
    resumo,
)
from sisetp.reporting.tables import Documento, Marca, Publico

PRODUTO = "planilha-nacional"
_MAX_AXES = 2  # secrecy design 5.1, P1: tables of at most two dimensions


def restricted(session: Session, periodo: Period, *, clock: Clock) -> PlanilhaNacional:
    """Put the restricted spreadsheet of a period together, by a session that sees every unit.

    Raises: Refused when nobody has a consolidated month in it, or a frozen segment is missing or altered.
    """
    product = definicao()
    wanted = {code: entry for code, entry in catalogo().quadros.items() if entry[0].aceita(periodo)}
    sheets = {sheet.nome: [code for code in sheet.restrita if code in wanted] for sheet in product.folhas}
    codes = tuple(dict.fromkeys(code for names in sheets.values() for code in names))
    made = _national(session, product, tuple(wanted[code][1] for code in codes), periodo, clock=clock)
    units = arrivals.owed(session, periodo, clock=clock)
    late = arrivals.missing(units, periodo)
    tables = {tabela.codigo: arrivals.com_envios(tabela, units, late) for tabela in made.tabelas}
    longas, sent = tuple(_by_unit(session, periodo, clock=clock)), _sent(session, periodo, clock=clock)
    return PlanilhaNacional(
        documento=replace(made, tabelas=(), hash=resumo((made.hash, *(repr(line) for line in (*longas, *sent))))),
        folhas=tuple(
            Folha(nome=name, tabelas=tuple(tables[code] for code in found)) for name, found in sheets.items() if found
        ),
        longas=longas,
        dicionario=dicionario(wanted[code][1] for code in codes),
        supressoes=(),
        meses=tuple(MESES[number - 1] for number in sources.meses_de(periodo)),
        envios=sent,
    )


def definicao() -> Produto:
    """The definition of the spreadsheet. Raises: Refused when it is not among the definitions."""
    found = catalogo().produto(PRODUTO)
    if found is None or found.tipo is not Tipo.PLANILHA:
        raise Refused(f"A definição «{PRODUTO}» não existe em reports/definicoes.")
    return found


def _national(
    session: Session, product: Produto, quadros: tuple[Quadro, ...], periodo: Period, *, clock: Clock
) -> Documento:
    fonte = sources.congelada(session, quadros, periodo, Nivel.BRASIL, "", clock=clock)
    whole = replace(product, tabelas=quadros)
    return montar(catalogo(), whole, fonte, Publico.RESTRITO, Nivel.BRASIL).documento


def _sent(session: Session, periodo: Period, *, clock: Clock) -> tuple[Envio, ...]:
    """What each unit that owes the period sent of it; a month that is not over is nobody's debt."""
    ano, today = periodo.inicio.year, clock.today(NATIONAL_ZONE)
    months = sources.meses_de(periodo)
    over = {mes for mes in months if month(ano, mes).fim < today}
    return tuple(
        Envio(
            unit.codigo,
            unit.uf,
            tuple(mes in unit.consolidados if mes in unit.meses and mes in over else None for mes in months),
        )
        for unit in owed_in(session, ano, now=clock.now())
        if set(months) & set(unit.meses)
    )


def _by_unit(session: Session, periodo: Period, *, clock: Clock) -> Iterator[LinhaLonga]:
    """Every table that a unit has of its own, of every unit that owes the period; a missing one is said to be so."""
    products = [entry for entry in catalogo().para(Publico.RESTRITO, periodo) if entry.tipo is Tipo.TABELAS]
    owed = owed_in(session, periodo.inicio.year, now=clock.now())
    months = set(sources.meses_de(periodo))
    for unit in owed:
        if not months & set(unit.meses):
            continue
        for product in products:
            place = {"unidade": unit.codigo, "uf": unit.uf, "periodo": periodo.code}
            yield from _product(session, product, periodo, place, clock=clock)


def _product(
    session: Session, product: Produto, periodo: Period, place: dict[str, str], *, clock: Clock
) -> Iterator[LinhaLonga]:
    quadros = tuple(quadro for quadro in product.tabelas if len(quadro.eixos) <= _MAX_AXES)
    if Nivel.UNIDADE not in product.niveis or not quadros:
        return
    try:
        fonte = sources.congelada(session, quadros, periodo, Nivel.UNIDADE, place["unidade"], clock=clock)
    except sources.SemEnvio:
        yield from (_missing(place, quadro.codigo, quadro.titulo) for quadro in quadros)
        return
    made = montar(catalogo(), replace(product, tabelas=quadros), fonte, Publico.RESTRITO, Nivel.UNIDADE)
    yield from numeros(made.documento.tabelas, **place)


def _missing(place: dict[str, str], codigo: str, titulo: str) -> LinhaLonga:
    return LinhaLonga(place["unidade"], place["uf"], place["periodo"], codigo, titulo, "", "", None, Marca.SEM_ENVIO)
