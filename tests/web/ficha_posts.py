"""What the browser posts from the ficha, ready to be changed by a test."""

from collections.abc import Mapping

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from sisetp.db.models.atendimento import Atendimento
from sisetp.db.session import unit_of_work
from tests.support.staff import OPERATOR, csrf_of

NEW = "/atendimentos/novo"

ANSWERS: dict[str, str | list[str]] = {
    "chave_envio": "chave-de-envio-da-ficha",
    "duracao_s": "75",
    "modo_ident": "IDENT",
    "canal": "PRESENCIAL",
    "pessoa": "0",
    "p0-nome_social": "Aurora Demonstração Silva",
    "p0-nascimento": "12/03/1998",
    "p0-doc_tipo": "PASSAPORTE",
    "p0-doc_numero": "FZ123456",
    "p0-faixa_etaria": "F18_29",
    "p0-sexo": "F",
    "p0-raca_cor": "PARDA",
    "p0-nacionalidade": "BR",
    "p0-indicios": "NENHUM",
    "perfil": "DEPORTADO",
    "porta_entrada": "PF",
    "procedencia": "Estados Unidos",
    "destino": "Governador Valadares (MG)",
    "necessidades": ["ACOLHIDA", "ALIMENTO"],
    "encaminhamentos": "FAMILIA",
    "ciencia": "INFORMADA",
}
_IDENTITY = ("p0-nome_social", "p0-nascimento", "p0-doc_tipo", "p0-doc_numero")


def unnamed() -> dict[str, str | list[str]]:
    """The same answers about somebody who is not identified."""
    return {**{name: value for name, value in ANSWERS.items() if name not in _IDENTITY}, "modo_ident": "NAO_IDENT"}


def post(client: FlaskClient, sent: Mapping[str, object], *, json: bool = False) -> TestResponse:
    """Post a ficha with the form token of an open page, as a plain form or as the script does."""
    token = csrf_of(client.get(NEW).get_data(as_text=True))
    headers = {"Accept": "application/json"} if json else {"Accept": "text/html"}
    return client.post(NEW, data={**sent, "csrf_token": token}, headers=headers)


def page_of(client: FlaskClient) -> str:
    """The page of a new ficha."""
    return client.get(NEW).get_data(as_text=True)


def records(app: Flask) -> list[Atendimento]:
    """Every atendimento stored, oldest first, detached."""
    with app.app_context(), unit_of_work(OPERATOR) as session:
        rows = list(session.scalars(select(Atendimento).order_by(Atendimento.created_at)))
        session.expunge_all()
        return rows
