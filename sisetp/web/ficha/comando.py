"""From the form to the command: people, common answers copied to each, and the messages of shape."""

from datetime import date as Date
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sisetp.domain.atendimento import RegrasUnidade, check_register
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.ficha import PessoaNaFicha, PessoaProcurada, RegisterAtendimento, Value
from sisetp.domain.pessoa import Identidade, age_on, is_minor, names_from_form
from sisetp.web.ficha import forms
from sisetp.web.ficha.forms import FichaForm, Parte
from sisetp.web.lugares import MUNICIPIO, PAIS

_CODIGOS_COMUNS = tuple(name for name in forms.COMUM_A if name not in ("via_chegada", "motivo_retroativo"))
_CODIGOS_DE_CADA = (
    *("idade", "doc_tipo", "faixa_etaria", "sexo", "raca_cor", "fonte_raca", "nacionalidade", "indicios"),
    *("identidade_genero", "vulner"),
    *forms.PESSOA_B,
)
_TEXTOS_COMUNS = ("via_chegada", "local_exterior_texto")


def to_command(ficha: FichaForm, *, unidade_id: int, agora: datetime, fuso: str) -> RegisterAtendimento:
    """Build the command of a posted ficha; `agora` is aware, `fuso` the IANA zone of the unit.

    Raises: RuleViolation with the messages of shape, all at once.
    """
    ficha.is_sound()
    messages = [*_shape(ficha), *_identity_in_wrong_mode(ficha), *_group(ficha), *_narrative_of_children(ficha, agora)]
    command = _command(ficha, unidade_id, agora, fuso)
    if messages:
        raise RuleViolation((*messages, *_rules_too(command, agora, fuso, {message.campo for message in messages})))
    return command


def _command(ficha: FichaForm, unidade_id: int, agora: datetime, fuso: str) -> RegisterAtendimento:
    people = [_person(ficha, index) for index in range(len(ficha.pessoas))]
    return RegisterAtendimento(
        unidade_id=unidade_id,
        chave_envio=ficha.comum["chave_envio"].data,
        inicio=_moment(ficha.comum, agora, fuso),
        posto_id=ficha.comum["posto_id"].data,
        motivo_retroativo=ficha.comum["motivo_retroativo"].data,
        duracao_s=ficha.comum["duracao_s"].data or 0,
        pessoas=tuple(people),
    )


def _rules_too(command: RegisterAtendimento, agora: datetime, fuso: str, told: set[str]) -> tuple[FieldMessage, ...]:
    """Messages of the domain about the fields that have none yet, so that everything is corrected in one go."""
    try:
        check_register(command, now=agora, regras=RegrasUnidade(fuso=fuso))
    except RuleViolation as also:
        return tuple(message for message in also.messages if message.campo not in told)
    return ()


def identity_of(part: Parte, modo: str) -> Identidade | None:
    """Identity typed for one person, or None when the mode keeps none."""
    if modo == "NAO_IDENT":
        return None
    social, civil = names_from_form(part["nome_social"].data, part["nome_civil"].data)
    born = part["nascimento"].data
    return Identidade(
        nome_social=social,
        nome_civil=civil,
        nascimento=born if isinstance(born, Date) else None,
        doc_tipo=part["doc_tipo"].data,
        doc_numero=part["doc_numero"].data,
        contato=part["contato"].data,
        contato_seguro=part["contato_seguro"].data,
    )


def _person(ficha: FichaForm, index: int) -> PessoaNaFicha:
    part, first = ficha.pessoas[index], ficha.pessoas[0]
    answers = {**_common_answers(ficha.comum), **_own_answers(part)}
    if not answers.get("nacionalidade"):
        answers["nacionalidade"] = _nationality(first)
    answers["qtd_pessoas"] = len(ficha.pessoas)
    texts = {name: ficha.comum[name].data for name in _TEXTOS_COMUNS} | {"obs": part["obs"].data}
    identity = identity_of(part, ficha.modo)
    return PessoaNaFicha(
        modo_ident=ficha.modo,
        identidade=None if identity is None or identity.is_empty else identity,
        respostas={name: value for name, value in answers.items() if value not in (None, "", ())},
        textos={name: text for name, text in texts.items() if text},
        pessoa_id=_uuid(part["pessoa_id"].data),
        procurada=_sought(ficha) if index == 0 else None,
    )


def _common_answers(comum: Parte) -> dict[str, Value]:
    answers: dict[str, Value] = {name: comum[name].data for name in (*_CODIGOS_COMUNS, *forms.COMUM_B)}
    answers.pop("local_exterior_texto")
    origin, target, abroad = (comum[name].data for name in ("procedencia", "destino", "local_exterior_pais"))
    if origin is not None:
        answers["pais_procedencia"] = origin.codigo if origin.tipo == PAIS else "BR"
        answers["uf_procedencia"] = None if origin.tipo == PAIS else origin.codigo
    if target is not None:
        answers["destino_municipio"] = target.codigo if target.tipo == MUNICIPIO else None
        answers["destino_uf"] = target.uf if target.tipo == MUNICIPIO else target.codigo
    answers["local_exterior_pais"] = abroad.codigo if abroad is not None else None
    return answers


def _own_answers(part: Parte) -> dict[str, Value]:
    answers: dict[str, Value] = {name: part[name].data for name in _CODIGOS_DE_CADA}
    answers["nacionalidade"] = _nationality(part)
    second = part["nacionalidade_2"].data
    answers["nacionalidade_2"] = second.codigo if second is not None else None
    if isinstance(part["nascimento"].data, int):
        answers["idade"] = part["nascimento"].data
    return answers


def _nationality(part: Parte) -> str:
    other = part["nacionalidade_outra"].data
    return str(other.codigo) if other is not None else str(part["nacionalidade"].data)


def _sought(ficha: FichaForm) -> PessoaProcurada | None:
    values = {name: ficha.procurada[name].data for name in forms.PROCURADA}
    return PessoaProcurada(**values) if any(value not in (None, "") for value in values.values()) else None


def _moment(comum: Parte, agora: datetime, fuso: str) -> datetime:
    day, time = comum["data"].data, comum["hora"].data
    if day is None and time is None:
        return agora
    zone = ZoneInfo(fuso)
    day = day or agora.astimezone(zone).date()
    hour, minute = time or (12, 0)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(agora.tzinfo)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _shape(ficha: FichaForm) -> list[FieldMessage]:
    messages = [
        FieldMessage(f"{prefix}{field.short_name}", " ".join(map(str, field.errors)))
        for prefix, part in ficha.partes()
        for field in part
        if field.errors
    ]
    for index, part in enumerate(ficha.pessoas):
        if part["nacionalidade"].data and part["nacionalidade_outra"].data is not None:
            messages.append(FieldMessage(f"p{index}.nacionalidade", "Escolha um país só: um botão ou um da lista."))
        if part["pessoa_id"].data and _uuid(part["pessoa_id"].data) is None:
            messages.append(FieldMessage(f"p{index}.nome_social", "O cadastro indicado não existe nesta unidade."))
    return messages


def _identity_in_wrong_mode(ficha: FichaForm) -> list[FieldMessage]:
    allowed = forms.DO_MODO[ficha.modo]
    refused = forms.SO_DE_IDENTIDADE - allowed
    return [
        FieldMessage("modo_ident", "Neste modo a ficha não recebe estes dados de identificação: nada foi guardado.")
        for part in ficha.pessoas
        if any(part[name].raw_data and any(part[name].raw_data) for name in refused)
    ][:1]


def _group(ficha: FichaForm) -> list[FieldMessage]:
    if len(ficha.pessoas) > 1 and ficha.comum["perfil"].data == "DESAPARECIDO":
        return [FieldMessage("perfil", "O pedido de localização é feito em uma ficha de uma só pessoa.")]
    return []


def _narrative_of_children(ficha: FichaForm, agora: datetime) -> list[FieldMessage]:
    """No narrative is asked of, nor kept about, somebody under 18 at the desk (catalogue, rule 5)."""
    return [
        FieldMessage(f"p{index}.obs", "Para menores de 18 anos a ficha não guarda relato. Apague este texto.")
        for index, part in enumerate(ficha.pessoas)
        if part["obs"].data and is_minor(_age(part, agora.date()), part["faixa_etaria"].data)
    ]


def _age(part: Parte, on: Date) -> int | None:
    born = part["nascimento"].data
    if isinstance(born, Date):
        return age_on(born, on)
    return born if isinstance(born, int) else part["idade"].data
