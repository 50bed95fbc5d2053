"""Prepare a release: read, go down the ladder, plan jointly over the ledger, prove, audit, report the risk, seal.

In three parts, so that the long one holds no database: `collect` reads, `compute` works, `store` writes. The same
frozen facts, definition, rules and ledger give the same preparation, byte by byte.
"""

import json
from dataclasses import replace
from hashlib import sha256

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor, AnyActor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain, period_rows
from sisetp.db.models.publicacao import Divulgacao
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.divulgacao import BLOQUEADA, PREPARANDO, PRONTA, PUBLICADA, exigir, refuse
from sisetp.domain.errors import NotFound, Refused, RuleViolation, Unreadable
from sisetp.domain.period import Period, parse_period
from sisetp.reporting import ledger
from sisetp.reporting.definitions.model import Catalogo, Produto
from sisetp.reporting.disclosure.plan import planejar
from sisetp.reporting.facts import Tabela
from sisetp.reporting.releases import checks, descent, frozen, known, proofs
from sisetp.reporting.releases.assembly import CODIGO, assemble
from sisetp.reporting.releases.atoms import Base, atoms_of
from sisetp.reporting.releases.base import FECHAMENTO, Parte, first_contacts, people, purposes, whole_year
from sisetp.reporting.releases.checks import CORRIGIR, ESPERAR, Impedida, Impedimento
from sisetp.reporting.releases.coverage import coverage
from sisetp.reporting.releases.descent import Progresso
from sisetp.reporting.releases.entry import Entrada, Resultado
from sisetp.reporting.releases.parameters import ParametrosSigilo
from sisetp.reporting.releases.selection import cut
from sisetp.reporting.releases.store import Alvo, present, seal_in, taken
from sisetp.reporting.releases.tables import is_about_victims

_ROUNDS = 3
_NO_PLAN = "O que já está publicado não confere com os fatos congelados, ou o plano de sigilo não se resolve."


def begin(
    session: Session,
    actor: AnyActor,
    alvo: Alvo,
    catalogo: Catalogo,
    parametros: ParametrosSigilo,
    *,
    clock: Clock,
) -> int:
    """The row of a release in preparation: a new one, or one that is blocked or ready taken back. Returns its id.

    Operators have no role to ask. Raises: AccessDenied, NotFound for an unknown product; RuleViolation on `situacao`.
    """
    if isinstance(actor, Actor):
        require(actor, Permission.DIVULGACAO_PREPARAR)
    audit_chain.lock(session, None)
    if catalogo.produto(alvo.produto) is None:
        raise NotFound
    row = present(session, alvo)
    if row is None:
        row = Divulgacao(
            produto=alvo.produto, ano=alvo.ano, periodo=alvo.periodo, edicao=alvo.edicao, cobertura="{}", versao=0
        )
        session.add(row)
    elif row.situacao != PREPARANDO:
        exigir(row.situacao, PREPARANDO)
    row.situacao, row.codigo, row.parametros = PREPARANDO, CODIGO, parametros.json()
    row.preparo = row.preparo_hash = row.risco = row.impedimento = None
    row.preparada_por, row.preparada_em, row.versao = actor.name, clock.now(), row.versao + 1
    session.flush()
    return row.id


def collect(session: Session, alvo: Alvo, catalogo: Catalogo, parametros: ParametrosSigilo, *, clock: Clock) -> Entrada:
    """Check what must hold and read everything. The session sees every unit.

    Raises: Impedida with the reason and the way out; NotFound for an unknown product.
    """
    produto = catalogo.produto(alvo.produto)
    if produto is None:
        raise NotFound
    periodo = parse_period(alvo.periodo)
    checks.check(session, alvo, produto, periodo, clock=clock)
    parametros = known.in_the_year(session, alvo.ano, parametros)
    try:
        base, fresh = base_of(session, alvo, produto, periodo)
    except (Refused, Unreadable) as cause:
        words = cause.message if isinstance(cause, Refused) else "Uma parte da base pública não abre ou foi alterada."
        raise Impedida(words, CORRIGIR) from cause
    places = frozen.places(session)
    moldura = base.moldura(places)
    owed = period_rows.owed_in(session, alvo.ano, now=clock.now())
    closing = base.revista if alvo.edicao == 2 else base.finalidades
    counts_victims = any(is_about_victims(quadro) for quadro in produto.tabelas)
    closed = frozen.closed_units(session, closing) if counts_victims else None
    head, last = ledger.head(session, ano=alvo.ano), known.last_external(session, alvo.ano)
    return Entrada(
        alvo=alvo,
        periodo=periodo,
        produto=produto,
        parametros=parametros,
        base=base,
        novas=fresh,
        moldura=moldura,
        celulas=known.cells_of(session, alvo.ano),
        externas=known.externals_of(session, alvo.ano),
        cabeca=head,
        ultima_externa=last,
        anterior=ledger.head(session, produto=alvo.produto),
        cobertura=coverage(moldura, owed, periodo, alvo.edicao, fechadas=closed),
        unidades=tuple((place.codigo, place.codigo) for place in sorted(places, key=lambda found: found.codigo)),
        anteriores=known.steps_of(session, replace(alvo, edicao=1)) if alvo.edicao == 2 else None,
        comeco=proofs.start(session, alvo.ano, moldura.universo()),
        marca=_mark(produto, parametros, base, head, last),
    )


def compute(entrada: Entrada, progresso: Progresso) -> Resultado:
    """Plan, prove and audit; holds no database. Raises: Impedida when nothing can come out."""
    progresso("Contando primeiros contatos", 0, 5)
    recorte = cut(entrada.moldura, entrada.periodo, entrada.alvo.edicao)
    atomos = atoms_of(entrada.base, entrada.moldura)
    published, outside = known.for_planner(entrada.celulas, entrada.externas, recorte.universo, atomos)
    rules = entrada.parametros
    insiders = known.insider_rules(rules.regra_detentor, entrada.moldura, recorte.universo)
    contexto = descent.Contexto(
        recorte=recorte,
        atomos=atomos,
        parametros=rules,
        regras=replace(insiders, limpeza=rules.limpeza),
        publicadas=published,
        externas=outside,
        unidades=entrada.unidades,
        limiares={cell.hash: cell.limiar for cell in entrada.celulas},
        anteriores=entrada.anteriores,
        comeco=entrada.comeco,
    )
    try:
        return _protect(entrada, contexto, progresso)
    except (RuleViolation, ArithmeticError) as cause:
        raise Impedida(_NO_PLAN, CORRIGIR) from cause


def _protect(entrada: Entrada, contexto: descent.Contexto, progresso: Progresso) -> Resultado:
    """Plan and audit; what the audit could work out is protected too, and planned again, a few times."""
    made = _once(entrada, contexto, progresso)
    for _ in range(_ROUNDS):
        fresh = tuple(found for found in made.reveladas if found not in contexto.protegidas)
        if made.impedimento is None or not fresh:
            break
        contexto = replace(contexto, protegidas=(*contexto.protegidas, *fresh))
        made = _once(entrada, contexto, progresso)
    return made


def _once(entrada: Entrada, contexto: descent.Contexto, progresso: Progresso) -> Resultado:
    descida = descent.descend(entrada.produto.tabelas, contexto, planejar, progresso)
    return assemble(entrada, contexto, descida, progresso)


def store(
    session: Session, actor: AnyActor, divulgacao_id: int, entrada: Entrada, resultado: Resultado, *, clock: Clock
) -> str:
    """Seal a preparation into its row and say where the release stands now: ready, or blocked.

    Raises: NotFound, RuleViolation on `situacao` when it is no longer in preparation.
    """
    row = taken(session, divulgacao_id, None)
    stale = entrada.cabeca != ledger.head(session, ano=row.ano)
    blocked = resultado.impedimento
    if stale:
        blocked = Impedimento(motivo="O livro mudou durante a preparação: prepare de novo.", saida=ESPERAR)
    exigir(row.situacao, BLOQUEADA if blocked else PRONTA)
    made = resultado.preparo
    row.definicoes, row.codigo, row.parametros = made.definicoes, made.codigo, made.parametros
    row.risco, row.capa, row.cobertura, row.preparada_em = made.risco, made.capa, made.cobertura, clock.now()
    if blocked is None:
        seal_in(session, row, made)
    else:
        row.impedimento = replace(blocked, entrada="" if stale else entrada.marca).json()
    return _settled(session, actor, row, BLOQUEADA if blocked else PRONTA)


def block(session: Session, actor: AnyActor, divulgacao_id: int, impedimento: Impedimento, *, clock: Clock) -> str:
    """Say that a release cannot be prepared, why and what to do. Raises: NotFound, RuleViolation on `situacao`."""
    row = taken(session, divulgacao_id, None)
    exigir(row.situacao, BLOQUEADA)
    row.impedimento, row.preparada_em = impedimento.json(), clock.now()
    return _settled(session, actor, row, BLOQUEADA)


def prepare(
    session: Session,
    actor: AnyActor,
    alvo: Alvo,
    catalogo: Catalogo,
    parametros: ParametrosSigilo,
    *,
    clock: Clock,
    progresso: Progresso = lambda _etapa, _feito, _total: None,
) -> int:
    """All three parts in one session; returns the id of the release, ready or blocked. Raises: as `begin`."""
    if alvo_is_out(session, alvo):
        raise refuse("situacao", "Esta divulgação já foi publicada.")
    key = begin(session, actor, alvo, catalogo, parametros, clock=clock)
    try:
        entrada = collect(session, alvo, catalogo, parametros, clock=clock)
        store(session, actor, key, entrada, compute(entrada, progresso), clock=clock)
    except Impedida as cause:
        block(session, actor, key, cause.impedimento, clock=clock)
    return key


def alvo_is_out(session: Session, alvo: Alvo) -> bool:
    """Tell whether a release was published already."""
    row = present(session, alvo)
    return row is not None and row.situacao == PUBLICADA


def base_of(session: Session, alvo: Alvo, produto: Produto, periodo: Period) -> tuple[Base, tuple[Parte, ...]]:
    """The base that this release stands on, and the parts of it that it fixes. Raises: Refused, Unreadable."""
    base, ano = frozen.fixed_base(session, alvo.ano), alvo.ano
    if alvo.edicao == 2 and base.revista is not None:
        return base, ()
    if alvo.edicao == 2:
        segments = [
            *frozen.segments(session, ano, range(1, 13), Tabela.CONTATO, 2),
            *frozen.segments(session, ano, (FECHAMENTO,), Tabela.VITIMA, 2),
        ]
        revised = whole_year(ano, 2, segments)
        return replace(base, revista=revised), (revised,)
    fresh: list[Parte] = []
    for mes in range(1, periodo.fim.month + 1):
        if all(part.mes != mes for part in base.meses):
            segments = frozen.segments(session, ano, (mes,), Tabela.CONTATO, 1)
            part = first_contacts(ano, mes, segments, people(base.meses))
            base = replace(base, meses=(*base.meses, part))
            fresh.append(part)
    if base.finalidades is None and any(is_about_victims(quadro) for quadro in produto.tabelas):
        closing = purposes(ano, 1, frozen.segments(session, ano, (FECHAMENTO,), Tabela.VITIMA, 1))
        base = replace(base, finalidades=closing)
        fresh.append(closing)
    return base, tuple(fresh)


def _mark(produto: Produto, parametros: ParametrosSigilo, base: Base, head: str, last: int) -> str:
    parts = [part for part in (*base.meses, base.finalidades, base.revista) if part is not None]
    sources = [[part.mes, part.edicao, list(part.segmentos)] for part in parts]
    text = json.dumps([produto.digest, parametros.json(), sources, head, last], default=list)
    return sha256(text.encode()).hexdigest()


def _settled(session: Session, actor: AnyActor, row: Divulgacao, situacao: str) -> str:
    row.situacao, row.versao = situacao, row.versao + 1
    session.flush()
    audit_chain.append(
        session,
        actor,
        Action.PREPARAR_DIVULGACAO,
        unidade_id=None,
        alvo_tipo="divulgacao",
        alvo_id=str(row.id),
        detalhes={"produto": row.produto, "periodo": row.periodo, "edicao": row.edicao, "situacao": situacao},
    )
    return situacao
