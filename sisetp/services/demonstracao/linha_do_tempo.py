"""What happens in an invented case, in order: contacts with their secrecy and next steps, plan, assessments, others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sisetp.domain.ficha import Value
from sisetp.services.demonstracao.fichas import FUSO
from sisetp.services.demonstracao.rede import Servidor
from sisetp.services.demonstracao.sorteio import Sorteio, Weights

UTC_ZONE = ZoneInfo("UTC")
_TIPOS: dict[str | None, Weights] = {
    "PSI": (("ATEND_PSICO", 70), ("CONTATO", 18), ("REUNIAO_REDE", 12)),
    "AS": (("ATEND_SOCIAL", 50), ("VISITA", 20), ("CONTATO", 15), ("REUNIAO_REDE", 15)),
}
_OUTROS_TIPOS: Weights = (
    *(("CONTATO", 28), ("REUNIAO_REDE", 22), ("ATEND_JUR", 14), ("DOC", 12), ("AUDIENCIA", 8)),
    *(("RETORNO", 8), ("RELATORIO", 8)),
)
_SIGILO = {"PSI": "SIG_PSI", "AS": "SIG_AS"}
_NECESSIDADES: Weights = (
    *(("PSICO", 22), ("JURIDICO", 20), ("ORIENT_DIR", 18), ("ABRIGO", 12), ("SAUDE", 12), ("ORIENT_DOC", 10)),
    *(("TRANSPORTE", 6),),
)
_RELATOS = (
    "Nota de demonstração: contato com a pessoa; combinados os próximos passos.",
    "Nota de demonstração: conversa por telefone; tudo bem no local de acolhida.",
    "Nota de demonstração: reunião com a rede local sobre moradia e trabalho.",
    "Nota de demonstração: documentos entregues; pessoa orientada sobre os seus direitos.",
)
_PROXIMOS = (
    "Nota de demonstração: telefonar para confirmar o horário.",
    "Nota de demonstração: conferir a resposta do serviço.",
    "Nota de demonstração: levar a cópia dos documentos.",
    "Nota de demonstração: visita combinada com a pessoa.",
)
_PLANOS: Weights = (("SOCIAL", 24), ("RENDA", 20), ("SAUDE", 18), ("JUR", 18), ("EDUC", 12), ("DIREITOS", 8))
_DESFECHOS: Weights = (
    ("ALCANCADO", 48),
    ("PARCIAL", 26),
    ("NAO_ALCANCADO", 10),
    ("ABANDONADO", 10),
    ("SEM_SERVICO", 6),
)
OVERDUE, TODAY, FUTURE = "VENCIDA", "HOJE", "FUTURA"
_STEPS: Weights = ((OVERDUE, 34), (TODAY, 14), (FUTURE, 52))
_LATELY = 40  # days
_SHOWN = {-3: OVERDUE, -2: TODAY, -1: FUTURE}


@dataclass(frozen=True, slots=True, kw_only=True)
class EvolucaoDemonstracao:
    """One contact: `pessoa` is the index of somebody in the case, or None; `feito_em` ends its next step."""

    data: datetime
    login: str
    respostas: dict[str, Value]
    textos: dict[str, str]
    proximo_data: date | None = None
    feito_em: datetime | None = None
    pessoa: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanoDemonstracao:
    """One line of the support plan."""

    inicio: date
    prazo: date
    encerrado_em: date | None
    login: str
    respostas: dict[str, Value]
    textos: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApoioDemonstracao:
    """A risk assessment (`data` its day) or a record about somebody else involved."""

    data: date
    login: str
    respostas: dict[str, Value]
    textos: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cenario:
    """The case around its rows: unit code, days of begin and of the last thing that may happen, who is in it."""

    unidade: str
    abertura: date
    fim: date
    hoje: date
    aberto: bool
    pessoas: int
    equipe: Sequence[Servidor]
    vitrine: bool = False


def moment(unidade: str, day: date, hour: int, minute: int = 0) -> datetime:
    """Return a local hour of a unit as an aware UTC moment."""
    return datetime.combine(day, time(hour, minute), FUSO[unidade]).astimezone(UTC_ZONE)


def contacts(sorteio: Sorteio, em: Cenario, riscos: Sequence[str]) -> Iterator[EvolucaoDemonstracao]:
    """Yield one contact for each risk in `riscos`, in order of time, between the opening and the end of the case."""
    span = (em.fim - em.abertura).days + 1
    days = sorted(sorteio.below(span) for _ in riscos)
    if em.aberto and sorteio.chance(80):  # a case that is followed was seen lately
        days = sorted([*days[:-2], *(span - 1 - sorteio.below(min(span, _LATELY)) for _ in days[-2:])])
    for number, (offset, risco) in enumerate(zip(days, riscos, strict=True)):
        day = em.abertura + timedelta(days=offset)
        person = em.equipe[number % len(em.equipe)] if em.vitrine else sorteio.one(em.equipe)
        yield _contact(
            sorteio, em, person, moment(em.unidade, day, 9 + number, sorteio.below(60)), risco, number - len(riscos)
        )


def plans(sorteio: Sorteio, em: Cenario) -> Iterator[PlanoDemonstracao]:
    """Yield up to three lines of the plan; those of a case that ended have ended too."""
    for _ in range(2 if em.vitrine else sorteio.weighted(((0, 5), (1, 3), (2, 2), (3, 1)))):
        ended = not em.aberto or sorteio.chance(40)
        span = (em.fim - em.abertura).days + 1
        inicio = em.fim - timedelta(days=sorteio.below(span if ended else min(span, 2 * _LATELY)))
        prazo = inicio + timedelta(days=sorteio.between(15, 120))
        codes: dict[str, Value] = {"tipo": sorteio.weighted(_PLANOS)}
        if ended:
            codes["desfecho"] = sorteio.weighted(_DESFECHOS)
        yield PlanoDemonstracao(
            inicio=inicio,
            prazo=prazo,
            encerrado_em=min(prazo, em.fim) if ended else None,
            login=sorteio.one(em.equipe).login,
            respostas=codes,
            textos={
                "objetivo": "Nota de demonstração: objetivo combinado com a pessoa.",
                "acoes": "Nota de demonstração: a equipe acompanha e a pessoa procura o serviço.",
            },
        )


def assessments(sorteio: Sorteio, em: Cenario, risco: str) -> Iterator[ApoioDemonstracao]:
    """Yield the risk assessment made when some cases open."""
    if em.vitrine or sorteio.chance(22):
        texts = {"individual": "Nota de demonstração: depende de ajuda de conhecidos para morar."}
        yield ApoioDemonstracao(
            data=em.abertura, login=sorteio.one(em.equipe).login, respostas={"risco": risco}, textos=texts
        )


def involved(sorteio: Sorteio, em: Cenario) -> Iterator[ApoioDemonstracao]:
    """Yield the minimum about somebody else, in few cases and without any name."""
    if em.vitrine or sorteio.chance(7):
        codes: dict[str, Value] = {
            "papel": sorteio.some((("ALICIADOR", 60), ("TRANSPORTADOR", 20), ("EXPLORADOR", 20)), 1),
            "sexo": "M" if sorteio.chance(65) else "F",
        }
        texts = {"texto": "Nota de demonstração: informação repassada à polícia."} if sorteio.chance(50) else {}
        yield ApoioDemonstracao(data=em.abertura, login=sorteio.one(em.equipe).login, respostas=codes, textos=texts)


def _contact(
    sorteio: Sorteio, em: Cenario, person: Servidor, data: datetime, risco: str, place: int
) -> EvolucaoDemonstracao:
    secret = person.profissao in _SIGILO and (em.vitrine or sorteio.chance(45))
    codes: dict[str, Value] = {
        "tipo": sorteio.weighted(_TIPOS.get(person.profissao, _OUTROS_TIPOS)),
        "nivel_sigilo": _SIGILO[str(person.profissao)] if secret else "TECNICO",
        "necessidades": sorteio.some(_NECESSIDADES, sorteio.between(1, 2)),
        "risco": risco,
    }
    texts = {"relato": sorteio.one(_RELATOS)}
    about = sorteio.below(em.pessoas) if em.pessoas and sorteio.chance(70) else None
    day, done = _next_step(sorteio, em, data, place)
    if day is not None:
        texts["proximo"] = sorteio.one(_PROXIMOS)
    return EvolucaoDemonstracao(
        data=data,
        login=person.login,
        respostas=codes,
        textos=texts,
        proximo_data=day,
        feito_em=done,
        pessoa=about,
    )


def _next_step(sorteio: Sorteio, em: Cenario, data: datetime, place: int) -> tuple[date | None, datetime | None]:
    """Day of the next step and when it was done; only the last contacts of an open case have one still to be done."""
    day = data.astimezone(FUSO[em.unidade]).date()
    waiting = em.aberto and (place in _SHOWN if em.vitrine else place >= -2 and sorteio.chance(50))
    if waiting:
        kind = _SHOWN[place] if em.vitrine else sorteio.weighted(_STEPS)
        if kind == TODAY:
            return em.hoje, None
        if kind == FUTURE or day >= em.hoje - timedelta(days=1):
            return em.hoje + timedelta(days=sorteio.between(1, 25)), None
        late = min((em.hoje - day).days - 1, sorteio.between(1, 30))
        return day + timedelta(days=max(late, 0)), None
    if not sorteio.chance(28):
        return None, None
    last = (em.fim - day).days
    due = day + timedelta(days=sorteio.below(last + 1) if last < 20 else sorteio.between(1, 20))
    return due, moment(em.unidade, due, 19)
