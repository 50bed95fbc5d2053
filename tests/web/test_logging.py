"""Logs hold ids and codes: values of the catalogue, CPF, e-mail, telephones and exception texts are cut."""

import json
import logging
from collections.abc import Callable

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.domain.fields import CATALOGUE, DataClass
from sisetp.web.logging import CUT, PERSONAL_KEYS, redact


def test_keys_come_from_the_catalogue() -> None:
    assert {"nome_civil", "doc_numero", "sexo", "observacao"} & {name for _form, name in CATALOGUE} <= PERSONAL_KEYS
    for (_form, name), field in CATALOGUE.items():
        if field.data_class is not DataClass.ADM:
            assert redact(None, "info", {name: "valor"})[name] == CUT


@pytest.mark.parametrize(
    "value",
    ["cpf 123.456.789-09", "12345678909", "ana@exemplo.invalid", "+55 11 91234-5678", "(11) 3123-4567"],
)
def test_patterns_are_cut_at_any_depth(value: str) -> None:
    event = {"a": value, "b": {"c": [f"antes {value} depois"]}, "nested": {"senha": "x"}}
    written = json.dumps(redact(None, "info", event), ensure_ascii=False)
    assert value not in written
    assert CUT in written


def test_ids_codes_and_times_stay() -> None:
    event = {"id": "3f0c1d5e-8a77-4c4e-9b1a-0d8c2f1e6a90", "situacao": 200, "quando": "2026-11-20T15:00:00Z"}
    assert redact(None, "info", dict(event)) == event


def test_the_access_line_names_the_route_and_the_user(
    app: Flask,
    staff: Callable[..., Actor],
    sign_in: Callable[[Actor], FlaskClient],
    capsys: pytest.CaptureFixture[str],
) -> None:
    actor = staff("CGETP_ADMIN")
    sign_in(actor).get(f"/usuarios/{actor.user_id}?busca=segredo")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    line = lines[-1]
    assert {key: line[key] for key in ("event", "metodo", "rota", "situacao", "usuario_id")} == {
        "event": "acesso",
        "metodo": "GET",
        "rota": "/usuarios/<int(max=2147483647):usuario_id>",
        "situacao": 200,
        "usuario_id": actor.user_id,
    }
    assert "segredo" not in json.dumps(lines)


def test_exceptions_in_any_logger_lose_their_text(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ValueError("Aurora Segredo")
    except ValueError:
        logging.getLogger("biblioteca").exception("falhou")
        structlog.get_logger("nosso").exception("falhou")
    written = capsys.readouterr().err
    assert "Aurora" not in written
    assert written.count('"excecao": "ValueError"') == 2


def test_statements_are_never_logged(app: Flask) -> None:
    assert logging.getLogger("sqlalchemy.engine").getEffectiveLevel() == logging.WARNING
