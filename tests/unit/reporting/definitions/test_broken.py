"""A wrong definition is refused with file, key and reason, and nothing of the folder is loaded."""

from pathlib import Path

import pytest

from sisetp.domain.errors import Refused
from sisetp.reporting.definitions.errors import DefinitionError
from sisetp.reporting.definitions.reading import examine, load
from tests.unit.reporting.definitions import broken, broken_public
from tests.unit.reporting.definitions.broken import GOOD, TABELA, Broken


def _written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_good_ones_are_good(tmp_path: Path) -> None:
    catalogue = load(_written(tmp_path, GOOD))
    assert [product.codigo for product in catalogue.listar()] == ["B-1", "C-1", "P-1", "T-1"]
    assert catalogue.quadros.keys() == {"B-1", "T-1"}


@pytest.mark.parametrize("case", [*broken.BROKEN, *broken_public.BROKEN], ids=lambda case: str(case.what))
def test_a_broken_definition_is_refused_with_file_key_and_reason(case: Broken, tmp_path: Path) -> None:
    text = GOOD[case.file].replace(case.old, case.new, 1)
    assert text != GOOD[case.file]
    folder = _written(tmp_path, {**GOOD, case.file: text})
    with pytest.raises(DefinitionError) as refused:
        load(folder)
    assert (refused.value.arquivo, refused.value.chave) == (case.file, case.key)
    assert case.reason in refused.value.motivo
    assert examine(folder)[0].listar() == ()


def test_a_refusal_is_one_of_the_commands_and_says_all_three(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        load(_written(tmp_path, {"x.toml": TABELA.replace('["M"]', '["MASC"]')}))
    assert refused.value.message == (
        "x.toml: tabelas[0].linhas[0].categorias[1].codigos[0]: «MASC» não está na lista de «sexo»"
    )


def test_every_wrong_file_is_told_at_once(tmp_path: Path) -> None:
    broken = {name: text.replace("fonte", "font", 1) for name, text in GOOD.items()}
    catalogue, errors = examine(_written(tmp_path, broken))
    assert [(error.arquivo, error.chave) for error in errors] == [(name, "fonte") for name in sorted(GOOD)]
    assert catalogue.listar() == ()


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "velho.toml").write_bytes('titulo = "Ficções"'.encode("latin-1"))
    with pytest.raises(DefinitionError, match=r"velho\.toml: o arquivo não está em UTF-8 \(byte 13\)"):
        load(tmp_path)


def test_a_file_saved_with_a_mark_of_encoding_is_read(tmp_path: Path) -> None:
    (tmp_path / "marcado.toml").write_text(TABELA.replace("\n", "\r\n"), encoding="utf-8-sig", newline="")
    assert load(tmp_path).produtos.keys() == {"T-1"}


def test_a_folder_without_any_definition_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="não tem nenhuma definição"):
        load(tmp_path)
