"""The directory of units, for anybody: no session, no script, no tracking; kept by caches for five minutes."""

from itertools import groupby

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from sisetp.access.actor import SystemActor
from sisetp.db.session import unit_of_work
from sisetp.domain.codelists import codelist
from sisetp.domain.geography import UFS
from sisetp.domain.names import normalise
from sisetp.domain.telefone import phone_link
from sisetp.services import cartoes
from sisetp.web.actor import current_clock

blueprint = Blueprint("diretorio", __name__)
KEPT = "public, max-age=300"
READER = SystemActor(name="diretorio")
_LONGEST_SEARCH = 60


@blueprint.get("/rede")
def rede() -> ResponseReturnValue:
    """Units by UF, with emergency numbers first."""
    uf, busca = request.args.get("uf", ""), request.args.get("busca", "")[:_LONGEST_SEARCH]
    with unit_of_work(READER, read_only=True) as session:
        unidades = cartoes.directory(session, uf=uf, busca=busca, clock=current_clock())
    states = sorted(codelist("ufs").items, key=lambda item: normalise(item.label))
    nomes = {item.code: item.label for item in states}
    grupos = [(nomes[key], tuple(found)) for key, found in groupby(unidades, key=lambda unit: unit.uf)]
    page = render_template(
        "diretorio/rede.html", grupos=grupos, uf=uf if uf in UFS else "", busca=busca, ufs=nomes, disca=phone_link
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = KEPT
    return answer
