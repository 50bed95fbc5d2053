"""Write the invented fichas in large units of work, sealed and audited by the same functions as real ones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import AnyActor
from sisetp.db.audit_chain import SEALS_KEY, Detail
from sisetp.db.audit_seals import row_seals
from sisetp.db.models.atendimento import Atendimento, PessoaProcurada
from sisetp.db.models.pessoa import IndiceCego, MarcaSegmento, Pessoa
from sisetp.domain.atendimento import PessoaNaFicha, valores_atendimento, valores_pessoa
from sisetp.domain.audit import Action
from sisetp.domain.names import first_last, phonetic
from sisetp.services import indices, sealing, trilha
from sisetp.services.demonstracao.atendidas import Atendida
from sisetp.services.demonstracao.fichas import FUSO, FichaDemonstracao
from sisetp.services.demonstracao.mudancas import Mudanca
from sisetp.services.demonstracao.sorteio import Sorteio

_ALPHABET = "0123456789BCDFGHJKMNPQRSTVWXYZ"
_INDEX_VERSION = 1


@dataclass(slots=True, kw_only=True)
class Destino:
    """Where the fichas go: unit ids by code, writers by unit code, desks by unit id, and what was used so far."""

    semente: int
    unidades: Mapping[str, int]
    autores: Mapping[str, Sequence[int]]
    postos: Mapping[int, Sequence[int]]
    marcas: dict[int, int] = field(default_factory=dict)
    codigos: set[tuple[int, str]] = field(default_factory=set)
    mudancas: dict[int, list[Mudanca]] = field(default_factory=dict)
    atendidas: dict[str, list[Atendida]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """Rows of one contact, ready to be added: the pessoa is None when an earlier contact already brought it."""

    pessoa: Pessoa | None
    tokens: tuple[tuple[str, bytes], ...]
    atendimento: Atendimento
    procurada: PessoaProcurada | None
    grupo: int


def write_batch(session: Session, actor: AnyActor, destino: Destino, batch: Sequence[FichaDemonstracao]) -> int:
    """Add the rows and the events of a batch of fichas; returns how many atendimentos were written."""
    written = [made for ficha in batch for made in _rows_of(session, destino, ficha)]
    session.add_all([made.pessoa for made in written if made.pessoa is not None])
    session.flush()
    session.add_all([made.atendimento for made in written])
    session.flush()
    session.add_all([made.procurada for made in written if made.procurada is not None])
    session.add_all([row for made in written for row in _index_rows_of(made)])
    keep_marks(session, destino)
    session.flush()
    for made in written:
        _append(session, actor, made)
    session.flush()
    return len(written)


def _rows_of(session: Session, destino: Destino, ficha: FichaDemonstracao) -> Iterator[_Written]:
    unidade = destino.unidades[ficha.unidade]
    autores = destino.autores[ficha.unidade]
    autor = autores[ficha.autor % len(autores)]
    grupo = uuid4() if len(ficha.pessoas) > 1 else None
    for index, person in enumerate(ficha.pessoas):
        pessoa, tokens = new_pessoa(session, destino, unidade, autor, person, ficha.contatos[0])
        for number, inicio in enumerate(ficha.contatos if index == 0 else ficha.contatos[:1]):
            row = _atendimento(session, destino, ficha, pessoa, inicio, f"{index}.{number}", grupo, person)
            sought = _sought(session, row, person) if number == 0 else None
            first = number == 0
            if first and (ficha.cancelada or ficha.corrigida):
                _note_change(destino, row, cancela=ficha.cancelada)
            elif first:
                _note_person(destino, ficha, row, person)
            yield _Written(
                pessoa=pessoa if first else None,
                tokens=tokens if first else (),
                atendimento=row,
                procurada=sought,
                grupo=len(ficha.pessoas),
            )


def _note_change(destino: Destino, row: Atendimento, *, cancela: bool) -> None:
    change = Mudanca(unidade_id=row.unidade_id, atendimento_id=row.id, inicio=row.inicio, cancela=cancela)
    destino.mudancas.setdefault(row.unidade_id, []).append(change)


def _note_person(destino: Destino, ficha: FichaDemonstracao, row: Atendimento, person: PessoaNaFicha) -> None:
    item = Atendida(
        unidade=ficha.unidade,
        dia=row.inicio.astimezone(FUSO[ficha.unidade]).date(),
        inicio=row.inicio,
        pessoa=person,
        pessoa_id=row.pessoa_id,
        atendimento_id=row.id,
    )
    destino.atendidas.setdefault(ficha.unidade, []).append(item)


def new_pessoa(
    session: Session, destino: Destino, unidade: int, autor: int, person: PessoaNaFicha, inicio: datetime
) -> tuple[Pessoa, tuple[tuple[str, bytes], ...]]:
    """Seal a person new to a unit; returns the row, to be added, and the tokens that `index_rows` stores after it."""
    destino.marcas[unidade] = destino.marcas.get(unidade, 0) + 1
    saved = inicio + timedelta(minutes=3)
    pessoa = Pessoa(
        id=uuid4(),
        unidade_id=unidade,
        versao=1,
        marca=destino.marcas[unidade],
        autor_id=autor,
        created_at=saved,
        updated_at=saved,
    )
    sealing.seal_codes(session, pessoa, valores_pessoa(person, _counting_key(session, person)))
    sealing.seal_identity(session, pessoa, person.identidade)
    identidade = person.identidade
    return pessoa, () if identidade is None else tuple(
        sorted(set(indices.tokens(session, unidade, identidade, spread=False)))
    )


def _counting_key(session: Session, person: PessoaNaFicha) -> bytes:
    sealer = sealing.sealer_of(session)
    identidade = person.identidade
    if identidade is None or identidade.nascimento is None:
        return sealer.random_pessoa_chave()
    first, last = map(phonetic, first_last(identidade.nome_civil))
    return sealer.pessoa_chave(first, last, identidade.nascimento.isoformat())


def _atendimento(
    session: Session,
    destino: Destino,
    ficha: FichaDemonstracao,
    pessoa: Pessoa,
    inicio: datetime,
    label: str,
    grupo: UUID | None,
    person: PessoaNaFicha,
) -> Atendimento:
    postos = destino.postos.get(pessoa.unidade_id, ())
    saved = inicio + timedelta(minutes=3)
    row = Atendimento(
        id=uuid4(),
        unidade_id=pessoa.unidade_id,
        codigo=_code(destino, pessoa.unidade_id, f"{ficha.numero}.{label}"),
        pessoa_id=pessoa.id,
        autor_id=pessoa.autor_id,
        posto_id=postos[ficha.autor % len(postos)] if postos else None,
        grupo_id=grupo,
        inicio=inicio,
        situacao="ATIVO",
        versao=1,
        created_at=saved,
        updated_at=saved,
    )
    sealing.seal_codes(session, row, valores_atendimento(person))
    sealing.seal_texts(session, row, person.textos)
    return row


def _sought(session: Session, row: Atendimento, person: PessoaNaFicha) -> PessoaProcurada | None:
    if person.procurada is None:
        return None
    sought = PessoaProcurada(id=uuid4(), unidade_id=row.unidade_id, atendimento_id=row.id, versao=1)
    sealing.seal_sought(session, sought, person.procurada)
    return sought


def _code(destino: Destino, unidade: int, label: str) -> str:
    sorteio = Sorteio(destino.semente, "codigo", label)
    while True:
        text = "".join(sorteio.one(_ALPHABET) for _ in range(7))
        code = f"{text[:3]}-{text[3:]}"
        if (unidade, code) not in destino.codigos:
            destino.codigos.add((unidade, code))
            return code


def index_rows(pessoa: Pessoa, tokens: tuple[tuple[str, bytes], ...]) -> list[IndiceCego]:
    """Rows of the blind index of a person, to be added once hers is stored."""
    return [
        IndiceCego(unidade_id=pessoa.unidade_id, tipo=tipo, versao=_INDEX_VERSION, token=token, pessoa_id=pessoa.id)
        for tipo, token in tokens
    ]


def _index_rows_of(made: _Written) -> list[IndiceCego]:
    return [] if made.pessoa is None else index_rows(made.pessoa, made.tokens)


def keep_marks(session: Session, destino: Destino) -> None:
    """Bring the search mark of every unit up to what was written."""
    known = {row.unidade_id: row for row in session.scalars(select(MarcaSegmento))}
    for unidade, valor in destino.marcas.items():
        row = known.get(unidade)
        if row is None:
            session.add(MarcaSegmento(unidade_id=unidade, valor=valor))
        else:
            row.valor = valor


def _append(session: Session, actor: AnyActor, made: _Written) -> None:
    row = made.atendimento
    sealed = [part for part in (made.pessoa, row, made.procurada) if part is not None]
    detalhes: dict[str, Detail] = {
        "versao": 1,
        "pessoa_nova": made.pessoa is not None,
        "grupo_quantidade": made.grupo,
        "retroativo": False,
        SEALS_KEY: {key: digest for part in sealed for key, digest in row_seals(part).items()},
    }
    trilha.record(session, actor, Action.GRAVAR, row, detalhes, flush=False)
