"""A process holds the keys of its planes only; keys live through epochs and states; a server sees new units."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sisetp.crypto import keyring as keyrings
from sisetp.crypto.blind_index import KINDS
from sisetp.crypto.context import SealContext
from sisetp.crypto.errors import KeyExhausted, KeyMissing, KeyringError
from sisetp.crypto.keyring import Keyring
from sisetp.crypto.keys import ALL_PLANES, NATIONAL_SLOTS, STATISTICS_PLANES, KeyState, Plane, year_slot
from sisetp.crypto.providers.file import FileProvider
from sisetp.crypto.sealed import Sealer


def ask(keyring: Keyring, plane: Plane) -> bytes:
    """Ask for a key of the plane that exists."""
    if plane is Plane.INDICE:
        return keyring.active(plane, "cpf", 1).material
    if plane is Plane.ANO:
        return keyring.active(*year_slot(2026)).material
    return keyring.active(plane, plane.value, 1 if plane in (Plane.UNIDADE, Plane.ESTAT) else 0).material


@pytest.mark.parametrize("loaded", Plane)
def test_only_the_planes_asked_for_are_loaded(keyring_path: Path, provider: FileProvider, loaded: Plane) -> None:
    keyring = keyrings.load(keyring_path, provider, planes=[loaded])
    assert len(ask(keyring, loaded)) == (64 if loaded is Plane.UNIDADE else 32)
    for plane in ALL_PLANES - {loaded}:
        with pytest.raises(KeyMissing):
            ask(keyring, plane)
    assert {key.info.plano for key in keyring._loaded.by_id.values()} == {loaded}


def test_the_statistics_process_opens_codes_and_nothing_else(
    keyring_path: Path, provider: FileProvider, sealer: Sealer, seal_context: SealContext
) -> None:
    key = sealer.new_key(unidade=1, owner=b"r" * 16, classe="ident")
    record, codes = sealer.seal_record(key, seal_context, b"{}"), sealer.seal_codes(seal_context, b"codes")
    snapshot = sealer.seal_snapshot(seal_context, b"facts")
    reporting = Sealer(keyrings.load(keyring_path, provider, planes=STATISTICS_PLANES))
    assert reporting.open_snapshot(seal_context, snapshot) == b"facts"
    assert reporting.open_codes(seal_context, codes) == b"codes"
    for forbidden in (
        lambda: reporting.open_record(key, seal_context, record),
        lambda: reporting.new_key(unidade=1, owner=b"r" * 16, classe="ident"),
        lambda: reporting.index_token(1, "cpf", b"1"),
        lambda: reporting.pessoa_chave("joan", "silv", "1990-01-01"),
    ):
        with pytest.raises(KeyMissing):
            forbidden()


def test_every_key_is_its_own(keyring: Keyring) -> None:
    materials = [key.material for key in keyring._loaded.by_id.values()]
    assert len(set(materials)) == len(materials) == len(NATIONAL_SLOTS) + 1 + 2 * (2 + len(KINDS))


def test_adding_national_keys_twice_changes_nothing(keyring_path: Path, provider: FileProvider) -> None:
    before = keyring_path.read_bytes()
    assert keyrings.add_national(keyring_path, provider, years=[2026]) == ()
    assert keyring_path.read_bytes() == before
    (made,) = keyrings.add_national(keyring_path, provider, years=[2026, 2027])
    assert (made.plano, made.tipo, made.unidade) == year_slot(2027)


def test_a_person_has_another_pseudonym_each_year_and_none_once_the_key_is_gone(
    keyring_path: Path, provider: FileProvider, sealer: Sealer
) -> None:
    keyrings.add_national(keyring_path, provider, years=[2027])
    first, second = sealer.year_pseudonym(2026, b"p" * 16), sealer.year_pseudonym(2027, b"p" * 16)
    assert first != second
    assert sealer.year_pseudonym(2026, b"p" * 16) == first < 2**64
    keyrings.destroy_year(keyring_path, provider, 2026)
    sealer.refresh()
    with pytest.raises(KeyMissing):
        sealer.year_pseudonym(2026, b"p" * 16)
    assert keyrings.add_national(keyring_path, provider, years=[2026]) == ()
    for ano in (2026, 1999):
        with pytest.raises(KeyringError, match=str(ano)):
            keyrings.destroy_year(keyring_path, provider, ano)


def test_adding_a_unit_twice_changes_nothing(keyring_path: Path, provider: FileProvider) -> None:
    before = keyring_path.read_bytes()
    assert keyrings.add_unit(keyring_path, provider, 1) == ()
    assert keyring_path.read_bytes() == before
    made = keyrings.add_unit(keyring_path, provider, 3)
    assert {info.tipo for info in made} == {"unidade", "estat", *KINDS}
    assert {info.unidade for info in made} == {3}


def test_writers_wait_for_each_other(keyring_path: Path, provider: FileProvider) -> None:
    units = range(10, 18)
    with ThreadPoolExecutor(len(units)) as pool:
        list(pool.map(lambda unit: keyrings.add_unit(keyring_path, provider, unit), units))
    status = keyrings.status(keyring_path, provider)
    assert {info.unidade for info in status.keys} == {0, 1, 2, *units}
    assert status.versao == 4 + len(units)


def test_a_running_process_sees_a_unit_added_later(keyring_path: Path, provider: FileProvider, sealer: Sealer) -> None:
    assert not sealer.refresh()
    with pytest.raises(KeyMissing) as caught:
        sealer.new_key(unidade=3, owner=b"o", classe="ident")
    assert (caught.value.plane, caught.value.unidade) == ("unidade", 3)
    keyrings.add_unit(keyring_path, provider, 3)
    assert sealer.new_key(unidade=3, owner=b"o", classe="ident").unidade == 3
    assert not sealer.refresh()


def test_a_new_epoch_seals_and_the_old_one_still_opens(
    keyring_path: Path, provider: FileProvider, sealer: Sealer, seal_context: SealContext
) -> None:
    old = sealer.new_key(unidade=1, owner=b"r" * 16, classe="ident")
    blob, codes = sealer.seal_record(old, seal_context, b"{}"), sealer.seal_codes(seal_context, b"codes")
    for plane in (Plane.UNIDADE, Plane.ESTAT):
        assert keyrings.renew(keyring_path, provider, plane, 1).epoca == 2
    assert sealer.refresh()
    new = sealer.rewrap(old)
    assert new.kek_id != old.kek_id
    assert sealer.new_key(unidade=1, owner=b"o", classe="ident").kek_id == new.kek_id
    for wrapped in (old, new):
        assert sealer.open_record(wrapped, seal_context, blob) == b"{}"
    assert sealer.open_codes(seal_context, codes) == b"codes"
    assert sealer.seal_codes(seal_context, b"codes")[3:5] != codes[3:5]


def test_a_destroyed_epoch_opens_nothing_and_cannot_come_back(
    keyring_path: Path, provider: FileProvider, sealer: Sealer, seal_context: SealContext
) -> None:
    old = sealer.new_key(unidade=1, owner=b"r" * 16, classe="ident")
    blob = sealer.seal_record(old, seal_context, b"{}")
    with pytest.raises(KeyringError, match="estado de leitura"):
        keyrings.destroy(keyring_path, provider, old.kek_id)
    keyrings.renew(keyring_path, provider, Plane.UNIDADE, 1)
    keyrings.destroy(keyring_path, provider, old.kek_id)
    assert sealer.refresh()
    for reader in (sealer, Sealer(keyrings.load(keyring_path, provider))):
        with pytest.raises(KeyMissing):
            reader.open_record(old, seal_context, blob)
    states = {info.id: info.estado for info in keyrings.status(keyring_path, provider).keys}
    assert states[old.kek_id] is KeyState.DESTRUIDA
    with pytest.raises(KeyringError, match="estado de leitura"):
        keyrings.destroy(keyring_path, provider, old.kek_id)


def test_only_unit_keys_have_epochs(keyring_path: Path, provider: FileProvider) -> None:
    with pytest.raises(KeyringError, match="épocas"):
        keyrings.renew(keyring_path, provider, Plane.AUDITORIA, 0)
    with pytest.raises(KeyringError, match="não tem chave ativa"):
        keyrings.renew(keyring_path, provider, Plane.UNIDADE, 77)


def test_a_statistics_key_stops_at_its_limit(
    sealer: Sealer, seal_context: SealContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sisetp.crypto.sealed.MESSAGES_PER_KEY", 3)
    *_, blob = [sealer.seal_codes(seal_context, b"codes") for _ in range(3)]
    assert list(sealer.codes_sealed().values()) == [3]
    with pytest.raises(KeyExhausted):
        sealer.seal_codes(seal_context, b"codes")
    assert sealer.open_codes(seal_context, blob) == b"codes"
