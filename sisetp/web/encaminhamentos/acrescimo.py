"""Share more in a referral that still waits for an answer: a new copy, chosen and shown like the first."""

from functools import partial
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.db.session import unit_of_work
from sisetp.domain.encaminhamento import DISPENSADO, AcrescentarCopia
from sisetp.domain.errors import NotFound
from sisetp.services import encaminhamentos, identidades
from sisetp.services.encaminhamentos import EncaminhamentoDetail, Preview
from sisetp.web.abertura import reason_days, today
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.dates import local_day
from sisetp.web.encaminhamentos import tela
from sisetp.web.encaminhamentos.area import blueprint
from sisetp.web.encaminhamentos.forms import PartilhaForm
from sisetp.web.encaminhamentos.origem import bases
from sisetp.web.encaminhamentos.passos import Pares, Passos, seguir
from sisetp.web.encaminhamentos.rotulos import O_QUE_VAI, autorizacao, para_onde, partes_de
from sisetp.web.guard import guarded


@blueprint.route("/encaminhamentos/<uuid:id>/acrescentar", methods=["GET", "POST"])
@guarded(Permission.ENCAMINHAMENTO_VER)
def acrescentar(id: UUID) -> ResponseReturnValue:
    """Choose, check and share more."""
    actor, clock = current_actor(), current_clock()
    with unit_of_work(actor) as session:
        detail = tela.ler(session, id)
        motivos = tuple((item.code, item.label) for item in identidades.opening_reasons(session, actor, clock=clock))
    if "ACRESCENTAR" not in detail.acoes:
        raise NotFound
    form = PartilhaForm(request.form if request.method == "POST" else None, dia=today())
    first = partial(_primeiro, form, detail, motivos)
    if request.method == "GET":
        form.comecar()
        return first()
    return seguir(
        Passos(
            form=form,
            comando=partial(_comando, form, id),
            primeiro=first,
            prever=partial(
                encaminhamentos.preview_copy,
                clock=clock,
                motivo_abertura=form.motivo_abertura.data or "",
                reason_after_days=reason_days(),
            ),
            resumo=partial(_resumo, detail),
            enviar=partial(_enviar, form),
            feito="Dados acrescentados ao encaminhamento.",
        )
    )


def _comando(form: PartilhaForm, encaminhamento_id: UUID) -> AcrescentarCopia:
    return AcrescentarCopia(
        encaminhamento_id=encaminhamento_id,
        autorizado=form.autorizado.data,
        base=form.autorizado_base.data if form.autorizado.data == DISPENSADO else "",
        partes=form.partes.data,
        resumo=form.resumo.data or "",
        risco_iminente=bool(form.risco_iminente.data),
        emergencia_confirmada=bool(form.emergencia_confirmada.data),
        chave_envio=form.chave_envio.data or "",
        conferido=form.conferido.data or "",
    )


def _enviar(form: PartilhaForm, session: Session, actor: Actor, command: AcrescentarCopia) -> UUID:
    encaminhamentos.add_copy(
        session,
        actor,
        command,
        clock=current_clock(),
        motivo_abertura=form.motivo_abertura.data or "",
        reason_after_days=reason_days(),
    )
    return command.encaminhamento_id


def _resumo(detail: EncaminhamentoDetail, command: AcrescentarCopia, preview: Preview | None) -> Pares:
    pairs = [
        ("Para onde", para_onde(detail.line)),
        ("A pessoa autorizou?", autorizacao(command.autorizado, command.base)),
    ]
    if preview is not None and preview.prazo is not None:
        pairs.append(("Resposta esperada até", local_day(preview.prazo)))
    return tuple(pairs)


def _primeiro(form: PartilhaForm, detail: EncaminhamentoDetail, motivos: Pares) -> str:
    emergencia = permits(current_actor(), Permission.ENCAMINHAMENTO_EMERGENCIA)
    return render_template(
        "encaminhamentos/acrescentar.html",
        form=form,
        linha=detail.line,
        bases=bases(form.dia, emergencia=emergencia),
        motivos=motivos,
        partes_possiveis=partes_de(detail.registro_tipo),
        o_que_vai=O_QUE_VAI,
        para=para_onde(detail.line),
    )
