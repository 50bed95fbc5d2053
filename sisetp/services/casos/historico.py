"""Who changed a case, when and why: from its kept versions, the written reasons opened by one event."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.policy import reads_secrecy
from sisetp.access.roles import Secrecy
from sisetp.db.models.atendimento import Versao
from sisetp.db.models.caso import Caso
from sisetp.db.models.usuario import Usuario
from sisetp.domain.audit import Action
from sisetp.services import sealing
from sisetp.services.casos import acesso
from sisetp.services.casos.leitura import Mudanca


def history(session: Session, actor: Actor, row: Caso) -> tuple[Mudanca, ...]:
    """Changes of a case, newest first. Reasons are opened, as an event, for who reads narratives of the team.

    Raises: Unreadable.
    """
    query = select(Versao, Usuario.nome).join(Usuario, Usuario.id == Versao.autor_id)
    query = query.where(Versao.tabela == Caso.__tablename__, Versao.registro_id == row.id).order_by(Versao.versao)
    kept = [(old, nome) for old, nome in session.execute(query)]
    reasons: dict[int, str] = {}
    if reads_secrecy(actor, Secrecy.TECNICO) and any(old.justificativa is not None for old, _nome in kept):
        acesso.record(session, actor, Action.ABRIR_RELATO, row)
        reasons = sealing.open_reasons(session, [old for old, _nome in kept], owner=row.id)
    after = [*(old.situacao or "" for old, _nome in kept[1:]), row.situacao]
    changes = [
        Mudanca(
            quando=old.created_at,
            quem=nome,
            motivo=old.motivo,
            justificativa=reasons.get(old.id, ""),
            de=old.situacao or "",
            para=para,
        )
        for (old, nome), para in zip(kept, after, strict=bool(kept))
    ]
    return tuple(reversed(changes))
