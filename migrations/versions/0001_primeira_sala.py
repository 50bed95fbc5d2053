"""First tables: network, users, sessions, people, atendimentos and the audit trail.

Constraint and index names come from the naming convention of `sisetp.db.base`, which never changes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "cadeia_auditoria",
    "unidade",
    "posto",
    "usuario",
    "lotacao",
    "redefinicao_senha",
    "sessao",
    "evento_auditoria",
    "pessoa",
    "indice_cego",
    "marca_segmento",
    "atendimento",
    "pessoa_procurada",
    "versao",
    "envio",
)


def upgrade() -> None:
    """Create the tables in the order of their references."""
    _network()
    _users()
    _audit()
    _people()
    _atendimentos()


def downgrade() -> None:
    """Drop everything, last table first."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _network() -> None:
    op.create_table(
        "unidade",
        _serial(),
        sa.Column("codigo", sa.String(20), nullable=False, unique=True),
        sa.Column("nome", sa.String(120), nullable=False),
        sa.Column("tipo", sa.String(20), nullable=False),
        sa.Column("ambiente", sa.String(20), nullable=False),
        sa.Column("uf", sa.String(2), nullable=False),
        sa.Column("municipio", sa.Integer, nullable=False),
        sa.Column("fuso", sa.String(40), nullable=False),
        sa.Column("inicio", sa.Date, nullable=False),
        sa.Column("fim", sa.Date),
        sa.Column("dias_retroativos", sa.Integer, nullable=False),
    )
    op.create_table(
        "posto",
        _serial(),
        _reference("unidade_id", "unidade.id", index=True),
        sa.Column("nome", sa.String(40), nullable=False),
        sa.Column("fim", sa.Date),
    )


def _users() -> None:
    op.create_table(
        "usuario",
        _serial(),
        sa.Column("login", sa.String(80), nullable=False, unique=True),
        sa.Column("nome", sa.String(120), nullable=False),
        sa.Column("password", sa.String(255), nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("fs_uniquifier", sa.String(64), nullable=False, unique=True),
        sa.Column("profissao", sa.String(10)),
        sa.Column("deve_trocar_senha", sa.Boolean, nullable=False),
        sa.Column("avanca_sozinho", sa.Boolean, nullable=False),
        _moment("created_at"),
        _moment("password_changed_at", nullable=True),
    )
    op.create_table(
        "lotacao",
        _serial(),
        _reference("usuario_id", "usuario.id", index=True),
        _reference("unidade_id", "unidade.id", index=True, nullable=True),
        sa.Column("papel", sa.String(20), nullable=False),
        sa.Column("inicio", sa.Date, nullable=False),
        sa.Column("fim", sa.Date),
        _reference("granted_by_id", "usuario.id", nullable=True),
        _moment("granted_at"),
        _reference("confirmed_by_id", "usuario.id", nullable=True),
        _moment("confirmed_at", nullable=True),
        _moment("refused_at", nullable=True),
    )
    op.create_table(
        "redefinicao_senha",
        _serial(),
        _reference("usuario_id", "usuario.id", index=True),
        _reference("unidade_id", "unidade.id", index=True, nullable=True),
        sa.Column("password", sa.String(255), nullable=False),
        _reference("requested_by_id", "usuario.id", nullable=True),
        _moment("requested_at"),
        _reference("confirmed_by_id", "usuario.id", nullable=True),
        _moment("closed_at", nullable=True),
    )
    op.create_table(
        "sessao",
        sa.Column("id_hash", sa.LargeBinary(32), primary_key=True),
        _reference("usuario_id", "usuario.id", index=True, nullable=True),
        _moment("created_at"),
        _moment("seen_at"),
        _moment("revoked_at", nullable=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )


def _audit() -> None:
    op.create_table(
        "cadeia_auditoria",
        sa.Column("cadeia", sa.String(30), primary_key=True),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
    )
    op.create_table(
        "evento_auditoria",
        _serial(),
        sa.Column("cadeia", sa.String(30), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        _moment("quando"),
        sa.Column("ator", sa.String(80), nullable=False, index=True),
        _reference("usuario_id", "usuario.id", index=True, nullable=True),
        _reference("unidade_id", "unidade.id", nullable=True),
        sa.Column("acao", sa.String(40), nullable=False, index=True),
        sa.Column("alvo_tipo", sa.String(20)),
        sa.Column("alvo_id", sa.String(36), index=True),
        sa.Column("pessoa_id", sa.Uuid, index=True),
        sa.Column("detalhes", sa.Text, nullable=False),
        sa.Column("prev_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("mac", sa.LargeBinary(32), nullable=False),
        sa.UniqueConstraint("cadeia", "seq"),
    )
    op.create_index("ix_evento_auditoria_unidade_quando", "evento_auditoria", ["unidade_id", "quando"])


def _people() -> None:
    op.create_table(
        "pessoa",
        _uuid(),
        _unit(),
        sa.Column("versao", sa.Integer, nullable=False),
        sa.Column("ident", sa.LargeBinary),
        sa.Column("estat", sa.LargeBinary, nullable=False),
        sa.Column("marca", sa.BigInteger, nullable=False),
        _reference("autor_id", "usuario.id"),
        _moment("created_at"),
        _moment("updated_at"),
    )
    op.create_index("ix_pessoa_unidade_marca", "pessoa", ["unidade_id", "marca"])
    op.create_index("ix_pessoa_unidade_registro", "pessoa", ["unidade_id", "id"])
    op.create_table(
        "indice_cego",
        _serial(),
        _unit(),
        sa.Column("tipo", sa.String(20), nullable=False),
        sa.Column("versao", sa.Integer, nullable=False),
        sa.Column("token", sa.LargeBinary(8), nullable=False),
        _reference("pessoa_id", "pessoa.id"),
    )
    op.create_index("ix_indice_cego_busca", "indice_cego", ["unidade_id", "tipo", "token"])
    op.create_index("ix_indice_cego_unidade_pessoa", "indice_cego", ["unidade_id", "pessoa_id"])
    op.create_table("marca_segmento", _serial(), _unit(), sa.Column("valor", sa.BigInteger, nullable=False))
    op.create_index("uq_marca_segmento_unidade_id", "marca_segmento", ["unidade_id"], unique=True)


def _atendimentos() -> None:
    op.create_table(
        "atendimento",
        _uuid(),
        _unit(),
        sa.Column("codigo", sa.String(12), nullable=False),
        _reference("pessoa_id", "pessoa.id"),
        _reference("autor_id", "usuario.id"),
        _reference("posto_id", "posto.id", nullable=True),
        sa.Column("grupo_id", sa.Uuid, index=True),
        _moment("inicio"),
        sa.Column("situacao", sa.String(12), nullable=False),
        sa.Column("versao", sa.Integer, nullable=False),
        sa.Column("estat", sa.LargeBinary, nullable=False),
        sa.Column("relato", sa.LargeBinary),
        _moment("created_at"),
        _moment("updated_at"),
        sa.UniqueConstraint("unidade_id", "codigo"),
    )
    op.create_index("ix_atendimento_unidade_inicio", "atendimento", ["unidade_id", "inicio"])
    op.create_index("ix_atendimento_unidade_situacao", "atendimento", ["unidade_id", "situacao", "inicio", "id"])
    op.create_index("ix_atendimento_unidade_pessoa", "atendimento", ["unidade_id", "pessoa_id", "inicio"])
    op.create_table(
        "pessoa_procurada",
        _uuid(),
        _unit(),
        _reference("atendimento_id", "atendimento.id", index=True),
        sa.Column("versao", sa.Integer, nullable=False),
        sa.Column("ident", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "versao",
        _serial(),
        _unit(),
        sa.Column("tabela", sa.String(20), nullable=False),
        sa.Column("registro_id", sa.Uuid, nullable=False, index=True),
        sa.Column("versao", sa.Integer, nullable=False),
        _moment("inicio", nullable=True),
        sa.Column("situacao", sa.String(12)),
        sa.Column("ident", sa.LargeBinary),
        sa.Column("estat", sa.LargeBinary),
        sa.Column("relato", sa.LargeBinary),
        sa.Column("motivo", sa.String(20), nullable=False),
        sa.Column("justificativa", sa.LargeBinary),
        _reference("autor_id", "usuario.id"),
        _moment("created_at"),
        sa.UniqueConstraint("tabela", "registro_id", "versao"),
    )
    op.create_table(
        "envio",
        _serial(),
        _unit(),
        _reference("autor_id", "usuario.id"),
        sa.Column("chave", sa.String(32), nullable=False),
        _reference("atendimento_id", "atendimento.id"),
        _moment("created_at"),
        sa.UniqueConstraint("autor_id", "chave"),
    )


def _serial() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _uuid() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid, primary_key=True)


def _unit() -> sa.Column[int]:
    return _reference("unidade_id", "unidade.id", index=True)


def _reference(name: str, target: str, *, index: bool = False, nullable: bool = False) -> sa.Column[int]:
    kind = sa.Uuid() if target in {"pessoa.id", "atendimento.id"} else sa.Integer()
    return sa.Column(name, kind, sa.ForeignKey(target), nullable=nullable, index=index)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
