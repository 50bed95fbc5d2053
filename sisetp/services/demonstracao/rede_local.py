"""Invented committees and flows of most UFs that have a nucleus, and a fictitious public card for every unit."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from sisetp.access.actor import AnyActor
from sisetp.db import audit_chain
from sisetp.db.models.rede import CartaoUnidade, Comite, ComiteOrgao, Fluxo
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.rede import DadosCartao, DadosComite, DadosFluxo
from sisetp.domain.units import UNIDADES
from sisetp.services import cartoes
from sisetp.services.demonstracao.sorteio import Sorteio, Weights

# Two UFs with a nucleus and no committee, so that the map has something to show beside the nine without a nucleus.
SEM_COMITE = frozenset({"AP", "PB"})
_NUCLEI = {unit.uf: unit.codigo for unit in UNIDADES if unit.tipo == "NETP_E"}
_SITUACOES: Weights = (("ATIVO", 70), ("INATIVO", 18), ("EM_CRIACAO", 12))
_ORGAOS: Weights = tuple(
    (code, 1) for code in ("JUSTICA", "SEGURANCA", "ASSISTENCIA", "SAUDE", "EDUCACAO", "PF", "MP", "DEFENSORIA", "OSC")
)
_TEMAS: Mapping[str, str] = {
    "GERAL": "Fluxo estadual de atendimento (demonstração)",
    "CRIANCA": "Fluxo de proteção de crianças (demonstração)",
    "MIGRANTES": "Fluxo de acolhimento de migrantes (demonstração)",
}
_DIA_E_NOITE = frozenset({"PAAHM-GRU", "PAAHM-GIG"})


def comites(*, semente: int, hoje: date) -> Iterator[DadosComite]:
    """One committee for each UF with a nucleus, but two."""
    for number, uf in enumerate(sorted(set(_NUCLEI) - SEM_COMITE)):
        sorteio = Sorteio(semente, "comite", uf)
        situacao = sorteio.weighted(_SITUACOES)
        began = hoje - timedelta(days=sorteio.between(1200, 5000)) if situacao != "EM_CRIACAO" else None
        yield DadosComite(
            uf=uf,
            nome="Comitê estadual (demonstração)",
            situacao=situacao,
            instituido_em=began,
            ato=f"Decreto fictício {number + 1}" if began else "",
            ultima_reuniao=hoje - timedelta(days=sorteio.between(10, 400)) if began else None,
            orgaos={code: sorteio.between(1, 3) for code in sorteio.some(_ORGAOS, 9)},
        )


def fluxos(*, semente: int, hoje: date) -> Iterator[DadosFluxo]:
    """One to three flows for each UF with a nucleus, but two."""
    for uf in sorted(set(_NUCLEI) - SEM_COMITE):
        sorteio = Sorteio(semente, "fluxo", uf)
        for tema in tuple(_TEMAS)[: sorteio.between(1, 3)]:
            published = hoje - timedelta(days=sorteio.between(300, 2000))
            yield DadosFluxo(
                uf=uf,
                nome=_TEMAS[tema],
                tema=tema,
                situacao=sorteio.weighted(_SITUACOES),
                publicado_em=published,
                revisado_em=published + timedelta(days=sorteio.between(30, 300)) if sorteio.chance(50) else None,
                ato=f"Resolução fictícia {sorteio.between(1, 40)}",
            )


def cards(*, hoje: date) -> Iterator[tuple[str, DadosCartao]]:
    """Code of each unit and its card; every telephone is of the pattern that rings nowhere."""
    for number, unit in enumerate(UNIDADES, 1):
        dia_e_noite = unit.codigo in _DIA_E_NOITE
        yield (
            unit.codigo,
            DadosCartao(
                endereco=f"Rua Fictícia, {number * 10}, Centro",
                complemento="Endereço de demonstração",
                cep="00000000",
                horario="" if dia_e_noite else "Segunda a sexta, das 8h às 17h",
                dia_e_noite=dia_e_noite,
                telefone=f"(00) 0000-{number:04}",
                email=f"{unit.codigo.lower()}@demonstracao.example",
                valido_desde=hoje - timedelta(days=365),
            ),
        )


def write_network(
    session: Session,
    actor: AnyActor,
    *,
    semente: int,
    unidades: Mapping[str, int],
    autores: Mapping[str, Sequence[int]],
    clock: Clock,
) -> tuple[int, int, int]:
    """Add committees, flows and cards with one event for each; returns how many of each."""
    now = clock.now()
    hoje = clock.today("America/Sao_Paulo")
    committees = list(comites(semente=semente, hoje=hoje))
    flows = list(fluxos(semente=semente, hoje=hoje))
    public = list(cards(hoje=hoje))
    _write_committees(session, actor, committees, autores, now)
    rows = [_flow(dados, autores[_NUCLEI[dados.uf]][0], now) for dados in flows]
    session.add_all(rows)
    session.flush()
    for row in rows:
        _note(session, actor, Action.GRAVAR_FLUXO, row)
    for codigo, dados in public:
        card = CartaoUnidade(unidade_id=unidades[codigo], versao=1, autor_id=autores[codigo][0], updated_at=now)
        cartoes.write(card, dados)
        session.add(card)
        _note_card(session, actor, unidades[codigo])
    session.flush()
    return len(committees), len(flows), len(public)


def _write_committees(
    session: Session,
    actor: AnyActor,
    made: Sequence[DadosComite],
    autores: Mapping[str, Sequence[int]],
    now: datetime,
) -> None:
    rows = [_committee(dados, autores[_NUCLEI[dados.uf]][0], now) for dados in made]
    session.add_all(rows)
    session.flush()
    for row, dados in zip(rows, made, strict=True):
        session.add_all(ComiteOrgao(comite_id=row.id, orgao=code, membros=n) for code, n in dados.orgaos.items())
        _note(session, actor, Action.GRAVAR_COMITE, row)


def _committee(dados: DadosComite, autor_id: int, now: datetime) -> Comite:
    return Comite(
        uf=dados.uf,
        nome=dados.nome,
        situacao=dados.situacao,
        instituido_em=dados.instituido_em,
        ato=dados.ato,
        ultima_reuniao=dados.ultima_reuniao,
        versao=1,
        autor_id=autor_id,
        updated_at=now,
    )


def _flow(dados: DadosFluxo, autor_id: int, now: datetime) -> Fluxo:
    return Fluxo(
        uf=dados.uf,
        nome=dados.nome,
        tema=dados.tema,
        situacao=dados.situacao,
        publicado_em=dados.publicado_em,
        revisado_em=dados.revisado_em,
        ato=dados.ato,
        versao=1,
        autor_id=autor_id,
        updated_at=now,
    )


def _note(session: Session, actor: AnyActor, action: Action, row: Comite | Fluxo) -> None:
    audit_chain.append(
        session,
        actor,
        action,
        unidade_id=None,
        alvo_tipo=row.__tablename__,
        alvo_id=str(row.id),
        detalhes={"uf": row.uf, "situacao": row.situacao, "versao": row.versao},
        flush=False,
    )


def _note_card(session: Session, actor: AnyActor, unidade_id: int) -> None:
    audit_chain.append(
        session,
        actor,
        Action.EDITAR_CARTAO,
        unidade_id=unidade_id,
        alvo_tipo="unidade",
        alvo_id=str(unidade_id),
        detalhes={"campos": 8, "versao": 1},
        installation=True,
        flush=False,
    )
