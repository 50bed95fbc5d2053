"""One step of a referral's life, taken by a person or by the clock: status, outcome, answer, copies and events.

A step only fills what was empty, so no older version is kept: the events tell each step.
"""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from sisetp.access.actor import AnyActor
from sisetp.db.models.encaminhamento import Encaminhamento
from sisetp.domain import encaminhamento as enc
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.estat_layout import Value
from sisetp.domain.names import clean_text
from sisetp.services import sealing
from sisetp.services.encaminhamentos import acesso
from sisetp.services.encaminhamentos.partilhas import authorised, copies_of, resting_on, take_back

_NOT_DRAWN = "Este encaminhamento já está em outra situação. Recarregue a página."


def step(
    session: Session,
    actor: AnyActor,
    row: Encaminhamento,
    para: str,
    *,
    desfecho: str = "",
    resposta: str = "",
    clock: Clock,
) -> None:
    """Take a drawn step of a locked row; an end needs its outcome checked before, and takes back what has no use.

    What a unit never accepted is taken back whole; what the person refuses, as far as it rests on her word.
    Raises: RuleViolation on `situacao`, Unreadable.
    """
    before = row.situacao
    enc.MAQUINA.exigir(before, para, _NOT_DRAWN)
    codes: dict[str, Value] = {"desfecho": desfecho} if desfecho else {}
    row.situacao = para
    if para in enc.MAQUINA.finais:
        row.encerrado_em = clock.now()
        copies = copies_of(session, row)
        if before == enc.ACEITO and para == enc.RECUSADO:
            copies = resting_on(session, copies, authorised)
        unread = before == enc.ENVIADO and row.unidade_destino_id is not None
        if unread or para == enc.RECUSADO:
            take_back(session, actor, row, copies, clock=clock)
    rewrite(session, row, codes, {"resposta": clean_text(resposta)} if resposta else {}, clock=clock)
    details: acesso.Details = {"de": before, "para": para, "versao": row.versao}
    acesso.record(session, actor, Action.SITUACAO_ENCAMINHAMENTO, row, details)


def rewrite(
    session: Session, row: Encaminhamento, codes: Mapping[str, Value], texts: Mapping[str, str], *, clock: Clock
) -> None:
    """Seal a row again under its next version with some codes and texts added. Raises: Unreadable."""
    whole = {**sealing.open_codes(session, row), **codes}
    written = {**sealing.open_texts(session, row), **texts}
    acesso.stamp(row, clock=clock)
    sealing.seal_codes(session, row, whole)
    sealing.seal_texts(session, row, written)
    session.flush()
