"""Blind index tokens of people: built from complete documents and from name + year of birth, compared after opening.

Decision 6: kinds `cpf`, `documento` and `nome_ano`, under the unit's own key; there is no national token table.
"""

from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.crypto import blind_index
from sisetp.db.models.pessoa import IndiceCego, Pessoa
from sisetp.domain.documents import check_document, normalise_document
from sisetp.domain.names import first_last, phonetic
from sisetp.domain.pessoa import Identidade
from sisetp.services import sealing

_INDEX_VERSION = 1


def with_document(session: Session, unidade_id: int, tipo: str, numero: str) -> list[UUID]:
    """Ids of the people of the unit with this document: truncated tokens give candidates, opened ones decide."""
    asked = Identidade(doc_tipo=tipo, doc_numero=numero)
    rows = candidates(session, tokens(session, unidade_id, asked, spread=False))
    opened = sealing.open_identities(session, rows)
    return [key for key, known in opened.items() if same_document(known, asked)]


def replace(session: Session, pessoa: Pessoa, identidade: Identidade | None) -> None:
    """Bring the tokens of a pessoa in line with its identity; unchanged tokens stay as they are."""
    wanted = set() if identidade is None else set(tokens(session, pessoa.unidade_id, identidade, spread=False))
    for row in session.scalars(select(IndiceCego).where(IndiceCego.pessoa_id == pessoa.id)):
        pair = (row.tipo, row.token)
        if pair in wanted:
            wanted.discard(pair)
        else:
            session.delete(row)
    for tipo, token in sorted(wanted):
        session.add(
            IndiceCego(unidade_id=pessoa.unidade_id, tipo=tipo, versao=_INDEX_VERSION, token=token, pessoa_id=pessoa.id)
        )
    session.flush()


def tokens(session: Session, unidade_id: int, identidade: Identidade, *, spread: bool) -> list[tuple[str, bytes]]:
    """Pairs (kind, token) of what is complete in an identity, a document that cannot be left out.

    `spread` adds the years before and after the birth.
    """
    sealer = sealing.sealer_of(session)
    inputs: list[tuple[str, bytes]] = []
    complete = bool(identidade.doc_numero) and check_document(identidade.doc_tipo, identidade.doc_numero) is None
    number = normalise_document(identidade.doc_tipo, identidade.doc_numero) if complete else ""
    if number and identidade.doc_tipo == "CPF":
        inputs.append(("cpf", blind_index.cpf_input(number)))
    elif number:
        inputs.append(("documento", blind_index.documento_input("", identidade.doc_tipo, number)))
    if identidade.nascimento is not None:
        years = [identidade.nascimento.year + step for step in ((-1, 0, 1) if spread else (0,))]
        years = [year for year in years if MINYEAR <= year <= MAXYEAR]
        for name in {identidade.nome_civil, identidade.nome_social} - {""}:
            first, last = map(phonetic, first_last(name))
            if first and last:
                inputs += [("nome_ano", blind_index.nome_ano_input(first, last, year)) for year in years]
    return [(kind, sealer.index_token(unidade_id, kind, value)) for kind, value in inputs]


def candidates(session: Session, wanted: Iterable[tuple[str, bytes]]) -> list[Pessoa]:
    """People of the unit with any of these tokens. Truncated tokens give candidates only: open them and compare."""
    found: dict[UUID, None] = {}
    for kind, token in wanted:
        query = select(IndiceCego.pessoa_id).where(IndiceCego.tipo == kind, IndiceCego.token == token)
        found.update(dict.fromkeys(session.scalars(query)))
    return list(session.scalars(select(Pessoa).where(Pessoa.id.in_(list(found))))) if found else []


def same_person(known: Identidade, asked: Identidade) -> bool:
    """Tell whether two identities share a document, or the name by sound and a birth date at most a year apart."""
    return same_document(known, asked) or same_name_and_birth(known, asked)


def same_name_and_birth(known: Identidade, asked: Identidade) -> bool:
    """Tell whether two identities share the name by sound, with birth dates at most a year apart."""
    if known.nascimento is None or asked.nascimento is None or abs((known.nascimento - asked.nascimento).days) > 366:
        return False
    return bool(_name_keys(known) & _name_keys(asked))


def same_document(known: Identidade, asked: Identidade) -> bool:
    """Tell whether two identities carry the same document of the same type."""
    if not (known.doc_numero and asked.doc_numero) or known.doc_tipo != asked.doc_tipo:
        return False
    return normalise_document(known.doc_tipo, known.doc_numero) == normalise_document(asked.doc_tipo, asked.doc_numero)


def _name_keys(identidade: Identidade) -> set[tuple[str, str]]:
    names = {identidade.nome_civil, identidade.nome_social} - {""}
    keys = {(phonetic(first), phonetic(last)) for first, last in map(first_last, names)}
    return {key for key in keys if all(key)}
