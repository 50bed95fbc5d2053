"""The invented cases: who is in them, what they answer, how they live and end; the seed and the day decide.

They start from people attended in the nuclei, from referrals that posts sent and a nucleus accepted, and from notices,
with nobody, one person or up to three. The first case is a showcase: it has something of everything, in NETP-SP; the
second one there is being handed over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sisetp.domain.atendimento import completar
from sisetp.domain.caso import ABERTOS
from sisetp.domain.ficha import PessoaNaFicha, Value
from sisetp.services.demonstracao import caso_dados as dados
from sisetp.services.demonstracao import linha_do_tempo as linha
from sisetp.services.demonstracao.atendidas import Atendida
from sisetp.services.demonstracao.exploracao import form_e
from sisetp.services.demonstracao.fichas import people_arriving
from sisetp.services.demonstracao.linha_do_tempo import Cenario, moment
from sisetp.services.demonstracao.rede import Servidor
from sisetp.services.demonstracao.sorteio import Sorteio

VITRINE = "NETP-SP"
# Days ago the showcase cases were opened: one with everything, one that is being handed over to another unit.
_SHOWN = {0: 75, 1: 100}
_QUIET_DAYS = 13
_DIAS = 1090
_ENDED = ("CONFIRMADA", "POSSIVEL", "DESCARTADA")


@dataclass(frozen=True, slots=True, kw_only=True)
class EstadoDoCaso:
    """A case from one moment on; `motivo` and `justificativa` say why the state before was left."""

    quando: datetime
    situacao: str
    risco: str
    motivo: str = ""
    justificativa: str = ""
    encerramento_motivo: str = ""
    encerramento: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EstadoDaPessoa:
    """Form E from one moment on, whole."""

    quando: datetime
    respostas: Mapping[str, Value]
    motivo: str = ""
    justificativa: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PessoaDoCaso:
    """Somebody in a case: known from a ficha (`atendida`), or new to the unit; states of form E, oldest first."""

    pessoa: PessoaNaFicha
    atendida: Atendida | None
    estados: tuple[EstadoDaPessoa, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chegada:
    """What a case starts from: a person attended, or one that a referral (by its number) brought, or nothing."""

    unidade: str
    abertura: date
    atendida: Atendida | None = None
    encaminhamento: int | None = None
    pessoa: PessoaNaFicha | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CasoDemonstracao:
    """One case with everything in it. `numero` orders the cases; `responsavel` is a login."""

    numero: int
    unidade: str
    abertura: date
    fim: date
    porta_entrada: str
    responsavel: str
    resumo: str
    n_processo: str
    chegada: Chegada
    pessoas: tuple[PessoaDoCaso, ...]
    estados: tuple[EstadoDoCaso, ...]
    evolucoes: tuple[linha.EvolucaoDemonstracao, ...]
    planos: tuple[linha.PlanoDemonstracao, ...]
    riscos: tuple[linha.ApoioDemonstracao, ...]
    envolvidos: tuple[linha.ApoioDemonstracao, ...]

    @property
    def aberto(self) -> bool:
        """True while the case has not ended."""
        return self.estados[-1].situacao in ABERTOS


def casos(
    *,
    semente: int,
    quantidade: int,
    hoje: date,
    atendidas: Mapping[str, Sequence[Atendida]],
    recebidas: Sequence[Chegada],
    equipes: Mapping[str, Sequence[Servidor]],
) -> Iterator[CasoDemonstracao]:
    """Yield `quantidade` cases; `recebidas` are those a referral brought, which come after the showcase."""
    left = {codigo: list(people) for codigo, people in atendidas.items()}
    for numero in range(quantidade):
        sorteio = Sorteio(semente, "caso", numero)
        especie = sorteio.weighted(dados.ESPECIES)
        received = recebidas[numero - 2] if 1 < numero <= len(recebidas) + 1 else None
        chegada = received or _arrival(sorteio, especie, hoje, left, numero=numero)
        yield _case(sorteio, semente, numero, especie, chegada, hoje, equipes[chegada.unidade])


def _arrival(sorteio: Sorteio, especie: str, hoje: date, left: dict[str, list[Atendida]], *, numero: int) -> Chegada:
    if numero in _SHOWN:
        return Chegada(unidade=VITRINE, abertura=hoje - timedelta(days=_SHOWN[numero]))
    unidade = sorteio.weighted(dados.NUCLEOS)
    found = next((item for item in left.get(unidade, ()) if _fits(item, especie)), None)
    if found is not None and sorteio.chance(70):
        left[unidade].remove(found)
        return Chegada(
            unidade=unidade,
            abertura=min(found.dia + timedelta(days=sorteio.below(6)), hoje - timedelta(days=1)),
            atendida=found,
        )
    return Chegada(unidade=unidade, abertura=hoje - timedelta(days=sorteio.between(2, _DIAS)))


def _fits(item: Atendida, especie: str) -> bool:
    profile = item.pessoa.respostas.get("perfil")
    if especie == dados.SEXUAL:
        return profile == "VITIMA_TP" and item.pessoa.respostas.get("sexo") == "F"
    if especie == dados.LABORAL:
        return profile == "TRAB_ESCRAVO" or (profile == "VITIMA_TP" and item.pessoa.respostas.get("sexo") == "M")
    return profile in ("VITIMA_TP", "TRAB_ESCRAVO")


def _case(
    sorteio: Sorteio,
    semente: int,
    numero: int,
    especie: str,
    chegada: Chegada,
    hoje: date,
    equipe: Sequence[Servidor],
) -> CasoDemonstracao:
    vitrine = numero == 0
    age = (hoje - chegada.abertura).days
    situacao = (
        "ACOMP" if numero in _SHOWN else sorteio.weighted(next(found for limit, found in dados.VIDA if age < limit))
    )
    aberto = situacao in ABERTOS
    yesterday = hoje - timedelta(days=1)
    last = hoje - timedelta(days=_QUIET_DAYS) if numero == 1 else yesterday
    fim = last if aberto else min(yesterday, chegada.abertura + timedelta(days=sorteio.between(25, 420)))
    pessoas = tuple(_people(sorteio, semente, numero, especie, chegada, fim, ended=not aberto))
    responsavel = equipe[0] if vitrine or sorteio.chance(60) else sorteio.one(equipe)
    em = Cenario(
        unidade=chegada.unidade,
        abertura=chegada.abertura,
        fim=fim,
        hoje=hoje,
        aberto=aberto and numero != 1,
        pessoas=len(pessoas),
        equipe=equipe,
        vitrine=vitrine,
    )
    first, then = sorteio.weighted(dados.RISCOS), sorteio.weighted(dados.RISCOS)
    total = 8 if vitrine else sorteio.between(3, 8)
    turn = sorteio.between(1, total - 1) if sorteio.chance(25) else total
    story = Sorteio(semente, "caso.evolucoes", numero)
    evolucoes = tuple(linha.contacts(story, em, [first] * turn + [then] * (total - turn)))
    changed = evolucoes[turn].data if turn < total and then != first else None
    motivo = _reason(sorteio, pessoas)
    return CasoDemonstracao(
        numero=numero,
        unidade=chegada.unidade,
        abertura=chegada.abertura,
        fim=fim,
        porta_entrada=_door(sorteio, chegada),
        responsavel=responsavel.login,
        resumo=sorteio.one(dados.RESUMOS),
        n_processo=f"Demonstração 0000{sorteio.below(1000):03d}/2020" if sorteio.chance(12) else "",
        chegada=chegada,
        pessoas=pessoas,
        estados=tuple(_states(sorteio, em, situacao, motivo, (first, then), changed)),
        evolucoes=evolucoes,
        planos=tuple(linha.plans(story, em)),
        riscos=tuple(linha.assessments(story, em, first)),
        envolvidos=tuple(linha.involved(story, em)),
    )


def _door(sorteio: Sorteio, chegada: Chegada) -> str:
    if chegada.encaminhamento is not None:
        return "REDE"
    if chegada.atendida is not None:
        return str(chegada.atendida.pessoa.respostas["porta_entrada"])
    return sorteio.weighted(dados.PORTAS)


def _people(
    sorteio: Sorteio, semente: int, numero: int, especie: str, chegada: Chegada, fim: date, *, ended: bool
) -> Iterator[PessoaDoCaso]:
    known = chegada.atendida.pessoa if chegada.atendida else chegada.pessoa
    notice = sorteio.weighted(((0, 18), (1, 62), (2, 14), (3, 6)))
    total = 2 if numero == 0 else 1 if numero == 1 else 1 + sorteio.chance(8) if known is not None else notice
    for index in range(total):
        own = Sorteio(semente, "caso.pessoa", numero, index)
        person = known if index == 0 and known is not None else _new_person(own, especie, chegada.abertura)
        yield PessoaDoCaso(
            pessoa=person,
            atendida=chegada.atendida if index == 0 else None,
            estados=tuple(_person_states(own, especie, person, chegada, fim, ended=ended, vitrine=numero == 0)),
        )


def _new_person(sorteio: Sorteio, especie: str, day: date) -> PessoaNaFicha:
    found = next(people_arriving(sorteio, dados.QUEM_CHEGA[especie], 1, day))
    return replace(completar(found, on=day), textos={}, procurada=None)


def _person_states(
    sorteio: Sorteio,
    especie: str,
    person: PessoaNaFicha,
    chegada: Chegada,
    fim: date,
    *,
    ended: bool,
    vitrine: bool,
) -> Iterator[EstadoDaPessoa]:
    answers = form_e(sorteio, especie, person, abertura=chegada.abertura)
    last = sorteio.weighted(dados.SITUACAO_FINAL if ended else dados.SITUACAO_ABERTA)
    last = "CONFIRMADA" if vitrine else last
    path = ["EM_ANALISE", *(["POSSIVEL"] if last in _ENDED[::2] and (vitrine or sorteio.chance(45)) else []), last]
    steps = path if vitrine or sorteio.chance(55) else [last]
    kept = list(dict.fromkeys(steps))
    span = (fim - chegada.abertura).days
    days = sorted(sorteio.below(span + 1) for _ in kept[1:])
    orgao = sorteio.weighted(dados.ORGAOS)
    for number, status in enumerate(kept):
        day = chegada.abertura + timedelta(days=days[number - 1] if number else 0)
        extra: dict[str, Value] = {"orgao_identificador": orgao} if status == "CONFIRMADA" else {}
        yield EstadoDaPessoa(
            quando=moment(chegada.unidade, day, 9 if number == 0 else 17 + number, 30),
            respostas={**answers, **extra, "status_vitima": status},
            motivo="SITUACAO" if number else "",
            justificativa=sorteio.one(dados.EXPLICACOES) if number else "",
        )


def _reason(sorteio: Sorteio, pessoas: Sequence[PessoaDoCaso]) -> str:
    drawn = sorteio.weighted(dados.MOTIVOS_FIM)
    status = {str(person.estados[-1].respostas["status_vitima"]) for person in pessoas}
    return "NAO_TP" if status == {"DESCARTADA"} else drawn


def _states(
    sorteio: Sorteio, em: Cenario, situacao: str, motivo: str, riscos: tuple[str, str], changed: datetime | None
) -> Iterator[EstadoDoCaso]:
    """Yield the states in order: opened, followed, its risk changed by a contact, then what it came to."""
    state = EstadoDoCaso(quando=moment(em.unidade, em.abertura, 8, 30), situacao="ATIVO", risco=riscos[0])
    yield state
    span = (em.fim - em.abertura).days
    steps: list[tuple[datetime, str]] = []
    if situacao == "ACOMP" or (situacao != "ATIVO" and sorteio.chance(60)):
        steps.append((moment(em.unidade, em.abertura + timedelta(days=sorteio.below(span // 2 + 1)), 18), "ACOMP"))
    if changed is not None:
        steps.append((changed, "RISCO"))
    if situacao not in ("ATIVO", "ACOMP"):
        day = em.fim if situacao == "ENCERRADO" else em.abertura + timedelta(days=span - span // 4)
        steps.append((moment(em.unidade, day, 21), situacao))
    for quando, step in sorted(steps):
        ends = step == "ENCERRADO"
        if step == "RISCO":
            state = replace(state, quando=quando, risco=riscos[1], motivo="SITUACAO", justificativa="")
        else:
            state = replace(
                state,
                quando=quando,
                situacao=step,
                motivo="ENCERRAMENTO" if ends else "SITUACAO",
                justificativa=dados.EXPLICACAO_FIM if ends else "",
                encerramento_motivo=motivo if ends else "",
                encerramento=em.fim if ends else None,
            )
        yield state
