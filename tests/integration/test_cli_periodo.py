"""`sisetp periodo …`: the table of states that operators read, and the months that still have no facts."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.clock import MovableClock
from tests.support.shell import DONE, Shell, refused, shell_over


@pytest.fixture
def shell(tmp_path: Path, clock: MovableClock, capsys: pytest.CaptureFixture[str]) -> Iterator[Shell]:
    with shell_over(tmp_path / "instancia", clock, capsys) as made:
        yield made


def test_operators_read_states_and_no_number(shell: Shell, clock: MovableClock) -> None:
    """Begun on 20 November 2026: on 11 December every unit is one day late with November."""
    shell("iniciar")
    clock.instant += timedelta(days=21)
    code, out, _err = shell("periodo", "situacao")
    assert code == DONE
    head, *lines = out.splitlines()
    assert head.split() == ["2026", "jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"]
    assert len(lines) == 26
    assert lines[0].split() == ["NETP-AC", *["-"] * 10, "aberto!", "em", "curso"]
    assert shell("periodo", "situacao", "--ano", "2026")[1] == out
    assert "Não há períodos" in refused(shell("periodo", "situacao", "--ano", "2019"))


def test_months_consolidated_by_an_older_version_are_frozen_once(shell: Shell, tmp_path: Path) -> None:
    shell("iniciar")
    with closing(sqlite3.connect(tmp_path / "instancia" / "sisetp.db")) as raw, raw:
        raw.executemany(
            "INSERT INTO periodo (unidade_id, ano, mes, situacao, versao, updated_at)"
            " VALUES (?, ?, ?, ?, 1, '2026-11-20 00:00:00')",
            [
                (1, 2025, 12, "PUBLICADO"),
                (1, 2026, 1, "CONSOLIDADO"),
                (2, 2026, 1, "ENVIADO"),
                (9, 2026, 2, "PUBLICADO"),
            ],
        )
    assert "ainda sem fatos congelados: 3. Use «sisetp periodo congelar»" in shell("migrar")[1]
    assert shell("periodo", "congelar", "--ano", "2025")[:2] == (
        DONE,
        "1 mês congelado. Os fatos são os dos registros de agora, não os do dia da consolidação.\n",
    )
    code, out, _err = shell("periodo", "congelar")
    assert (code, out.split(".")[0]) == (DONE, "2 meses congelados")
    assert shell("migrar")[1] == "Instalação atualizada.\n"
    assert "nada a fazer" in shell("periodo", "congelar")[1]
    with closing(sqlite3.connect(tmp_path / "instancia" / "sisetp.db")) as raw:
        frozen = raw.execute(
            "SELECT unidade_id, ano, mes, count(*) FROM congelado GROUP BY 1, 2, 3 ORDER BY 1, 2"
        ).fetchall()
    assert frozen == [(1, 2025, 12, 4), (1, 2026, 1, 4), (9, 2026, 2, 4)]
