"""Share more in a referral that is still open: a new copy, with the same checks."""

from uuid import NAMESPACE_OID, UUID, uuid5

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db.models.encaminhamento import Encaminhamento
from sisetp.domain import encaminhamento as enc
from sisetp.domain import partilha
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.encaminhamento import AcrescentarCopia
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.estat_layout import Value
from sisetp.domain.prazos_enc import Prazos
from sisetp.domain.regras_enc import check_copy
from sisetp.services import sealing
from sisetp.services.encaminhamentos import acesso, fontes, mostra
from sisetp.services.encaminhamentos.partilhas import check_shared, copies_of, new_copy
from sisetp.services.encaminhamentos.resultados import Preview
from sisetp.services.titulares.consentimentos import check_consent


def preview_copy(
    session: Session,
    actor: Actor,
    command: AcrescentarCopia,
    *,
    clock: Clock,
    motivo_abertura: str = "",
    reason_after_days: int = 30,
) -> Preview:
    """Exactly what `add_copy` would share, with the events of `preview`.

    Raises: AccessDenied, NotFound, RuleViolation, Unreadable.
    """
    row = acesso.find(session, actor, command.encaminhamento_id)
    codes = _checked(session, actor, row, command, clock=clock)
    fonte = _source(session, actor, codes)
    mostra.record_showing(
        session, actor, fonte, command.partes, motivo_abertura, clock=clock, reason_after_days=reason_after_days
    )
    shared = _payload(session, fonte, codes, command)
    check_shared(shared)
    assert row.limite is not None
    return mostra.preview_of(shared, command.partes, Prazos(prazo=row.prazo, limite=row.limite))


def add_copy(
    session: Session,
    actor: Actor,
    command: AcrescentarCopia,
    *,
    clock: Clock,
    motivo_abertura: str = "",
    reason_after_days: int = 30,
) -> UUID:
    """Share more in an open referral of the own unit; return the copy's id, the same for the same `chave_envio`.

    An old identity asks its reason here too, for who skips the preview.
    Raises: AccessDenied, NotFound, RuleViolation, Unreadable.
    """
    row = acesso.locked(session, actor, command.encaminhamento_id)
    key = uuid5(NAMESPACE_OID, f"copia:{row.id}:{actor.user_id}:{command.chave_envio}")
    codes = _checked(session, actor, row, command, clock=clock)
    known = copies_of(session, row)
    if key in {copia.id for copia in known}:
        return key
    fonte = _source(session, actor, codes)
    mostra.check_reason(
        session, actor, fonte, command.partes, motivo_abertura, clock=clock, reason_after_days=reason_after_days
    )
    shared = _payload(session, fonte, codes, command)
    check_shared(shared)
    mostra.check_unchanged(shared, command.conferido)
    copia = new_copy(session, actor, row, shared, command, sequencia=len(known) + 1, clock=clock, key=key)
    _note(session, row, codes, shared, command, clock=clock)
    details: acesso.Details = {"copia": str(copia.id), "versao": row.versao}
    acesso.record(session, actor, Action.ACRESCENTAR_COPIA, row, details, copias=(copia,))
    return copia.id


def _checked(
    session: Session, actor: Actor, row: Encaminhamento, command: AcrescentarCopia, *, clock: Clock
) -> dict[str, Value]:
    acesso.require_origin(actor, Permission.ENCAMINHAMENTO_VER, row)
    acesso.require_origin(actor, Permission.ENCAMINHAMENTO_ENVIAR, row)
    if command.base == partilha.VIDA:
        require(actor, Permission.ENCAMINHAMENTO_EMERGENCIA, unidade_id=actor.unidade_id)
    if row.situacao not in enc.PENDENTES:
        message = "Só se compartilha mais enquanto o encaminhamento espera resposta."
        raise RuleViolation((FieldMessage("situacao", message),))
    codes = sealing.open_codes(session, row)
    today = clock.today(acesso.unit(session, row.unidade_origem_id).fuso)
    check_copy(
        command,
        registro_tipo=str(codes["registro_tipo"]),
        transferencia=_moves(codes),
        emergencia=codes["autorizado_base"] == partilha.VIDA,
        on=today,
    )
    pessoa_id = codes["pessoa_id"]
    if command.autorizado == enc.SIM and isinstance(pessoa_id, bytes):
        check_consent(session, row.unidade_origem_id, UUID(bytes=pessoa_id))
    return codes


def _source(session: Session, actor: Actor, codes: dict[str, Value]) -> fontes.Fonte:
    registro, pessoa = codes["registro_id"], codes["pessoa_id"]
    assert isinstance(registro, bytes)
    assert isinstance(pessoa, bytes)
    return fontes.again(session, actor, str(codes["registro_tipo"]), UUID(bytes=registro), UUID(bytes=pessoa))


def _payload(
    session: Session, fonte: fontes.Fonte, codes: dict[str, Value], command: AcrescentarCopia
) -> partilha.Payload:
    allowed = partilha.permitidas(command.autorizado, command.base, transferencia=_moves(codes))
    found = fontes.material(session, fonte, command.partes, command.resumo)
    return partilha.payload(command.partes, allowed, found)


def _note(
    session: Session,
    row: Encaminhamento,
    codes: dict[str, Value],
    shared: partilha.Payload,
    command: AcrescentarCopia,
    *,
    clock: Clock,
) -> None:
    """Add the parts to those of the referral, and the review that a sharing in emergency waits for."""
    texts = sealing.open_texts(session, row)
    before = codes["partes"]
    parts = {*(before if isinstance(before, tuple) else ()), *shared}
    codes["partes"] = tuple(parte for parte in partilha.PARTES if parte in parts)
    if command.base == partilha.VIDA:
        codes["revisao"] = enc.PENDENTE
    acesso.stamp(row, clock=clock)
    sealing.seal_codes(session, row, codes)
    sealing.seal_texts(session, row, texts)
    session.flush()


def _moves(codes: dict[str, Value]) -> bool:
    return codes.get("transferencia") == enc.SIM
