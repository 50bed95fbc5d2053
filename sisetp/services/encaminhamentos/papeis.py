"""Papers of a referral: a slip for the hand of the person, and a letter (ofício) for the service."""

from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.db.models.encaminhamento import Encaminhamento
from sisetp.domain import encaminhamento as enc
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import AccessDenied, NotFound
from sisetp.domain.estat_layout import Value
from sisetp.services import sealing
from sisetp.services.encaminhamentos import acesso
from sisetp.services.encaminhamentos.palavras import in_words
from sisetp.services.encaminhamentos.partilhas import copies_of
from sisetp.services.encaminhamentos.resultados import CampoCompartilhado, Papel

GUIA, OFICIO = "GUIA", "OFICIO"


def slip(session: Session, actor: Actor, encaminhamento_id: UUID, tipo: str, *, clock: Clock) -> Papel:
    """Paper of a referral of the own unit: GUIA says where to go and nothing of the person; OFICIO what is shared.

    Who only follows prints slips of what left from an atendimento, and the letter of what she herself sent from one.
    Copies taken back are left out.
    Raises: AccessDenied; NotFound, also for a letter of what shared nothing or another type; Unreadable.
    """
    row = acesso.find(session, actor, encaminhamento_id)
    acesso.require_origin(actor, Permission.ENCAMINHAMENTO_ACOMPANHAR, row)
    codes = sealing.open_codes(session, row)
    if tipo not in (GUIA, OFICIO) or (tipo == OFICIO and row.situacao == enc.INFORMADO):
        raise NotFound
    _check_paper(actor, row, codes, tipo)
    acesso.record_here(session, actor, Action.IMPRIMIR_ENCAMINHAMENTO, row, {"tipo": tipo, "versao": row.versao})
    origin = acesso.unit(session, row.unidade_origem_id)
    destino = acesso.unit(session, row.unidade_destino_id).codigo if row.unidade_destino_id is not None else None
    return Papel(
        tipo=tipo,
        emitida=clock.now(),
        data=row.data,
        prazo=row.prazo,
        unidade=origin.codigo,
        municipio=origin.municipio,
        uf=origin.uf,
        destino=str(codes["destino"]),
        unidade_destino=destino,
        servico=sealing.open_texts(session, row).get("destino_servico", ""),
        campos=_shared(session, row) if tipo == OFICIO else (),
    )


def _check_paper(actor: Actor, row: Encaminhamento, codes: dict[str, Value], tipo: str) -> None:
    own = codes["registro_tipo"] == enc.ATENDIMENTO and (tipo == GUIA or row.autor_id == actor.user_id)
    if not own and not permits(actor, Permission.ENCAMINHAMENTO_VER, unidade_id=row.unidade_origem_id):
        raise AccessDenied(Permission.ENCAMINHAMENTO_VER)


def _shared(session: Session, row: Encaminhamento) -> tuple[CampoCompartilhado, ...]:
    copies = [copia for copia in copies_of(session, row) if copia.revogada_em is None]
    opened = sealing.open_sent(session, copies)
    merged: dict[str, dict[str, object]] = {}
    for copia in copies:
        for parte, values in opened[copia.id]["dados"].items():
            merged.setdefault(parte, {}).update(values)
    return in_words(merged)
