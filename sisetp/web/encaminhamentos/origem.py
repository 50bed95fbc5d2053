"""What a referral leaves from: an atendimento or a case of the unit, with the choices it has."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.domain.codelists import codelist
from sisetp.domain.encaminhamento import CASO
from sisetp.services import atendimentos, caso_pessoas, identidades, unidades
from sisetp.services.caso_pessoas import PessoaLinha
from sisetp.services.casos import acesso
from sisetp.web.abertura import today
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.encaminhamentos.destinos import Destinos, destinos

_CONSENT, _LIFE, _ACTIVE = "CONSENT", "VIDA", "ATIVO"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origem:
    """The record, the places it can go to, the people of the case (id there and label) and what this person may do."""

    tipo: str
    id: UUID
    hoje: date
    destinos: Destinos
    pessoas: tuple[tuple[UUID, str], ...]
    motivos: tuple[tuple[str, str], ...]
    bases: tuple[tuple[str, str], ...]
    transfere: bool

    @property
    def de_caso(self) -> bool:
        """True when it leaves from a case."""
        return self.tipo == CASO


def ler(session: Session, tipo: str, registro_id: UUID) -> Origem:
    """Find the record and gather the choices. Raises: AccessDenied, NotFound."""
    actor, hoje = current_actor(), today()
    pessoas: tuple[tuple[UUID, str], ...] = ()
    if tipo == CASO:
        acesso.find(session, actor, Permission.CASO_VER, registro_id)
        pessoas = _people(caso_pessoas.lines(session, actor, registro_id))
    else:
        atendimentos.find(session, actor, Permission.ENCAMINHAMENTO_ENVIAR, registro_id)
    reasons = identidades.opening_reasons(session, actor, clock=current_clock())
    known = unidades.list_all(session)
    return Origem(
        tipo=tipo,
        id=registro_id,
        hoje=hoje,
        destinos=destinos(known, propria=actor.unidade_id or 0, uf=actor.uf or "", hoje=hoje),
        pessoas=pessoas,
        motivos=tuple((item.code, item.label) for item in reasons),
        bases=bases(hoje, emergencia=permits(actor, Permission.ENCAMINHAMENTO_EMERGENCIA)),
        transfere=tipo == CASO and permits(actor, Permission.CASO_TRANSFERIR),
    )


def bases(hoje: date, *, emergencia: bool) -> tuple[tuple[str, str], ...]:
    """Legal bases that stand for an authorisation not asked: consent is none, and protecting life is not the desk's."""
    known = codelist("base_legal").current(hoje)
    return tuple(
        (item.code, item.label) for item in known if item.code != _CONSENT and (emergencia or item.code != _LIFE)
    )


def _people(lines: tuple[PessoaLinha, ...]) -> tuple[tuple[UUID, str], ...]:
    """Who is in the case now, told apart by number, age band and sex: never by name."""
    bands, sexes = codelist("faixa_etaria"), codelist("sexo")
    return tuple(
        (
            line.id,
            " · ".join(
                (
                    f"Pessoa {line.ordem}",
                    *(bands.label(code) for code in (line.faixa_etaria,) if code in bands),
                    *(sexes.label(code) for code in (line.sexo,) if code in sexes),
                )
            ),
        )
        for line in lines
        if line.situacao == _ACTIVE
    )
