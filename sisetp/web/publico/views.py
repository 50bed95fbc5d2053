"""Privacy notice and liveness: the only pages for anybody besides the sign-in."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from sisetp.web.publico.inventory import summary

blueprint = Blueprint("publico", __name__)


@blueprint.get("/privacidade")
def privacidade() -> ResponseReturnValue:
    """What is kept, why, for how long and who opens it (LGPD, art. 23, I)."""
    return render_template("publico/privacidade.html", grupos=summary())


@blueprint.get("/saude")
def saude() -> ResponseReturnValue:
    """Liveness: says that the process answers, and nothing else."""
    return Response("ok\n", mimetype="text/plain")
