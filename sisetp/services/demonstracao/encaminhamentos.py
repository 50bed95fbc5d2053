"""The invented referrals: from posts to nuclei and services, from cases to services and units, in every status.

Steps are in the past and in the order the machine draws; deadlines are those of the real rule. A few showcase ones make
NETP-SP and PAAHM-GRU have something to accept, something late and something to conclude.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sisetp.domain import encaminhamento as enc
from sisetp.domain import partilha
from sisetp.domain.ficha import PessoaNaFicha
from sisetp.domain.pessoa import FAIXAS_MENORES
from sisetp.domain.prazos_enc import Prazos, prazos, prazos_informado
from sisetp.domain.units import UNIDADES
from sisetp.services.demonstracao.atendidas import Atendida
from sisetp.services.demonstracao.casos import VITRINE, CasoDemonstracao, Chegada
from sisetp.services.demonstracao.linha_do_tempo import moment
from sisetp.services.demonstracao.sorteio import Sorteio, Weights

POSTO_VITRINE = "PAAHM-GRU"
_UF = {unidade.codigo: unidade.uf for unidade in UNIDADES}
_NEAREST = {
    **{"PAAHM-GRU": "NETP-SP", "PAAHM-MAO": "NETP-AM", "PAAHM-FOR": "NETP-CE", "PAAHM-FOR-ROD": "NETP-CE"},
    **{"PAAHM-GIG": "NETP-RJ", "PAAHM-BEL": "NETP-PA"},
}
_FROM_DESK: Weights = (("NETP", 62), ("CRAS", 12), ("ACOLHIMENTO", 10), ("PF", 8), ("DPU", 8))
_FROM_CASE: Weights = (
    *(("CREAS", 20), ("SAUDE", 17), ("DPU", 14), ("MPT", 9), ("MULHER", 8), ("ACOLHIMENTO", 8), ("DPE", 6)),
    *(("TRABALHO", 5), ("PF", 4), ("NETP", 6), ("PAAHM", 3)),
)
_NUCLEI: Weights = (("NETP-PR", 30), ("NETP-SP", 25), ("NETP-MG", 20), ("NETP-GO", 15), ("NETP-BA", 10))
_ENDS: Weights = ((enc.CONCLUIDO, 58), (enc.NAO_ATENDIDO, 15), (enc.RECUSADO, 9), (enc.SEM_RETORNO, 18))
_OUTCOMES: Mapping[str, Weights] = {
    enc.CONCLUIDO: (("ATENDIDA", 80), ("PARCIAL", 20)),
    enc.NAO_ATENDIDO: (("SEM_VAGA", 40), ("FORA_PERFIL", 15), ("NAO_COMPARECEU", 30), ("NAO_LOCALIZADA", 15)),
    enc.RECUSADO: (("DESISTIU", 55), ("NAO_QUIS", 45)),
}
_SERVICE = "Serviço de demonstração (endereço fictício)"
_ANSWER = "Nota de demonstração: resposta do serviço que recebeu."
_SUMMARY = "Nota de demonstração: pessoa orientada; precisa do atendimento indicado."
_EVERYTHING = (partilha.IDENTIDADE, partilha.CONTATO, partilha.PERFIL, partilha.NECESSIDADES, partilha.TRIAGEM)
_USUAL = (partilha.IDENTIDADE, partilha.CONTATO, partilha.PERFIL, partilha.NECESSIDADES, partilha.RESUMO)
_MINIMUM = (partilha.PERFIL, partilha.NECESSIDADES, partilha.RESUMO)
_URGENT = (partilha.IDENTIDADE, partilha.CONTATO, partilha.PERFIL, partilha.RESUMO)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassoDemonstracao:
    """One step of a referral; with `revisao` it is the review of an emergency, and the status stays."""

    quando: datetime
    para: str = ""
    desfecho: str = ""
    resposta: str = ""
    revisao: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EncaminhamentoDemonstracao:
    """One referral, from an atendimento (`atendida`) or from a person (index) of a case (number)."""

    numero: int
    origem: str
    destino: str
    unidade_destino: str | None
    servico: str
    data: date
    quando: datetime
    login: str
    situacao: str
    autorizado: str
    base: str
    partes: tuple[str, ...]
    prazos: Prazos
    passos: tuple[PassoDemonstracao, ...]
    atendida: Atendida | None = None
    caso: int | None = None
    pessoa: int = 0

    @property
    def resumo(self) -> str:
        """Summary for who receives, when it goes along."""
        return _SUMMARY if partilha.RESUMO in self.partes else ""

    @property
    def termina(self) -> str:
        """Status it has come to."""
        return next((step.para for step in reversed(self.passos) if step.para), self.situacao)


def from_desks(
    *, semente: int, quantidade: int, hoje: date, atendidas: Sequence[Atendida], logins: Mapping[str, Sequence[str]]
) -> Iterator[EncaminhamentoDemonstracao]:
    """Yield referrals of adults attended in the posts, the showcase first; newest contacts are those still pending."""
    adults = [item for item in atendidas if item.pessoa.respostas.get("faixa_etaria") not in FAIXAS_MENORES]
    newest = sorted(adults, key=lambda item: item.inicio, reverse=True)
    shown = [item for item in newest if item.unidade == POSTO_VITRINE][:3]
    numero = 0
    for item, (days, accepted) in zip(shown, ((1, False), (14, False), (12, True)), strict=False):
        plan = _Plano(destino="NETP", unidade=VITRINE, data=hoje - timedelta(days=days), pendente=True, aceito=accepted)
        yield _desk(Sorteio(semente, "posto", numero), numero, item, plan, hoje, logins)
        numero += 1
    rest = [item for item in newest if item not in shown]
    wanted = min(max(quantidade - numero, 0), len(rest))
    pending = wanted // 6
    spread = max(1, (len(rest) - pending) // max(1, wanted - pending))
    chosen = [*rest[:pending], *rest[pending::spread][: wanted - pending]]
    for place, item in enumerate(chosen):
        sorteio = Sorteio(semente, "posto", numero)
        destino = sorteio.weighted(_FROM_DESK)
        waits = place < pending
        plan = _Plano(
            destino=destino,
            unidade=_NEAREST[item.unidade] if destino == "NETP" else None,
            data=max(item.dia, hoje - timedelta(days=1 + sorteio.below(24))) if waits else item.dia,
            pendente=waits,
            aceito=sorteio.chance(40),
            informado=destino != "NETP" and sorteio.chance(55),
        )
        yield _desk(sorteio, numero, item, plan, hoje, logins)
        numero += 1


def received(made: Sequence[EncaminhamentoDemonstracao], *, quantidade: int, hoje: date) -> tuple[Chegada, ...]:
    """What up to `quantidade` cases of nuclei start from: referrals of posts that were accepted some days ago."""
    found = []
    for item in made:
        accepted = next((step.quando.date() for step in item.passos if step.para == enc.ACEITO), None)
        if item.unidade_destino is None or accepted is None or accepted > hoje - timedelta(days=3):
            continue
        if item.termina in (enc.ACEITO, enc.CONCLUIDO) and item.atendida is not None:
            found.append(
                Chegada(
                    unidade=item.unidade_destino,
                    abertura=accepted + timedelta(days=1),
                    encaminhamento=item.numero,
                    pessoa=_as_received(item.atendida.pessoa),
                )
            )
    return tuple(found[-quantidade:] if quantidade else ())


def from_cases(
    *, semente: int, numero: int, hoje: date, casos: Sequence[CasoDemonstracao], logins: Mapping[str, Sequence[str]]
) -> Iterator[EncaminhamentoDemonstracao]:
    """Yield referrals of people in cases, numbered from `numero`; those of a case that ended have ended before it."""
    for caso in casos:
        sorteio = Sorteio(semente, "caso.encaminhamento", caso.numero)
        for plan in _plans(sorteio, caso, hoje):
            person = sorteio.below(len(caso.pessoas))
            author = sorteio.one(logins[caso.unidade])
            made = _made(sorteio, numero, caso.unidade, author, plan, hoje, fim=caso.fim)
            yield replace(made, caso=caso.numero, pessoa=person)
            numero += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plano:
    destino: str
    unidade: str | None = None
    data: date
    pendente: bool = False
    aceito: bool = False
    informado: bool = False
    vida: bool = False


def _plans(sorteio: Sorteio, caso: CasoDemonstracao, hoje: date) -> list[_Plano]:
    """Referrals of a case; none for the second showcase, which is being handed over, nor without people."""
    if caso.numero == 0:
        return list(_showcase(hoje))
    return list(_of_case(sorteio, caso, hoje)) if caso.pessoas and caso.numero != 1 else []


def _showcase(hoje: date) -> Iterator[_Plano]:
    for days, accepted in ((1, False), (14, False), (12, True)):
        data = hoje - timedelta(days=days)
        yield _Plano(destino="PAAHM", unidade=POSTO_VITRINE, data=data, pendente=True, aceito=accepted)
    yield _Plano(destino="CREAS", data=hoje - timedelta(days=20), pendente=True, aceito=True)
    yield _Plano(destino="DPU", data=hoje - timedelta(days=3), pendente=True)
    yield _Plano(destino="SAUDE", data=hoje - timedelta(days=60))
    yield _Plano(destino="PROTECAO", data=hoje - timedelta(days=2), pendente=True, vida=True)


def _of_case(sorteio: Sorteio, caso: CasoDemonstracao, hoje: date) -> Iterator[_Plano]:
    span = (caso.fim - caso.abertura).days
    for _ in range(sorteio.weighted(((0, 45), (1, 34), (2, 21)))):
        destino = sorteio.weighted(_FROM_CASE)
        unidade = sorteio.weighted(_NUCLEI) if destino == "NETP" else None
        if unidade == caso.unidade:
            unidade = "NETP-CE" if caso.unidade != "NETP-CE" else "NETP-SP"
        pending = caso.aberto and sorteio.chance(35)
        newest = max(caso.abertura, hoje - timedelta(days=1 + sorteio.below(26)))
        yield _Plano(
            destino=destino,
            unidade=POSTO_VITRINE if destino == "PAAHM" else unidade,
            data=newest if pending else caso.abertura + timedelta(days=sorteio.below(span * 2 // 3 + 1)),
            pendente=pending,
            aceito=sorteio.chance(40),
            informado=unidade is None and sorteio.chance(8),
            vida=sorteio.chance(3),
        )


def _desk(
    sorteio: Sorteio,
    numero: int,
    item: Atendida,
    plan: _Plano,
    hoje: date,
    logins: Mapping[str, Sequence[str]],
) -> EncaminhamentoDemonstracao:
    author = sorteio.one(logins[item.unidade])
    plan = replace(plan, data=max(plan.data, item.dia))
    made = _made(sorteio, numero, item.unidade, author, plan, hoje, fim=hoje - timedelta(days=1))
    return replace(made, atendida=item)


def _made(
    sorteio: Sorteio, numero: int, origem: str, login: str, plan: _Plano, hoje: date, *, fim: date
) -> EncaminhamentoDemonstracao:
    told = plan.informado
    autorizado, base, partes = _authorisation(sorteio, plan)
    limits = _limits(plan, origem)
    passos = _pending(plan, origem, fim) if plan.pendente else tuple(_life(sorteio, plan, origem, limits, fim))
    return EncaminhamentoDemonstracao(
        numero=numero,
        origem=origem,
        destino=plan.destino,
        unidade_destino=None if told else plan.unidade,
        servico="" if plan.unidade else _SERVICE,
        data=plan.data,
        quando=moment(origem, plan.data, 11, sorteio.below(60)),
        login=login,
        situacao=enc.INFORMADO if told else enc.ENVIADO,
        autorizado=autorizado,
        base=base,
        partes=partes,
        prazos=limits,
        passos=(*passos, *_review(sorteio, plan, origem, fim)),
    )


def _authorisation(sorteio: Sorteio, plan: _Plano) -> tuple[str, str, tuple[str, ...]]:
    if plan.informado:
        return (enc.SIM if sorteio.chance(50) else enc.NAO), "", ()
    if plan.vida:
        return enc.DISPENSADO, partilha.VIDA, _URGENT
    if plan.unidade is not None:
        return enc.SIM, "", _EVERYTHING
    if sorteio.chance(14):
        return enc.DISPENSADO, partilha.POL_PUB, _MINIMUM
    return enc.SIM, "", _USUAL


def _limits(plan: _Plano, origem: str) -> Prazos:
    uf = _UF[plan.unidade or origem]
    if plan.informado:
        return prazos_informado(plan.data, uf)
    return prazos(plan.data, uf, rede=plan.unidade is not None, vida=plan.vida)


def _pending(plan: _Plano, origem: str, fim: date) -> tuple[PassoDemonstracao, ...]:
    if not plan.aceito or plan.informado:
        return ()
    return (PassoDemonstracao(quando=moment(origem, min(fim, plan.data + timedelta(days=1)), 14), para=enc.ACEITO),)


def _life(sorteio: Sorteio, plan: _Plano, origem: str, limits: Prazos, fim: date) -> Iterator[PassoDemonstracao]:
    ends = sorteio.weighted(_ENDS)
    over = limits.limite + timedelta(days=sorteio.between(1, 4))
    if ends == enc.SEM_RETORNO and over <= fim:
        yield PassoDemonstracao(quando=moment(origem, over, 20), para=ends)
        return
    ends = enc.CONCLUIDO if ends == enc.SEM_RETORNO else ends
    last = min(fim, plan.data + timedelta(days=sorteio.between(1, 28)))
    first = min(last, plan.data + timedelta(days=sorteio.below(4)))
    if not plan.informado and (ends == enc.CONCLUIDO or sorteio.chance(40)):
        yield PassoDemonstracao(quando=moment(origem, first, 14), para=enc.ACEITO)
    outcome = sorteio.weighted(_OUTCOMES[ends])
    yield PassoDemonstracao(quando=moment(origem, last, 20), para=ends, desfecho=outcome, resposta=_ANSWER)


def _review(sorteio: Sorteio, plan: _Plano, origem: str, fim: date) -> Iterator[PassoDemonstracao]:
    """Emergencies of more than a month ago were reviewed by the coordenação; newer ones wait."""
    if plan.vida and not plan.pendente and not plan.informado:
        result = enc.CONFIRMADA if sorteio.chance(75) else enc.INDEVIDA
        yield PassoDemonstracao(quando=moment(origem, fim, 20, 30), revisao=result)


def _as_received(person: PessoaNaFicha) -> PessoaNaFicha:
    """The person as the receiving unit knows her from the copy: identity and profile, no answer of the desk."""
    names = {name for _form, name in partilha.PARTES[partilha.PERFIL]} | {"modo_ident", "doc_tipo"}
    answers = {name: value for name, value in person.respostas.items() if name in names}
    return replace(person, respostas=answers, textos={}, procurada=None)
