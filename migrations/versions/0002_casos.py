"""Cases, referrals, links between records and what each person authorised or asked."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from sisetp.db.types import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "caso",
    "caso_pessoa",
    "evolucao",
    "plano_apoio",
    "avaliacao_risco",
    "envolvido",
    "encaminhamento",
    "copia",
    "vinculo_pessoa",
    "consentimento",
    "requisicao",
    "requisicao_conteudo",
)


def upgrade() -> None:
    """Create the tables in the order of their references."""
    op.add_column("pessoa", sa.Column("relato", sa.LargeBinary))
    _cases()
    _support()
    _referrals()
    _people()


def downgrade() -> None:
    """Drop what this revision made, last table first; what those tables hold is lost."""
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_column("pessoa", "relato")


def _cases() -> None:
    op.create_table(
        "caso",
        _uuid(),
        sa.Column("numero", sa.String(32), nullable=False, unique=True),
        sa.Column("ano", sa.Integer, nullable=False),
        sa.Column("sequencia", sa.Integer, nullable=False),
        sa.Column("abertura", sa.Date, nullable=False),
        _reference("responsavel_id", "usuario.id"),
        sa.Column("situacao", sa.String(12), nullable=False),
        sa.Column("encerramento", sa.Date),
        sa.Column("origem_token", sa.LargeBinary(16)),
        sa.Column("versao", sa.Integer, nullable=False),
        sa.Column("estat", sa.LargeBinary, nullable=False),
        sa.Column("ident", sa.LargeBinary),
        sa.Column("relato", sa.LargeBinary),
        _reference("autor_id", "usuario.id"),
        _moment("created_at"),
        _moment("updated_at"),
        _reference("unidade_id", "unidade.id"),
        sa.UniqueConstraint("unidade_id", "ano", "sequencia"),
    )
    op.create_index("ix_caso_unidade_id", "caso", ["unidade_id"])
    op.create_index("ix_caso_unidade_origem", "caso", ["unidade_id", "origem_token"])
    op.create_index("ix_caso_unidade_responsavel", "caso", ["unidade_id", "responsavel_id", "situacao"])
    op.create_index("ix_caso_unidade_situacao", "caso", ["unidade_id", "situacao", "abertura", "id"])
    op.create_table(
        "caso_pessoa",
        _uuid(),
        sa.Column("caso_id", sa.Uuid, sa.ForeignKey("caso.id"), nullable=False),
        sa.Column("pessoa_token", sa.LargeBinary(16), nullable=False),
        sa.Column("situacao", sa.String(12), nullable=False),
        sa.Column("versao", sa.Integer, nullable=False),
        sa.Column("estat", sa.LargeBinary, nullable=False),
        sa.Column("relato", sa.LargeBinary),
        _reference("autor_id", "usuario.id"),
        _moment("created_at"),
        _moment("updated_at"),
        _reference("unidade_id", "unidade.id"),
        sa.UniqueConstraint("caso_id", "pessoa_token"),
    )
    op.create_index("ix_caso_pessoa_unidade_caso", "caso_pessoa", ["unidade_id", "caso_id"])
    op.create_index("ix_caso_pessoa_unidade_id", "caso_pessoa", ["unidade_id"])
    op.create_index("ix_caso_pessoa_unidade_token", "caso_pessoa", ["unidade_id", "pessoa_token"])
    op.create_table(
        "evolucao",
        _uuid(),
        sa.Column("caso_id", sa.Uuid, sa.ForeignKey("caso.id"), nullable=False),
        _moment("data"),
        _reference("profissional_id", "usuario.id"),
        sa.Column("situacao", sa.String(12), nullable=False),
        sa.Column("proximo_data", sa.Date),
        _moment("proximo_feito_em", nullable=True),
        sa.Column("versao", sa.Integer, nullable=False),
        sa.Column("estat", sa.LargeBinary, nullable=False),
        sa.Column("relato", sa.LargeBinary),
        _moment("created_at"),
        _moment("updated_at"),
        _reference("unidade_id", "unidade.id"),
    )
    op.create_index(
        "ix_evolucao_unidade_agenda", "evolucao", ["unidade_id", "proximo_feito_em", "proximo_data", "profissional_id"]
    )
    op.create_index("ix_evolucao_unidade_caso", "evolucao", ["unidade_id", "caso_id", "data"])
    op.create_index("ix_evolucao_unidade_data", "evolucao", ["unidade_id", "data"])
    op.create_index("ix_evolucao_unidade_id", "evolucao", ["unidade_id"])


def _support() -> None:
    op.create_table(
        "plano_apoio",
        _uuid(),
        sa.Column("caso_id", sa.Uuid, sa.ForeignKey("caso.id"), nullable=False),
        sa.Column("inicio", sa.Date, nullable=False),
        sa.Column("prazo", sa.Date, nullable=False),
        sa.Column("encerrado_em", sa.Date),
        sa.Column("versao", sa.Integer, nullable=False),
        sa.Column("estat", sa.LargeBinary, nullable=False),
        sa.Column("relato", sa.LargeBinary),
        _reference("autor_id", "usuario.id"),
        _moment("created_at"),
        _moment("updated_at"),
        _reference("unidade_id", "unidade.id"),
    )
    op.create_index("ix_plano_apoio_unidade_caso", "plano_apoio", ["unidade_id", "caso_id"])
    op.create_index("ix_plano_apoio_unidade_id", "plano_apoio", ["unidade_id"])
    op.create_index("ix_plano_apoio_unidade_prazo", "plano_apoio", ["unidade_id", "encerrado_em", "prazo"])
    op.create_table(
        "avaliacao_risco",
        _uuid(),
        sa.Column("caso_id", sa.Uuid, sa.ForeignKey("caso.id"), nullable=False),
        sa.Column("data", sa.Date, nullable=False),
        sa.Column("versao", sa.Integer, nullable=False),
        sa.Column("estat", sa.LargeBinary, nullable=False),
        sa.Column("relato", sa.LargeBinary),
        _reference("autor_id", "usuario.id"),
        _moment("created_at"),
        _reference("unidade_id", "unidade.id"),
    )
    op.create_index("ix_avaliacao_risco_unidade_caso", "avaliacao_risco", ["unidade_id", "caso_id", "data"])
    op.create_index("ix_avaliacao_risco_unidade_id", "avaliacao_risco", ["unidade_id"])
    op.create_table(
        "envolvido",
        _uuid(),
        sa.Column("caso_id", sa.Uuid, sa.ForeignKey("caso.id"), nullable=False),
        sa.Column("situacao", sa.String(12), nullable=False),
        sa.Column("versao", sa.Integer, nullable=False),
        sa.Column("estat", sa.LargeBinary, nullable=False),
        sa.Column("relato", sa.LargeBinary),
        _reference("autor_id", "usuario.id"),
        _moment("created_at"),
        _moment("updated_at"),
        _reference("unidade_id", "unidade.id"),
    )
    op.create_index("ix_envolvido_unidade_caso", "envolvido", ["unidade_id", "caso_id"])
    op.create_index("ix_envolvido_unidade_id", "envolvido", ["unidade_id"])


def _referrals() -> None:
    op.create_table(
        "encaminhamento",
        _uuid(),
        sa.Column("situacao", sa.String(14), nullable=False),
        sa.Column("data", sa.Date, nullable=False),
        sa.Column("prazo", sa.Date),
        sa.Column("limite", sa.Date),
        _moment("encerrado_em", nullable=True),
        sa.Column("registro_token", sa.LargeBinary(16), nullable=False),
        sa.Column("pessoa_token", sa.LargeBinary(16), nullable=False),
        sa.Column("versao", sa.Integer, nullable=False),
        sa.Column("estat", sa.LargeBinary, nullable=False),
        sa.Column("relato", sa.LargeBinary),
        _reference("autor_id", "usuario.id"),
        _moment("created_at"),
        _moment("updated_at"),
        _reference("unidade_origem_id", "unidade.id"),
        _reference("unidade_destino_id", "unidade.id", nullable=True),
    )
    op.create_index("ix_encaminhamento_destino_situacao", "encaminhamento", ["unidade_destino_id", "situacao", "prazo"])
    op.create_index("ix_encaminhamento_origem_pessoa", "encaminhamento", ["unidade_origem_id", "pessoa_token"])
    op.create_index("ix_encaminhamento_origem_registro", "encaminhamento", ["unidade_origem_id", "registro_token"])
    op.create_index("ix_encaminhamento_origem_situacao", "encaminhamento", ["unidade_origem_id", "situacao", "prazo"])
    op.create_table(
        "copia",
        _uuid(),
        sa.Column("encaminhamento_id", sa.Uuid, sa.ForeignKey("encaminhamento.id"), nullable=False),
        sa.Column("sequencia", sa.Integer, nullable=False),
        sa.Column("versao", sa.Integer, nullable=False),
        sa.Column("enviado", sa.LargeBinary, nullable=False),
        sa.Column("recebido", sa.LargeBinary),
        _moment("revogada_em", nullable=True),
        _reference("autor_id", "usuario.id"),
        _moment("created_at"),
        _reference("unidade_origem_id", "unidade.id"),
        _reference("unidade_destino_id", "unidade.id", nullable=True),
    )
    op.create_index("ix_copia_encaminhamento", "copia", ["encaminhamento_id", "sequencia"], unique=True)


def _people() -> None:
    op.create_table(
        "vinculo_pessoa",
        _serial(),
        sa.Column("pessoa_a_id", sa.Uuid, sa.ForeignKey("pessoa.id"), nullable=False),
        sa.Column("pessoa_b_id", sa.Uuid, sa.ForeignKey("pessoa.id"), nullable=False),
        sa.Column("decisao", sa.String(10), nullable=False),
        sa.Column("motivo", sa.String(20), nullable=False),
        _reference("autor_id", "usuario.id"),
        _moment("created_at"),
        _reference("unidade_id", "unidade.id"),
    )
    op.create_index("ix_vinculo_pessoa_unidade_a", "vinculo_pessoa", ["unidade_id", "pessoa_a_id"])
    op.create_index("ix_vinculo_pessoa_unidade_b", "vinculo_pessoa", ["unidade_id", "pessoa_b_id"])
    op.create_index("ix_vinculo_pessoa_unidade_id", "vinculo_pessoa", ["unidade_id"])
    op.create_table(
        "consentimento",
        _uuid(),
        sa.Column("pessoa_token", sa.LargeBinary(16), nullable=False),
        sa.Column("data", sa.Date, nullable=False),
        sa.Column("retirado_em", sa.Date),
        sa.Column("versao", sa.Integer, nullable=False),
        sa.Column("estat", sa.LargeBinary, nullable=False),
        _reference("autor_id", "usuario.id"),
        _moment("created_at"),
        _moment("updated_at"),
        _reference("unidade_id", "unidade.id"),
    )
    op.create_index("ix_consentimento_pessoa", "consentimento", ["unidade_id", "pessoa_token"])
    op.create_index("ix_consentimento_unidade_id", "consentimento", ["unidade_id"])
    op.create_table(
        "requisicao",
        _uuid(),
        _reference("unidade_id", "unidade.id"),
        sa.Column("recebida_em", sa.Date, nullable=False),
        sa.Column("prazo", sa.Date, nullable=False),
        sa.Column("situacao", sa.String(12), nullable=False),
        sa.Column("respondida_em", sa.Date),
        _reference("autor_id", "usuario.id"),
        _moment("created_at"),
        _moment("updated_at"),
    )
    op.create_index("ix_requisicao_unidade_situacao", "requisicao", ["unidade_id", "situacao", "prazo"])
    op.create_table(
        "requisicao_conteudo",
        sa.Column("id", sa.Uuid, sa.ForeignKey("requisicao.id"), primary_key=True),
        sa.Column("pessoa_token", sa.LargeBinary(16), nullable=False),
        sa.Column("versao", sa.Integer, nullable=False),
        sa.Column("estat", sa.LargeBinary, nullable=False),
        sa.Column("relato", sa.LargeBinary),
        _reference("unidade_id", "unidade.id"),
    )
    op.create_index("ix_requisicao_conteudo_pessoa", "requisicao_conteudo", ["unidade_id", "pessoa_token"])
    op.create_index("ix_requisicao_conteudo_unidade_id", "requisicao_conteudo", ["unidade_id"])


def _serial() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _uuid() -> sa.Column[UUID]:
    return sa.Column("id", sa.Uuid, primary_key=True)


def _reference(name: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, sa.ForeignKey(target), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, UtcDateTime(), nullable=nullable)
