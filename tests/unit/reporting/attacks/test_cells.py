"""Attacks on cells (C1–C10): zeros, lines with one or two hidden cells, whole minus part, labels and percentages."""

import json
from dataclasses import replace

import numpy as np
import pytest

from sisetp.reporting.disclosure.auditor.attacks import attack, counts_behind
from sisetp.reporting.disclosure.auditor.checks import audit, retroactive_alarm
from sisetp.reporting.disclosure.auditor.model import Externa, LinhaAuditada, Percentual, Tipo
from sisetp.reporting.facts import ESQUEMAS, Fatos, Tabela
from sisetp.reporting.releases.base import Segmento, first_contacts
from sisetp.reporting.tables import Marca
from tests.unit.reporting.attacks.releases import (
    BRASIL,
    ESTADOS,
    IDADE,
    IDADE_LARGA,
    SEXO,
    Quadro,
    auditada,
    ingenua,
    only_naive_leaks,
    out,
    pessoas,
    protegida,
    recuperados,
)
from tests.unit.reporting.auditor.worlds import Mundo

ESTADOS_POR_SEXO = Quadro("estados", ESTADOS, SEXO)
ESTADOS_POR_IDADE = Quadro("estados", ESTADOS, IDADE)


def test_c1_printed_zeros_prove_presence_in_what_is_hidden_and_sisetp_prints_none() -> None:
    naive = ingenua(pessoas(90, 90), "R", ESTADOS_POR_IDADE, hidden=lambda value: 0 < value < 5)
    safe = protegida(pessoas(90, 90), "R", ESTADOS_POR_IDADE)
    only_naive_leaks(naive, safe, "C1")
    assert all(line.valor != 0 for line in safe.linhas)


@pytest.mark.parametrize(("code", "people"), [("C2", 120), ("C3", 25), ("C6", 120), ("C8", 120)])
def test_c2_c3_c6_c8_lines_that_add_up_give_hidden_cells_away_and_not_when_protected(code: str, people: int) -> None:
    naive = ingenua(pessoas(people, people), "R", ESTADOS_POR_SEXO, replace(ESTADOS_POR_IDADE, tabela="idades"))
    safe = protegida(pessoas(people, people), "R", ESTADOS_POR_SEXO, replace(ESTADOS_POR_IDADE, tabela="idades"))
    only_naive_leaks(naive, safe, code)


def test_c4_a_known_group_inside_a_cell_gives_the_one_beside_it_away_and_not_when_protected() -> None:
    cross = {
        f"{sex} {band}": {**sex_codes, **band_codes}
        for sex, sex_codes in SEXO.items()
        for band, band_codes in IDADE_LARGA.items()
    }
    naive = (
        Mundo().chegam(5, sexo="F", faixa="18-29").chegam(1, sexo="F", faixa="60+").chegam(90, sexo="M", faixa="60+")
    )
    safe = Mundo(pessoas=naive.pessoas.copy())
    ingenua(naive, "R", Quadro("sexo", BRASIL, SEXO), Quadro("sexo e idade", BRASIL, cross))
    protegida(safe, "R", Quadro("sexo", BRASIL, SEXO), Quadro("sexo e idade", BRASIL, cross))
    only_naive_leaks(naive, safe, "C4")


def test_c5_six_attendances_of_one_woman_are_one_person_and_stay_hidden() -> None:
    world = Mundo().chegam(1, sexo="F").chegam(30, sexo="M").chegam(8, sexo="NI")
    safe = protegida(Mundo(pessoas=world.pessoas.copy()), "R", Quadro("sexo", BRASIL, SEXO))
    world.tabela("R", "sexo", BRASIL, SEXO)
    attended = [replace(line, situacao="P", valor=6) if line.coluna == "F" else line for line in world.linhas]
    naive = replace(world.caso(), linhas=tuple(attended))
    assert attack(naive, "C5").recuperados == 1
    assert audit(naive).conta(Tipo.CONTRADICAO) == 1
    assert recuperados(safe, "C5") == 0
    assert auditada(safe).aprovada
    assert out(safe) == {("R", "sexo")}
    assert len(first_contacts(2026, 3, [_six_attendances()], np.zeros(0, np.uint64)).colunas["pessoa"]) == 1


def test_c9_a_label_is_read_as_a_bound_and_sisetp_has_one_mark_for_everything_hidden() -> None:
    safe = protegida(pessoas(90, 90), "R", ESTADOS_POR_SEXO)
    small = [line for line in safe.linhas if line.situacao == "X" and safe.conta(_form(line)) < line.limiar]
    labelled = replace(safe.caso(), externas=tuple(_label(line) for line in small))
    assert attack(labelled, "C9").recuperados > 0
    assert audit(labelled).conta(Tipo.PEQUENA) > 0
    assert recuperados(safe, "C9") == 0
    assert auditada(safe).aprovada
    assert out(safe) == {("R", "estados")}
    assert {mark.value for mark in Marca} == {"", "x", "-", "sem envio"}


def test_c10_a_percentage_is_a_count_and_those_of_published_cells_say_nothing_new() -> None:
    assert counts_behind(20.0, 5, 0) == (1,)
    naive = ingenua(pessoas(90, 90), "R", ESTADOS_POR_SEXO)
    safe = protegida(pessoas(90, 90), "R", ESTADOS_POR_SEXO)
    told = tuple(_share(naive, line) for line in naive.linhas if line.situacao == "X")
    assert attack(replace(naive.caso(), percentuais=told), "C10").recuperados > 0
    published = tuple(_share(safe, line) for line in safe.linhas if line.valor is not None)
    assert published
    assert attack(replace(safe.caso(), percentuais=published), "C10").recuperados == 0


def test_what_others_publish_breaks_forms_that_were_safe_and_the_alarm_names_them() -> None:
    world = protegida(pessoas(120, 120), "R", ESTADOS_POR_SEXO)
    before = world.caso()
    hidden = next(line for line in world.linhas if line.situacao == "X" and 0 < world.conta(_form(line)) < 5)
    outside = Externa(descricao="boletim de outro órgão", forma_json=hidden.forma_json, minimo=1, maximo=4)
    alarms = retroactive_alarm(before, replace(before, externas=(outside,)))
    assert hidden.forma_json in {alarm.forma_json for alarm in alarms}
    assert all(alarm.causas[0] == ("publicação externa", "boletim de outro órgão") for alarm in alarms)
    assert "publicação externa" in alarms[0].saida
    assert retroactive_alarm(before, before) == ()


def _form(line: LinhaAuditada) -> dict[str, list[str]]:
    form: dict[str, list[str]] = json.loads(line.forma_json)
    return form


def _label(line: LinhaAuditada) -> Externa:
    return Externa(descricao="rótulo «<5»", forma_json=line.forma_json, minimo=0, maximo=4)


def _share(world: Mundo, line: LinhaAuditada) -> Percentual:
    base = world.conta({"nasceu": ("1",)})
    share = round(100 * world.conta(_form(line)) / base, 1)
    return Percentual(forma_json=line.forma_json, percentual=share, base=base, casas=1, limiar=line.limiar)


def _six_attendances() -> Segmento:
    columns = {campo.nome: np.ones(6, campo.dtype) for campo in ESQUEMAS[Tabela.CONTATO]}
    return Segmento(1, "", Fatos(tabela=Tabela.CONTATO, unidade_id=1, ano=2026, mes=3, colunas=columns))
