"""Fichas of the month: those that cannot be read, and those with many answers «não informado»."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.permissions import Permission
from sisetp.db.models.atendimento import Atendimento
from sisetp.db.models.usuario import Usuario
from sisetp.domain.errors import Unreadable
from sisetp.domain.estat_layout import Value
from sisetp.domain.respostas import mandatory_answers
from sisetp.services import sealing, versoes
from sisetp.services.periodos.completude.pendencia import Pendencia, Recorte, Registro, pendencia

# Mandatory questions of one ficha answered «não informado»: from this many on it is worth a look.
MUITOS_NI = 3  # a confirmar com a CGETP
_NOT_SAID = ("NI", "NAO_INFORMADO")


def of_fichas(session: Session, recorte: Recorte) -> Iterator[Pendencia]:
    """Open every ficha of the month once."""
    query = select(Atendimento, Usuario.nome).join(Usuario, Usuario.id == Atendimento.autor_id)
    query = query.where(
        Atendimento.unidade_id == recorte.unidade.id,
        Atendimento.situacao == versoes.ACTIVE,
        Atendimento.inicio >= recorte.de,
        Atendimento.inicio < recorte.ate,
    )
    asked = tuple(entry.name for entry in mandatory_answers())
    closed, vague = [], []
    for row, author in session.execute(query.order_by(Atendimento.inicio)):
        record = Registro(rotulo=f"Ficha {row.codigo}", quem=author, caminho=f"/atendimentos/{row.id}")
        try:
            answers = sealing.open_codes(session, row)
        except Unreadable:
            closed.append(record)
            continue
        if sum(_not_said(answers.get(name)) for name in asked) >= MUITOS_NI:
            vague.append(record)
    see = Permission.ATENDIMENTO_VER
    yield pendencia("fichas_ilegiveis", "Fichas que não podem ser lidas", closed, see, bloqueia=True)
    yield pendencia("fichas_ni", "Fichas com muitas respostas «não informado»", vague, see)


def _not_said(value: Value) -> bool:
    return value in _NOT_SAID
