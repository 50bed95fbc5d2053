"""Every exact report from the same few facts gives the same bytes as the sample that is kept."""

import json

import pytest

from sisetp.reporting.definitions.reading import load
from tests.support.amostras import DEFINICOES, PASTA, amostras

MADE = dict(amostras(load(DEFINICOES)))


@pytest.mark.parametrize("name", MADE)
def test_a_report_is_the_sample_that_is_kept(name: str) -> None:
    assert MADE[name] == (PASTA / name).read_text(encoding="utf-8")


def test_there_is_no_sample_of_a_report_that_does_not_exist() -> None:
    assert {path.name for path in PASTA.glob("*.json")} == set(MADE)


def test_samples_are_json_with_numbers_in_them() -> None:
    for text in MADE.values():
        rows = [row for table in json.loads(text)["tabelas"] for row in table["linhas"][1:]]
        assert any(isinstance(cell, int) and cell > 0 for row in rows for cell in row)
