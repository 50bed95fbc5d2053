"""Which data exist, why, for how long and who opens them (LGPD art. 37)."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.access.roles import Role
from sisetp.db.session import unit_of_work
from sisetp.domain.inventory import data_inventory
from sisetp.services import inventario
from sisetp.web.actor import current_actor
from sisetp.web.guard import guarded

blueprint = Blueprint("inventario", __name__)
_CLASSES = {
    "ADM": "Serviço",
    "EST": "Resposta",
    "ID": "Identificação",
    "SENS": "Sensível",
    "TXT": "Texto livre",
    "TXT_S": "Texto sob sigilo profissional",
}
_ROLES = {role.value: role.label for role in Role}
_BOM = "\ufeff"  # spreadsheet programs then read the file as UTF-8
_FILE = "inventario-de-dados.csv"


@blueprint.get("/inventario")
@guarded(Permission.INVENTARIO_VER)
def ver() -> ResponseReturnValue:
    """Every field of the catalogue, form by form."""
    return render_template("inventario/ver.html", linhas=data_inventory(), papeis=_ROLES, classes=_CLASSES)


@blueprint.get("/inventario.csv")
@guarded(Permission.INVENTARIO_VER)
def baixar() -> ResponseReturnValue:
    """The same as a file; the export is an event."""
    with unit_of_work(current_actor()) as session:
        text = inventario.export_csv(session, current_actor())
    headers = {"Content-Disposition": f'attachment; filename="{_FILE}"'}
    return Response(_BOM + text, content_type="text/csv; charset=utf-8", headers=headers)
