"""The local network as a NETP maps it: committees, referral flows, public card of a unit. No person is named."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sisetp.domain.codelists import codelist
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.geography import UFS, municipio
from sisetp.domain.respostas import text_problem
from sisetp.domain.telefone import phone_problem
from sisetp.domain.texto_aberto import open_text_problem

MAX_MEMBROS = 99
# Six months without a meeting: the page says so.
SEM_REUNIAO = timedelta(days=183)
_EARLIEST_CARD = date(2006, 1, 1)
_AHEAD = timedelta(days=90)
_CEP = re.compile(r"\d{8}", re.ASCII)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class DadosComite:
    """A committee. `municipio` is an IBGE code or "" for a state one; `orgaos` counts members by code of
    `orgao_comite`; `situacao` is a code of `situacao_rede`.
    """

    uf: str
    nome: str
    situacao: str
    municipio: str = ""
    instituido_em: date | None = None
    ato: str = ""
    ultima_reuniao: date | None = None
    orgaos: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class DadosFluxo:
    """A referral flow. `tema` is a code of `tema_fluxo`, `situacao` of `situacao_rede`."""

    uf: str
    nome: str
    tema: str
    situacao: str
    publicado_em: date | None = None
    revisado_em: date | None = None
    ato: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DadosCartao:
    """What anybody may read about a unit. `cep` has eight digits or is ""; telephones as `domain.telefone` accepts."""

    endereco: str
    complemento: str = ""
    cep: str = ""
    horario: str = ""
    dia_e_noite: bool = False
    telefone: str = ""
    telefone_2: str = ""
    email: str = ""
    valido_desde: date | None = None


def check_comite(dados: DadosComite, *, hoje: date) -> None:
    """Check a committee. Raises: RuleViolation with all messages."""
    messages = _common(dados.uf, dados.nome, dados.ato, dados.situacao, hoje)
    town = municipio(dados.municipio) if dados.municipio else None
    if dados.municipio and (town is None or town.uf != dados.uf):
        messages.append(FieldMessage("municipio", "Escolha um município desta UF, ou deixe em branco."))
    messages += _past("instituido_em", dados.instituido_em, hoje)
    messages += _past("ultima_reuniao", dados.ultima_reuniao, hoje)
    if dados.instituido_em and dados.ultima_reuniao and dados.ultima_reuniao < dados.instituido_em:
        messages.append(FieldMessage("ultima_reuniao", "A reunião não pode vir antes da instituição."))
    known = {item.code for item in codelist("orgao_comite").items}
    if not dados.orgaos.keys() <= known or not all(0 < n <= MAX_MEMBROS for n in dados.orgaos.values()):
        messages.append(FieldMessage("orgaos", f"Use de 1 a {MAX_MEMBROS} membros, ou deixe em branco."))
    if messages:
        raise RuleViolation(tuple(messages))


def check_fluxo(dados: DadosFluxo, *, hoje: date) -> None:
    """Check a flow. Raises: RuleViolation with all messages."""
    messages = _common(dados.uf, dados.nome, dados.ato, dados.situacao, hoje)
    if dados.tema not in {item.code for item in codelist("tema_fluxo").current(hoje)}:
        messages.append(FieldMessage("tema", "Escolha o tema do fluxo."))
    messages += _past("publicado_em", dados.publicado_em, hoje)
    messages += _past("revisado_em", dados.revisado_em, hoje)
    if dados.publicado_em and dados.revisado_em and dados.revisado_em < dados.publicado_em:
        messages.append(FieldMessage("revisado_em", "A revisão não pode vir antes da publicação."))
    if messages:
        raise RuleViolation(tuple(messages))


def check_cartao(dados: DadosCartao, *, hoje: date) -> None:
    """Check the public card of a unit. Raises: RuleViolation with all messages."""
    messages = []
    if problem := open_text_problem(dados.endereco, 200, obrigatorio="Escreva o endereço: rua, número e bairro."):
        messages.append(FieldMessage("endereco", problem))
    for name, text in (("complemento", dados.complemento), ("horario", dados.horario)):
        if problem := open_text_problem(text, 120):
            messages.append(FieldMessage(name, problem))
    if not dados.dia_e_noite and not dados.horario.strip():
        messages.append(FieldMessage("horario", "Escreva o horário, ou marque «Aberto 24 horas»."))
    if dados.cep and not _CEP.fullmatch(dados.cep):
        messages.append(FieldMessage("cep", "O CEP tem oito algarismos."))
    for name, text in (("telefone", dados.telefone), ("telefone_2", dados.telefone_2)):
        if problem := phone_problem(text):
            messages.append(FieldMessage(name, problem))
    if dados.email and (text_problem(dados.email, 120) or not _EMAIL.fullmatch(dados.email)):
        messages.append(FieldMessage("email", "Use o e-mail institucional da unidade, como unidade@orgao.gov.br."))
    if dados.valido_desde is None or not _EARLIEST_CARD <= dados.valido_desde <= hoje + _AHEAD:
        messages.append(FieldMessage("valido_desde", "Diga desde quando vale: uma data de até 90 dias à frente."))
    if messages:
        raise RuleViolation(tuple(messages))


def _common(uf: str, nome: str, ato: str, situacao: str, hoje: date) -> list[FieldMessage]:
    messages = []
    if uf not in UFS:
        messages.append(FieldMessage("uf", "UF desconhecida."))
    if problem := open_text_problem(nome, 120, obrigatorio="Escreva o nome."):
        messages.append(FieldMessage("nome", problem))
    if problem := open_text_problem(ato, 120):
        messages.append(FieldMessage("ato", problem))
    if situacao not in {item.code for item in codelist("situacao_rede").current(hoje)}:
        messages.append(FieldMessage("situacao", "Escolha a situação."))
    return messages


def _past(campo: str, day: date | None, hoje: date) -> list[FieldMessage]:
    return [FieldMessage(campo, "A data está no futuro.")] if day is not None and day > hoje else []
