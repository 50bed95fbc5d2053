"""The steps that a month took, for the unit and for the coordination: from, to, when, who and the coded reason."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.db.models.periodo import PassoPeriodo, Periodo
from sisetp.db.models.usuario import Usuario
from sisetp.domain.codelists import codelist
from sisetp.domain.periodo import MAQUINA


@dataclass(frozen=True, slots=True, kw_only=True)
class PassoLinha:
    """One step in words; `motivo` is empty unless the month was returned."""

    quando: datetime
    de: str
    para: str
    motivo: str
    autor: str


def history(session: Session, row: Periodo | None) -> tuple[PassoLinha, ...]:
    """Steps of a month, newest first."""
    if row is None:
        return ()
    query = select(PassoPeriodo, Usuario.nome).join(Usuario, Usuario.id == PassoPeriodo.autor_id)
    query = query.where(PassoPeriodo.periodo_id == row.id).order_by(PassoPeriodo.id.desc())
    states, reasons = codelist(MAQUINA.lista), codelist("motivo_devolucao")
    return tuple(
        PassoLinha(
            quando=passo.quando,
            de=states.label(passo.de),
            para=states.label(passo.para),
            motivo=reasons.label(passo.motivo) if passo.motivo else "",
            autor=nome,
        )
        for passo, nome in session.execute(query)
    )
