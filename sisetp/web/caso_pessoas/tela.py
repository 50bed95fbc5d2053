"""The page of one person in a case: form E filled, or read only, with what was opened."""

from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.db.session import unit_of_work
from sisetp.domain.caso_pessoa import SalvarPessoaNoCaso
from sisetp.domain.errors import Conflict, FieldConflict, RuleViolation
from sisetp.domain.estat_layout import Value
from sisetp.domain.fields import field
from sisetp.domain.respostas import is_answered
from sisetp.services import caso_pessoas, identidades
from sisetp.services.caso_pessoas import PessoaNoCaso
from sisetp.services.results import OpenedIdentity
from sisetp.web.abertura import reason_days, today
from sisetp.web.actor import current_actor, current_clock
from sisetp.web.caso_pessoas.area import rotulo
from sisetp.web.caso_pessoas.formularios import BLOCOS_DO_CASO, PessoaForm
from sisetp.web.conflito import show_conflict, version_sent


def ler(session: Session, caso_id: UUID, row: UUID) -> PessoaNoCaso:
    """Read form E (an event) inside the unit of work of the caller."""
    actor = current_actor()
    return caso_pessoas.detail(session, actor, caso_id, row, clock=current_clock(), reason_after_days=reason_days())


def mostrar(
    detail: PessoaNoCaso,
    form: PessoaForm | None = None,
    *,
    aberta: OpenedIdentity | None = None,
    recusa: RuleViolation | None = None,
) -> str:
    """Render the page; without a form sent back, it starts from what is stored."""
    actor = current_actor()
    if form is None:
        form = PessoaForm(dia=today())
        form.iniciar({**detail.respostas, **detail.textos})
        form.versao.data = str(detail.versao)
    with unit_of_work(actor, read_only=True) as session:
        motivos = identidades.opening_reasons(session, actor, clock=current_clock())
    return render_template(
        "caso_pessoas/pessoa.html",
        p=detail,
        form=form,
        blocos=BLOCOS_DO_CASO,
        lidos=[(titulo, _lidos(detail, nomes)) for titulo, nomes in BLOCOS_DO_CASO],
        editavel=detail.caso_aberto and detail.situacao == "ATIVO" and permits(actor, Permission.CASO_ALTERAR),
        aberta=aberta,
        motivos=motivos,
        motivo_enviado=request.form.get("motivo", "") if aberta or recusa else "",
        recusa=[message.mensagem for message in recusa.messages] if recusa else [],
        uf=actor.uf or "",
    )


def comando(caso_id: UUID, row: UUID, form: PessoaForm) -> SalvarPessoaNoCaso:
    """What the service takes."""
    return SalvarPessoaNoCaso(
        caso_id=caso_id,
        caso_pessoa_id=row,
        versao=version_sent(form),
        motivo=form.motivo.data or "",
        justificativa=(form.justificativa.data or "").strip(),
        respostas=form.respostas(),
        textos=form.textos(),
    )


def conflito(caso_id: UUID, row: UUID, form: PessoaForm) -> ResponseReturnValue:
    """The form as typed, with what somebody else saved meanwhile beside each box that differs."""
    with unit_of_work(current_actor()) as session:
        detail = ler(session, caso_id, row)
    sent, stored = {**form.respostas(), **form.textos()}, {**detail.respostas, **detail.textos}
    different = [nome for nome in sent if _plain(sent[nome]) != _plain(stored.get(nome))]
    found = tuple(FieldConflict(nome, valor(nome, stored.get(nome)), valor(nome, sent[nome])) for nome in different)
    show_conflict(form, Conflict(found), detail.versao)
    return mostrar(detail, form), 409


def valor(nome: str, value: Value) -> str:
    """A stored answer in words; months as mm/aaaa."""
    if not is_answered(value if not isinstance(value, bytes) else None):
        return ""
    entry = field("E", nome)
    if nome in ("periodo_inicio", "periodo_fim"):
        return f"{str(value)[4:]}/{str(value)[:4]}"
    return rotulo(entry.codelist, value) if entry.codelist else str(value)


def _lidos(detail: PessoaNoCaso, nomes: tuple[str, ...]) -> list[tuple[str, str]]:
    stored: dict[str, Any] = {**detail.respostas, **detail.textos}
    return [(field("E", nome).question, text) for nome in nomes if (text := valor(nome, stored.get(nome)))]


def _plain(value: Any) -> Any:
    if not is_answered(value):
        return None
    return frozenset(value) if isinstance(value, tuple) else value
