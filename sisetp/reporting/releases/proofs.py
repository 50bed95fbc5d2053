"""Proofs of a release, checked without a solver: before it is sealed, before it goes out, whenever somebody asks."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.db.models.publicacao import Certificado, Divulgacao, Testemunha
from sisetp.domain.divulgacao import PUBLICADA
from sisetp.domain.errors import Refused, Unreadable
from sisetp.reporting import ledger
from sisetp.reporting.disclosure import certificate
from sisetp.reporting.disclosure.atoms import Atomos
from sisetp.reporting.disclosure.certificate import Provas
from sisetp.reporting.disclosure.forms import Universo
from sisetp.reporting.disclosure.request import Anterior, Externa, Parametros, Pedido, Publicada
from sisetp.reporting.disclosure.rows import Linhas
from sisetp.reporting.disclosure.verify import verify
from sisetp.reporting.ledger import Problema
from sisetp.reporting.releases import frozen, known, parameters, seals
from sisetp.reporting.releases.atoms import Base, atoms_of
from sisetp.reporting.releases.base import FECHAMENTO
from sisetp.reporting.releases.preparation import Preparo, certificates_from, witness_from
from sisetp.reporting.releases.publish import CERTIFICADO, TESTEMUNHA


def holds(preparo: Preparo, publicadas: Iterable[Publicada], externas: Iterable[Externa], atomos: Atomos) -> bool:
    """Tell whether the proofs of a preparation protect everything out, its own cells included."""
    own = [
        Publicada(forma=entry.forma, valor=entry.valor, limiar=entry.limiar)
        for entry in preparo.celulas
        if entry.situacao != "-"
    ]
    request = Pedido(
        universo=preparo.universo,
        atomos=atomos,
        candidatas=(),
        publicadas=(*publicadas, *own),
        externas=tuple(externas),
        protegidas=preparo.protegidas,
        parametros=Parametros(duplas=preparo.duplas, lugares=preparo.lugares),
    )
    return not verify(request, preparo.provas)


def hold(session: Session, preparo: Preparo) -> bool:
    """`holds`, with the ledger and the base as they are in the database. The session sees every unit.

    Raises: Unreadable when a part of the base was altered.
    """
    ano = preparo.universo.ano
    base = _with_parts(frozen.fixed_base(session, ano), preparo)
    moldura = base.moldura(frozen.places(session))
    universo = moldura.universo()
    if universo != preparo.universo:
        return False
    atomos = atoms_of(base, moldura)
    cells, outside = known.cells_of(session, ano), known.externals_of(session, ano)
    return holds(preparo, *known.for_planner(cells, outside, universo, atomos), atomos)


def start(session: Session, ano: int, universo: Universo) -> Anterior | None:
    """Where the next plan of a year starts: witnesses of its newest release, in the codes of a universe, and what
    readers knew then. None when nothing is out, or when they do not open or do not fit: a start is only faster."""
    row = ledger.last(session, ano=ano)
    if row is None:
        return None
    try:
        then = frozen.fixed_base(session, ano).moldura(frozen.places(session)).universo()
        proofs = _proofs(session, row, universo)
    except (Unreadable, Refused):
        return None
    if any((found.codigos < 0).any() for found in proofs.testemunhas):
        return None
    return Anterior(universo=replace(then, dimensoes=universo.dimensoes), provas=proofs)


def problems(session: Session) -> tuple[Problema, ...]:
    """Years whose newest proofs do not protect everything out about them. The session sees every unit."""
    years = session.scalars(select(Divulgacao.ano).where(Divulgacao.situacao == PUBLICADA).distinct())
    found = []
    for ano in sorted(years):
        row = ledger.last(session, ano=ano)
        if row is not None and not _protected(session, row):
            words = "as provas não confirmam a proteção do ano"
            found.append(Problema(numero=row.numero or 0, produto=row.produto, periodo=row.periodo, mensagem=words))
    return tuple(found)


def _protected(session: Session, row: Divulgacao) -> bool:
    """The newest release of a year proves all of it, with what was known from elsewhere when it went out.

    Proofs of forms that no table prints were checked before it went out; what they are is not kept.
    """
    try:
        base = frozen.fixed_base(session, row.ano)
        moldura = base.moldura(frozen.places(session))
        universo = moldura.universo()
        proofs = _proofs(session, row, universo)
    except (Unreadable, Refused):
        return False
    atomos = atoms_of(base, moldura)
    outside = known.externals_of(session, row.ano, until=row.publicada_em)
    published, externals = known.for_planner(known.cells_of(session, row.ano), outside, universo, atomos)
    request = Pedido(
        universo=universo,
        atomos=atomos,
        candidatas=(),
        publicadas=published,
        externas=externals,
        parametros=known.insider_rules(parameters.from_json(row.parametros).regra_detentor, moldura, universo),
    )
    known_forms = Linhas(request).posicao
    printed = tuple(proof for proof in proofs.certificados if proof.forma in known_forms)
    return not verify(request, Provas(testemunhas=proofs.testemunhas, certificados=printed))


def _proofs(session: Session, row: Divulgacao, universo: Universo) -> Provas:
    witnesses = [
        _translated(
            *witness_from(seals.unseal(session, TESTEMUNHA, f"{row.id}/{found.ordem}", 0, found.dados)), universo
        )
        for found in session.scalars(
            select(Testemunha).where(Testemunha.divulgacao_id == row.id).order_by(Testemunha.ordem)
        )
    ]
    kept = session.scalars(select(Certificado).where(Certificado.divulgacao_id == row.id)).one()
    certificates = certificates_from(seals.unseal(session, CERTIFICADO, str(row.id), 0, kept.dados))
    return Provas(testemunhas=tuple(witnesses), certificados=certificates)


def _translated(old: Universo, witness: certificate.Testemunha, new: Universo) -> certificate.Testemunha:
    """The same witness with codes as positions of another universe: a list may have grown meanwhile."""
    codes = np.empty_like(witness.codigos)
    for place, (name, names) in enumerate(old.dimensoes):
        present = new.codigos(name)
        table = np.array([present.index(code) if code in present else -1 for code in names], np.int16)
        codes[:, place] = table[witness.codigos[:, place]]
    return certificate.Testemunha(codigos=codes, pessoas=witness.pessoas, detentor=witness.detentor)


def _with_parts(base: Base, preparo: Preparo) -> Base:
    months = [part for part in preparo.partes if part.mes]
    closing = next((part for part in preparo.partes if part.mes == FECHAMENTO and part.edicao == 1), base.finalidades)
    revised = next((part for part in preparo.partes if part.edicao == 2), base.revista)
    return Base(ano=base.ano, meses=(*base.meses, *months), finalidades=closing, revista=revised)
