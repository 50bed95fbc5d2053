"""The vault: wrapped record keys, the authenticated heads of the audit chains, the keyring's newest version."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the three tables."""
    op.create_table(
        "cofre_chave",
        sa.Column("owner", sa.LargeBinary(16), primary_key=True),
        sa.Column("classe", sa.String(10), primary_key=True),
        sa.Column("dek_version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("unidade", sa.Integer, nullable=False),
        sa.Column("kek_id", sa.Integer, nullable=False),
        sa.Column("wrap", sa.LargeBinary(64), nullable=False),
    )
    op.create_table(
        "cofre_cabeca",
        sa.Column("cadeia", sa.String(30), primary_key=True),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("mac", sa.LargeBinary(32), nullable=False),
    )
    op.create_table(
        "cofre_chaveiro",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("versao", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Drop the three tables."""
    op.drop_table("cofre_chaveiro")
    op.drop_table("cofre_cabeca")
    op.drop_table("cofre_chave")
