"""The local network on one page: committees and flows of a UF or of all, and the UFs without any committee."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db.models.rede import Comite, ComiteOrgao, Fluxo
from sisetp.domain.clock import Clock
from sisetp.domain.codelists import codelist
from sisetp.domain.geography import UFS
from sisetp.domain.rede import SEM_REUNIAO
from sisetp.services import rede_local
from sisetp.services.postings import NATIONAL_ZONE

ATIVO = "ATIVO"
_NONE = frozenset({"EXTINTO"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ComiteLine:
    """One committee; `orgaos` are (label, members); `parado`: active, and no meeting in the last six months."""

    id: int
    nome: str
    municipio: str
    situacao: str
    instituido_em: date | None
    ato: str
    ultima_reuniao: date | None
    parado: bool
    orgaos: tuple[tuple[str, int], ...]
    versao: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FluxoLine:
    """One flow, with the codes of its theme and status."""

    id: int
    nome: str
    tema: str
    situacao: str
    publicado_em: date | None
    revisado_em: date | None
    ato: str
    versao: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RedeDaUf:
    """Committees and flows of one UF; `edita` tells whether the actor keeps them."""

    uf: str
    comites: tuple[ComiteLine, ...]
    fluxos: tuple[FluxoLine, ...]
    edita: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RedePage:
    """The UFs shown; `uf` "" = all of them.

    `mapa` says of each UF whether it has an active committee (ATIVO), only others (OUTRO) or none (NENHUM).
    """

    uf: str
    ufs: tuple[RedeDaUf, ...]
    mapa: Mapping[str, str]
    nacional: bool


def page(session: Session, actor: Actor, *, uf: str, clock: Clock) -> RedePage:
    """The network of one UF, or of every UF ("").

    Raises: AccessDenied.
    """
    require(actor, Permission.REDE_VER)
    today = clock.today(NATIONAL_ZONE)
    maps = rede_local.maps(session, actor)
    comites, mapa = defaultdict(list), dict.fromkeys(UFS, "NENHUM")
    organs = _organs(session)
    for row in session.scalars(select(Comite).order_by(Comite.nome, Comite.id)):
        comites[row.uf].append(_comite(row, organs.get(row.id, {}), today))
        if row.situacao not in _NONE and mapa[row.uf] != ATIVO:
            mapa[row.uf] = ATIVO if row.situacao == ATIVO else "OUTRO"
    fluxos = defaultdict(list)
    for flow in session.scalars(select(Fluxo).order_by(Fluxo.nome, Fluxo.id)):
        fluxos[flow.uf].append(_fluxo(flow))
    shown = (uf,) if uf in UFS else tuple(sorted(UFS))
    return RedePage(
        uf=uf if uf in UFS else "",
        ufs=tuple(
            RedeDaUf(uf=one, comites=tuple(comites[one]), fluxos=tuple(fluxos[one]), edita=maps and one == actor.uf)
            for one in shown
        ),
        mapa=mapa,
        nacional=actor.unidade_id is None,
    )


def _organs(session: Session) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in session.scalars(select(ComiteOrgao)):
        found[row.comite_id][row.orgao] = row.membros
    return found


def _comite(row: Comite, organs: Mapping[str, int], today: date) -> ComiteLine:
    lista = codelist("orgao_comite")
    town = codelist("municipios").get(str(row.municipio)) if row.municipio else None
    met = row.ultima_reuniao
    return ComiteLine(
        id=row.id,
        nome=row.nome,
        municipio=town.label if town else "",
        situacao=row.situacao,
        instituido_em=row.instituido_em,
        ato=row.ato,
        ultima_reuniao=met,
        parado=row.situacao == ATIVO and (met is None or today - met > SEM_REUNIAO),
        orgaos=tuple((item.label, organs[item.code]) for item in lista.items if item.code in organs),
        versao=row.versao,
    )


def _fluxo(row: Fluxo) -> FluxoLine:
    return FluxoLine(
        id=row.id,
        nome=row.nome,
        tema=row.tema,
        situacao=row.situacao,
        publicado_em=row.publicado_em,
        revisado_em=row.revisado_em,
        ato=row.ato,
        versao=row.versao,
    )
