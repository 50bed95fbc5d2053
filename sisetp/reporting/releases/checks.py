"""What must hold before a release is prepared; what does not becomes a reason and a way out, without numbers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.db import period_rows
from sisetp.db.models.periodo import Prazo
from sisetp.db.models.publicacao import BasePublica, Divulgacao
from sisetp.domain.clock import Clock
from sisetp.domain.divulgacao import PUBLICADA
from sisetp.domain.errors import SisetpError
from sisetp.domain.period import Period
from sisetp.domain.prazos import CONFERENCIA, CONSOLIDACAO, UF_NACIONAL, PrazoMarcado, prazo
from sisetp.reporting import ledger, snapshots
from sisetp.reporting.definitions.model import Produto
from sisetp.reporting.definitions.vocabulary import Tipo
from sisetp.reporting.releases.frame import STATUS_CONTADOS
from sisetp.reporting.releases.store import Alvo, others_in_the_way
from sisetp.reporting.releases.tables import is_about_victims

ESPERAR, ENGROSSAR, CORRIGIR = "esperar", "engrossar", "corrigir"
"""Ways out: wait for something, coarsen or drop a table, correct a definition or what was altered."""


class Impedida(SisetpError):
    """A release cannot be prepared: why, in Portuguese and without numbers, and the ways out."""

    def __init__(self, motivo: str, saida: str, detalhes: Sequence[str] = ()) -> None:
        self.impedimento = Impedimento(motivo=motivo, saida=saida, detalhes=tuple(detalhes))
        super().__init__(motivo)


@dataclass(frozen=True, slots=True, kw_only=True)
class Impedimento:
    """Why a release is blocked. `entrada` identifies what it was prepared from: unchanged, it would block again."""

    motivo: str
    saida: str
    detalhes: tuple[str, ...] = ()
    entrada: str = ""

    def json(self) -> str:
        """Text kept in the row."""
        fields = {"motivo": self.motivo, "saida": self.saida, "detalhes": self.detalhes, "entrada": self.entrada}
        return json.dumps(fields, ensure_ascii=False)


def read_impediment(text: str | None) -> Impedimento | None:
    """Read back what `Impedimento.json` wrote."""
    if not text:
        return None
    fields = json.loads(text)
    return Impedimento(**{**fields, "detalhes": tuple(fields["detalhes"])})


def check(session: Session, alvo: Alvo, produto: Produto, periodo: Period, *, clock: Clock) -> None:
    """Refuse what cannot be prepared yet, or at all. Raises: Impedida."""
    _definition(produto, periodo, alvo)
    _ledger(session)
    _months(session, periodo, clock=clock)
    _others(session, alvo)
    if any(is_about_victims(quadro) for quadro in produto.tabelas) and alvo.edicao == 1:
        _closed_year(session, alvo, clock=clock)
    if alvo.edicao == 2:
        _revised(session, alvo)


def consolidation_over(session: Session, ano: int, mes: int, *, clock: Clock) -> bool:
    """Tell whether the deadline to consolidate a month is past, or every unit that owes it has it consolidated.

    A unit that was checked in time and waits for the coordination must not stay out of the public base for the year.
    """
    marked = [
        PrazoMarcado(ordem=row.id, ano=row.ano, mes=row.mes, etapa=row.etapa, unidade_id=row.unidade_id, data=row.data)
        for row in session.scalars(select(Prazo).where(Prazo.ano == ano, Prazo.mes == mes))
    ]
    stages = (CONFERENCIA, CONSOLIDACAO)  # either may have been moved past the other
    limit = max(prazo(stage, ano, mes, marked, unidade_id=None, uf=UF_NACIONAL) for stage in stages)
    if clock.today(period_rows.NATIONAL_ZONE) > limit:
        return True
    owed = [unit for unit in period_rows.owed_in(session, ano, now=clock.now()) if mes in unit.meses]
    return bool(owed) and all(mes in unit.consolidados for unit in owed)


def unclosed(session: Session, ano: int, *, clock: Clock) -> tuple[str, ...]:
    """Codes of units with every month of a year consolidated whose victims are not frozen: a release without them
    would count none of theirs, for ever."""
    frozen = snapshots.frozen_months(session, ano)
    owed = period_rows.owed_in(session, ano, now=clock.now())
    return tuple(unit.codigo for unit in owed if not unit.faltam and (unit.unidade_id, 0) not in frozen)


def _definition(produto: Produto, periodo: Period, alvo: Alvo) -> None:
    if produto.tipo is not Tipo.BOLETIM:
        raise Impedida("Só os boletins públicos passam por divulgação.", CORRIGIR)
    if not produto.aceita(periodo):
        raise Impedida("Este produto não existe para um período deste tamanho.", CORRIGIR)
    if alvo.edicao not in (1, 2) or (alvo.edicao == 2 and "-" in alvo.periodo):
        raise Impedida("Só o boletim anual tem edição revisada.", CORRIGIR)
    wrong = [quadro.codigo for quadro in produto.tabelas if quadro.status_contados not in ((), STATUS_CONTADOS)]
    if wrong:
        raise Impedida("Uma tabela conta outra situação de vítima que a da base pública.", CORRIGIR, wrong)


def _ledger(session: Session) -> None:
    problems = ledger.verify(session)
    if problems:
        words = [problem.em_palavras() for problem in problems]
        raise Impedida(
            "O livro das divulgações não confere: nada se prepara até que se saiba por quê.", CORRIGIR, words
        )


def _months(session: Session, periodo: Period, *, clock: Clock) -> None:
    today = clock.today(period_rows.NATIONAL_ZONE)
    if today <= periodo.fim:
        raise Impedida("O período ainda não terminou.", ESPERAR)
    ano = periodo.inicio.year
    months = range(periodo.inicio.month, periodo.fim.month + 1)
    settled = session.scalars(select(BasePublica.mes).where(BasePublica.ano == ano, BasePublica.edicao == 1)).all()
    fixed = [mes for mes in range(1, periodo.fim.month + 1) if mes not in settled]  # by this release, for ever
    early = [f"{mes:02d}/{ano}" for mes in fixed if not consolidation_over(session, ano, mes, clock=clock)]
    if early:
        raise Impedida("O prazo de consolidação ainda corre: unidades podem entrar.", ESPERAR, early)
    frozen = snapshots.frozen_months(session, ano)
    if not any(mes in months for _unit, mes in frozen):
        raise Impedida("Nenhuma unidade tem este período consolidado.", ESPERAR)


def _others(session: Session, alvo: Alvo) -> None:
    waiting = [f"{row.produto} {row.periodo}" for row in others_in_the_way(session, alvo)]
    if waiting:
        raise Impedida(
            "Outra divulgação do mesmo ano está preparada e não saiu: publique-a ou descarte-a antes.", ESPERAR, waiting
        )


def _closed_year(session: Session, alvo: Alvo, *, clock: Clock) -> None:
    if not any(mes == 0 for _unit, mes in snapshots.frozen_months(session, alvo.ano)):
        raise Impedida("O ano ainda não foi fechado: a finalidade só se conhece no fechamento.", ESPERAR)
    waiting = unclosed(session, alvo.ano, clock=clock)
    if waiting:
        raise Impedida("Há unidades com o ano consolidado e por fechar: feche o ano de novo.", ESPERAR, waiting)


def _revised(session: Session, alvo: Alvo) -> None:
    query = select(Divulgacao.id).where(
        Divulgacao.produto == alvo.produto,
        Divulgacao.periodo == alvo.periodo,
        Divulgacao.edicao == 1,
        Divulgacao.situacao == PUBLICADA,
    )
    if session.scalar(query) is None:
        raise Impedida("A primeira edição ainda não foi publicada.", ESPERAR)
    if not snapshots.frozen_months(session, alvo.ano, snapshots.REVISADA):
        raise Impedida("Os fatos da edição revisada ainda não foram congelados.", ESPERAR)
