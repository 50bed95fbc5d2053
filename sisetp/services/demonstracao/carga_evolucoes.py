"""Write what hangs from an invented case: evolutions, plan, risk assessments and others involved."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from sisetp.db.audit_chain import SEALS_KEY, Detail
from sisetp.db.audit_seals import row_seals
from sisetp.db.models.caso import AvaliacaoRisco, Caso, Envolvido, Evolucao, PlanoApoio
from sisetp.domain.audit import Action
from sisetp.services import sealing
from sisetp.services.demonstracao.casos import CasoDemonstracao
from sisetp.services.demonstracao.escrita import Acervo, Evento
from sisetp.services.demonstracao.linha_do_tempo import (
    ApoioDemonstracao,
    EvolucaoDemonstracao,
    PlanoDemonstracao,
    moment,
)
from sisetp.services.linhas_do_caso import linked
from sisetp.services.versoes import ACTIVE

_AFTER = timedelta(minutes=20)


def rows_of_case(
    session: Session, acervo: Acervo, item: CasoDemonstracao, caso: Caso, people: Sequence[UUID], events: list[Evento]
) -> int:
    """Add every row that hangs from the case, and its events; returns how many evolutions."""
    for contact in item.evolucoes:
        about = people[contact.pessoa] if contact.pessoa is not None else None
        row = _evolution(acervo, caso, contact)
        _seal(session, row, {**contact.respostas, **linked(about)}, contact.textos)
        events.append(_event(Action.REGISTRAR_EVOLUCAO, row))
        if contact.feito_em is not None:
            events.append(_event(Action.CONCLUIR_PROVIDENCIA, row, sealed=False))
    for line in item.planos:
        row_plan = _plan(acervo, caso, item, line)
        _seal(session, row_plan, {**line.respostas, **linked(None)}, line.textos)
        events.append(_event(Action.GRAVAR_PLANO, row_plan, motivo="NOVO"))
    for found in item.riscos:
        row_risk = AvaliacaoRisco(data=found.data, **_support(acervo, caso, item, found))
        _seal(session, row_risk, {**found.respostas, **linked(None)}, found.textos)
        events.append(_event(Action.AVALIAR_RISCO, row_risk))
    for other in item.envolvidos:
        common = _support(acervo, caso, item, other)
        row_other = Envolvido(situacao=ACTIVE, updated_at=common["created_at"], **common)
        _seal(session, row_other, other.respostas, other.textos)
        events.append(_event(Action.GRAVAR_ENVOLVIDO, row_other, motivo="NOVO"))
    return len(item.evolucoes)


def _evolution(acervo: Acervo, caso: Caso, contact: EvolucaoDemonstracao) -> Evolucao:
    return Evolucao(
        id=uuid4(),
        unidade_id=caso.unidade_id,
        caso_id=caso.id,
        data=contact.data,
        profissional_id=acervo.equipe.id_of(contact.login),
        situacao=ACTIVE,
        proximo_data=contact.proximo_data,
        proximo_feito_em=contact.feito_em,
        versao=1,
        created_at=contact.data + _AFTER,
        updated_at=contact.data + _AFTER,
    )


def _plan(acervo: Acervo, caso: Caso, item: CasoDemonstracao, line: PlanoDemonstracao) -> PlanoApoio:
    return PlanoApoio(
        id=uuid4(),
        unidade_id=caso.unidade_id,
        caso_id=caso.id,
        inicio=line.inicio,
        prazo=line.prazo,
        encerrado_em=line.encerrado_em,
        versao=1,
        autor_id=acervo.equipe.id_of(line.login),
        created_at=moment(item.unidade, line.inicio, 17),
        updated_at=moment(item.unidade, line.encerrado_em or line.inicio, 17),
    )


def _support(acervo: Acervo, caso: Caso, item: CasoDemonstracao, found: ApoioDemonstracao) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "unidade_id": caso.unidade_id,
        "caso_id": caso.id,
        "versao": 1,
        "autor_id": acervo.equipe.id_of(found.login),
        "created_at": moment(item.unidade, found.data, 8, 50),
    }


def _seal(session: Session, row: Any, codes: dict[str, Any], texts: dict[str, str]) -> None:
    sealing.seal_codes(session, row, codes)
    sealing.seal_texts(session, row, texts)
    session.add(row)


def _event(action: Action, row: Any, *, sealed: bool = True, motivo: str = "") -> Evento:
    details: dict[str, Detail] = {"versao": row.versao}
    if sealed:
        details[SEALS_KEY] = row_seals(row)
    if motivo:
        details["motivo"] = motivo
    return Evento(
        action=action, unidade_id=row.unidade_id, alvo_tipo=row.__tablename__, alvo_id=row.id, detalhes=details
    )
