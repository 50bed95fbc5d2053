"""The vault (cofre): wrapped record keys and the heads of the audit chains, in a database of their own.

It is committed before the main transaction (decision 4): a crash between the two leaves a key that nothing uses,
never a record whose key is lost. `crypto` does no database I/O; this is where its rows live.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import (
    Column,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    bindparam,
    create_engine,
    delete,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from sisetp.db.base import NAMING
from sisetp.db.engine import engine_options, prepare

metadata = MetaData(naming_convention=NAMING)

chave = Table(
    "cofre_chave",
    metadata,
    Column("owner", LargeBinary(16), primary_key=True),
    Column("classe", String(10), primary_key=True),
    Column("dek_version", Integer, primary_key=True),
    Column("unidade", Integer, nullable=False),
    Column("kek_id", Integer, nullable=False),
    Column("wrap", LargeBinary(64), nullable=False),
)

cabeca = Table(
    "cofre_cabeca",
    metadata,
    Column("cadeia", String(30), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("mac", LargeBinary(32), nullable=False),
)

chaveiro = Table(
    "cofre_chaveiro",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("versao", Integer, nullable=False),
)

_BATCH = 500
_NEWEST_LAST = (
    select(chave)
    .where(chave.c.owner.in_(bindparam("owners", expanding=True)), chave.c.classe == bindparam("classe"))
    .order_by(chave.c.dek_version)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultKey:
    """One wrapped record key: owner id (16 B), class, version, unit, id of the wrapping key, wrap (48 B)."""

    owner: bytes
    classe: str
    dek_version: int
    unidade: int
    kek_id: int
    wrap: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Last event of a chain that the vault knows of; `mac` is over chain, seq and hash."""

    cadeia: str
    seq: int
    hash: bytes
    mac: bytes


class Vault:
    """Durable store of wrapped keys and chain heads; every call is one transaction of its own."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = prepare(create_engine(url, **engine_options(url)))

    def store(self, keys: Sequence[VaultKey]) -> None:
        """Commit new wrapped keys.

        Raises: sqlalchemy.exc.IntegrityError when a key of that owner, class and version exists.
        """
        if not keys:
            return
        rows = [
            {
                "owner": key.owner,
                "classe": key.classe,
                "dek_version": key.dek_version,
                "unidade": key.unidade,
                "kek_id": key.kek_id,
                "wrap": key.wrap,
            }
            for key in keys
        ]
        with self.engine.begin() as connection:
            connection.execute(insert(chave), rows)

    def fetch(self, owners: Iterable[bytes], classe: str) -> dict[bytes, VaultKey]:
        """Newest wrapped key of each owner for one class; owners without a key are absent from the result."""
        wanted = list(dict.fromkeys(owners))
        found: dict[bytes, VaultKey] = {}
        with self.engine.connect().execution_options(sisetp_read_only=True) as connection:
            for start in range(0, len(wanted), _BATCH):
                asked = {"owners": wanted[start : start + _BATCH], "classe": classe}
                for owner, name, version, unidade, kek_id, wrap in connection.execute(_NEWEST_LAST, asked):
                    found[owner] = VaultKey(
                        owner=owner, classe=name, dek_version=version, unidade=unidade, kek_id=kek_id, wrap=wrap
                    )
        return found

    def destroy(self, keys: Sequence[tuple[bytes, str]]) -> None:
        """Erase every version of the keys of these owners and classes; keys that are gone already are no error.

        SQLite overwrites the freed pages (`secure_delete`) and empties its log, unless somebody is reading right now:
        then the next destruction empties it. What older copies of the vault hold is not reached.
        """
        if not keys:
            return
        with self.engine.begin() as connection:
            for owner, classe in keys:
                connection.execute(delete(chave).where(chave.c.owner == owner, chave.c.classe == classe))
        if self.engine.dialect.name == "sqlite":
            self._empty_log()

    def _empty_log(self) -> None:
        """Bring the log into the file and cut it, without waiting for readers. Needs a connection without BEGIN."""
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            for pragma in ("busy_timeout=250", "wal_checkpoint(TRUNCATE)", "busy_timeout=15000"):
                cursor.execute(f"PRAGMA {pragma}").fetchall()
            cursor.close()
        finally:
            connection.close()

    def heads(self) -> dict[str, Head]:
        """All chain heads by chain name."""
        with self.engine.connect().execution_options(sisetp_read_only=True) as connection:
            return {row.cadeia: Head(**row._mapping) for row in connection.execute(select(cabeca))}

    def advance(self, heads: Sequence[Head]) -> None:
        """Move chain heads forward after the main commit; a head never goes back."""
        if not heads:
            return
        with self.engine.begin() as connection:
            for head in heads:
                values = {"seq": head.seq, "hash": head.hash, "mac": head.mac}
                known = connection.execute(select(cabeca.c.seq).where(cabeca.c.cadeia == head.cadeia)).scalar()
                if known is None:
                    connection.execute(insert(cabeca).values(cadeia=head.cadeia, **values))
                elif known < head.seq:
                    connection.execute(
                        update(cabeca).where(cabeca.c.cadeia == head.cadeia, cabeca.c.seq < head.seq).values(**values)
                    )

    def keyring_floor(self) -> int:
        """Newest version of the keyring file that any process of this installation has used; 0 when none has."""
        if not inspect(self.engine).has_table(chaveiro.name):
            return 0
        with self.engine.connect().execution_options(sisetp_read_only=True) as connection:
            return connection.execute(select(chaveiro.c.versao)).scalar() or 0

    def raise_keyring_floor(self, versao: int) -> None:
        """Remember a newer version of the keyring file; an older one changes nothing."""
        if versao > self.keyring_floor() and inspect(self.engine).has_table(chaveiro.name):
            with suppress(IntegrityError), self.engine.begin() as connection:  # two processes may start at once
                connection.execute(delete(chaveiro))
                connection.execute(insert(chaveiro).values(id=1, versao=versao))

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()
