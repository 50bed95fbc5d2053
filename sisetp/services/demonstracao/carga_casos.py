"""Write the invented cases and the people in them in large units of work, sealed and audited like real ones."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from sisetp.access.actor import AnyActor
from sisetp.db.audit_chain import SEALS_KEY
from sisetp.db.audit_seals import row_seals
from sisetp.db.base import Base
from sisetp.db.models.caso import Caso, CasoPessoa
from sisetp.db.models.pessoa import Pessoa
from sisetp.domain.audit import Action
from sisetp.domain.caso import ATENDIMENTO, ENCAMINHAMENTO, NOTICIA
from sisetp.services import sealing
from sisetp.services.casos.lacre import RESUMO, Conteudo, seal
from sisetp.services.demonstracao.carga import index_rows, keep_marks, new_pessoa
from sisetp.services.demonstracao.carga_evolucoes import rows_of_case
from sisetp.services.demonstracao.casos import CasoDemonstracao, EstadoDoCaso, PessoaDoCaso
from sisetp.services.demonstracao.escrita import Acervo, CasoEscrito, Evento, PessoaEscrita, append_all, older
from sisetp.services.demonstracao.linha_do_tempo import moment
from sisetp.services.sealing import Relacao
from sisetp.services.versoes import ACTIVE


def write_cases(session: Session, actor: AnyActor, acervo: Acervo, batch: Sequence[CasoDemonstracao]) -> int:
    """Add a batch of cases with everything in them; returns how many rows of evolutions were written."""
    events: list[Evento] = []
    later: list[Base] = []
    made = [(item, _case(session, acervo, item, events, later)) for item in batch]
    people = [(item, row, _people(session, acervo, item, row, events, later)) for item, row in made]
    session.flush()
    written = 0
    for item, row, known in people:
        in_case = tuple(
            _in_case(session, acervo, row, item, person, pessoa_id, events, later)
            for person, pessoa_id in zip(item.pessoas, known, strict=True)
        )
        acervo.casos[item.numero] = CasoEscrito(
            id=row.id, unidade=item.unidade, risco=item.estados[-1].risco, pessoas=in_case
        )
        ids = [person.caso_pessoa_id for person in in_case]
        written += rows_of_case(session, acervo, item, row, ids, events)
    session.add_all(later)
    keep_marks(session, acervo.destino)
    session.flush()
    append_all(session, actor, events)
    return written


def _case(session: Session, acervo: Acervo, item: CasoDemonstracao, events: list[Evento], later: list[Base]) -> Caso:
    unidade_id = acervo.destino.unidades[item.unidade]
    key = (item.unidade, item.abertura.year)
    acervo.sequencias[key] = sequencia = acervo.sequencias.get(key, 0) + 1
    responsavel = acervo.equipe.id_of(item.responsavel)
    tipo, origem = _origin(acervo, item)
    first = item.estados[0]
    row = Caso(
        id=uuid4(),
        unidade_id=unidade_id,
        numero=f"{item.unidade}-{item.abertura.year}-{sequencia:04d}",
        ano=item.abertura.year,
        sequencia=sequencia,
        abertura=item.abertura,
        responsavel_id=responsavel,
        situacao=first.situacao,
        origem_token=sealing.link_token(session, unidade_id, Relacao.CASO_ORIGEM, origem) if origem else None,
        versao=1,
        autor_id=responsavel,
        created_at=first.quando,
        updated_at=first.quando,
    )
    linked: dict[str, str | bytes | None] = {"origem_tipo": tipo, "origem_id": origem.bytes if origem else None}
    seal(session, row, _content(item, first, linked))
    session.add(row)
    details = {"versao": 1, SEALS_KEY: row_seals(row)}
    events.append(_event(Action.ABRIR_CASO, row, details))
    for state in item.estados[1:]:
        _advance(session, row, item, state, linked, events, later)
    return row


def _advance(
    session: Session,
    row: Caso,
    item: CasoDemonstracao,
    state: EstadoDoCaso,
    linked: dict[str, str | bytes | None],
    events: list[Evento],
    later: list[Base],
) -> None:
    old = older(session, row, state.motivo, state.justificativa, autor_id=row.autor_id, quando=state.quando)
    before = row.situacao
    row.versao += 1
    row.updated_at = state.quando
    seal(session, row, _content(item, state, linked))
    row.situacao, row.encerramento = state.situacao, state.encerramento
    later.append(old)
    seals = {**row_seals(old), **row_seals(row)}
    if before == state.situacao:
        details = {"motivo": state.motivo, "campos": 1, "versao": row.versao, SEALS_KEY: seals}
        events.append(_event(Action.ALTERAR_CASO, row, details))
    else:
        step = {"de": before, "para": state.situacao, "motivo": state.motivo, "versao": row.versao}
        events.append(_event(Action.SITUACAO_CASO, row, {**step, SEALS_KEY: seals}))


def _content(item: CasoDemonstracao, state: EstadoDoCaso, linked: dict[str, str | bytes | None]) -> Conteudo:
    return Conteudo(
        codigos={
            "porta_entrada": item.porta_entrada,
            "risco": state.risco,
            "encerramento_motivo": state.encerramento_motivo or None,
            **linked,
        },
        textos={RESUMO: item.resumo},
        n_processo=item.n_processo,
    )


def _origin(acervo: Acervo, item: CasoDemonstracao) -> tuple[str, UUID | None]:
    if item.chegada.encaminhamento is not None:
        return ENCAMINHAMENTO, acervo.encaminhamentos[item.chegada.encaminhamento]
    if item.chegada.atendida is not None:
        return ATENDIMENTO, item.chegada.atendida.atendimento_id
    return NOTICIA, None


def _people(
    session: Session, acervo: Acervo, item: CasoDemonstracao, row: Caso, events: list[Evento], later: list[Base]
) -> tuple[UUID, ...]:
    """Ids of the people of a case; those new to the unit are added with their indexes."""
    return tuple(
        person.atendida.pessoa_id if person.atendida else _new_person(session, acervo, item, row, person, events, later)
        for person in item.pessoas
    )


def _new_person(
    session: Session,
    acervo: Acervo,
    item: CasoDemonstracao,
    row: Caso,
    person: PessoaDoCaso,
    events: list[Evento],
    later: list[Base],
) -> UUID:
    moment_of = moment(item.unidade, item.abertura, 8, 40)
    pessoa, tokens = new_pessoa(session, acervo.destino, row.unidade_id, row.autor_id, person.pessoa, moment_of)
    session.add(pessoa)
    later.extend(index_rows(pessoa, tokens))
    events.append(_person_event(pessoa))
    return pessoa.id


def _in_case(
    session: Session,
    acervo: Acervo,
    caso: Caso,
    item: CasoDemonstracao,
    person: PessoaDoCaso,
    pessoa_id: UUID,
    events: list[Evento],
    later: list[Base],
) -> PessoaEscrita:
    first = person.estados[0]
    link = {"pessoa_id": pessoa_id.bytes}
    row = CasoPessoa(
        id=uuid4(),
        unidade_id=caso.unidade_id,
        caso_id=caso.id,
        pessoa_token=sealing.link_token(session, caso.unidade_id, Relacao.CASO_PESSOA, pessoa_id),
        situacao=ACTIVE,
        versao=1,
        autor_id=caso.autor_id,
        created_at=first.quando,
        updated_at=first.quando,
    )
    sealing.seal_codes(session, row, {**first.respostas, **link})
    session.add(row)
    new = {"versao": 1, SEALS_KEY: row_seals(row)}
    events.append(_event(Action.INCLUIR_PESSOA, row, new))
    for state in person.estados[1:]:
        old = older(session, row, state.motivo, state.justificativa, autor_id=caso.autor_id, quando=state.quando)
        later.append(old)
        row.versao += 1
        row.updated_at = state.quando
        sealing.seal_codes(session, row, {**state.respostas, **link})
        seals = {**row_seals(old), **row_seals(row)}
        details = {"motivo": state.motivo, "campos": 1, "versao": row.versao, SEALS_KEY: seals}
        events.append(_event(Action.ALTERAR_PESSOA_CASO, row, details))
    return PessoaEscrita(
        pessoa_id=pessoa_id,
        caso_pessoa_id=row.id,
        pessoa=person.pessoa,
        atendida=person.atendida,
        respostas=person.estados[-1].respostas,
    )


def _event(action: Action, row: Caso | CasoPessoa, details: dict[str, object]) -> Evento:
    return Evento(
        action=action,
        unidade_id=row.unidade_id,
        alvo_tipo=row.__tablename__,
        alvo_id=row.id,
        detalhes=details,  # type: ignore[arg-type]
    )


def _person_event(pessoa: Pessoa) -> Evento:
    return Evento(
        action=Action.GRAVAR_CADASTRO,
        unidade_id=pessoa.unidade_id,
        alvo_tipo="pessoa",
        alvo_id=pessoa.id,
        pessoa_id=pessoa.id,
        detalhes={"versao": pessoa.versao, SEALS_KEY: row_seals(pessoa)},
    )
