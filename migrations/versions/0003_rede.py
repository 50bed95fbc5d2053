"""Activities, the local network, public cards of units and the periods of each month."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from sisetp.db.types import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = (
    "atividade",
    "alcance",
    "comite",
    "comite_orgao",
    "fluxo",
    "cartao_unidade",
    "periodo",
    "passo_periodo",
    "prazo",
)

# Of older tables: without them the home page, the trail and the extract read the whole unit.
INDEXES = (
    ("ix_atendimento_unidade_registro", "atendimento", ["unidade_id", "id"]),
    ("ix_atendimento_unidade_criacao", "atendimento", ["unidade_id", "created_at"]),
    ("ix_evento_auditoria_unidade_alvo", "evento_auditoria", ["unidade_id", "alvo_id"]),
)


def upgrade() -> None:
    """Create the tables in the order of their references."""
    _activities()
    _network()
    _periods()
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)


def downgrade() -> None:
    """Drop what this revision made, last table first; what those tables hold is lost."""
    for name, table, _columns in reversed(INDEXES):
        op.drop_index(name, table_name=table)
    for table in reversed(TABLES):
        op.drop_table(table)


def _activities() -> None:
    op.create_table(
        "atividade",
        _uuid(),
        sa.Column("tipo", sa.String(20), nullable=False),
        sa.Column("data_inicio", sa.Date, nullable=False),
        sa.Column("data_fim", sa.Date),
        sa.Column("tema", sa.String(200), nullable=False),
        sa.Column("campanha", sa.String(120), nullable=False),
        sa.Column("municipio", sa.Integer, nullable=False),
        sa.Column("parceiros", sa.String(500), nullable=False),
        sa.Column("situacao", sa.String(12), nullable=False),
        sa.Column("motivo_cancelamento", sa.String(12)),
        sa.Column("versao", sa.Integer, nullable=False),
        _reference("autor_id", "usuario.id"),
        _moment("created_at"),
        _moment("updated_at"),
        _reference("unidade_id", "unidade.id"),
    )
    op.create_index("ix_atividade_unidade_id", "atividade", ["unidade_id"])
    op.create_index("ix_atividade_unidade_inicio", "atividade", ["unidade_id", "data_inicio", "id"])
    op.create_table(
        "alcance",
        _serial(),
        sa.Column("atividade_id", sa.Uuid, sa.ForeignKey("atividade.id"), nullable=False),
        sa.Column("publico", sa.String(20), nullable=False),
        sa.Column("pessoas", sa.Integer, nullable=False),
        _reference("unidade_id", "unidade.id"),
    )
    op.create_index("ix_alcance_unidade_atividade", "alcance", ["unidade_id", "atividade_id", "publico"], unique=True)
    op.create_index("ix_alcance_unidade_id", "alcance", ["unidade_id"])


def _network() -> None:
    op.create_table(
        "comite",
        _serial(),
        sa.Column("uf", sa.String(2), nullable=False),
        sa.Column("municipio", sa.Integer),
        sa.Column("nome", sa.String(120), nullable=False),
        sa.Column("situacao", sa.String(12), nullable=False),
        sa.Column("instituido_em", sa.Date),
        sa.Column("ato", sa.String(120), nullable=False),
        sa.Column("ultima_reuniao", sa.Date),
        sa.Column("versao", sa.Integer, nullable=False),
        _reference("autor_id", "usuario.id"),
        _moment("updated_at"),
    )
    op.create_index("ix_comite_uf", "comite", ["uf"])
    op.create_table(
        "comite_orgao",
        _serial(),
        _reference("comite_id", "comite.id"),
        sa.Column("orgao", sa.String(20), nullable=False),
        sa.Column("membros", sa.Integer, nullable=False),
        sa.UniqueConstraint("comite_id", "orgao"),
    )
    op.create_table(
        "fluxo",
        _serial(),
        sa.Column("uf", sa.String(2), nullable=False),
        sa.Column("nome", sa.String(120), nullable=False),
        sa.Column("tema", sa.String(20), nullable=False),
        sa.Column("situacao", sa.String(12), nullable=False),
        sa.Column("publicado_em", sa.Date),
        sa.Column("revisado_em", sa.Date),
        sa.Column("ato", sa.String(120), nullable=False),
        sa.Column("versao", sa.Integer, nullable=False),
        _reference("autor_id", "usuario.id"),
        _moment("updated_at"),
    )
    op.create_index("ix_fluxo_uf", "fluxo", ["uf"])
    op.create_table(
        "cartao_unidade",
        sa.Column("unidade_id", sa.Integer, sa.ForeignKey("unidade.id"), primary_key=True),
        sa.Column("endereco", sa.String(200), nullable=False),
        sa.Column("complemento", sa.String(120), nullable=False),
        sa.Column("cep", sa.String(8), nullable=False),
        sa.Column("horario", sa.String(120), nullable=False),
        sa.Column("dia_e_noite", sa.Boolean, nullable=False),
        sa.Column("telefone", sa.String(40), nullable=False),
        sa.Column("telefone_2", sa.String(40), nullable=False),
        sa.Column("email", sa.String(120), nullable=False),
        sa.Column("valido_desde", sa.Date, nullable=False),
        sa.Column("versao", sa.Integer, nullable=False),
        _reference("autor_id", "usuario.id"),
        _moment("updated_at"),
    )


def _periods() -> None:
    op.create_table(
        "periodo",
        _serial(),
        _reference("unidade_id", "unidade.id"),
        sa.Column("ano", sa.Integer, nullable=False),
        sa.Column("mes", sa.Integer, nullable=False),
        sa.Column("situacao", sa.String(12), nullable=False),
        sa.Column("versao", sa.Integer, nullable=False),
        _moment("updated_at"),
        sa.UniqueConstraint("unidade_id", "ano", "mes"),
    )
    op.create_index("ix_periodo_ano", "periodo", ["ano", "mes", "situacao"])
    op.create_table(
        "passo_periodo",
        _serial(),
        _reference("periodo_id", "periodo.id"),
        sa.Column("de", sa.String(12), nullable=False),
        sa.Column("para", sa.String(12), nullable=False),
        sa.Column("motivo", sa.String(20)),
        _reference("autor_id", "usuario.id"),
        _moment("quando"),
    )
    op.create_index("ix_passo_periodo_periodo", "passo_periodo", ["periodo_id", "id"])
    op.create_table(
        "prazo",
        _serial(),
        sa.Column("ano", sa.Integer, nullable=False),
        sa.Column("mes", sa.Integer, nullable=False),
        sa.Column("etapa", sa.String(12), nullable=False),
        _reference("unidade_id", "unidade.id", nullable=True),
        sa.Column("data", sa.Date, nullable=False),
        sa.Column("motivo", sa.String(20), nullable=False),
        _reference("autor_id", "usuario.id"),
        _moment("created_at"),
    )
    op.create_index("ix_prazo_periodo", "prazo", ["ano", "mes", "etapa", "unidade_id"])


def _serial() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _uuid() -> sa.Column[UUID]:
    return sa.Column("id", sa.Uuid, primary_key=True)


def _reference(name: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, sa.ForeignKey(target), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, UtcDateTime(), nullable=nullable)
