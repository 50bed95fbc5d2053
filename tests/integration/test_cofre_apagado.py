"""What was destroyed in a vault of SQLite is in none of its files, the log of the database included."""

from pathlib import Path

from sqlalchemy import select

from sisetp.db.vault import Vault, VaultKey, chave, metadata

WRAP = bytes(range(100, 148))


def files_of(place: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(place.iterdir()))


def test_a_destroyed_wrap_is_in_no_file_of_the_vault(tmp_path: Path) -> None:
    vault = Vault(f"sqlite:///{tmp_path}/cofre.sqlite")
    metadata.create_all(vault.engine)
    key = VaultKey(owner=b"o" * 16, classe="ident", dek_version=1, unidade=1, kek_id=1, wrap=WRAP)
    vault.store([key])
    assert WRAP in files_of(tmp_path)
    vault.destroy([(key.owner, key.classe)])
    assert WRAP not in files_of(tmp_path)


def test_a_reader_at_work_neither_stops_nor_fails_the_destruction(tmp_path: Path) -> None:
    vault = Vault(f"sqlite:///{tmp_path}/cofre.sqlite")
    metadata.create_all(vault.engine)
    key = VaultKey(owner=b"o" * 16, classe="ident", dek_version=1, unidade=1, kek_id=1, wrap=WRAP)
    vault.store([key])
    with vault.engine.connect().execution_options(sisetp_read_only=True) as reader:
        reader.execute(select(chave.c.owner)).all()
        vault.destroy([(key.owner, key.classe)])
        assert vault.fetch([key.owner], key.classe) == {}
    vault.destroy([(key.owner, key.classe)])
    assert WRAP not in files_of(tmp_path)
