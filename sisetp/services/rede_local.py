"""Committees and referral flows of each UF: kept by the coordination of a NETP of that UF, seen by the whole network.

Reading: `services/rede_leitura.py`. The rows have no unit: their events go to the installation chain.
"""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits, require
from sisetp.db import audit_chain
from sisetp.db.models.rede import Comite, ComiteOrgao, Fluxo
from sisetp.db.models.unidade import Unidade
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.codelists import codelist
from sisetp.domain.errors import FieldMessage, NotFound, RuleViolation
from sisetp.domain.names import clean_text
from sisetp.domain.rede import DadosComite, DadosFluxo, check_comite, check_fluxo
from sisetp.services.edicao import check_version

_NUCLEI = frozenset({"NETP_E", "NETP_M"})


def maps(session: Session, actor: Actor) -> bool:
    """Tell whether the actor keeps the committees and flows of a UF: coordination of a NETP."""
    if not permits(actor, Permission.REDE_MAPEAR) or actor.unidade_id is None:
        return False
    return session.get_one(Unidade, actor.unidade_id).tipo in _NUCLEI


def save_comite(
    session: Session, actor: Actor, comite_id: int | None, versao: int, dados: DadosComite, *, clock: Clock
) -> int:
    """Write a committee; None makes a new one. `versao` is the one the change started from.

    Raises: AccessDenied, NotFound, RuleViolation, Conflict with the fields that differ.
    """
    hoje = _may_write(session, actor, dados.uf, clock)
    check_comite(dados, hoje=hoje)
    row = comite(session, actor, comite_id) if comite_id is not None else Comite(versao=0)
    organs = {organ.orgao: organ for organ in organs_of(session, row)}
    if row.versao:
        check_version(row.versao, versao, comite_texts(stored_comite(row, organs)), comite_texts(dados))
    row.uf, row.nome, row.ato, row.situacao = dados.uf, clean_text(dados.nome), clean_text(dados.ato), dados.situacao
    row.municipio = int(dados.municipio) if dados.municipio else None
    row.instituido_em, row.ultima_reuniao = dados.instituido_em, dados.ultima_reuniao
    row.versao, row.autor_id, row.updated_at = row.versao + 1, actor.user_id, clock.now()
    session.add(row)
    session.flush()
    _write_organs(session, row, organs, dados.orgaos)
    _record(session, actor, Action.GRAVAR_COMITE, row)
    return row.id


def save_fluxo(
    session: Session, actor: Actor, fluxo_id: int | None, versao: int, dados: DadosFluxo, *, clock: Clock
) -> int:
    """Write a flow; None makes a new one. `versao` is the one the change started from.

    Raises: AccessDenied, NotFound, RuleViolation, Conflict with the fields that differ.
    """
    hoje = _may_write(session, actor, dados.uf, clock)
    check_fluxo(dados, hoje=hoje)
    row = fluxo(session, actor, fluxo_id) if fluxo_id is not None else Fluxo(versao=0)
    if row.versao:
        check_version(row.versao, versao, fluxo_texts(stored_fluxo(row)), fluxo_texts(dados))
    row.uf, row.nome, row.ato, row.situacao = dados.uf, clean_text(dados.nome), clean_text(dados.ato), dados.situacao
    row.tema, row.publicado_em, row.revisado_em = dados.tema, dados.publicado_em, dados.revisado_em
    row.versao, row.autor_id, row.updated_at = row.versao + 1, actor.user_id, clock.now()
    session.add(row)
    _record(session, actor, Action.GRAVAR_FLUXO, row)
    return row.id


def comite(session: Session, actor: Actor, comite_id: int) -> Comite:
    """Row of a committee that the actor may change. Raises: NotFound, AccessDenied for one of another UF."""
    require(actor, Permission.REDE_MAPEAR)
    row = session.get(Comite, comite_id)
    if row is None:
        raise NotFound
    require(actor, Permission.REDE_MAPEAR, uf=row.uf)
    return row


def fluxo(session: Session, actor: Actor, fluxo_id: int) -> Fluxo:
    """Row of a flow that the actor may change. Raises: NotFound, AccessDenied for one of another UF."""
    require(actor, Permission.REDE_MAPEAR)
    row = session.get(Fluxo, fluxo_id)
    if row is None:
        raise NotFound
    require(actor, Permission.REDE_MAPEAR, uf=row.uf)
    return row


def organs_of(session: Session, row: Comite) -> list[ComiteOrgao]:
    """Members of a committee by organ; none of a new one."""
    return list(session.scalars(select(ComiteOrgao).where(ComiteOrgao.comite_id == row.id))) if row.id else []


def stored_comite(row: Comite, organs: Mapping[str, ComiteOrgao]) -> DadosComite:
    """What is stored of a committee, in the shape in which it is written."""
    return DadosComite(
        uf=row.uf,
        nome=row.nome,
        situacao=row.situacao,
        municipio=str(row.municipio) if row.municipio else "",
        instituido_em=row.instituido_em,
        ato=row.ato,
        ultima_reuniao=row.ultima_reuniao,
        orgaos={code: organ.membros for code, organ in organs.items()},
    )


def stored_fluxo(row: Fluxo) -> DadosFluxo:
    """What is stored of a flow, in the shape in which it is written."""
    return DadosFluxo(
        uf=row.uf,
        nome=row.nome,
        tema=row.tema,
        situacao=row.situacao,
        publicado_em=row.publicado_em,
        revisado_em=row.revisado_em,
        ato=row.ato,
    )


def comite_texts(dados: DadosComite) -> dict[str, str]:
    """Every field of a committee as the page shows it, to compare two versions."""
    town = codelist("municipios").get(dados.municipio) if dados.municipio else None
    return {
        "nome": clean_text(dados.nome),
        "situacao": codelist("situacao_rede").label(dados.situacao),
        "municipio": town.label if town else "",
        "instituido_em": f"{dados.instituido_em or ''}",
        "ato": clean_text(dados.ato),
        "ultima_reuniao": f"{dados.ultima_reuniao or ''}",
        **{f"orgao_{item.code}": str(dados.orgaos.get(item.code, "")) for item in codelist("orgao_comite").items},
    }


def fluxo_texts(dados: DadosFluxo) -> dict[str, str]:
    """Every field of a flow as the page shows it, to compare two versions."""
    return {
        "nome": clean_text(dados.nome),
        "tema": codelist("tema_fluxo").label(dados.tema, desk=True),
        "situacao": codelist("situacao_rede").label(dados.situacao),
        "publicado_em": f"{dados.publicado_em or ''}",
        "revisado_em": f"{dados.revisado_em or ''}",
        "ato": clean_text(dados.ato),
    }


def _may_write(session: Session, actor: Actor, uf: str, clock: Clock) -> date:
    require(actor, Permission.REDE_MAPEAR, uf=uf)
    if not maps(session, actor):
        text = "Comitês e fluxos são mantidos pela coordenação de um NETP desta UF."
        raise RuleViolation((FieldMessage("uf", text),))
    audit_chain.lock(session, None)
    return clock.today(session.get_one(Unidade, actor.unidade_id).fuso)


def _write_organs(session: Session, row: Comite, known: Mapping[str, ComiteOrgao], wanted: Mapping[str, int]) -> None:
    for code, organ in known.items():
        if code not in wanted:
            session.delete(organ)
    for code, members in wanted.items():
        if code in known:
            known[code].membros = members
        else:
            session.add(ComiteOrgao(comite_id=row.id, orgao=code, membros=members))


def _record(session: Session, actor: Actor, action: Action, row: Comite | Fluxo) -> None:
    session.flush()
    audit_chain.append(
        session,
        actor,
        action,
        unidade_id=actor.unidade_id,
        alvo_tipo=row.__tablename__,
        alvo_id=str(row.id),
        detalhes={"uf": row.uf, "situacao": row.situacao, "versao": row.versao},
        installation=True,
    )
