"""The page of one case: its parts, read in one unit of work, and the names its templates use."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.domain.caso import ABERTOS
from sisetp.services import caso_pessoas, encaminhamentos, envolvidos, evolucoes, planos, riscos
from sisetp.services.caso_pessoas import PessoaLinha
from sisetp.services.casos import consulta
from sisetp.services.casos.leitura import CasoDetail
from sisetp.services.encaminhamentos import EncaminhamentoLine
from sisetp.services.envolvidos import EnvolvidoItem
from sisetp.services.evolucoes import Timeline
from sisetp.services.planos import PlanoItem
from sisetp.services.riscos import RiscoItem
from sisetp.web.abertura import today
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.casos import area


@dataclass(frozen=True, slots=True, kw_only=True)
class Pagina:
    """Everything the page of one case shows; each part comes from its own service."""

    caso: CasoDetail
    pessoas: tuple[PessoaLinha, ...]
    evolucoes: Timeline
    planos: tuple[PlanoItem, ...]
    riscos: tuple[RiscoItem, ...]
    envolvidos: tuple[EnvolvidoItem, ...]
    encaminhamentos: tuple[EncaminhamentoLine, ...]


def ler(session: Session, caso_id: UUID, *, with_process: bool = False) -> Pagina:
    """Read every part of the page; its openings are events of this unit of work."""
    actor, clock = current_actor(), current_clock()
    return Pagina(
        caso=consulta.detail(session, actor, caso_id, clock=clock, with_process=with_process),
        pessoas=caso_pessoas.lines(session, actor, caso_id),
        evolucoes=evolucoes.timeline(session, actor, caso_id),
        planos=planos.of_case(session, actor, caso_id, clock=clock),
        riscos=riscos.of_case(session, actor, caso_id),
        envolvidos=envolvidos.of_case(session, actor, caso_id),
        encaminhamentos=encaminhamentos.of_record(session, actor, caso_id),
    )


def palavras() -> dict[str, Any]:
    """Labels, tones and the day of the unit, for every template of the area."""
    return {
        "hoje": today(),
        "rotulo": area.rotulo,
        "tons": area.TONS,
        "tons_do_risco": area.TONS_DO_RISCO,
    }


def contexto(caso: CasoDetail) -> dict[str, Any]:
    """Names every template of one case may use."""
    actor, folha = current_actor(), caso.folha
    return {
        "caso": caso,
        "folha": folha,
        **palavras(),
        "aberto": folha.situacao in ABERTOS,
        "pode": {
            "alterar": permits(actor, Permission.CASO_ALTERAR, unidade_id=folha.unidade_id),
            "situacao": permits(actor, Permission.CASO_ENCERRAR, unidade_id=folha.unidade_id),
            "transferir": permits(actor, Permission.CASO_TRANSFERIR, unidade_id=folha.unidade_id),
            "passar": permits(
                actor, Permission.CASO_RESPONSAVEL, unidade_id=folha.unidade_id, autor_id=folha.responsavel_id
            ),
        },
    }
