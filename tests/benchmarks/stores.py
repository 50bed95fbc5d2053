"""Two empty databases with the settings of the house: the sealed tables with their vault, and the same in plaintext."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Engine,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    create_engine,
    insert,
)

from sisetp.db.base import Base
from sisetp.db.engine import engine_options, prepare
from sisetp.db.vault import Vault
from sisetp.db.vault import metadata as vault_metadata
from tests.benchmarks.rows import Place

PLACE = Place(unidade=1, autor=1, quando=datetime(2026, 11, 20, 15, tzinfo=UTC))
SEALED_PEOPLE: Table = Base.metadata.tables["pessoa"]
SEALED_INDEX: Table = Base.metadata.tables["indice_cego"]

PLAIN = MetaData(naming_convention=Base.metadata.naming_convention)
for _name in ("unidade", "usuario"):
    Base.metadata.tables[_name].to_metadata(PLAIN)
PLAIN_PEOPLE = Table(
    "pessoa",
    PLAIN,
    Column("id", Uuid, primary_key=True),
    Column("unidade_id", ForeignKey("unidade.id"), index=True, nullable=False),
    Column("versao", Integer, nullable=False),
    Column("nome_civil", String(120)),
    Column("nascimento", String(10)),
    Column("doc_numero", String(30)),
    Column("contato", String(60)),
    Column("contato_seguro", String(5)),
    Column("pessoa_chave", LargeBinary(16)),
    Column("modo_ident", String(10)),
    Column("sexo", String(10)),
    Column("raca_cor", String(10)),
    Column("fonte_raca", String(10)),
    Column("faixa_etaria", String(10)),
    Column("idade", Integer),
    Column("nacionalidade", String(10)),
    Column("escolaridade", String(10)),
    Column("doc_tipo", String(15)),
    Column("marca", BigInteger, nullable=False),
    Column("autor_id", ForeignKey("usuario.id"), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Index("ix_pessoa_unidade_marca", "unidade_id", "marca"),
)
PLAIN_INDEX = SEALED_INDEX.to_metadata(PLAIN)  # its `token` keeps the value itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """Databases of both sides."""

    sealed: Engine
    vault: Vault
    plain: Engine


@contextmanager
def open_stores(folder: Path) -> Iterator[Stores]:
    """Make the databases in a folder, with the one unit and the one author that rows point to."""
    sealed, plain = _engine(folder / "selado.db", Base.metadata), _engine(folder / "claro.db", PLAIN)
    vault = Vault(f"sqlite:///{folder / 'cofre.db'}")
    vault_metadata.create_all(vault.engine)
    yield Stores(sealed=sealed, vault=vault, plain=plain)
    vault.dispose()
    sealed.dispose()
    plain.dispose()


def _engine(path: Path, metadata: MetaData) -> Engine:
    url = f"sqlite:///{path}"
    engine = prepare(create_engine(url, **engine_options(url)))
    metadata.create_all(engine)
    unidade = {"id": 1, "codigo": "P", "nome": "Posto", "tipo": "PAAHM", "ambiente": "AEREO", "uf": "SP"}
    usuario = {"id": 1, "login": "a", "nome": "A", "password": "x", "active": True, "fs_uniquifier": "a"}
    with engine.begin() as connection:
        connection.execute(
            insert(metadata.tables["unidade"]),
            unidade | {"municipio": 1, "fuso": "America/Sao_Paulo", "inicio": date(2020, 1, 1), "dias_retroativos": 30},
        )
        connection.execute(
            insert(metadata.tables["usuario"]),
            usuario | {"deve_trocar_senha": False, "avanca_sozinho": True, "created_at": PLACE.quando},
        )
    return engine
