"""What was asked and authorised by one person: the page from which a request is registered."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.services import sealing
from sisetp.services.atendimentos import zone_of
from sisetp.services.titulares import consentimentos, pessoa, requisicoes
from sisetp.services.titulares.consentimentos import Autorizacao
from sisetp.services.titulares.pessoa import Origem
from sisetp.services.titulares.relogios import Relogio, clock_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Pedido:
    """One request of the person; `tipo` is a code, "" for who may register and not read."""

    relogio: Relogio
    tipo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Painel:
    """Requests and authorisations of one person, newest first. `le` tells whether the codes may be shown.

    `retirada`: she took back what she had authorised and has authorised nothing since. `caso_id` is the case from
    which she was reached.
    """

    pedidos: tuple[Pedido, ...]
    autorizacoes: tuple[Autorizacao, ...]
    retirada: bool
    le: bool
    caso_id: UUID | None


def of_person(session: Session, actor: Actor, origem: Origem, registro_id: UUID, *, clock: Clock) -> Painel:
    """Requests and authorisations of the person of a ficha or of a case; an event.

    Raises: AccessDenied, NotFound, Unreadable.
    """
    titular = pessoa.find(session, actor, Permission.TITULAR_REGISTRAR, origem, registro_id)
    today = clock.today(zone_of(session, actor))
    reads = permits(actor, Permission.TITULAR_RESPONDER, unidade_id=titular.unidade_id)
    asked = requisicoes.rows_of(session, titular.unidade_id, titular.pessoa_id)
    rows = consentimentos.rows_of(session, titular.unidade_id, titular.pessoa_id)
    pessoa.record(session, actor, Action.LISTAR, titular, {"tipo": "titular", "quantidade": len(asked) + len(rows)})
    return Painel(
        pedidos=tuple(
            Pedido(
                relogio=clock_of(row, today),
                tipo=str(sealing.open_codes(session, content).get("requisicao_tipo") or "") if reads else "",
            )
            for row, content in asked
        ),
        autorizacoes=consentimentos.opened(session, rows)[::-1],
        retirada=consentimentos.consent_withdrawn(session, titular.unidade_id, titular.pessoa_id),
        le=reads,
        caso_id=titular.caso_id,
    )
