"""People who work in the network, for tests."""

from datetime import date
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sisetp.access.actor import Actor, SystemActor
from sisetp.access.roles import Role
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Lotacao, Usuario
from sisetp.db.runtime import current_runtime
from sisetp.db.session import unit_of_work
from sisetp.services.passwords import hash_password

PASSWORD = "Guarda-chuva-azul-42"
OPERATOR = SystemActor(name="teste", units=None)


def add_staff(
    app: Flask,
    role: Role | str,
    unidade: str | None = "PAAHM-GRU",
    *,
    login: str | None = None,
    profissao: str | None = None,
) -> Actor:
    """Add a user with one posting already in force and return the actor it becomes."""
    role = Role(role)
    with app.app_context(), unit_of_work(OPERATOR) as session:
        now = current_runtime().clock.now()
        unit = None if role.national else session.scalars(select(Unidade).where(Unidade.codigo == unidade)).one()
        user = Usuario(
            login=login or f"{role.lower()}.{uuid4().hex[:8]}",
            nome=f"Servidora {role.label}",
            password=hash_password(PASSWORD),
            active=True,
            fs_uniquifier=uuid4().hex,
            profissao=profissao,
            deve_trocar_senha=False,
            avanca_sozinho=True,
            created_at=now,
        )
        session.add(user)
        session.flush()
        posting = Lotacao(
            usuario_id=user.id,
            unidade_id=unit.id if unit else None,
            papel=role.value,
            inicio=date(2020, 1, 1),
            granted_at=now,
            confirmed_at=now,
        )
        session.add(posting)
        session.flush()
        return Actor(
            user_id=user.id,
            login=user.login,
            nome=user.nome,
            role=role,
            unidade_id=unit.id if unit else None,
            unidade_codigo=unit.codigo if unit else None,
            uf=unit.uf if unit else None,
            profissao=profissao,
            lotacao_id=posting.id,
        )


def sign_in_as(app: Flask, actor: Actor) -> FlaskClient:
    """A client signed in through the real form."""
    client = app.test_client()
    page = client.get("/entrar").get_data(as_text=True)
    answer = client.post(
        "/entrar",
        data={"login": actor.login, "password": PASSWORD, "csrf_token": csrf_of(page)},
        follow_redirects=False,
    )
    assert answer.status_code in {302, 303}, answer.get_data(as_text=True)
    return client


def csrf_of(page: str) -> str:
    """Form token printed in a page."""
    start = page.index('name="csrf_token"')
    value = page.index('value="', start) + len('value="')
    return page[value : page.index('"', value)]
