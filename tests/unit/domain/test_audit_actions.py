"""Audit actions: all declared, labelled, and without keys that could carry personal data."""

import re

import pytest

from sisetp.domain.audit import ACTIONS, Action, check_details
from sisetp.domain.fields import CATALOGUE, Seal

SEALED = {entry.name for entry in CATALOGUE.values() if entry.form in "ABCP" and entry.seal is not Seal.PLAIN}


def test_every_action_is_declared_with_a_label() -> None:
    assert set(ACTIONS) == set(Action)
    labels = [spec.label for spec in ACTIONS.values()]
    assert all(labels)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("action", list(Action))
def test_no_detail_key_names_a_sealed_field(action: Action) -> None:
    keys = ACTIONS[action].keys
    assert all(re.fullmatch(r"[a-z_]+", key) for key in keys)
    assert not (keys & SEALED) - {"perfil"}  # in LISTAR it is the filter chosen, about nobody in particular


def test_undeclared_details_are_refused_by_name_only() -> None:
    check_details(Action.BUSCAR, frozenset({"tipo", "quantidade"}))
    with pytest.raises(ValueError, match="consulta"):
        check_details(Action.BUSCAR, frozenset({"consulta"}))
    with pytest.raises(ValueError, match="destinos"):
        check_details(Action.IMPRIMIR_GUIA, frozenset({"destinos"}))
