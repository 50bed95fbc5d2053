"""Pages of the ficha: open, save, recognise a person already attended, reuse a record, places, blank sheet."""

from secrets import token_urlsafe
from uuid import UUID

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.services import mesa, pessoas, registro
from sisetp.services.results import Registered
from sisetp.web import lugares
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.ficha import em_branco, forms
from sisetp.web.ficha.anterior import Pergunta, cadastro, resposta
from sisetp.web.ficha.comando import to_command
from sisetp.web.ficha.mensagens import Aviso, avisos
from sisetp.web.ficha.perguntas import opcoes
from sisetp.web.ficha.recentes import lembrar
from sisetp.web.ficha.tela import contexto, dia_local, fuso_da_unidade
from sisetp.web.guard import guarded, wants_json

blueprint = Blueprint("ficha", __name__)
_CODES_SHOWN = 6
_OUTRA_LOTACAO = (
    FieldMessage(
        "pessoas", "Esta ficha foi aberta em outra unidade ou por outra pessoa. Volte para lá e envie de novo."
    ),
)


@blueprint.get("/atendimentos/novo")
@guarded(Permission.ATENDIMENTO_REGISTRAR)
def nova() -> ResponseReturnValue:
    """An empty ficha with its own submission key."""
    return _page(forms.nova(dia_local(), chave=token_urlsafe(18)))


@blueprint.post("/atendimentos/novo")
@guarded(Permission.ATENDIMENTO_REGISTRAR)
def salvar() -> ResponseReturnValue:
    """Save, or show the same form with its messages; buttons without script change mode or number of people."""
    ficha = _received()
    if not ficha.enviada:
        return _page(ficha)
    actor, clock = current_actor(), current_clock()
    if ficha.lotacao not in {"", str(actor.lotacao_id)}:
        return _refused(ficha, avisos(_OUTRA_LOTACAO, ficha.indices, ficha.modo))
    try:
        command = to_command(ficha, unidade_id=actor.unidade_id or 0, agora=clock.now(), fuso=fuso_da_unidade())
        with unit_of_work(actor) as session:
            done = registro.register(session, actor, command, clock=clock)
    except RuleViolation as refused:
        return _refused(ficha, avisos(refused.messages, ficha.indices, ficha.modo))
    lembrar(actor.unidade_id, ficha)
    return _saved(ficha, done)


@blueprint.post("/pessoas/ja-atendida")
@guarded(Permission.PESSOA_BUSCAR)
def ja_atendida() -> ResponseReturnValue:
    """Tell whether the person typed may have a record in this unit: how many fichas and the month of the last."""
    actor = current_actor()
    asked = Pergunta.from_json(request.get_json(silent=True))
    if asked is None or actor.unidade_id is None:
        abort(400)
    with unit_of_work(actor) as session:
        found = pessoas.already_attended(session, actor, actor.unidade_id, asked.identidade)
    return jsonify(resposta(found, fuso_da_unidade()))


@blueprint.post("/pessoas/<uuid:id>/usar")
@guarded(Permission.IDENTIDADE_ABRIR)
def usar(id: UUID) -> ResponseReturnValue:
    """What «usar este cadastro» brings into the ficha: as JSON for the open page, or as a new ficha already filled."""
    with unit_of_work(current_actor()) as session:
        known = pessoas.prefill(session, current_actor(), id)
    brought = cadastro(known)
    if wants_json():
        return jsonify(brought)
    start = MultiDict({f"p0-{name}": value for name, value in brought["campos"].items()})
    return _page(forms.preenchida(start, dia_local(), chave=token_urlsafe(18), modo=brought["modo"]))


@blueprint.get("/dados/locais.json")
@guarded(Permission.CONTA_USAR)
def locais() -> ResponseReturnValue:
    """Countries, states and municipalities for the type-ahead; the browser keeps it for a day."""
    published = lugares.publicacao()
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = Response(published.comprimido if packed else published.corpo, mimetype="application/json")
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Cache-Control"] = "private, max-age=86400"
    answer.vary.add("Accept-Encoding")
    answer.set_etag(published.etag + ("-gz" if packed else ""))
    return answer.make_conditional(request)


@blueprint.get("/atendimentos/ficha-em-branco")
@guarded(Permission.FICHA_BRANCO_IMPRIMIR)
def ficha_em_branco() -> ResponseReturnValue:
    """The same questions on paper, for when the system is down."""
    with unit_of_work(current_actor()) as session:
        mesa.record_blank_sheet(session, current_actor())
    return render_template(
        "ficha/em_branco.html",
        secoes=em_branco.secoes(dia_local()),
        opcoes_de_modo=opcoes("modo_ident", dia_local()),
    )


def _received() -> forms.FichaForm:
    try:
        acao = request.form.get("acao", "salvar")
        if acao == "modo" or acao.startswith(("mais-pessoa", "menos-pessoa-")):
            return forms.com_pessoas(request.form, dia_local(), acao=acao)
        return forms.recebida(request.form, dia_local())
    except forms.CampoDesconhecido:
        abort(400)


def _page(ficha: forms.FichaForm, found: tuple[Aviso, ...] = (), status: int = 200) -> ResponseReturnValue:
    return render_template("ficha/nova.html", **contexto(ficha, found)), status


def _refused(ficha: forms.FichaForm, found: tuple[Aviso, ...]) -> ResponseReturnValue:
    if not wants_json():
        return _page(ficha, found, 422)
    messages = [{"campo": item.campo, "alvo": item.alvo, "mensagem": item.mensagem} for item in found]
    return jsonify(mensagens=messages), 422


def _saved(ficha: forms.FichaForm, done: Registered) -> ResponseReturnValue:
    codes = [code for _, code in done.atendimentos]
    flash(_receipt(codes), "success")
    again = ficha.acao == "proxima"
    url = url_for("ficha.nova") if again else f"/atendimentos/{done.atendimentos[0][0]}"
    return (jsonify(url=url, codigos=codes), 201) if wants_json() else redirect(url, 303)


def _receipt(codes: list[str]) -> str:
    noun = "Ficha registrada" if len(codes) == 1 else f"{len(codes)} fichas registradas"
    rest = f" e mais {len(codes) - _CODES_SHOWN}" if len(codes) > _CODES_SHOWN else ""
    return f"{noun}: {', '.join(codes[:_CODES_SHOWN])}{rest}."
