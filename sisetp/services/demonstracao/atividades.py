"""Four hundred invented activities over three years in every unit: what they are, and how they are written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

from sqlalchemy.orm import Session

from sisetp.access.actor import AnyActor
from sisetp.db import audit_chain
from sisetp.db.models.atividade import Alcance, Atividade
from sisetp.domain.atividade import ATIVA, CANCELADA, SEM_PUBLICO_DIRETO, DadosAtividade, MotivoCancelamento
from sisetp.domain.audit import Action
from sisetp.domain.units import UNIDADES
from sisetp.services.demonstracao.sorteio import Sorteio, Weights

QUANTIDADE = 400
DIAS = 3 * 365
_TIPOS: Weights = (
    ("PALESTRA", 26),
    ("CAPACITACAO", 18),
    ("CAMPANHA", 10),
    ("SEMINARIO", 8),
    ("COMITE", 12),
    ("ARTICULACAO", 10),
    ("ACORDO", 3),
    ("MATERIAL", 4),
    ("MIDIA", 5),
    ("OPERACAO", 4),
)
_TEMAS: Mapping[str, tuple[str, ...]] = {
    "PALESTRA": ("Viagem segura e trabalho no exterior", "Direitos de quem migra", "Ofertas enganosas na internet"),
    "CAPACITACAO": (
        "Primeiro acolhimento e escuta",
        "Como registrar e encaminhar",
        "Atendimento a crianças que viajam",
    ),
    "CAMPANHA": ("Informação em terminais e escolas", "Semana de mobilização"),
    "SEMINARIO": ("Seminário da rede local", "Encontro regional de núcleos e postos"),
    "COMITE": ("Reunião ordinária", "Planejamento do ano", "Reunião extraordinária"),
    "ARTICULACAO": ("Fluxo com a assistência social", "Visita à Defensoria", "Fluxo com o sistema de saúde"),
    "ACORDO": ("Termo de cooperação com universidade", "Acordo com concessionária do aeroporto"),
    "MATERIAL": ("Folheto em seis línguas", "Guia para equipes de acolhimento"),
    "MIDIA": ("Entrevista em rádio local", "Série de publicações"),
    "OPERACAO": ("Recepção de voo", "Apoio a equipe de fiscalização"),
}
_CAMPANHAS = ("Coração Azul (demonstração)", "Viaje com direitos (demonstração)")
_PARCEIROS = ("Secretaria de Educação", "Defensoria Pública", "Universidade estadual", "Ministério Público do Trabalho")
_PUBLICOS: Weights = (
    ("SERVIDORES", 25),
    ("ESTUDANTES", 22),
    ("MIGRANTES", 12),
    ("TRABALHADORES", 10),
    ("SOCIEDADE", 14),
    ("REDE", 17),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtividadeDemonstracao:
    """One invented activity: code of the unit, which of its writers wrote it, and why it was cancelled, or ""."""

    unidade: str
    autor: int
    dados: DadosAtividade
    cancelada: str


def atividades(*, semente: int, hoje: date) -> Iterator[AtividadeDemonstracao]:
    """The same seed and day give the same activities; every unit has some."""
    for number in range(QUANTIDADE):
        sorteio = Sorteio(semente, "atividade", number)
        unit = UNIDADES[number] if number < len(UNIDADES) else sorteio.one(UNIDADES)
        inicio = hoje - timedelta(days=1 + sorteio.below(DIAS))
        tipo = sorteio.weighted(_TIPOS)
        yield AtividadeDemonstracao(
            unidade=unit.codigo,
            autor=sorteio.below(100),
            dados=DadosAtividade(
                tipo=tipo,
                data_inicio=inicio,
                data_fim=min(hoje, inicio + timedelta(days=sorteio.between(1, 5))) if sorteio.chance(30) else None,
                tema=sorteio.one(_TEMAS[tipo]),
                municipio=unit.municipio,
                alcance=_reach(sorteio, tipo),
                campanha=sorteio.one(_CAMPANHAS) if tipo == "CAMPANHA" or sorteio.chance(10) else "",
                parceiros=sorteio.one(_PARCEIROS) if sorteio.chance(60) else "",
            ),
            cancelada=sorteio.one(tuple(MotivoCancelamento)).value if sorteio.chance(2) else "",
        )


def write_activities(
    session: Session,
    actor: AnyActor,
    made: Sequence[AtividadeDemonstracao],
    *,
    unidades: Mapping[str, int],
    autores: Mapping[str, Sequence[int]],
) -> int:
    """Add the rows and one event for each; returns how many activities were written."""
    rows = []
    for item in made:
        writers = autores[item.unidade]
        rows.append(_row(item, unidades[item.unidade], writers[item.autor % len(writers)]))
    session.add_all(rows)
    session.flush()
    for row, item in zip(rows, made, strict=True):
        session.add_all(
            Alcance(unidade_id=row.unidade_id, atividade_id=row.id, publico=publico, pessoas=pessoas)
            for publico, pessoas in item.dados.alcance.items()
        )
        audit_chain.append(
            session,
            actor,
            Action.GRAVAR_ATIVIDADE,
            unidade_id=row.unidade_id,
            alvo_tipo="atividade",
            alvo_id=row.id,
            detalhes={"tipo": row.tipo, "versao": row.versao, "situacao": row.situacao},
            flush=False,
        )
    session.flush()
    return len(rows)


def _reach(sorteio: Sorteio, tipo: str) -> dict[str, int]:
    if tipo in SEM_PUBLICO_DIRETO and sorteio.chance(60):
        return {"REDE": 0}
    scale = 4 if tipo in ("CAMPANHA", "MIDIA") else 1
    return {publico: scale * sorteio.between(5, 60) for publico in sorteio.some(_PUBLICOS, sorteio.between(1, 3))}


def _row(item: AtividadeDemonstracao, unidade_id: int, autor_id: int) -> Atividade:
    dados = item.dados
    assert dados.data_inicio is not None
    saved = datetime.combine(dados.data_fim or dados.data_inicio, time(21), tzinfo=UTC)
    return Atividade(
        id=uuid4(),
        unidade_id=unidade_id,
        tipo=dados.tipo,
        data_inicio=dados.data_inicio,
        data_fim=dados.data_fim,
        tema=dados.tema,
        campanha=dados.campanha,
        municipio=int(dados.municipio),
        parceiros=dados.parceiros,
        situacao=CANCELADA if item.cancelada else ATIVA,
        motivo_cancelamento=item.cancelada or None,
        versao=2 if item.cancelada else 1,
        autor_id=autor_id,
        created_at=saved,
        updated_at=saved,
    )
