"""Referrals after they are sent: each unit's page, what each role sees, the ends, taking back, and the papers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.db.models.rede import CartaoUnidade
from sisetp.db.runtime import current_runtime
from sisetp.db.session import unit_of_work
from sisetp.domain.encaminhamento import EnviarEncaminhamento
from sisetp.services import encaminhamentos
from tests.support.clock import MovableClock
from tests.support.desk import attend, call, events
from tests.support.encaminhamentos import unit_id
from tests.support.fichas import IDENTITY, person
from tests.support.forms import form_of, get, post, text
from tests.support.staff import OPERATOR

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
NAME = str(IDENTITY.nome_civil)
LOADED = ("vítima", "vitima", "tráfico", "trafico")


@dataclass(frozen=True)
class Sent:
    """A referral made by an officer, and where its page is."""

    id: UUID
    author: Actor

    @property
    def path(self) -> str:
        return f"/encaminhamentos/{self.id}"


def refer(app: Flask, author: Actor, clock: MovableClock, **changes: object) -> Sent:
    """A referral of a traveller to the núcleo of the state, with name, needs and screening authorised."""
    given = {
        "registro_tipo": "ATENDIMENTO",
        "registro_id": attend(app, author, clock, person(respostas={"perfil": "VITIMA_TP"})),
        "destino": "NETP",
        "unidade_destino_id": unit_id(app, "NETP-SP"),
        "motivo": "SERVICO_ADICIONAL",
        "autorizado": "S",
        "partes": ("IDENTIDADE", "NECESSIDADES", "TRIAGEM"),
        "chave_envio": uuid4().hex,
        **changes,
    }
    key = call(app, author, encaminhamentos.send, EnviarEncaminhamento(**given), clock=clock)  # type: ignore[arg-type]
    return Sent(id=key, author=author)


def outside(app: Flask, author: Actor, clock: MovableClock) -> Sent:
    return refer(app, author, clock, destino="CREAS", unidade_destino_id=None, servico="CREAS Centro")


@pytest.fixture
def referral(app: Flask, desk: Actor, clock: MovableClock) -> Sent:
    return refer(app, desk, clock)


@pytest.fixture
def netp(staff: Staff, sign_in: SignIn) -> FlaskClient:
    return sign_in(staff("TECNICO", "NETP-SP"))


@pytest.fixture
def team(staff: Staff, sign_in: SignIn) -> FlaskClient:
    return sign_in(staff("TECNICO", "PAAHM-GRU"))


def test_the_receiver_opens_nothing_before_accepting_and_exactly_the_copy_after(
    app: Flask, staff: Staff, sign_in: SignIn, referral: Sent
) -> None:
    officer = staff("TECNICO", "NETP-SP")
    netp = sign_in(officer)
    page = get(netp, referral.path)
    assert "PAAHM-GRU" in page
    assert NAME not in page
    refused = text(post(netp, f"{referral.path}/dados"), 422)
    assert NAME not in refused
    assert post(netp, f"{referral.path}/aceitar").status_code == 303
    page = get(netp, referral.path)
    assert NAME not in page
    assert "Abrir dados recebidos" in page
    opened = text(post(netp, f"{referral.path}/dados"))
    assert NAME in opened
    assert "Situação a avaliar com o núcleo" in opened
    assert "91234" not in opened
    assert len(events(app, officer, "abrir_copia")) == 1


def test_the_receiver_is_led_to_a_case_with_the_data(netp: FlaskClient, referral: Sent) -> None:
    post(netp, f"{referral.path}/aceitar")
    assert f'href="/casos/novo?origem=encaminhamento&amp;id={referral.id}"' in get(netp, referral.path)
    form = form_of(get(netp, f"/casos/novo?origem=encaminhamento&id={referral.id}"), "/casos/novo")
    answer = post(netp, "/casos/novo", {**form, "porta_entrada": "REDE", "risco": "MEDIO"})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert f"{answer.location}/pessoas/" in get(netp, str(answer.location))


def test_a_third_unit_finds_nothing(staff: Staff, sign_in: SignIn, referral: Sent) -> None:
    other = sign_in(staff("COORDENACAO", "PAAHM-GIG"))
    assert other.get(referral.path).status_code == 404
    steps = ("dados", "aceitar", "recusar", "responder", "recusa-da-pessoa", "sem-retorno", "revogar", "revisar")
    for step in (*steps, "guia", "oficio", "acrescentar"):
        assert post(other, f"{referral.path}/{step}").status_code == 404, step
    assert str(referral.id) not in get(other, "/encaminhamentos/recebidos")


def test_the_desk_sees_status_dates_and_destination_only(
    app: Flask, client: FlaskClient, staff: Staff, sign_in: SignIn, netp: FlaskClient, referral: Sent
) -> None:
    page, listed = get(client, referral.path), get(client, "/encaminhamentos")
    for text_ in (page, listed):
        assert "NETP-SP" in text_
        assert "20/11/2026" in text_
        assert "27/11/2026" in text_
        assert "Serviço adicional" not in text_
        assert not [word for word in LOADED if word in text_.lower()]
    assert "O que foi compartilhado" not in page
    assert "Recebidos" not in listed
    assert client.get("/encaminhamentos/recebidos").status_code == 403
    assert post(client, f"{referral.path}/dados").status_code == 403
    for step in ("aceitar", "responder", "recusa-da-pessoa", "sem-retorno", "revogar", "revisar", "acrescentar"):
        assert post(client, f"{referral.path}/{step}").status_code == 403, step
    post(netp, f"{referral.path}/aceitar")
    assert "Aceito pelo serviço" in get(client, referral.path)


def test_the_two_tabs_filter_and_say_what_is_late(
    app: Flask, staff: Staff, sign_in: SignIn, desk: Actor, clock: MovableClock
) -> None:
    first, second = refer(app, desk, clock), outside(app, desk, clock)
    clock.advance(days=9)
    netp, team = sign_in(staff("TECNICO", "NETP-SP")), sign_in(staff("TECNICO", "PAAHM-GRU"))
    received = get(netp, "/encaminhamentos")
    assert first.path in received
    assert second.path not in received
    assert "Resposta atrasada" in received
    assert 'aria-current="page">Recebidos' in received
    assert first.path in get(team, "/encaminhamentos/enviados?situacao=ENVIADO")
    assert first.path not in get(team, "/encaminhamentos/enviados?situacao=ACEITO")
    odd = get(team, "/encaminhamentos/enviados?situacao=%27;--&pagina=zz")
    assert second.path in odd
    clock.advance(days=30)
    late = sign_in(staff("TECNICO", "PAAHM-GRU"))
    assert "Sem resposta além do limite" in get(late, "/encaminhamentos/enviados")
    assert post(late, f"{first.path}/sem-retorno").status_code == 303
    assert "Sem retorno" in get(late, first.path)


def test_a_refusal_needs_its_reason_and_keeps_what_was_typed(
    netp: FlaskClient, team: FlaskClient, referral: Sent
) -> None:
    path = f"{referral.path}/recusar"
    page = text(post(netp, path, {"desfecho": "", "resposta": "Sem equipe hoje."}), 422)
    assert "escolha um desfecho" in page
    assert "Sem equipe hoje." in form_of(page, "/recusar")["resposta"]
    for wrong in ({"desfecho": "XX"}, {"desfecho": "ATENDIDA"}, {"desfecho": "OUTRO", "resposta": " "}):
        assert post(netp, path, wrong).status_code == 422
    hostile = text(post(netp, path, {"desfecho": "SEM_VAGA", "resposta": "a\u202eb"}), 422)
    assert form_of(hostile, "/recusar")["desfecho"] == ["SEM_VAGA"]
    assert post(netp, path, {"desfecho": "SEM_VAGA", "resposta": "x" * 2001}).status_code == 422
    assert post(netp, path, {"desfecho": "SEM_VAGA", "resposta": "Volte em um mês."}).status_code == 303
    page = get(team, referral.path)
    assert "Não atendida: sem vaga" in page
    assert "Volte em um mês." in page
    assert post(netp, f"{referral.path}/aceitar").status_code == 422


def test_the_receiver_answers_and_the_origin_does_not_answer_for_it(
    netp: FlaskClient, team: FlaskClient, referral: Sent
) -> None:
    assert post(team, f"{referral.path}/responder", {"desfecho": "ATENDIDA"}).status_code == 403
    post(netp, f"{referral.path}/aceitar")
    answer = post(netp, f"{referral.path}/responder", {"desfecho": "ATENDIDA", "resposta": "Acolhida."})
    assert answer.status_code == 303
    page = get(team, referral.path)
    assert "Atendido/concluído" in page
    assert "Acolhida." in page
    assert "Registrar e encerrar" not in page


def test_the_origin_records_what_an_outside_service_answered(
    app: Flask, team: FlaskClient, desk: Actor, clock: MovableClock
) -> None:
    made = outside(app, desk, clock)
    page = get(team, made.path)
    assert "O serviço aceitou atender" in page
    assert "Revogar" not in page
    assert post(team, f"{made.path}/responder", {"desfecho": "NAO_COMPARECEU"}).status_code == 303
    assert "Não compareceu" in get(team, made.path)


def test_the_person_may_not_want_it(team: FlaskClient, referral: Sent) -> None:
    assert post(team, f"{referral.path}/recusa-da-pessoa", {"desfecho": "SEM_VAGA"}).status_code == 422
    assert post(team, f"{referral.path}/recusa-da-pessoa", {"desfecho": "NAO_QUIS"}).status_code == 303
    assert "Recusado pela pessoa" in get(team, referral.path)


def test_before_the_limit_nothing_expires(team: FlaskClient, referral: Sent) -> None:
    assert "Encerrar sem retorno" not in get(team, referral.path)
    assert post(team, f"{referral.path}/sem-retorno").status_code == 422


def test_taking_back_says_what_it_does_and_closes_the_copy(
    netp: FlaskClient, team: FlaskClient, referral: Sent
) -> None:
    post(netp, f"{referral.path}/aceitar")
    assert "Não apaga o" in get(team, referral.path)
    assert post(team, f"{referral.path}/revogar").status_code == 303
    page = text(post(netp, f"{referral.path}/dados"))
    assert NAME not in page
    assert "Revogado em" in page
    assert NAME in text(post(team, f"{referral.path}/dados"))
    assert "Revogar agora" not in get(team, referral.path)


def test_more_is_shared_later_as_a_new_copy_after_a_preview(
    netp: FlaskClient, team: FlaskClient, client: FlaskClient, referral: Sent
) -> None:
    path = f"{referral.path}/acrescentar"
    form = form_of(get(team, path), "")
    assert "autorizado" not in form
    asked = {"autorizado": "S", "partes": ["CONTATO", "RESUMO"], "resumo": "Prefere mensagem.", "passo": "conferir"}
    key = get(team, path).split('name="chave_envio"')[1].split('value="')[1].split('"')[0]
    preview = text(post(team, path, {"chave_envio": key, **asked}))
    assert "91234" in preview
    assert "Prefere mensagem." in preview
    assert NAME not in preview
    again = {"chave_envio": key, **asked, "passo": "enviar"}
    assert [post(team, path, again).status_code for _ in range(2)] == [303, 303]
    post(netp, f"{referral.path}/aceitar")
    opened = text(post(netp, f"{referral.path}/dados"))
    assert opened.count("copia-aberta") == 2
    assert "91234" in opened
    post(netp, f"{referral.path}/responder", {"desfecho": "ATENDIDA"})
    assert team.get(path).status_code == 404


def test_the_slip_has_where_to_go_and_nothing_of_the_person(
    app: Flask, client: FlaskClient, desk: Actor, referral: Sent
) -> None:
    with app.app_context(), unit_of_work(OPERATOR) as session:
        card = {"endereco": "Rua das Flores, 10", "complemento": "", "cep": "", "horario": "9h às 17h", "email": ""}
        session.add(
            CartaoUnidade(
                unidade_id=unit_id(app, "NETP-SP"),
                **card,
                dia_e_noite=False,
                telefone="(11) 3333-4444",
                telefone_2="",
                valido_desde=date(2020, 1, 1),
                versao=1,
                autor_id=desk.user_id,
                updated_at=current_runtime().clock.now(),
            )
        )
    paper = text(post(client, f"{referral.path}/guia"))
    for words in ("NETP-SP", "Rua das Flores, 10", "9h às 17h", "(11) 3333-4444", "27/11/2026"):
        assert words in paper
    for words in (NAME, "Aurora", "FZ123456", str(referral.id), "Núcleo", "NETP São Paulo", *LOADED):
        assert words not in paper
    assert events(app, desk, "imprimir_encaminhamento")[-1][1]["tipo"] == "GUIA"


def test_the_letter_has_only_what_was_shared_in_neutral_words(
    app: Flask, team: FlaskClient, desk: Actor, clock: MovableClock
) -> None:
    made = outside(app, desk, clock)
    paper = text(post(team, f"{made.path}/oficio"))
    for words in (NAME, "CREAS Centro", "PAAHM-GRU", "Situação a avaliar com o núcleo"):
        assert words in paper
    assert "91234" not in paper
    assert not [word for word in LOADED if word in paper.lower()]


def test_unknown_referrals_are_not_found(client: FlaskClient) -> None:
    assert client.get("/encaminhamentos/00000000-0000-4000-8000-000000000000").status_code == 404
    assert client.get("/encaminhamentos/nada").status_code == 404
