"""Published numbers, for anybody: no session, no script, no tracking; files as they were approved."""

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from sisetp.access.actor import SystemActor
from sisetp.db.session import unit_of_work
from sisetp.reporting import ledger
from sisetp.reporting.render.words import FORMATOS
from sisetp.web.numeros.painel import edicao, painel

blueprint = Blueprint("numeros", __name__, url_prefix="/numeros")
UMA = "<int(max=2147483647):divulgacao_id>"
KEPT = "public, max-age=300"
READER = SystemActor(name="publico")


@blueprint.get("")
def inicio() -> ResponseReturnValue:
    """The newest numbers, and everything published by year."""
    with unit_of_work(READER, read_only=True) as session:
        found = painel(session)
    return _kept(render_template("numeros/inicio.html", painel=found, formatos=FORMATOS))


@blueprint.get("/como-lemos")
def como_lemos() -> ResponseReturnValue:
    """How people are counted, why there are hidden numbers, and what the open data hold."""
    return _kept(render_template("numeros/como_lemos.html"))


@blueprint.get(f"/{UMA}")
def divulgacao(divulgacao_id: int) -> ResponseReturnValue:
    """One release: every table with its drawing, its method and its files."""
    with unit_of_work(READER, read_only=True) as session:
        found = edicao(session, ledger.published_release(session, divulgacao_id))
    return _kept(render_template("numeros/divulgacao.html", edicao=found, formatos=FORMATOS))


@blueprint.get(f"/{UMA}/<string(maxlength=10):formato>")
def arquivo(divulgacao_id: int, formato: str) -> ResponseReturnValue:
    """One file of a release, with its SHA-256 as validator."""
    with unit_of_work(READER, read_only=True) as session:
        found = ledger.published_file(session, divulgacao_id, formato)
    answer = Response(found.conteudo, content_type=found.tipo)
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.nome}"'
    answer.headers["Cache-Control"] = KEPT
    answer.set_etag(found.sha256)
    return answer.make_conditional(request)


def _kept(page: str) -> ResponseReturnValue:
    answer = make_response(page)
    answer.headers["Cache-Control"] = KEPT
    answer.add_etag()
    return answer.make_conditional(request)
