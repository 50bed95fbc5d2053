"""One case with a marked evolution of each secrecy level, and everything that hangs from it or could name it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape
from uuid import UUID

from flask import Flask

from sisetp.access.actor import Actor
from sisetp.access.roles import Secrecy
from sisetp.db.models.atendimento import Atendimento
from sisetp.domain.codelists.registry import codelist
from sisetp.domain.evolucao import AlterarEvolucao
from sisetp.services import caso_pessoas, encaminhamentos, evolucoes
from sisetp.services.evolucoes.sigilo import LABELS
from sisetp.web.sigilo import Parte
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, work
from tests.support.direitos import request_of
from tests.support.encaminhamentos import to_netp
from tests.support.evolucoes import case_with, evolve, parts_of, written
from tests.support.fichas import person
from tests.support.staff import OPERATOR

CHOICES = re.compile(r"<(option|label)\b.*?</\1>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Nota:
    """What is written at one level: codes found nowhere else in the case, a day of its own, marked texts."""

    level: Secrecy
    tipo: str
    servico: str
    prazo: date

    def mark(self, part: str) -> str:
        """A word that only this part of this note has."""
        return f"MARCA{part}{self.level.value.replace('_', '')}"

    def found_in(self, page: str) -> frozenset[Parte]:
        """Parts of the note that a page shows; choices of a form that nobody made do not count."""
        shown = unescape(CHOICES.sub("", page))
        chosen = re.search(rf'value="{self.tipo}"[^>]*\bchecked', page) is not None
        labels = (codelist("tipo_acompanhamento").label(self.tipo), codelist("necessidade").label(self.servico))
        signs = {
            Parte.AVISO: LABELS.get(self.level, "sem aviso") in shown,
            Parte.TIPO: chosen or any(label in shown for label in labels),
            Parte.TEXTO: self.mark("TEXTO") in page,
            Parte.PROVIDENCIA: self.mark("PASSO") in page,
            Parte.PRAZO: f"{self.prazo:%d/%m/%Y}" in page or self.prazo.isoformat() in page,
            Parte.MOTIVO: self.mark("MOTIVO") in page,
            Parte.ANTERIOR: self.mark("ANTES") in page,
        }
        return frozenset(part for part, there in signs.items() if there)


NOTAS = (
    Nota(Secrecy.SIG_PSI, "ATEND_PSICO", "LINGUA", date(2026, 12, 16)),
    Nota(Secrecy.SIG_AS, "ATEND_SOCIAL", "BAGAGEM", date(2026, 12, 17)),
    Nota(Secrecy.TECNICO, "AUDIENCIA", "REFUGIO", date(2026, 12, 18)),
)


@dataclass(frozen=True, slots=True)
class Cena:
    """Ids of the case, of its evolutions by level with their authors, and of whatever a page may name by `ids`."""

    caso: UUID
    evolucoes: Mapping[Secrecy, UUID]
    autores: Mapping[Secrecy, int]
    ids: Mapping[str, UUID]
    unidade_id: int


def cena(app: Flask, authors: Mapping[Secrecy, Actor], clock: MovableClock, destino: str) -> Cena:
    """Write it all down: two people of one name, one of them in the case, the notes, a referral and a request."""
    team = authors[Secrecy.TECNICO]
    ficha, other = attend(app, team, clock, person()), attend(app, team, clock, person())
    with work(app, OPERATOR, read_only=True) as session:  # type: ignore[arg-type]
        people = [session.get_one(Atendimento, key).pessoa_id for key in (ficha, other)]
    caso = case_with(app, authors[Secrecy.SIG_PSI], clock)
    row = call(app, team, caso_pessoas.include, caso, people[0], clock=clock)
    notes = {nota.level: _note(app, authors[nota.level], caso, clock, nota) for nota in NOTAS}
    parts = ("IDENTIDADE", "CONTATO", "PERFIL", "TRIAGEM", "NECESSIDADES", "CASO", "RESUMO")
    command = to_netp(app, caso, destino, registro_tipo="CASO", pessoa=row, partes=parts)
    referral = call(app, team, encaminhamentos.send, command, clock=clock)
    a, b = sorted(people)
    ids = {
        "atendimentos": ficha,
        "casos/pessoas": row,
        "pessoas": people[0],
        "encaminhamentos": referral,
        "titulares": request_of(app, ficha),
        "pessoa": row,
        "a": a,
        "b": b,
        **{name: key for name, key in parts_of(app, caso).items() if name != "evolucao"},
    }
    return Cena(caso, notes, {level: actor.user_id for level, actor in authors.items()}, ids, team.unidade_id or 0)


def _note(app: Flask, author: Actor, caso: UUID, clock: MovableClock, nota: Nota) -> UUID:
    """Write a note and amend it, so that there is an older version and a reason."""
    says = {
        "tipo": nota.tipo,
        "nivel_sigilo": nota.level.value,
        "necessidades": (nota.servico,),
        "proximo": nota.mark("PASSO"),
        "proximo_data": nota.prazo,
    }
    key = evolve(app, author, caso, clock, relato=nota.mark("ANTES"), **says)
    change = AlterarEvolucao(
        caso_id=caso,
        evolucao_id=key,
        versao=1,
        motivo="OUTRO",
        justificativa=nota.mark("MOTIVO"),
        escrita=written(clock, relato=nota.mark("TEXTO"), **says),
    )
    call(app, author, evolucoes.amend, change, clock=clock)
    return key
