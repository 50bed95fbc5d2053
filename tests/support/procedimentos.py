"""Cases ready to be worked on by a test: a NETP, its team and an open case."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.db.audit_chain import SEALS_KEY, Detail
from sisetp.db.audit_seals import row_seals
from sisetp.db.models import Caso, CasoPessoa, Encaminhamento
from sisetp.db.models.unidade import Unidade
from sisetp.db.runtime import current_runtime
from sisetp.domain.audit import Action
from sisetp.domain.caso import AbrirCaso, AlterarCaso, MudarSituacao, TrocarResponsavel
from sisetp.domain.clock import Clock
from sisetp.domain.errors import RuleViolation
from sisetp.domain.estat_layout import Value
from sisetp.services import sealing
from sisetp.services.casos import acesso, alteracao, consulta
from sisetp.services.casos.abertura import open_case
from sisetp.services.casos.leitura import CasoDetail
from sisetp.services.sealing import Relacao
from tests.support.clock import MovableClock
from tests.support.desk import call, work

NETP = "NETP-MG"
DAY = date(2026, 11, 20)


def opening(actor: Actor, **changes: Any) -> AbrirCaso:
    """Command that opens a case on notice, in charge of the actor."""
    values: dict[str, Any] = {
        "abertura": DAY,
        "porta_entrada": "DISQUE100",
        "risco": "MEDIO",
        "responsavel_id": actor.user_id,
        "chave_envio": uuid4().hex,
    }
    return AbrirCaso(**{**values, **changes})


def open_one(app: Flask, actor: Actor, clock: Clock, **changes: Any) -> UUID:
    """Open a case and return its id."""
    return call(app, actor, open_case, opening(actor, **changes), clock=clock)


def seen(app: Flask, actor: Actor, caso_id: UUID, clock: MovableClock, **more: Any) -> CasoDetail:
    """The case as its page reads it."""
    return call(app, actor, consulta.detail, caso_id, clock=clock, **more)


def step(caso_id: UUID, versao: int, para: str, **more: Any) -> MudarSituacao:
    """A step of a life; an end says why and when."""
    if para in ("ENCERRADO", "TRANSFERIDO"):
        reason = "TRANSF" if para == "TRANSFERIDO" else "OBJETIVOS"
        more = {"encerramento_motivo": reason, "data": DAY, **more}
    return MudarSituacao(caso_id=caso_id, versao=versao, para=para, **more)


def messages(app: Flask, actor: Actor, use_case: Callable[..., Any], *args: Any, **more: Any) -> dict[str, str]:
    """Messages of a refused use case, by field."""
    with pytest.raises(RuleViolation) as caught:
        call(app, actor, use_case, *args, **more)
    return {item.campo: item.mensagem for item in caught.value.messages}


def refer(app: Flask, actor: Actor, caso_id: UUID, situacao: str, **more: Any) -> None:
    """A referral made in a case, as its own service writes it."""
    with work(app, actor) as session:
        caso = session.get_one(Caso, caso_id)
        destino = more.get("destino")
        unit = session.scalars(select(Unidade).where(Unidade.codigo == destino)).one() if destino else None
        now = current_runtime().clock.now()
        row = Encaminhamento(
            id=uuid4(),
            unidade_origem_id=caso.unidade_id,
            unidade_destino_id=unit.id if unit else None,
            situacao=situacao,
            data=more.get("data", DAY),
            registro_token=sealing.link_token(session, caso.unidade_id, Relacao.ENCAMINHAMENTO_REGISTRO, caso.id),
            pessoa_token=b"\0" * 16,
            versao=1,
            autor_id=actor.user_id,
            created_at=now,
            updated_at=now,
        )
        codes: dict[str, Value] = {"destino": "CREAS", "registro_tipo": "CASO", "registro_id": caso.id.bytes}
        sealing.seal_codes(session, row, {**codes, "transferencia": "S" if more.get("transferencia") else "N"})
        session.add(row)
        session.flush()
        details: dict[str, Detail] = {"versao": 1, SEALS_KEY: row_seals(row)}
        acesso.record(session, actor, Action.ENVIAR_ENCAMINHAMENTO, caso, details, alvo_tipo="encaminhamento")


def person_in(app: Flask, actor: Actor, caso_id: UUID, status: str) -> None:
    """A person in a case, as its own service writes it."""
    with work(app, actor) as session:
        caso, now = session.get_one(Caso, caso_id), current_runtime().clock.now()
        row = CasoPessoa(
            id=uuid4(),
            unidade_id=caso.unidade_id,
            caso_id=caso.id,
            pessoa_token=uuid4().bytes,
            situacao="ATIVO",
            versao=1,
            autor_id=actor.user_id,
            created_at=now,
            updated_at=now,
        )
        sealing.seal_codes(session, row, {"pessoa_id": uuid4().bytes, "status_vitima": status})
        session.add(row)
        session.flush()
        details: dict[str, Detail] = {"versao": 1, SEALS_KEY: row_seals(row)}
        acesso.record(session, actor, Action.INCLUIR_PESSOA, caso, details, alvo_tipo="caso_pessoa", alvo_id=row.id)


def changes_of(app: Flask, actor: Actor, key: UUID, **more: Any) -> AlterarCaso:
    """The fields of a case as stored, with changes."""
    sheet = call(app, actor, alteracao.open_sheet, key)
    values: dict[str, Any] = {
        "abertura": sheet.abertura,
        "porta_entrada": sheet.respostas["porta_entrada"],
        "risco": sheet.respostas["risco"],
        "resumo": sheet.resumo,
    }
    return AlterarCaso(caso_id=key, versao=sheet.versao, motivo="COMPLEMENTO", **{**values, **more})


def handed(key: UUID, versao: int, to: Actor, reason: str = "") -> TrocarResponsavel:
    """A case handed over to somebody."""
    return TrocarResponsavel(caso_id=key, versao=versao, responsavel_id=to.user_id, justificativa=reason)
