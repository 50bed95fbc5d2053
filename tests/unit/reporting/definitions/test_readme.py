"""The page that teaches how to add a table tells the truth: its example loads beside the definitions that ship."""

import re
import shutil
from pathlib import Path

import pytest

from sisetp.config import ROOT
from sisetp.reporting.definitions.errors import DefinitionError
from sisetp.reporting.definitions.reading import DEFINICOES, load

README = (ROOT / "reports" / "README.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"(?s)```toml\n(.*?)```", README)[0]
MESSAGE = re.findall(r"(?s)```\n(rad-ambito.*?)\n```", README)[0]


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEFINICOES, tmp_path / "definicoes"))


def test_the_worked_example_is_a_new_table_without_python(folder: Path) -> None:
    (folder / "rad-ambito.toml").write_text(EXAMPLE, encoding="utf-8")
    catalogue = load(folder)
    (table,) = catalogue.produtos["RAD-AMBITO"].tabelas
    assert table.colunas is not None
    assert [category.rotulo for category in table.colunas.categorias][-1] == "Não informado (fora do modelo)"


def test_the_message_it_shows_is_the_message_given(folder: Path) -> None:
    (folder / "rad-ambito.toml").write_text(EXAMPLE.replace('"INTERNO"', '"NACIONAL"'), encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        load(folder)
    assert refused.value.message == MESSAGE


def test_every_key_in_use_is_explained() -> None:
    tables = README[README.index("## As chaves do produto") :]
    explained = {word for code in re.findall(r"`([^`\n]+)`", tables) for word in re.findall(r"[a-z_]+", code)}
    text = "\n".join(path.read_text(encoding="utf-8") for path in DEFINICOES.glob("*.toml"))
    used = set(re.findall(r"(?:^|[{,] )\[*(?:\w+\.)?([a-z_]+)(?: = |\]+$)", text, flags=re.MULTILINE))
    assert {"codigo", "linhas", "folhas", "conta", "soma", "modo"} <= used
    assert used - explained == set()
