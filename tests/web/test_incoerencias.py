"""Incoherent answers through the real pages: each gets its message, nothing is stored, nothing typed is lost."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from html import unescape

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from sisetp.access.actor import Actor
from sisetp.db.base import Base
from sisetp.domain.plano import GravarPlano, LinhaDePlano
from sisetp.services import caso_pessoas, encaminhamentos, planos
from tests.support.canary_places import engines
from tests.support.caso_pessoas import pessoa_of
from tests.support.clock import MovableClock
from tests.support.desk import attend, call
from tests.support.encaminhamentos import to_service
from tests.support.evolucoes import OPENED, evolve
from tests.support.forms import get, largest_form
from tests.support.procedimentos import open_one
from tests.web.incoerencias import ENTRADAS, Entrada

Staff = Callable[..., Actor]
SignIn = Callable[[Actor], FlaskClient]
Pages = Mapping[str, str]
UNIT = "NETP-MG"
ERROR = re.compile(r'<p class="erro" id="(?:pergunta-)?([\w-]+)-erro">(.*?)</p>', re.DOTALL)
# What reading leaves behind is not something stored from the form.
READING = frozenset({"evento_auditoria", "audit_event", "sessao"})
# A password is never sent back, and the step is the name of a button.
NOT_KEPT = frozenset({"senha", "passo"})
LATER = "mes passado"


@pytest.fixture
def head(staff: Staff) -> Actor:
    """The coordination of a NETP, a social worker: she may write everything a unit writes."""
    return staff("COORDENACAO", UNIT, profissao="AS")


@pytest.fixture
def pages(app: Flask, head: Actor, clock: MovableClock) -> Pages:
    """Addresses of the pages about one case of early November with a person, a contact, a plan and a referral."""
    caso = open_one(app, head, clock, abertura=OPENED)
    row = call(app, head, caso_pessoas.include, caso, pessoa_of(app, head, clock), clock=clock)
    referral = to_service(caso, registro_tipo="CASO", pessoa=row)
    call(app, head, encaminhamentos.send, referral, clock=clock)
    evolve(app, head, caso, clock, data=clock.now() - timedelta(days=5))
    linha = LinhaDePlano(
        inicio=date(2026, 11, 20),
        prazo=date(2026, 11, 30),
        respostas={"tipo": "SAUDE"},
        textos={"objetivo": "Consulta"},
    )
    plano = call(app, head, planos.save, GravarPlano(caso_id=caso, linha=linha), clock=clock)
    here, ficha = f"/casos/{caso}", f"/atendimentos/{attend(app, head, clock)}/titular"
    return {
        "casos/novo": "/casos/novo",
        **{f"caso/{part}": f"{here}/{part}" for part in ("alterar", "situacao", "responsavel")},
        "pessoa": f"{here}/pessoas/{row}",
        "pessoa/retirar": f"{here}/pessoas/{row}/retirar",
        "evolucao": f"{here}/evolucoes/nova",
        "encaminhar": f"{here}/encaminhar",
        "envolvido": f"{here}/envolvidos/novo",
        "plano": f"{here}/plano/novo",
        "plano feito": f"{here}/plano/{plano}",
        "risco": f"{here}/risco",
        "pedido": f"{ficha}/pedido",
        "autorizacao": f"{ficha}/autorizacao",
        "atividade": "/atividades/nova",
        "comite": "/rede-local/comites/novo",
        "fluxo": "/rede-local/fluxos/novo",
        "cartao": "/unidade/cartao",
        "prazos": "/prazos",
        LATER: "/periodos/2026/11",
    }


def test_there_are_at_least_forty() -> None:
    assert len(ENTRADAS) >= 40
    assert all(entrada.mensagem for entrada in ENTRADAS.values())


@pytest.mark.parametrize("area", sorted({entrada.pagina for entrada in ENTRADAS.values()}))
def test_each_incoherence_is_told_beside_its_box(
    app: Flask, head: Actor, staff: Staff, sign_in: SignIn, clock: MovableClock, pages: Pages, area: str
) -> None:
    if area == LATER:
        clock.advance(days=15)
    client = sign_in(staff("CGETP_GESTAO", None) if area == "prazos" else head)
    before = rows(app)
    wrong = [
        f"{name}: {problem}"
        for name, entrada in ENTRADAS.items()
        if entrada.pagina == area
        for problem in refused(client, pages[area], entrada)
    ]
    assert wrong == []
    assert rows(app) == before


def refused(client: FlaskClient, address: str, entrada: Entrada) -> Iterator[str]:
    """What is wrong with the answer to one row."""
    page = get(client, address)
    form = largest_form(page)
    action = address + ("/enviar" if entrada.pagina == LATER else "")
    answer = client.post(action, data={**form, **entrada.muda})
    back = answer.get_data(as_text=True)
    if answer.status_code != 422:
        yield f"answered {answer.status_code}"
        return
    said = {box: unescape(re.sub(r"<[^>]+>", "", text)).strip() for box, text in ERROR.findall(back)}
    summary = unescape(back.partition('id="resumo-de-erros"')[2].partition("</ul>")[0])
    if entrada.mensagem not in (said.get(entrada.campo, "") if entrada.campo else summary):
        yield f"says {said}"
    kept = largest_form(back)
    for box, typed in entrada.muda.items():
        wanted = [text for text in (typed if isinstance(typed, list) else [typed]) if text]
        if box not in NOT_KEPT and wanted and kept.get(box, []) != wanted and not is_no_choice(page, box, wanted):
            yield f"lost {box}: {kept.get(box)}"


def is_no_choice(page: str, box: str, typed: list[object]) -> bool:
    """Tell whether a page offers choices in this box and this is none of them: no browser sends it."""
    choice = rf'<select[^>]*name="{box}"|type="(radio|checkbox)"\s+name="{box}"'
    return re.search(choice, page) is not None and not all(f'value="{text}"' in page for text in typed)


def rows(app: Flask) -> dict[str, int]:
    """How many rows each table has."""
    with engines(app)[0].connect() as connection:
        return {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
            if table.name not in READING
        }
