"""The public card of each unit, and the directory that anybody reads without signing in."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits, require
from sisetp.db import audit_chain
from sisetp.db.models.rede import CartaoUnidade
from sisetp.db.models.unidade import Unidade
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.codelists import codelist
from sisetp.domain.geography import UFS, municipio
from sisetp.domain.names import clean_text, normalise
from sisetp.domain.rede import DadosCartao, check_cartao
from sisetp.domain.telefone import phone_text
from sisetp.services.edicao import changed, check_version
from sisetp.services.lembretes import Lembrete

_NATIONAL = "CGETP"
_TEXTS = ("endereco", "complemento", "horario")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cartao:
    """The card of a unit as the editing page reads it; `versao` 0 and `dados` None while there is none."""

    unidade: str
    versao: int
    dados: DadosCartao | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnidadePublica:
    """One unit of the directory; `cartao` None = not informed.

    `abre_em` is the unit's first day, and `muda_em` that of the card, when they are still to come.
    """

    nome: str
    tipo: str
    uf: str
    municipio: str
    abre_em: date | None
    cartao: DadosCartao | None
    muda_em: date | None


def directory(session: Session, *, uf: str = "", busca: str = "", clock: Clock) -> tuple[UnidadePublica, ...]:
    """Units open today or that open later, by UF, nucleus first; a unit is shown until its last day, included.

    `uf` and `busca` (a town or part of a name) narrow it; one that says nothing known narrows nothing.
    """
    rows = session.execute(
        select(Unidade, CartaoUnidade)
        .outerjoin(CartaoUnidade, CartaoUnidade.unidade_id == Unidade.id)
        .where(Unidade.tipo != _NATIONAL)
        .order_by(Unidade.uf, Unidade.tipo, Unidade.nome)
    )
    wanted = normalise(busca)
    return tuple(
        shown
        for unit, card in rows
        if (unit.fim is None or clock.today(unit.fuso) <= unit.fim) and (uf not in UFS or unit.uf == uf)
        for shown in (_public(unit, card, clock.today(unit.fuso)),)
        if wanted in normalise(f"{shown.municipio} {shown.nome}")
    )


def nucleus_card(session: Session, uf: str, *, clock: Clock) -> DadosCartao | None:
    """Card of the nucleus of a UF, when it is open and its card is in force; for papers that send people there."""
    query = select(Unidade, CartaoUnidade).join(CartaoUnidade, CartaoUnidade.unidade_id == Unidade.id)
    for unit, row in session.execute(query.where(Unidade.uf == uf, Unidade.tipo == "NETP_E").order_by(Unidade.id)):
        today = clock.today(unit.fuso)
        if unit.inicio <= today and (unit.fim is None or today <= unit.fim) and row.valido_desde <= today:
            return _stored(row)
    return None


def card(session: Session, actor: Actor) -> Cartao:
    """The card of the actor's unit, to be edited.

    Raises: AccessDenied.
    """
    require(actor, Permission.CARTAO_EDITAR, unidade_id=actor.unidade_id)
    row = session.get(CartaoUnidade, actor.unidade_id)
    name = session.get_one(Unidade, actor.unidade_id).nome
    return Cartao(unidade=name, versao=row.versao if row else 0, dados=_stored(row) if row else None)


def save(session: Session, actor: Actor, versao: int, dados: DadosCartao, *, clock: Clock) -> None:
    """Write the card of the actor's unit; `versao` is the one the change started from, 0 for the first.

    Raises: AccessDenied, RuleViolation, Conflict with the fields that differ.
    """
    require(actor, Permission.CARTAO_EDITAR, unidade_id=actor.unidade_id)
    audit_chain.lock(session, None)
    unit = session.get_one(Unidade, actor.unidade_id)
    check_cartao(dados, hoje=clock.today(unit.fuso))
    row = session.get(CartaoUnidade, unit.id)
    before = card_texts(_stored(row)) if row else {}
    if row is None:
        row = CartaoUnidade(unidade_id=unit.id, versao=0)
    check_version(row.versao, versao, before, card_texts(dados))
    write(row, dados)
    row.versao, row.autor_id, row.updated_at = row.versao + 1, actor.user_id, clock.now()
    session.add(row)
    session.flush()
    audit_chain.append(
        session,
        actor,
        Action.EDITAR_CARTAO,
        unidade_id=unit.id,
        alvo_tipo="unidade",
        alvo_id=str(unit.id),
        detalhes={"campos": changed(before, card_texts(dados)), "versao": row.versao},
        installation=True,
    )


def write(row: CartaoUnidade, dados: DadosCartao) -> None:
    """Put what was typed into a card, in its stored form."""
    assert dados.valido_desde is not None
    for name in _TEXTS:
        setattr(row, name, clean_text(getattr(dados, name)))
    row.cep, row.dia_e_noite, row.email = dados.cep, dados.dia_e_noite, dados.email.lower()
    row.telefone, row.telefone_2 = phone_text(dados.telefone), phone_text(dados.telefone_2)
    row.valido_desde = dados.valido_desde


def card_texts(dados: DadosCartao) -> dict[str, str]:
    """Every field of a card as the page shows it, to compare two versions."""
    return {
        **{name: clean_text(getattr(dados, name)) for name in _TEXTS},
        "cep": dados.cep,
        "dia_e_noite": "sim" if dados.dia_e_noite else "não",
        "telefone": phone_text(dados.telefone),
        "telefone_2": phone_text(dados.telefone_2),
        "email": dados.email.lower(),
        "valido_desde": f"{dados.valido_desde:%d/%m/%Y}" if dados.valido_desde else "",
    }


def lembretes(session: Session, actor: Actor, *, clock: Clock) -> tuple[Lembrete, ...]:
    """Remind the coordination of a unit without a card."""
    if not permits(actor, Permission.CARTAO_EDITAR) or session.get(CartaoUnidade, actor.unidade_id) is not None:
        return ()
    text = "Informe o endereço e o telefone da unidade: a página pública ainda não os tem."
    return (Lembrete(texto=text, caminho="/unidade/cartao"),)


def _stored(row: CartaoUnidade) -> DadosCartao:
    return DadosCartao(
        endereco=row.endereco,
        complemento=row.complemento,
        cep=row.cep,
        horario=row.horario,
        dia_e_noite=row.dia_e_noite,
        telefone=row.telefone,
        telefone_2=row.telefone_2,
        email=row.email,
        valido_desde=row.valido_desde,
    )


def _public(unit: Unidade, card: CartaoUnidade | None, today: date) -> UnidadePublica:
    town = municipio(str(unit.municipio))
    return UnidadePublica(
        nome=unit.nome,
        tipo=codelist("ambiente_unidade").label(unit.ambiente) if unit.tipo == "PAAHM" else "Núcleo",
        uf=unit.uf,
        municipio=town.nome if town else "",
        abre_em=unit.inicio if unit.inicio > today else None,
        cartao=_stored(card) if card else None,
        muda_em=card.valido_desde if card and card.valido_desde > today else None,
    )
