"""A secret note shows to its own profession and to nobody else, in every page of the system: asked one by one."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.access.roles import Secrecy
from sisetp.web import matrix, sigilo
from sisetp.web.matrix import RouteRow
from sisetp.web.sigilo import Parte, foretold
from tests.support.clock import MovableClock
from tests.support.forms import form_of, get
from tests.support.notas import NOTAS, Cena, cena

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
HOME, AWAY = "NETP-MG", "NETP-SP"

WRITERS = {Secrecy.SIG_PSI: "PSI", Secrecy.SIG_AS: "AS", Secrecy.TECNICO: "AGENTE"}
READERS = (
    ("TECNICO", HOME, "PSI"),
    ("TECNICO", HOME, "AS"),
    ("TECNICO", HOME, "ADV"),
    ("TECNICO", HOME, None),
    ("COORDENACAO", HOME, "COORD"),
    ("COORDENACAO", HOME, "PSI"),
    ("ATENDENTE", HOME, "PSI"),
    ("ANALISTA", HOME, "PSI"),
    ("TECNICO", AWAY, "PSI"),
    ("CGETP_GESTAO", None, None),
    ("CGETP_ADMIN", None, "PSI"),
    ("ENCARREGADO", None, None),
)

# Boxes that the channels made by a POST want before they show anything.
ASKED: Mapping[str, Mapping[str, object]] = {
    "atendimentos.identidade": {"parte": ""},
    "atendimentos.folha": {"textos": "1"},
    "cadastros.da_ficha_enviar": {"acao": "abrir"},
    "cadastros.do_caso_enviar": {"acao": "abrir"},
    "casos.alterar_enviar": {"acao": "n_processo"},
    "encaminhamentos.do_caso": {"passo": "conferir", "para": "CREAS", "autorizado": "S", "partes": ["CASO", "RESUMO"]},
    "pessoas.buscar": {"por": "nome", "nome": "Aurora Silva"},
    "titulares.extrato_gerar_atendimento": {"motivo": "PEDIDO_TITULAR"},
    "titulares.extrato_gerar_caso_pessoa": {"motivo": "PEDIDO_TITULAR"},
}
QUERIES = {"agenda.ver": "?de_quem=unidade", "casos.lista": "?situacao=todos"}
# A list shows the first step of each case among those that the reader may know; a refused form shows what was sent.
MAY_SHOW_LESS = frozenset({"casos.lista", "evolucoes.alterar"})
# These would end the session of who asks, or the step that the next one looks for; static files have other names.
NOT_ASKED = frozenset(
    {"static", "entrada.sair", "entrada.entrar", "entrada.trocar_lotacao", "conta.encerrar", "evolucoes.concluir"}
)


@pytest.fixture
def writers(staff: Staff) -> dict[Secrecy, Actor]:
    """Who wrote each note."""
    return {level: staff("TECNICO", HOME, profissao=profession) for level, profession in WRITERS.items()}


@pytest.fixture
def scene(app: Flask, writers: dict[Secrecy, Actor], clock: MovableClock) -> Cena:
    """The case."""
    return cena(app, writers, clock, AWAY)


@pytest.fixture
def people(writers: dict[Secrecy, Actor], staff: Staff) -> list[Actor]:
    """Everybody who asks: who wrote, and one of each role and profession that matters."""
    return [*writers.values(), *(staff(role, unit, profissao=profession) for role, unit, profession in READERS)]


def test_every_page_says_what_it_shows_of_a_note(app: Flask) -> None:
    assert sigilo.undeclared(rule.endpoint for rule in app.url_map.iter_rules()) == set()
    assert set(sigilo.SILENCIOSOS) | set(sigilo.DECLARADOS) == set(app.view_functions)


def test_a_new_page_stops_the_declaration(app: Flask) -> None:
    app.url_map.add(app.url_rule_class("/casos/<uuid:id>/exportar", endpoint="casos.exportar"))
    assert sigilo.undeclared(rule.endpoint for rule in app.url_map.iter_rules()) == {"casos.exportar"}


def test_each_page_shows_each_reader_what_the_table_says(
    app: Flask, scene: Cena, people: list[Actor], sign_in: SignIn
) -> None:
    assert list(surprises(app, scene, people, sign_in, "GET")) == []


def test_papers_and_answers_show_each_reader_what_the_table_says(
    app: Flask, scene: Cena, people: list[Actor], sign_in: SignIn
) -> None:
    """Forms are sent almost empty: what they refuse is shown again, and must show nothing else."""
    inside = [actor for actor in people if actor.unidade_codigo == HOME or actor.profissao == "PSI"]
    assert list(surprises(app, scene, inside, sign_in, "POST")) == []


def test_the_table_lets_each_profession_read_its_own_level_only(app: Flask, scene: Cena, people: list[Actor]) -> None:
    may = {Secrecy.SIG_PSI: {"PSI"}, Secrecy.SIG_AS: {"AS"}}
    for actor in people:
        for level, professions in may.items():
            for endpoint in sigilo.DECLARADOS:
                parts = foretold(actor, endpoint, level, unidade_id=scene.unidade_id, autor_id=actor.user_id)
                if actor.profissao not in professions or actor.uf != "MG" or actor.role.value not in TEAM:
                    assert parts <= {Parte.AVISO, Parte.PRAZO}, (actor.role, actor.profissao, endpoint)


TEAM = ("TECNICO", "COORDENACAO")


def test_the_manual_prints_the_table() -> None:
    page = sigilo.as_markdown()
    assert all(canal.nome in page for canal in sigilo.CANAIS)
    agenda = next(line for line in page.splitlines() if line.startswith("| agenda") and "Psicologia" in line)
    assert agenda.strip("| ").split(" | ")[3:] == [
        "próxima providência, data da providência",
        *["—"] * 2,
    ]


def surprises(app: Flask, scene: Cena, people: list[Actor], sign_in: SignIn, method: str) -> Iterator[str]:
    """What pages show of the notes that the table does not foretell, or the other way round."""
    for actor in people:
        for row, level, page in asked(app, scene, sign_in(actor), method):
            for difference in compared(scene, actor, row, level, page):
                yield f"{actor.role}/{actor.profissao}/{actor.uf} {row.endpoint} {difference}"


def asked(app: Flask, scene: Cena, client: FlaskClient, method: str) -> Iterator[tuple[RouteRow, Secrecy | None, str]]:
    """Every route of a method, about the case, its notes and all that hangs from it."""
    secret = form_of(get(client, "/conta"), "/sair")["csrf_token"]
    for row in matrix.route_rows(app):
        if method not in row.methods or row.endpoint in NOT_ASKED:
            continue
        for level, path in addresses(app, scene, row):
            if method == "GET":
                answer = client.get(path + QUERIES.get(row.endpoint, ""))
            else:
                answer = client.post(path, data={"csrf_token": secret, **ASKED.get(row.endpoint, {})})
            assert answer.status_code < 500, path
            yield row, level, answer.get_data(as_text=True)


def compared(scene: Cena, actor: Actor, row: RouteRow, level: Secrecy | None, page: str) -> Iterator[str]:
    """Differences of one page; `level` is that of the note in its address, if any."""
    for nota in NOTAS:
        author = scene.autores[nota.level]
        foreseen = foretold(actor, row.endpoint, nota.level, unidade_id=scene.unidade_id, autor_id=author)
        if level is not None and nota.level is not level:
            foreseen = frozenset()
        found = nota.found_in(page)
        if Parte.TEXTO in found or nota.level is Secrecy.TECNICO:
            found, foreseen = found - {Parte.AVISO}, foreseen - {Parte.AVISO}
        if row.endpoint in MAY_SHOW_LESS:
            foreseen &= found
        if found != foreseen:
            yield f"{nota.level}: {sorted(found ^ foreseen)}"


def addresses(app: Flask, scene: Cena, row: RouteRow) -> Iterator[tuple[Secrecy | None, str]]:
    """Addresses of a route: one for each note when it names a note, else one."""
    names = app.url_map._rules_by_endpoint[row.endpoint][0].arguments
    kinds = ("casos/pessoas", "casos", *scene.ids)
    kind = next((kind for kind in kinds if row.rule.startswith(f"/{kind}")), "")
    values: dict[str, Any] = {
        **scene.ids,
        "id": scene.ids.get(kind, scene.caso),
        **dict.fromkeys(("usuario_id", "lotacao_id", "unidade_id", "comite_id", "fluxo_id"), 1),
        **dict.fromkeys(("divulgacao_id", "tarefa_id", "alarme_id"), 1),
        "formato": "csv",
        **{"codigo": "RM-1", "periodo": "2026-11"},
        "ano": 2026,
        "mes": 11,
    }
    notes: list[tuple[Secrecy | None, UUID | None]] = [(None, None)]
    if "evolucao" in names:
        notes = list(scene.evolucoes.items())
    with app.test_request_context():
        for level, key in notes:
            values["evolucao"] = key
            yield level, app.url_for(row.endpoint, **{name: values[name] for name in names})
