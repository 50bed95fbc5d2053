"""Code lists: stable numbers, validity, desk labels, overlay of an installation."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sisetp.domain.codelists import Code, CodeList, codelist, list_names, load_overlay, reset_overlay
from sisetp.domain.fields import CATALOGUE
from sisetp.domain.names import normalise

TODAY = date(2026, 11, 21)
AT_THE_DESK = {entry.codelist for entry in CATALOGUE.values() if entry.form in "ABP" and entry.codelist}
AT_THE_DESK |= {"motivo_alteracao", "motivo_cancelamento", "motivo_abertura"}


@pytest.fixture(autouse=True)
def _without_overlay() -> Iterator[None]:
    yield
    reset_overlay()


@pytest.mark.parametrize("name", list_names())
def test_codes_go_to_numbers_and_back(name: str) -> None:
    lista = codelist(name)
    assert lista.items
    for item in lista.items:
        assert lista.by_number(lista.number(item.code)).code == item.code
        assert item.label.strip() == item.label != ""


@pytest.mark.parametrize("name", sorted(AT_THE_DESK - {"municipios"}))
def test_nothing_at_the_desk_says_the_two_words(name: str) -> None:
    for item in codelist(name).items:
        words = normalise(codelist(name).label(item.code, desk=True))
        assert "vitima" not in words
        assert "trafico" not in words


@pytest.mark.parametrize("name", sorted(AT_THE_DESK))
def test_access_keys_are_single_and_unique_in_a_list(name: str) -> None:
    keys = [item.tecla for item in codelist(name).items if item.tecla]
    assert len(keys) == len(set(keys))
    assert all(len(key) == 1 and (key.isdigit() or key.isupper()) for key in keys)


def test_desk_labels_of_the_decision_and_of_the_sketch() -> None:
    assert codelist("perfil").label("VITIMA_TP", desk=True) == "Situação a avaliar com o núcleo"
    assert codelist("necessidade").label("ORIENT_TP", desk=True) == "Orientação para viagem segura"
    assert codelist("perfil").label("REPATRIADO", desk=True) == "Repatriada em operação"
    assert codelist("porta_entrada").label("BUSCA_ATIVA", desk=True) == "Abordagem nossa"
    assert codelist("indicio").label("DOC_RETIDO", desk=True) == "Documento retido"
    assert codelist("sexo").label("M", desk=True) == codelist("sexo").label("M") == "Masculino"


def test_a_code_is_valid_on_both_ends() -> None:
    code = Code(code="X", n=1, label="x", inicio=date(2026, 1, 1), fim=date(2026, 6, 30))
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [code.valid_on(day) for day in days] == [False, True, True, False]


def test_a_list_refuses_repeated_numbers() -> None:
    with pytest.raises(ValueError, match="repeated"):
        CodeList(name="x", title="x", items=(Code(code="A", n=1, label="a"), Code(code="B", n=1, label="b")))


def _overlay(tmp_path: Path, *items: dict[str, object]) -> Path:
    path = tmp_path / "listas.json"
    path.write_text(json.dumps({"listas": {"perfil": {"items": items}}}), encoding="utf-8")
    return path


def test_overlay_adds_and_ends_codes(tmp_path: Path) -> None:
    path = _overlay(tmp_path, {"code": "NOVO", "n": 19, "label": "Novo"}, {"code": "OUTRO", "fim": "2026-06-30"})
    assert load_overlay(path) == ("perfil",)
    current = {item.code for item in codelist("perfil").current(TODAY)}
    assert "NOVO" in current
    assert "OUTRO" not in current
    assert codelist("perfil").label("OUTRO") == "Outro"


@pytest.mark.parametrize(
    "item",
    [{"code": "OUTRO", "label": "Diferente"}, {"code": "OUTRO", "n": 40}, {"code": "NOVO", "n": 1, "label": "n"}],
)
def test_overlay_cannot_rename_renumber_or_reuse(tmp_path: Path, item: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="perfil"):
        load_overlay(_overlay(tmp_path, item))
    assert codelist("perfil").label("OUTRO") == "Outro"
