"""The list of one year and the page of one activity."""

from urllib.parse import urlencode
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.atividade import MotivoCancelamento
from sisetp.domain.codelists import codelist
from sisetp.services import atividades_leitura
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.atividades.area import blueprint, rotulo
from sisetp.web.guard import guarded

MOTIVOS = {reason.value: reason.label for reason in MotivoCancelamento}


@blueprint.get("")
@guarded(Permission.ATIVIDADE_LISTAR)
def lista() -> ResponseReturnValue:
    """The unit's activities of a year, and the totals by type."""
    tipo = request.args.get("tipo", "")
    tipo = tipo if tipo in codelist("atividade") else ""
    ano, number = _number("ano"), _number("pagina")
    with unit_of_work(current_actor(), read_only=True) as session:
        page = atividades_leitura.list_page(
            session, current_actor(), ano=ano, tipo=tipo, number=number or 1, clock=current_clock()
        )
    filtro = {"ano": page.ano, "tipo": page.tipo}
    return render_template(
        "atividades/lista.html",
        pagina=page,
        tipos=codelist("atividade").items,
        rotulo=rotulo,
        endereco=lambda numero: f"{url_for('atividades.lista')}?{urlencode({**filtro, 'pagina': numero})}",
    )


@blueprint.get("/<uuid:id>")
@guarded(Permission.ATIVIDADE_LISTAR)
def detalhe(id: UUID) -> ResponseReturnValue:
    """One activity."""
    with unit_of_work(current_actor(), read_only=True) as session:
        atividade = atividades_leitura.detail(session, current_actor(), id)
    return render_template("atividades/detalhe.html", atividade=atividade, rotulo=rotulo, motivos=MOTIVOS)


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None
