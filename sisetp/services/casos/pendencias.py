"""What keeps a case from ending: its people still in analysis and its referrals, read in two queries."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.db.models.caso import Caso, CasoPessoa
from sisetp.db.models.encaminhamento import Encaminhamento
from sisetp.db.models.unidade import Unidade
from sisetp.domain.caso import SEM_DESFECHO, EncaminhamentoAberto, Pendencias
from sisetp.domain.codelists import codelist
from sisetp.services import sealing
from sisetp.services.sealing import Relacao
from sisetp.services.versoes import ACTIVE

_ANALYSIS, _DONE, _YES = "EM_ANALISE", "CONCLUIDO", "S"


def pending(session: Session, row: Caso) -> Pendencias:
    """People in analysis and referrals without an outcome of a case, handovers accepted included.

    Status is settled here and not in SQL: a case has few of each, found by an index. Raises: Unreadable.
    """
    people = session.scalars(
        select(CasoPessoa).where(CasoPessoa.unidade_id == row.unidade_id, CasoPessoa.caso_id == row.id)
    )
    codes = [sealing.open_codes(session, item) for item in people if item.situacao == ACTIVE]
    return Pendencias(
        em_analise=sum(1 for found in codes if found.get("status_vitima") in (None, "", _ANALYSIS)),
        encaminhamentos=_referrals(session, row),
    )


def _referrals(session: Session, row: Caso) -> tuple[EncaminhamentoAberto, ...]:
    token = sealing.link_token(session, row.unidade_id, Relacao.ENCAMINHAMENTO_REGISTRO, row.id)
    query = select(Encaminhamento, Unidade).outerjoin(Unidade, Unidade.id == Encaminhamento.unidade_destino_id)
    query = query.where(Encaminhamento.unidade_origem_id == row.unidade_id, Encaminhamento.registro_token == token)
    rows: list[tuple[Encaminhamento, Unidade | None]] = [(item, unit) for item, unit in session.execute(query)]
    found = []
    for item, unit in rows:
        if item.situacao not in (*SEM_DESFECHO, _DONE):
            continue
        codes = sealing.open_codes(session, item)
        moves = codes.get("transferencia") == _YES
        if item.situacao == _DONE and not moves:
            continue
        destino = codelist("encaminhamento").label(str(codes.get("destino") or "")) if unit is None else unit.codigo
        found.append(
            EncaminhamentoAberto(
                destino=destino,
                data=item.data,
                situacao=item.situacao,
                transferencia=moves,
                destino_aberto=unit is None or unit.fim is None,
            )
        )
    return tuple(sorted(found, key=lambda item: (item.data, item.destino)))
