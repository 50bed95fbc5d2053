"""Write the invented referrals, their copies and every step, sealed and audited like real ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from sisetp.access.actor import AnyActor
from sisetp.db.audit_chain import SEALS_KEY, Detail
from sisetp.db.audit_seals import row_seals
from sisetp.db.models.encaminhamento import Copia, Encaminhamento
from sisetp.domain import encaminhamento as enc
from sisetp.domain import partilha
from sisetp.domain.audit import Action
from sisetp.domain.estat_layout import Value as Sealed
from sisetp.domain.ficha import PessoaNaFicha, Value
from sisetp.services import sealing
from sisetp.services.demonstracao.encaminhamentos import EncaminhamentoDemonstracao, PassoDemonstracao
from sisetp.services.demonstracao.escrita import Acervo, Evento, append_all
from sisetp.services.sealing import Relacao


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fonte:
    tipo: str
    registro_id: UUID
    pessoa_id: UUID
    material: partilha.Material


@dataclass(slots=True, kw_only=True)
class _Written:
    """A referral with its whole life: the stages as (action, details, seals) and the copies to be added after it."""

    row: Encaminhamento
    copia: Copia | None
    stages: list[tuple[Action, dict[str, Detail], dict[str, str]]]


def write_referrals(
    session: Session, actor: AnyActor, acervo: Acervo, batch: Sequence[EncaminhamentoDemonstracao]
) -> int:
    """Add a batch of referrals; returns how many."""
    written = [_written(session, acervo, item) for item in batch]
    session.flush()
    session.add_all([made.copia for made in written if made.copia is not None])
    session.flush()
    append_all(session, actor, (event for made in written for event in _events(made)))
    for item, made in zip(batch, written, strict=True):
        acervo.encaminhamentos[item.numero] = made.row.id
    return len(written)


def _written(session: Session, acervo: Acervo, item: EncaminhamentoDemonstracao) -> _Written:
    fonte = _source(acervo, item)
    row = _row(session, acervo, item, fonte)
    codes = _codes(item, fonte)
    texts = {"destino_servico": item.servico, "obs": ""}
    sealing.seal_codes(session, row, codes)
    sealing.seal_texts(session, row, texts)
    session.add(row)
    copia = _copy(session, row, item, fonte) if item.partes else None
    details: dict[str, Detail] = {
        "unidade_destino": row.unidade_destino_id,
        "prazo": row.prazo.isoformat() if row.prazo else None,
        "versao": 1,
        "copia": str(copia.id) if copia is not None else None,
    }
    seals = row_seals(row) | (row_seals(copia) if copia is not None else {})
    made = _Written(row=row, copia=copia, stages=[(Action.ENVIAR_ENCAMINHAMENTO, details, seals)])
    for step in item.passos:
        _step(session, made, item, step, codes, texts)
    return made


def _row(session: Session, acervo: Acervo, item: EncaminhamentoDemonstracao, fonte: _Fonte) -> Encaminhamento:
    unidades = acervo.destino.unidades
    origem = unidades[item.origem]
    return Encaminhamento(
        id=uuid4(),
        unidade_origem_id=origem,
        unidade_destino_id=unidades[item.unidade_destino] if item.unidade_destino else None,
        situacao=item.situacao,
        data=item.data,
        prazo=item.prazos.prazo,
        limite=item.prazos.limite,
        registro_token=sealing.link_token(session, origem, Relacao.ENCAMINHAMENTO_REGISTRO, fonte.registro_id),
        pessoa_token=sealing.link_token(session, origem, Relacao.ENCAMINHAMENTO_PESSOA, fonte.pessoa_id),
        versao=1,
        autor_id=acervo.equipe.id_of(item.login),
        created_at=item.quando,
        updated_at=item.quando,
    )


def _codes(item: EncaminhamentoDemonstracao, fonte: _Fonte) -> dict[str, Sealed]:
    sent = item.situacao == enc.ENVIADO
    return {
        "destino": item.destino,
        "motivo": "SERVICO_ADICIONAL",
        "autorizado": item.autorizado,
        "autorizado_base": item.base or None,
        "partes": tuple(partilha.payload(item.partes, item.partes, fonte.material)),
        "transferencia": enc.NAO,
        "revisao": enc.PENDENTE if sent and item.base == partilha.VIDA else None,
        "registro_tipo": fonte.tipo,
        "registro_id": fonte.registro_id.bytes,
        "pessoa_id": fonte.pessoa_id.bytes,
    }


def _copy(session: Session, row: Encaminhamento, item: EncaminhamentoDemonstracao, fonte: _Fonte) -> Copia:
    allowed = partilha.permitidas(item.autorizado, item.base, transferencia=False)
    shared = partilha.payload(item.partes, allowed, fonte.material)
    copia = Copia(
        id=uuid4(),
        encaminhamento_id=row.id,
        unidade_origem_id=row.unidade_origem_id,
        unidade_destino_id=row.unidade_destino_id,
        sequencia=1,
        versao=1,
        autor_id=row.autor_id,
        created_at=row.created_at,
    )
    content = {"autorizado": item.autorizado, "base": item.base, "partes": list(shared), "dados": shared}
    sealing.seal_copy(session, copia, content)
    return copia


def _step(
    session: Session,
    made: _Written,
    item: EncaminhamentoDemonstracao,
    step: PassoDemonstracao,
    codes: dict[str, Sealed],
    texts: dict[str, str],
) -> None:
    row, before = made.row, made.row.situacao
    if _takes_back(item, before, step):
        _revoke(session, made, step.quando)
    row.versao += 1
    row.updated_at = step.quando
    if step.revisao:
        codes["revisao"] = step.revisao
        details: dict[str, Detail] = {"resultado": step.revisao, "versao": row.versao}
    else:
        enc.MAQUINA.exigir(before, step.para, "")
        row.situacao = step.para
        row.encerrado_em = step.quando if step.para in enc.MAQUINA.finais else None
        codes["desfecho"] = step.desfecho or None
        texts["resposta"] = step.resposta
        details = {"de": before, "para": step.para, "versao": row.versao}
    sealing.seal_codes(session, row, codes)
    sealing.seal_texts(session, row, texts)
    action = Action.REVISAR_EMERGENCIA if step.revisao else Action.SITUACAO_ENCAMINHAMENTO
    made.stages.append((action, details, row_seals(row)))


def _takes_back(item: EncaminhamentoDemonstracao, before: str, step: PassoDemonstracao) -> bool:
    """The same as `passos.step` and `respostas.review_emergency`: what has no use any more is taken back."""
    if step.revisao:
        return step.revisao == enc.INDEVIDA
    ends = step.para in enc.MAQUINA.finais
    if ends and before == enc.ENVIADO:
        return True
    return step.para == enc.RECUSADO and item.autorizado == enc.SIM


def _revoke(session: Session, made: _Written, quando: datetime) -> None:
    copia = made.copia
    if copia is None or copia.recebido is None or copia.revogada_em is not None:
        return
    sealing.revoke_received(session, copia)
    copia.revogada_em = quando
    details: dict[str, Detail] = {"copias": [str(copia.id)], "versao": made.row.versao}
    made.stages.append((Action.REVOGAR_COPIA, details, row_seals(made.row) | row_seals(copia)))


def _events(made: _Written) -> Iterator[Evento]:
    """Every stage in the chains of both units; the seals are of the origin."""
    row = made.row
    for action, details, seals in made.stages:
        for unit in sorted({row.unidade_origem_id, row.unidade_destino_id or row.unidade_origem_id}):
            own: dict[str, Detail] = {SEALS_KEY: seals} if unit == row.unidade_origem_id else {}
            yield Evento(
                action=action,
                unidade_id=unit,
                alvo_tipo="encaminhamento",
                alvo_id=row.id,
                detalhes={**details, **own},
            )


def _source(acervo: Acervo, item: EncaminhamentoDemonstracao) -> _Fonte:
    if item.atendida is not None:
        known = item.atendida
        return _Fonte(
            tipo=enc.ATENDIMENTO,
            registro_id=known.atendimento_id,
            pessoa_id=known.pessoa_id,
            material=_material(known.pessoa, known.pessoa.respostas, item.resumo),
        )
    assert item.caso is not None
    caso = acervo.casos[item.caso]
    person = caso.pessoas[item.pessoa]
    answers = person.atendida.pessoa.respostas if person.atendida is not None else {}
    return _Fonte(
        tipo=enc.CASO,
        registro_id=caso.id,
        pessoa_id=person.pessoa_id,
        material=_material(person.pessoa, answers, item.resumo),
    )


def _material(person: PessoaNaFicha, answers: Any, resumo: str) -> partilha.Material:
    """What the record has: `answers` are those of the newest contact, none for a person without fichas."""
    known: dict[str, Value] = {}
    for name, value in _identity(person):
        known[name] = value.isoformat() if isinstance(value, date) else value
    return {
        partilha.IDENTIDADE: known,
        partilha.CONTATO: known,
        partilha.PERFIL: person.respostas,
        partilha.NECESSIDADES: answers,
        partilha.TRIAGEM: answers,
        partilha.RESUMO: {"resumo": resumo},
    }


def _identity(person: PessoaNaFicha) -> Iterator[tuple[str, Any]]:
    names = {name for parte in (partilha.IDENTIDADE, partilha.CONTATO) for _form, name in partilha.PARTES[parte]}
    if person.identidade is not None:
        for name in sorted(names):
            yield name, getattr(person.identidade, name)
