"""The matrix of permissions is complete, and every page answers every role as it foretells."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import GRANTS
from sisetp.access.roles import Role
from sisetp.domain.fields import CATALOGUE, DataClass
from sisetp.web import matrix
from sisetp.web.guard import Undeclared
from sisetp.web.matrix import Channel, RouteRow, Target
from tests.support.alvos import activity_of, case_of, in_a_case, local_network, person_of, referral_of
from tests.support.caso_pessoas import person_in
from tests.support.clock import MovableClock
from tests.support.desk import attend
from tests.support.direitos import pair_of, request_of
from tests.support.divulgacoes import rows_for_pages
from tests.support.evolucoes import PARTS, parts_of
from tests.support.fichas import person, unnamed
from tests.support.publicadas import one_out
from tests.support.staff import csrf_of

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]

# The signed-in person is sent home from the sign-in page; static files need a name; neither says anything of a role.
NOT_ASKED = frozenset({"static", "entrada.entrar"})

# The one text in a list: what to do next, in the agenda of who reads the evolution it is of.
STEP = ("F", "proximo")

# Pages that want something in the address before they show anything.
QUERIES: Mapping[str, str] = {
    "divulgacoes.origem": "?tabela=0&linha=0&coluna=0",
    "numeros.origem": "?tabela=0&linha=0&coluna=0",
    "relatorios.origem": "?tabela=0&linha=0&coluna=0",
    "estatisticas.consulta": "?periodo=2026-11&linhas=sexo",
    "estatisticas.origem": "?periodo=2026-11&linhas=sexo&linha=0&coluna=0",
}


def get_rows(app: Flask) -> list[RouteRow]:
    return [row for row in matrix.route_rows(app) if "GET" in row.methods and row.endpoint not in NOT_ASKED]


def test_every_route_is_in_the_matrix(app: Flask) -> None:
    rules = {(rule.endpoint, rule.rule) for rule in app.url_map.iter_rules()}
    assert {(row.endpoint, row.rule) for row in matrix.route_rows(app)} == rules


def test_a_route_without_a_permission_stops_the_matrix(app: Flask) -> None:
    app.view_functions["esquecida"] = lambda: "oi"
    app.url_map.add(app.url_rule_class("/esquecida", endpoint="esquecida"))
    with pytest.raises(Undeclared, match="esquecida"):
        matrix.route_rows(app)


def test_every_field_has_a_rule_for_every_channel() -> None:
    for row in matrix.field_rows():
        assert set(row.seen_by) == set(Channel)
    for channel in Channel:
        assert set(matrix.CHANNEL_RULES[channel]) == set(DataClass)


def test_a_class_of_data_without_a_rule_stops_the_matrix(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = {channel: dict(rule) for channel, rule in matrix.CHANNEL_RULES.items()}
    del rules[Channel.LOG][DataClass.SENS]
    monkeypatch.setattr(matrix, "CHANNEL_RULES", rules)
    with pytest.raises(KeyError):
        matrix.field_rows()


def test_identities_and_texts_never_leave_by_a_side_door() -> None:
    closed = {Channel.EXPORTACAO, Channel.AUDITORIA, Channel.OFFLINE, Channel.LOG}
    for row in matrix.field_rows():
        assert not any(row.seen_by[channel] for channel in closed), row.field.key
        if row.field.data_class in {DataClass.ID, DataClass.TXT, DataClass.TXT_S} and row.field.key != STEP:
            assert row.seen_by[Channel.LISTA] == (), row.field.key


def test_json_and_paper_carry_what_the_matrix_says(
    app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock
) -> None:
    actor = staff("ATENDENTE")
    record, client = attend(app, actor, clock, person(textos={"obs": "nota"})), sign_in(actor)
    headers = {
        "Accept": "application/json",
        "X-CSRFToken": csrf_of(client.get("/pessoas/busca").get_data(as_text=True)),
    }
    brought = client.post(f"/pessoas/{person_of(app, record)}/usar", headers=headers).get_json()["campos"]
    names = {name.removesuffix("_outra") for name in brought} - {"pessoa_id"}
    rows = {row.field.name: row.seen_by for row in matrix.field_rows() if row.field.form in ("A", "B")}
    assert {"nome_social", "sexo"} <= names <= {name for name, seen in rows.items() if seen[Channel.API]}
    sheet = client.post(f"/atendimentos/{record}/imprimir", data={"relato": "1"}, headers=headers)
    assert "nota" in sheet.get_data(as_text=True)
    assert rows["obs"][Channel.IMPRESSAO] == rows["obs"][Channel.DETALHE] != ()


def test_only_roles_of_units_see_anything_about_a_person() -> None:
    about_people = [row for row in matrix.field_rows() if row.field.form != "I"]
    seen = {role for row in about_people for roles in row.seen_by.values() for role in roles}
    assert seen == {Role.ATENDENTE, Role.TECNICO, Role.COORDENACAO}


def test_activities_are_seen_where_their_pages_are_and_nowhere_else() -> None:
    rows = [row.seen_by for row in matrix.field_rows() if row.field.form == "I"]
    unit = (Role.ATENDENTE, Role.TECNICO, Role.COORDENACAO, Role.ANALISTA)
    for seen in rows:
        assert {channel for channel, roles in seen.items() if roles} == {Channel.LISTA, Channel.DETALHE}
        assert set(seen[Channel.DETALHE]) == set(unit)


def test_the_catalogue_can_close_a_field_to_a_role() -> None:
    field = replace(CATALOGUE["A", "sexo"], opened_by=("TECNICO",))
    assert matrix.seen_by(field, Channel.DETALHE) == (Role.TECNICO,)


def test_the_manual_names_every_page_and_field(app: Flask) -> None:
    page = matrix.as_markdown(app)
    assert all(f"`{row.rule}`" in page for row in matrix.route_rows(app))
    assert all(f"| {row.field.label} |" in page for row in matrix.field_rows())


@pytest.mark.parametrize("role", list(Role))
def test_pages_answer_each_role_as_foretold(
    app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock, role: Role
) -> None:
    actor = staff(role)
    client = sign_in(actor)
    records = records_for(app, staff, clock, actor)
    found, foretold = {}, {}
    for row in get_rows(app):
        for target in Target if row.names_a_record else (Target.MINE,):
            path = address(app, row, records[target], actor)
            found[row.rule, target.value] = client.get(path).status_code
            foretold[row.rule, target.value] = row.foretold(role, target)
    assert found == foretold


@pytest.mark.parametrize("role", list(Role))
def test_posts_without_permission_are_refused_before_anything_is_read(
    app: Flask, staff: Staff, sign_in: SignIn, clock: MovableClock, role: Role
) -> None:
    actor = staff(role)
    client = sign_in(actor)
    records = records_for(app, staff, clock, actor)
    for row in matrix.route_rows(app):
        if "POST" in row.methods and row.permission is not None and row.reach[role] is None:
            assert client.post(address(app, row, records[Target.MINE], actor)).status_code == 403, row.rule


def test_visitors_are_sent_to_the_sign_in(app: Flask, staff: Staff, clock: MovableClock) -> None:
    actor = staff("ATENDENTE")
    records = records_for(app, staff, clock, actor)
    for row in get_rows(app):
        answer = app.test_client().get(address(app, row, records[Target.MINE], actor))
        if row.permission is None:
            assert answer.status_code == (401 if row.endpoint == "conta.sessao" else 200), row.rule
        else:
            assert answer.status_code == 303, row.rule
            assert answer.location.startswith("/entrar"), row.rule


def records_for(app: Flask, staff: Staff, clock: MovableClock, actor: Actor) -> dict[Target, UUID]:
    colleague, other = staff("ATENDENTE"), staff("ATENDENTE", "PAAHM-GIG")
    registers = Permission.ATENDIMENTO_REGISTRAR in GRANTS[actor.role]
    return {
        Target.MINE: attend(app, actor if registers else colleague, clock, unnamed()),
        Target.COLLEAGUE: attend(app, colleague, clock, unnamed()),
        Target.OTHER_UNIT: attend(app, other, clock, unnamed()),
    }


def address(app: Flask, row: RouteRow, record: UUID, actor: Actor) -> str:
    """Address of a route about a record (or about the person of it, for routes of pessoas)."""
    kinds = {
        "/pessoas": person_of,
        "/atividades": activity_of,
        "/casos/pessoas": in_a_case,
        "/casos": case_of,
        "/encaminhamentos": referral_of,
        "/titulares": request_of,
    }
    find = next((find for start, find in kinds.items() if row.rule.startswith(start)), None)
    values: dict[str, Any] = {
        "id": find(app, record) if find and row.names_a_record else record,
        "usuario_id": actor.user_id,
        "lotacao_id": actor.lotacao_id,
        "unidade_id": 1,
        "ano": 2026,
        "mes": 11,
        "codigo": "RM-1",
        "periodo": "2026-11",
        **dict.fromkeys(
            ("comite_id", "fluxo_id"), local_network(app, actor.uf or "SP") if "rede-local" in row.rule else 0
        ),
    }
    if row.rule.startswith("/divulgacoes/"):
        values |= rows_for_pages(app, MovableClock())
    if row.rule.startswith(("/numeros/<", "/estatisticas/publicado/<")):
        values |= {"divulgacao_id": one_out(app), "formato": "csv"}
    if "a" in row_names(app, row):
        values |= pair_of(app, record)
    if set(PARTS) & row_names(app, row):
        values |= parts_of(app, values["id"])
    if "pessoa" in row_names(app, row):
        values["pessoa"] = person_in(app, values["id"], person_of(app, record))
    with app.test_request_context():
        names = row_names(app, row)
        return app.url_for(row.endpoint, **{name: values[name] for name in names}) + QUERIES.get(row.endpoint, "")


def row_names(app: Flask, row: RouteRow) -> set[str]:
    """Names that an address of this route wants."""
    return app.url_map._rules_by_endpoint[row.endpoint][0].arguments
