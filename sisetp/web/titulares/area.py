"""The blueprint of the area, and the two kinds of record from which a person is reached."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.services.titulares.pessoa import Origem
from sisetp.web.guard import guarded

blueprint = Blueprint("titulares", __name__)

PersonView = Callable[[Origem, UUID], ResponseReturnValue]
_ROOTS = {Origem.FICHA: "/atendimentos/<uuid:id>/titular", Origem.CASO: "/casos/pessoas/<uuid:id>/titular"}
# Who registers at the desk has no case: from a case the page asks what the team has.
_OF_THE_TEAM = {Permission.TITULAR_REGISTRAR: Permission.TITULAR_RESPONDER}


def of_person(
    nome: str, caminho: str, permission: Permission, *, methods: tuple[str, ...] = ("GET",)
) -> Callable[..., PersonView]:
    """Serve a view about a person twice: reached from a ficha and reached from a case."""

    def declare(view: PersonView) -> PersonView:
        for origem, root in _ROOTS.items():
            needed = permission if origem is Origem.FICHA else _OF_THE_TEAM.get(permission, permission)
            served = guarded(needed)(_from(origem, view))
            endpoint = f"{nome}_{origem.value}"
            blueprint.add_url_rule(f"{root}{caminho}", endpoint, served, methods=list(methods))
        return view

    return declare


def endereco(nome: str, origem: Origem, registro_id: UUID) -> str:
    """Address of a page about the same person."""
    return url_for(f"titulares.{nome}_{origem.value}", id=registro_id)


def _from(origem: Origem, view: PersonView) -> Callable[[UUID], ResponseReturnValue]:
    def serve(id: UUID) -> ResponseReturnValue:
        return view(origem, id)

    return serve
