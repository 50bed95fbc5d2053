"""Make a referral: show exactly what would be shared, then share it."""

from datetime import date
from uuid import NAMESPACE_OID, UUID, uuid5

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db.models.encaminhamento import Copia, Encaminhamento
from sisetp.db.models.unidade import Unidade
from sisetp.domain import encaminhamento as enc
from sisetp.domain import partilha
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.encaminhamento import EnviarEncaminhamento
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.names import clean_text
from sisetp.domain.prazos_enc import Prazos, prazos, prazos_informado
from sisetp.domain.regras_enc import check_send
from sisetp.services import sealing
from sisetp.services.encaminhamentos import acesso, fontes, mostra
from sisetp.services.encaminhamentos.partilhas import check_shared, new_copy
from sisetp.services.encaminhamentos.resultados import Preview
from sisetp.services.sealing import Relacao
from sisetp.services.titulares.consentimentos import check_consent


def preview(
    session: Session, actor: Actor, command: EnviarEncaminhamento, *, clock: Clock, reason_after_days: int = 30
) -> Preview:
    """Exactly what `send` would share; showing it is an opening, with its events and, for an old identity, its reason.

    Raises: AccessDenied, NotFound, RuleViolation (all messages; `motivo_abertura` for the reason), Unreadable.
    """
    fonte, origin, destino = _checked(session, actor, command, clock=clock)
    _check_consent(session, command, fonte)
    if command.partes:
        mostra.record_showing(
            session,
            actor,
            fonte,
            command.partes,
            command.motivo_abertura,
            clock=clock,
            reason_after_days=reason_after_days,
        )
    shared = _payload(session, fonte, command)
    if command.situacao == enc.ENVIADO:
        check_shared(shared)
    limits = _limits(command, clock.today(origin.fuso), origin, destino)
    return mostra.preview_of(shared, command.partes, limits)


def send(
    session: Session, actor: Actor, command: EnviarEncaminhamento, *, clock: Clock, reason_after_days: int = 30
) -> UUID:
    """Make the referral and return its id; the same `chave_envio` of the same author returns the one it made.

    An old identity asks its reason here too, for who skips the preview. Whether the person took her authorisation back
    is looked at once the chain is held: nobody takes it back between the look and the sharing.
    Raises: AccessDenied, NotFound, RuleViolation, Unreadable.
    """
    fonte, origin, destino = _checked(session, actor, command, clock=clock)
    mostra.check_reason(
        session,
        actor,
        fonte,
        command.partes,
        command.motivo_abertura,
        clock=clock,
        reason_after_days=reason_after_days,
    )
    acesso.lock_units(session, {origin.id, destino.id if destino else origin.id})
    key = uuid5(NAMESPACE_OID, f"encaminhamento:{origin.id}:{actor.user_id}:{command.chave_envio}")
    if session.get(Encaminhamento, key, populate_existing=True) is not None:
        return key
    _check_consent(session, command, fonte)
    shared = _payload(session, fonte, command)
    mostra.check_unchanged(shared, command.conferido)
    row = _row(session, actor, command, fonte, origin, destino, key, shared, clock=clock)
    session.add(row)
    session.flush()
    copias: tuple[Copia, ...] = ()
    if command.situacao == enc.ENVIADO:
        check_shared(shared)
        copias = (new_copy(session, actor, row, shared, command, sequencia=1, clock=clock),)
    details: acesso.Details = {
        "unidade_destino": row.unidade_destino_id,
        "prazo": row.prazo.isoformat() if row.prazo else None,
        "versao": row.versao,
        "copia": str(copias[0].id) if copias else None,
    }
    acesso.record(session, actor, Action.ENVIAR_ENCAMINHAMENTO, row, details, copias=copias)
    return row.id


def _checked(
    session: Session, actor: Actor, command: EnviarEncaminhamento, *, clock: Clock
) -> tuple[fontes.Fonte, Unidade, Unidade | None]:
    require(actor, Permission.ENCAMINHAMENTO_ENVIAR, unidade_id=actor.unidade_id)
    if command.base == partilha.VIDA:
        require(actor, Permission.ENCAMINHAMENTO_EMERGENCIA, unidade_id=actor.unidade_id)
    if command.transferencia:
        require(actor, Permission.CASO_TRANSFERIR, unidade_id=actor.unidade_id)
    fonte = fontes.find(session, actor, command.registro_tipo, command.registro_id, command.pessoa)
    origin = acesso.unit(session, actor.unidade_id or 0)
    today = clock.today(origin.fuso)
    check_send(command, on=today)
    return fonte, origin, _destination(session, command, origin, today)


def _check_consent(session: Session, command: EnviarEncaminhamento, fonte: fontes.Fonte) -> None:
    if command.autorizado == enc.SIM and command.situacao != enc.INFORMADO:
        check_consent(session, fonte.pessoa.unidade_id, fonte.pessoa.id)


def _destination(session: Session, command: EnviarEncaminhamento, origin: Unidade, today: date) -> Unidade | None:
    if command.unidade_destino_id is None:
        return None
    unit = session.get(Unidade, command.unidade_destino_id)
    if unit is None or unit.tipo not in enc.TIPOS_DE_UNIDADE[command.destino]:
        raise _wrong("Escolha uma unidade da rede do tipo indicado.")
    if unit.id == origin.id:
        raise _wrong("Esta é a própria unidade: escolha outra.")
    if unit.fim is not None or unit.inicio > today:
        raise _wrong("Esta unidade está encerrada. Escolha outra.")
    return unit


def _limits(command: EnviarEncaminhamento, today: date, origin: Unidade, destino: Unidade | None) -> Prazos:
    uf = destino.uf if destino else origin.uf
    if command.situacao == enc.INFORMADO:
        return prazos_informado(today, uf)
    return prazos(today, uf, rede=destino is not None, vida=command.base == partilha.VIDA)


def _payload(session: Session, fonte: fontes.Fonte, command: EnviarEncaminhamento) -> partilha.Payload:
    allowed = partilha.permitidas(command.autorizado, command.base, transferencia=command.transferencia)
    if command.situacao != enc.ENVIADO:
        return {}
    found = fontes.material(session, fonte, command.partes, command.resumo)
    return partilha.payload(command.partes, allowed, found)


def _row(
    session: Session,
    actor: Actor,
    command: EnviarEncaminhamento,
    fonte: fontes.Fonte,
    origin: Unidade,
    destino: Unidade | None,
    key: UUID,
    shared: partilha.Payload,
    *,
    clock: Clock,
) -> Encaminhamento:
    now, today = clock.now(), clock.today(origin.fuso)
    sent = command.situacao == enc.ENVIADO
    limits = _limits(command, today, origin, destino)
    row = Encaminhamento(
        id=key,
        unidade_origem_id=origin.id,
        # A unit that is sent nothing does not even learn that somebody was told of it.
        unidade_destino_id=destino.id if destino and sent else None,
        situacao=command.situacao,
        data=today,
        prazo=limits.prazo,
        limite=limits.limite,
        registro_token=sealing.link_token(session, origin.id, Relacao.ENCAMINHAMENTO_REGISTRO, fonte.id),
        pessoa_token=sealing.link_token(session, origin.id, Relacao.ENCAMINHAMENTO_PESSOA, fonte.pessoa.id),
        versao=1,
        autor_id=actor.user_id,
        created_at=now,
        updated_at=now,
    )
    emergency = sent and command.base == partilha.VIDA
    sealing.seal_codes(
        session,
        row,
        {
            "destino": command.destino,
            "motivo": command.motivo or None,
            "autorizado": command.autorizado,
            "autorizado_base": command.base or None,
            "partes": tuple(shared),
            "transferencia": enc.SIM if command.transferencia else enc.NAO,
            "revisao": enc.PENDENTE if emergency else None,
            "registro_tipo": fonte.tipo,
            "registro_id": fonte.id.bytes,
            "pessoa_id": fonte.pessoa.id.bytes,
        },
    )
    servico = destino.codigo if destino and not sent else clean_text(command.servico)
    sealing.seal_texts(session, row, {"destino_servico": servico, "obs": clean_text(command.obs)})
    return row


def _wrong(mensagem: str) -> RuleViolation:
    return RuleViolation((FieldMessage("unidade_destino", mensagem),))
