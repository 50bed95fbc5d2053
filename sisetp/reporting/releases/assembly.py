"""From a plan to a preparation: contents, cells, proofs checked without a solver, independent audit, risk report."""

import json
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version

from sisetp.reporting.definitions.model import Nota
from sisetp.reporting.disclosure import risk
from sisetp.reporting.disclosure.auditor import attacks, checks
from sisetp.reporting.disclosure.auditor.model import Auditoria
from sisetp.reporting.disclosure.plan import Estado
from sisetp.reporting.disclosure.request import Protegida
from sisetp.reporting.ledger.documents import content
from sisetp.reporting.releases import known, proofs
from sisetp.reporting.releases.checks import ENGROSSAR, Impedimento
from sisetp.reporting.releases.descent import Contexto, Descida, Progresso
from sisetp.reporting.releases.entry import Entrada, Resultado
from sisetp.reporting.releases.preparation import CelulaPreparada, Preparo
from sisetp.reporting.releases.repeats import Repetidas, without_repeats
from sisetp.reporting.releases.tables import labels

CODIGO = f"sisetp {version('sisetp')}"
"""Version of the program that prepared a release."""

METODO = (
    "Cada pessoa conta uma vez no ano civil, no mês e na unidade do primeiro contato, com o que se sabia então.",
    "Um número menor que o limiar, zero inclusive, não é mostrado; outros são ocultos para que ele não se deduza.",
    "A proteção considera tudo o que já foi publicado sobre o ano, e foi conferida por um programa independente.",
    "O que chegou depois do prazo fica «sem envio» e entra na edição anual revisada.",
)
_VITIMAS = "A situação e a finalidade são as conhecidas no fechamento do ano."
_PEQUENOS = "Não publicada, porque os grupos são pequenos demais neste período"
_SEGUNDA = "Esta é a edição anual revisada: junta o que chegou depois e as correções do ano."


def assemble(entrada: Entrada, contexto: Contexto, descida: Descida, progresso: Progresso) -> Resultado:
    """Everything that publishing will write, with the verdict of the audit. Nothing in `risco` or in the impediment is
    a hidden number."""
    descida, repeated = without_repeats(descida, entrada.produto.tabelas)
    cells = tuple(_cells(descida))
    tables = tuple(_contents(entrada, descida))
    preparo = Preparo(
        cabeca=entrada.cabeca,
        externas=entrada.ultima_externa,
        anterior=entrada.anterior,
        universo=contexto.recorte.universo,
        alvo=entrada.alvo.texto(),
        definicoes=entrada.produto.digest,
        codigo=CODIGO,
        parametros=entrada.parametros.json(),
        risco="",
        capa=_cover(entrada, descida, repeated),
        cobertura=entrada.cobertura,
        tabelas=tables,
        celulas=cells,
        provas=descida.plano.provas,
        partes=entrada.novas,
        duplas=contexto.regras.duplas,
        lugares=contexto.regras.lugares,
        protegidas=descida.protegidas,
        aprovada=False,
    )
    progresso("Conferindo as provas", 3, 5)
    proven = proofs.holds(preparo, contexto.publicadas, contexto.externas, contexto.atomos)
    progresso("Auditando com tudo o que já saiu", 4, 5)
    report, audited = _audited(entrada, contexto, tables, cells)
    approved = proven and report.aprovada
    impediment = None if approved else _why(proven, audited)
    return Resultado(
        preparo=replace(preparo, aprovada=approved, risco=report.json()),
        impedimento=impediment,
        reveladas=_worked_out(audited),
    )


def _cells(descida: Descida) -> Iterator[CelulaPreparada]:
    states = iter(zip(descida.plano.estados, descida.plano.valores, strict=True))
    for order, grade in enumerate(descida.grades, start=1):
        for casa in grade.casas:
            state, value = next(states) if casa.possivel else (Estado.IMPOSSIVEL, None)
            yield CelulaPreparada(
                tabela=order,
                linha=casa.linha,
                coluna=casa.coluna,
                forma=casa.forma,
                hash=casa.hash,
                limiar=casa.limiar,
                situacao=state.value,
                valor=value,
            )


def _contents(entrada: Entrada, descida: Descida) -> Iterator[tuple[str, str]]:
    for table, grade in zip(descida.tabelas, descida.grades, strict=True):
        late = [(casa.linha, casa.coluna) for casa in grade.casas if casa.sem_envio]
        notes: tuple[Nota, ...] = entrada.produto.notas_de(table.quadro)
        yield table.quadro.codigo, content(labels(grade, notes, table.passos), late)


def _cover(entrada: Entrada, descida: Descida, repetidas: Repetidas) -> str:
    produto = entrada.produto
    victims = entrada.base.finalidades is not None or entrada.base.revista is not None
    method = (*METODO, *([_VITIMAS] if victims else []), *([_SEGUNDA] if entrada.alvo.edicao == 2 else []))
    titles = {quadro.codigo: quadro.titulo for quadro in produto.tabelas}
    absent = [
        *(f"{_PEQUENOS}: {titles[codigo]}." for codigo in titles if codigo in descida.retiradas),
        *(
            f"{_PEQUENOS}: {titles[codigo]}. Sem o cruzamento, os números dela são os de «{titles[other]}» ({other})."
            for codigo, other in repetidas
        ),
    ]
    fields = {
        "titulo": produto.titulo,
        "subtitulo": produto.resumo,
        "nivel": "brasil",
        "metodo": [*method, *produto.avisos, *absent],
        "parametros": [list(pair) for pair in entrada.parametros.em_palavras()],
    }
    return json.dumps(fields, ensure_ascii=False, sort_keys=True)


def _audited(
    entrada: Entrada, contexto: Contexto, tables: tuple[tuple[str, str], ...], cells: tuple[CelulaPreparada, ...]
) -> tuple[risk.RelatorioDeRisco, Auditoria]:
    """The independent audit of everything out, this release included, and its report."""
    name = known.in_words(entrada.produto.titulo, entrada.alvo.periodo, entrada.alvo.edicao)
    caso = known.audit_case(
        contexto.recorte.universo,
        entrada.moldura.uf_por_unidade(),
        contexto.atomos,
        (*entrada.celulas, *known.prepared(name, tables, cells)),
        entrada.externas,
        regra=entrada.parametros.regra_detentor,
    )
    audited = checks.audit(caso)
    report = risk.risk_report(name, caso, audited, attacks.simulate(caso), entrada.parametros.em_palavras())
    return report, audited


def _worked_out(audited: Auditoria) -> tuple[Protegida, ...]:
    """Forms that any reader could work out: to be protected as if a table printed them."""
    limits = {(found.forma_json, found.detentor): found.limiar for found in audited.limites}
    return tuple(
        Protegida(forma=known.form_of(found.forma_json), limiar=limits[found.forma_json, ""])
        for found in audited.violacoes
        if not found.detentor and (found.forma_json, "") in limits
    )


def _why(proven: bool, audited: Auditoria) -> Impedimento:
    if not proven:
        return Impedimento(motivo="As provas da proteção não se confirmam: nada pode sair.", saida=ENGROSSAR)
    tables = sorted({table for found in audited.violacoes for _release, table in found.causas})
    ways = tuple(dict.fromkeys(found.saida for found in audited.violacoes))
    return Impedimento(
        motivo="A auditoria independente descobriria um grupo pequeno: nada pode sair assim.",
        saida=ENGROSSAR,
        detalhes=(*(f"Tabela {table}" for table in tables), *ways),
    )
