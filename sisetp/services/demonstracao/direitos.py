"""Rights of the invented people: what they authorised or took back, what they asked, full registers, duplicates.

Few rows, through the real services, each at a moment of its own in the past.
"""

from dataclasses import replace
from datetime import date, timedelta

from sisetp.access.actor import Actor
from sisetp.db.models.atendimento import Atendimento
from sisetp.db.session import unit_of_work
from sisetp.domain import partilha
from sisetp.domain.cadastro import GravarCadastro, PeloCaso
from sisetp.domain.clock import FixedClock
from sisetp.domain.ficha import RegisterAtendimento, Value
from sisetp.domain.geography import BRASIL
from sisetp.domain.pessoa import FAIXAS_MENORES
from sisetp.domain.titular import CONSENTIMENTO, RegistrarAutorizacao, RegistrarRequisicao, ResponderRequisicao
from sisetp.domain.vinculo import LIGADA, DecidirVinculo, par_de
from sisetp.services import cadastros, registro
from sisetp.services.demonstracao.atendidas import Atendida
from sisetp.services.demonstracao.escrita import Acervo, CasoEscrito
from sisetp.services.demonstracao.linha_do_tempo import moment
from sisetp.services.duplicidades import decidir
from sisetp.services.titulares import consentimentos, requisicoes, retiradas
from sisetp.services.titulares.pessoa import Origem

_KINDS = ("ACESSO", "CORRECAO", "CONFIRMACAO", "COMPARTILHAMENTO")
# Days ago each request arrived and was answered; the first is open two days before its deadline.
_REQUESTS: tuple[tuple[int, int | None], ...] = ((13, None), (24, 12), (4, None), (40, 29))
_POINTS = ("ENTREVISTA", "FINALIDADE", "USO", "ACESSO", "PRAZO", "REVOGA")
_PARTS = (partilha.IDENTIDADE, partilha.CONTATO, partilha.PERFIL, partilha.NECESSIDADES)
_DOORS = (("PAAHM-GRU", "atendente.gru", 3), ("NETP-SP", "tecnico.sp", 2))
_REREGISTERED = frozenset({"idade", "faixa_etaria", "qtd_pessoas", "duracao_s"})


def add_rights(acervo: Acervo, *, hoje: date, quantidade: int) -> int:
    """Add authorisations, requests and full registers of people in `quantidade` cases; returns how many requests."""
    people = [caso for _number, caso in sorted(acervo.casos.items()) if caso.pessoas]
    for place, caso in enumerate(people[: max(2, quantidade // 20)]):
        _authorise(acervo, caso, hoje, withdraws=place % 15 == 14)
    asked = people[: max(4, quantidade // 75)]
    for place, caso in enumerate(asked):
        _request(acervo, caso, hoje, place)
    adults = [caso for caso in people if caso.pessoas[0].pessoa.respostas.get("faixa_etaria") not in FAIXAS_MENORES]
    for caso in adults[: max(2, quantidade // 40)]:
        _register(acervo, caso, hoje)
    return len(asked)


def add_duplicates(acervo: Acervo, *, hoje: date) -> int:
    """Register some people again as if nobody had noticed, and link the first pair of each unit; returns how many."""
    made = 0
    for codigo, login, wanted in _DOORS:
        found = [item for item in acervo.destino.atendidas.get(codigo, ()) if _is_repeatable(item)]
        for place, item in enumerate(found[:wanted]):
            _again(acervo, item, acervo.equipe.por_login[login], hoje, place)
            made += 1
    return made


def _is_repeatable(item: Atendida) -> bool:
    known = item.pessoa.identidade
    adult = item.pessoa.respostas.get("faixa_etaria") not in FAIXAS_MENORES
    alone = item.pessoa.respostas.get("qtd_pessoas") in (None, 1) and item.pessoa.procurada is None
    return known is not None and known.nascimento is not None and adult and alone


def _again(acervo: Acervo, item: Atendida, actor: Actor, hoje: date, place: int) -> None:
    inicio = moment(item.unidade, hoje - timedelta(days=2), 10 + place)
    answers = {name: value for name, value in item.pessoa.respostas.items() if name not in _REREGISTERED}
    command = RegisterAtendimento(
        unidade_id=acervo.destino.unidades[item.unidade],
        chave_envio=f"demonstracao-{item.unidade}-{place}",
        inicio=inicio,
        duracao_s=120,
        pessoas=(replace(item.pessoa, respostas=answers, textos={}),),
    )
    clock = FixedClock(inicio + timedelta(minutes=4))
    with unit_of_work(actor) as session:
        done = registro.register(session, actor, command, clock=clock)
        pessoa_id = session.get_one(Atendimento, done.atendimentos[0][0]).pessoa_id
    if place:
        return
    head = acervo.equipe.head(item.unidade)
    decision = DecidirVinculo(par=par_de(item.pessoa_id, pessoa_id), decisao=LIGADA, motivo="DOCUMENTO")
    with unit_of_work(head) as session:
        decidir.decide(session, head, decision, clock=FixedClock(inicio + timedelta(hours=3)))


def _authorise(acervo: Acervo, caso: CasoEscrito, hoje: date, *, withdraws: bool) -> None:
    head, day = acervo.equipe.head(caso.unidade), hoje - timedelta(days=30)
    command = RegistrarAutorizacao(base_legal=CONSENTIMENTO, pontos=_POINTS, forma="VERBAL", partes=_PARTS, data=day)
    person = caso.pessoas[0].caso_pessoa_id
    with unit_of_work(head) as session:
        clock = FixedClock(moment(caso.unidade, day, 15))
        consentimentos.register(session, head, Origem.CASO, person, command, clock=clock)
    if withdraws:
        with unit_of_work(head) as session:
            clock = FixedClock(moment(caso.unidade, hoje - timedelta(days=1), 20))
            retiradas.withdraw(session, head, Origem.CASO, person, clock=clock)


def _request(acervo: Acervo, caso: CasoEscrito, hoje: date, place: int) -> None:
    head = acervo.equipe.head(caso.unidade)
    days, answered = _REQUESTS[place % len(_REQUESTS)]
    day = hoje - timedelta(days=days)
    asked = RegistrarRequisicao(
        tipo=_KINDS[place % len(_KINDS)], pedido="Nota de demonstração: pedido feito por telefone.", recebida_em=day
    )
    with unit_of_work(head) as session:
        clock = FixedClock(moment(caso.unidade, day, 16))
        key = requisicoes.register(session, head, Origem.CASO, caso.pessoas[0].caso_pessoa_id, asked, clock=clock)
    if answered is None:
        return
    answer = ResponderRequisicao(
        requisicao_id=key, resultado="ATENDIDA", resposta="Nota de demonstração: extrato entregue à pessoa."
    )
    with unit_of_work(head) as session:
        clock = FixedClock(moment(caso.unidade, hoje - timedelta(days=answered), 16))
        requisicoes.answer(session, head, answer, clock=clock)


def _register(acervo: Acervo, caso: CasoEscrito, hoje: date) -> None:
    head, person = acervo.equipe.head(caso.unidade), caso.pessoas[0]
    answers: dict[str, Value] = {
        "raca_cor": person.pessoa.respostas.get("raca_cor") or "NI",
        "escolaridade": person.pessoa.respostas.get("escolaridade") or "EM_C",
        "estado_civil": "SOLT",
        "filhos": 1,
        "renda": "ATE_1SM",
        "povo": "NAO",
        "deficiencia": ("NAO",),
    }
    if person.pessoa.respostas.get("nacionalidade") != BRASIL:
        answers["situacao_migratoria"] = "SOL_REF"
    command = GravarCadastro(
        porta=PeloCaso(caso_id=caso.id, caso_pessoa_id=person.caso_pessoa_id),
        versao=1,
        motivo="COMPLEMENTO",
        identidade=None,
        respostas=answers,
        textos={"ocupacao": "Nota de demonstração: trabalho no comércio."},
    )
    with unit_of_work(head) as session:
        cadastros.save(session, head, command, clock=FixedClock(moment(caso.unidade, hoje - timedelta(days=2), 18)))
