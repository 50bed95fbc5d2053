"""Frozen facts, the ledger of public releases, deliveries and long work; what is written once cannot be changed."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

from sisetp.db.types import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = (
    "congelado",
    "divulgacao",
    "tabela_publicada",
    "celula_publicada",
    "testemunha",
    "certificado",
    "base_publica",
    "arquivo_divulgado",
    "publicacao_externa",
    "alarme_sigilo",
    "entrega",
    "tarefa",
)
# Rows of these tables are never changed nor deleted.
WRITTEN_ONCE = (
    "congelado",
    "tabela_publicada",
    "celula_publicada",
    "testemunha",
    "certificado",
    "base_publica",
    "arquivo_divulgado",
    "publicacao_externa",
    "entrega",
)


def upgrade() -> None:
    """Create the tables in the order of their references, then the triggers that keep them as written."""
    _frozen()
    _releases()
    _cells()
    _proofs()
    _others()
    for table in WRITTEN_ONCE:
        _protect(table, "")
    _protect("divulgacao", "OLD.situacao = 'PUBLICADA'")


def downgrade() -> None:
    """Drop what this revision made, last table first; what those tables hold is lost."""
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS escrito_uma_vez()")


def _frozen() -> None:
    op.create_table(
        "congelado",
        _serial(),
        sa.Column("ano", sa.Integer, nullable=False),
        sa.Column("mes", sa.Integer, nullable=False),
        sa.Column("edicao", sa.Integer, nullable=False),
        sa.Column("tabela", sa.String(20), nullable=False),
        sa.Column("esquema", sa.Integer, nullable=False),
        sa.Column("dados", sa.LargeBinary, nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        _moment("created_at"),
        _reference("unidade_id", "unidade.id"),
    )
    op.create_index("ix_congelado_unidade_id", "congelado", ["unidade_id"])
    op.create_index("uq_congelado_lugar", "congelado", ["unidade_id", "ano", "mes", "edicao", "tabela"], unique=True)


def _releases() -> None:
    op.create_table(
        "divulgacao",
        _serial(),
        sa.Column("produto", sa.String(30), nullable=False),
        sa.Column("ano", sa.Integer, nullable=False),
        sa.Column("periodo", sa.String(8), nullable=False),
        sa.Column("edicao", sa.Integer, nullable=False),
        sa.Column("situacao", sa.String(12), nullable=False),
        sa.Column("definicoes", sa.String(64)),
        sa.Column("codigo", sa.String(40), nullable=False),
        sa.Column("parametros", sa.Text, nullable=False),
        sa.Column("cobertura", sa.Text, nullable=False),
        sa.Column("capa", sa.Text),
        sa.Column("risco", sa.Text),
        sa.Column("impedimento", sa.Text),
        sa.Column("preparo", sa.LargeBinary),
        sa.Column("preparo_hash", sa.String(64)),
        sa.Column("preparada_por", sa.String(60), nullable=False),
        _moment("preparada_em"),
        _reference("aprovador1_id", "usuario.id", nullable=True),
        _moment("aprovada1_em", nullable=True),
        _reference("aprovador2_id", "usuario.id", nullable=True),
        _moment("publicada_em", nullable=True),
        sa.Column("numero", sa.Integer, unique=True),
        sa.Column("anterior", sa.String(64)),
        sa.Column("hash", sa.String(64)),
        sa.Column("versao", sa.Integer, nullable=False),
    )
    op.create_index("ix_divulgacao_periodo", "divulgacao", ["produto", "periodo", "edicao", "situacao"])


def _cells() -> None:
    op.create_table(
        "tabela_publicada",
        _serial(),
        _reference("divulgacao_id", "divulgacao.id"),
        sa.Column("ordem", sa.Integer, nullable=False),
        sa.Column("codigo", sa.String(30), nullable=False),
        sa.Column("conteudo", sa.Text, nullable=False),
        sa.UniqueConstraint("divulgacao_id", "ordem"),
    )
    op.create_table(
        "celula_publicada",
        _serial(),
        _reference("divulgacao_id", "divulgacao.id"),
        sa.Column("ano", sa.Integer, nullable=False),
        sa.Column("tabela", sa.Integer, nullable=False),
        sa.Column("linha", sa.Integer, nullable=False),
        sa.Column("coluna", sa.Integer, nullable=False),
        sa.Column("forma_hash", sa.String(64), nullable=False),
        sa.Column("forma", sa.Text, nullable=False),
        sa.Column("limiar", sa.Integer, nullable=False),
        sa.Column("situacao", sa.String(1), nullable=False),
        sa.Column("valor", sa.Integer),
        sa.UniqueConstraint("divulgacao_id", "tabela", "linha", "coluna"),
        sa.CheckConstraint("(situacao = 'P') = (valor IS NOT NULL)", name="valor_so_publicado"),
    )
    op.create_index("ix_celula_publicada_forma", "celula_publicada", ["ano", "forma_hash"])
    op.create_table(
        "arquivo_divulgado",
        _serial(),
        _reference("divulgacao_id", "divulgacao.id"),
        sa.Column("formato", sa.String(10), nullable=False),
        sa.Column("nome", sa.String(80), nullable=False),
        sa.Column("tipo", sa.String(80), nullable=False),
        sa.Column("conteudo", sa.LargeBinary, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.UniqueConstraint("divulgacao_id", "formato"),
    )


def _proofs() -> None:
    op.create_table(
        "testemunha",
        _serial(),
        _reference("divulgacao_id", "divulgacao.id"),
        sa.Column("ordem", sa.Integer, nullable=False),
        sa.Column("dados", sa.LargeBinary, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.UniqueConstraint("divulgacao_id", "ordem"),
    )
    op.create_table(
        "certificado",
        _serial(),
        _reference("divulgacao_id", "divulgacao.id"),
        sa.Column("dados", sa.LargeBinary, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.UniqueConstraint("divulgacao_id"),
    )
    op.create_table(
        "base_publica",
        _serial(),
        _reference("divulgacao_id", "divulgacao.id"),
        sa.Column("ano", sa.Integer, nullable=False),
        sa.Column("mes", sa.Integer, nullable=False),
        sa.Column("edicao", sa.Integer, nullable=False),
        sa.Column("segmentos", sa.Text, nullable=False),
        sa.Column("dados", sa.LargeBinary, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.UniqueConstraint("ano", "mes", "edicao"),
    )


def _others() -> None:
    op.create_table(
        "publicacao_externa",
        _serial(),
        sa.Column("ano", sa.Integer, nullable=False),
        sa.Column("fonte", sa.String(200), nullable=False),
        sa.Column("descricao", sa.String(300), nullable=False),
        sa.Column("forma_hash", sa.String(64), nullable=False),
        sa.Column("forma", sa.Text, nullable=False),
        sa.Column("minimo", sa.Integer, nullable=False),
        sa.Column("maximo", sa.Integer),
        sa.Column("registrada_por", sa.String(60), nullable=False),
        _moment("created_at"),
    )
    op.create_index("ix_publicacao_externa_ano", "publicacao_externa", ["ano", "forma_hash"])
    op.create_table(
        "alarme_sigilo",
        _serial(),
        sa.Column("ano", sa.Integer, nullable=False),
        sa.Column("quebradas", sa.Integer, nullable=False),
        sa.Column("detalhe", sa.LargeBinary, nullable=False),
        _moment("created_at"),
        _reference("visto_por_id", "usuario.id", nullable=True),
        _moment("visto_em", nullable=True),
    )
    op.create_index("ix_alarme_sigilo_ano", "alarme_sigilo", ["ano"])
    op.create_table(
        "entrega",
        _serial(),
        sa.Column("produto", sa.String(30), nullable=False),
        sa.Column("periodo", sa.String(8), nullable=False),
        sa.Column("variante", sa.String(12), nullable=False),
        sa.Column("nivel", sa.String(10), nullable=False),
        _reference("unidade_id", "unidade.id", nullable=True),
        _reference("usuario_id", "usuario.id", nullable=True),
        sa.Column("ator", sa.String(60), nullable=False),
        sa.Column("finalidade", sa.String(20), nullable=False),
        sa.Column("formato", sa.String(10), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        _moment("created_at"),
    )
    op.create_index("ix_entrega_unidade", "entrega", ["unidade_id", "created_at"])
    op.create_table(
        "tarefa",
        _serial(),
        sa.Column("tipo", sa.String(20), nullable=False),
        sa.Column("alvo", sa.String(40), nullable=False),
        sa.Column("situacao", sa.String(10), nullable=False),
        sa.Column("etapa", sa.String(60), nullable=False),
        sa.Column("feito", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("mensagem", sa.String(300)),
        sa.Column("pedida_por", sa.String(60), nullable=False),
        _moment("created_at"),
        _moment("updated_at"),
    )
    op.create_index("ix_tarefa_situacao", "tarefa", ["situacao", "id"])


def _protect(table: str, when: str) -> None:
    """Refuse every UPDATE and DELETE of a table, or of its rows that `when` describes."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION escrito_uma_vez() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'registro escrito uma vez'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_escrito_uma_vez BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW "
            f"{f'WHEN ({when}) ' if when else ''}EXECUTE FUNCTION escrito_uma_vez()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_nunca_esvaziada BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
            "EXECUTE FUNCTION escrito_uma_vez()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} "
            f"{f'WHEN {when} ' if when else ''}BEGIN SELECT RAISE(ABORT, 'registro escrito uma vez'); END"
        )


def _serial() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _reference(name: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, sa.ForeignKey(target), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, UtcDateTime(), nullable=nullable)
