"""Published numbers, for anybody: no session, no script, no tracking; files as they were approved.

What is read is compared with the ledger first, in the same moment of the database; when it differs, `errors` says that
the numbers are off and shows none. Pages already made stay: they were made of what was approved.
"""

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from sisetp.access.actor import SystemActor
from sisetp.db.session import unit_of_work
from sisetp.reporting import ledger
from sisetp.reporting.render.words import FORMATOS
from sisetp.web.numeros.memoria import memoria, validator
from sisetp.web.numeros.painel import edicao, painel
from sisetp.web.numeros.painel import origem as explained

blueprint = Blueprint("numeros", __name__, url_prefix="/numeros")
UMA = "<int(max=2147483647):divulgacao_id>"
KEPT = "public, max-age=300"
READER = SystemActor(name="publico")


@blueprint.get("")
def inicio() -> ResponseReturnValue:
    """The newest numbers, and everything published by year."""

    def page() -> str:
        with unit_of_work(READER, read_only=True, snapshot=True) as session:
            found = painel(session)
        return render_template("numeros/inicio.html", painel=found, formatos=FORMATOS)

    return _kept(page)


@blueprint.get("/como-lemos")
def como_lemos() -> ResponseReturnValue:
    """How people are counted, why there are hidden numbers, and what the open data hold."""
    return _kept(lambda: render_template("numeros/como_lemos.html"))


@blueprint.get(f"/{UMA}")
def divulgacao(divulgacao_id: int) -> ResponseReturnValue:
    """One release: every table with its drawing, its method and its files."""

    def page() -> str:
        with unit_of_work(READER, read_only=True, snapshot=True) as session:
            found = edicao(session, ledger.published_release(session, divulgacao_id))
        return render_template("numeros/divulgacao.html", edicao=found, formatos=FORMATOS)

    return _kept(page)


@blueprint.get(f"/{UMA}/origem")
def origem(divulgacao_id: int) -> ResponseReturnValue:
    """Where one published number comes from: the release, whom it counts, and its form; of a hidden one, all but it."""
    tabela, linha, coluna = (request.args.get(name, default=-1, type=int) for name in ("tabela", "linha", "coluna"))

    def page() -> str:
        with unit_of_work(READER, read_only=True, snapshot=True) as session:
            found = explained(session, divulgacao_id, tabela, linha, coluna)
        return render_template("numeros/origem.html", origem=found)

    return _kept(page, f"?{tabela}.{linha}.{coluna}")


@blueprint.get(f"/{UMA}/<string(maxlength=10):formato>")
def arquivo(divulgacao_id: int, formato: str) -> ResponseReturnValue:
    """One file of a release, with its SHA-256 as validator; its bytes are read only by who does not have them."""
    with unit_of_work(READER, read_only=True, snapshot=True) as session:
        answer = _conditional(ledger.published_digest(session, divulgacao_id, formato))
        if answer.status_code == HTTPStatus.OK:
            found = ledger.published_file(session, divulgacao_id, formato)
            answer.content_type = found.tipo
            answer.headers["Content-Disposition"] = f'attachment; filename="{found.nome}"'
            answer.set_data(found.conteudo)
    return answer


def _kept(build: Callable[[], str], asked: str = "") -> Response:
    """A page that caches keep: nothing is made for who has it, and what is made is kept for who comes next.

    `asked` is what of the query the page depends on.
    """
    with unit_of_work(READER, read_only=True) as session:
        head = ledger.newest(session)
    address = request.script_root + request.path + asked
    answer = _conditional(validator(head, address))
    if answer.status_code == HTTPStatus.OK:
        answer.set_data(memoria().page(head, address, build))
    return answer


def _conditional(tag: str) -> Response:
    """An answer still without its body; 304 when whoever asks has it already."""
    answer = Response(content_type="text/html; charset=utf-8")
    answer.headers["Cache-Control"] = KEPT
    answer.set_etag(tag)
    answer.make_conditional(request)
    return answer
