"""The form of the ficha, built from the field catalogue: names, lists and lengths come from there.

One common part, one part per person (prefix `p<index>-`) and the person sought (prefix `procurada-`). A posted name
that the form does not have is an error: a forged `unidade_id` never gets as far as being ignored.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from werkzeug.datastructures import MultiDict
from wtforms import Form

from sisetp.domain import fields
from sisetp.domain.ficha import MAX_PESSOAS
from sisetp.domain.fields import Field, Kind
from sisetp.web.campos import (
    CodigoField,
    DataField,
    HoraField,
    InteiroField,
    LugarField,
    MultiField,
    NascimentoField,
    TextoField,
)
from sisetp.web.lugares import MUNICIPIO, PAIS, UF

IDENTIDADE = ("nome_social", "nome_civil", "doc_numero", "contato")
PESSOA_A = (
    *IDENTIDADE,
    *("doc_tipo", "contato_seguro", "idade", "faixa_etaria", "sexo", "raca_cor", "fonte_raca", "nacionalidade"),
    *("indicios", "identidade_genero", "vulner", "obs"),
)
PESSOA_B = ("atividade_ext", "jornada", "detencao", "detencao_dias", "violencia_retorno", "intencao", "escolaridade")
COMUM_A = (
    *("modo_ident", "canal", "acompanhado", "idioma", "perfil", "perfis_adic", "transporte", "via_chegada"),
    *("porta_entrada", "necessidades", "encaminhamentos", "ciencia", "motivo_retroativo"),
)
COMUM_B = ("motivo_retorno", "tempo_exterior", "local_exterior_texto", "moradia_destino")
PROCURADA = ("nome", "nascimento", "idade", "relacao", "ultimo_local", "ultima_noticia", "contato_solicitante")
# What a field of identity is allowed in each mode; in «Não identificada» none exists (catalogue, rule 2).
DO_MODO = {
    "IDENT": frozenset({*IDENTIDADE, "nascimento", "doc_tipo", "contato_seguro", "pessoa_id"}),
    "SO_PRENOME": frozenset({"nome_social", "contato_seguro", "contato", "pessoa_id"}),
    "NAO_IDENT": frozenset(),
}
SO_DE_IDENTIDADE = DO_MODO["IDENT"]
_CHAVE_MAXIMA = 64


class Parte(Form):  # type: ignore[misc]
    """One part of the ficha; `dia` is the local date on which codes must be in force."""

    dia: date


def _wtf(entry: Field) -> Any:
    """Field type for a catalogue entry."""
    if entry.kind is Kind.MULTI:
        return MultiField(entry.label, lista=entry.codelist or "")
    if entry.kind is Kind.CODIGO:
        return CodigoField(entry.label, lista=entry.codelist or "")
    if entry.kind is Kind.INTEIRO:
        return InteiroField(entry.label, minimo=entry.min or 0, maximo=entry.max or 0)
    if entry.kind is Kind.DATA:
        return DataField(entry.label)
    return TextoField(entry.label, maximo=entry.max_length or 0, linhas=entry.name == "obs")


def _parte(name: str, form_a: tuple[str, ...], form_b: tuple[str, ...], **extra: Any) -> type[Parte]:
    own = {key: _wtf(fields.field("A", key)) for key in form_a} | {key: _wtf(fields.field("B", key)) for key in form_b}
    return cast(type[Parte], type(name, (Parte,), own | extra))


ComumForm = _parte(
    "ComumForm",
    COMUM_A,
    COMUM_B,
    procedencia=LugarField("De onde vem", tipos=(PAIS, UF)),
    destino=LugarField("Para onde vai", tipos=(MUNICIPIO, UF)),
    local_exterior_pais=LugarField("País onde vivia", tipos=(PAIS,)),
    posto_id=InteiroField("Guichê ou turno", minimo=1, maximo=999_999),
    data=DataField("Data do atendimento"),
    hora=HoraField("Hora do atendimento"),
    duracao_s=InteiroField("Tempo de preenchimento", maximo=65_534),
    chave_envio=TextoField("Chave de envio", maximo=_CHAVE_MAXIMA),
)
PessoaForm = _parte(
    "PessoaForm",
    PESSOA_A,
    PESSOA_B,
    nascimento=NascimentoField("Nascimento ou idade"),
    nacionalidade_outra=LugarField("Outro país", tipos=(PAIS,)),
    nacionalidade_2=LugarField("Segunda nacionalidade", tipos=(PAIS,)),
    pessoa_id=TextoField("Cadastro em uso", maximo=36),
)
ProcuradaForm = cast(
    type[Parte], type("ProcuradaForm", (Parte,), {key: _wtf(fields.field("P", key)) for key in PROCURADA})
)
_CONTROLE = frozenset({"csrf_token", "acao", "pessoa", "lotacao"})


class CampoDesconhecido(ValueError):
    """Something was posted under a name that the ficha does not have. The text says nothing of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FichaForm:
    """The whole form: parts, the index under which each person was posted, and the button pressed.

    `lotacao` is the posting in which the page was opened, as posted; empty for a page not posted yet.
    """

    comum: Parte
    pessoas: tuple[Parte, ...]
    indices: tuple[int, ...]
    procurada: Parte
    acao: str
    enviada: bool
    lotacao: str = ""

    @property
    def modo(self) -> str:
        """Mode of identification in force; the default when none was understood."""
        return str(self.comum["modo_ident"].data or "IDENT")

    def partes(self) -> tuple[tuple[str, Parte], ...]:
        """Every part with the prefix of its messages, as the domain writes it."""
        people = ((f"p{index}.", part) for index, part in enumerate(self.pessoas))
        return (("", self.comum), *people, ("p0.procurada.", self.procurada))

    def is_sound(self) -> bool:
        """Run the checks of shape of every part."""
        results = [part.validate() for _, part in self.partes()]
        return all(results)


def nova(dia: date, *, chave: str, modo: str = "IDENT") -> FichaForm:
    """An empty ficha of one person with the catalogue's defaults."""
    start = {"modo_ident": modo, "canal": "PRESENCIAL", "porta_entrada": "BUSCA_ATIVA", "chave_envio": chave}
    return _montar(MultiDict(start), (0,), dia, enviada=False)


def preenchida(dados: MultiDict[str, str], dia: date, *, chave: str, modo: str) -> FichaForm:
    """An empty ficha whose first person comes from a record already kept."""
    start = MultiDict(dados)
    start.update({"modo_ident": modo, "canal": "PRESENCIAL", "porta_entrada": "BUSCA_ATIVA", "chave_envio": chave})
    return _montar(start, (0,), dia, enviada=False)


def recebida(dados: MultiDict[str, str], dia: date) -> FichaForm:
    """The ficha as posted. Raises CampoDesconhecido for names or person indexes the form does not have."""
    indices = _indices(dados.getlist("pessoa"))
    ficha = _montar(dados, indices, dia, enviada=True)
    known = {field.name for _, part in ficha.partes() for field in part} | _CONTROLE
    if not dados.keys() <= known:
        raise CampoDesconhecido
    return ficha


def modelo(dia: date) -> Parte:
    """An empty part whose names carry `pN-`: the template from which the page makes one more person."""
    part = PessoaForm(MultiDict(), prefix="pN-")
    part.dia = dia
    return part


def com_pessoas(dados: MultiDict[str, str], dia: date, *, acao: str) -> FichaForm:
    """The ficha re-rendered by a button without script: one person more, one less, or another mode.

    Raises CampoDesconhecido.
    """
    indices = list(_indices(dados.getlist("pessoa")))
    if acao == "mais-pessoa" and len(indices) < MAX_PESSOAS:
        indices.append(max(indices) + 1)
    if acao.startswith("menos-pessoa-") and len(indices) > 1:
        indices = [index for index in indices if acao != f"menos-pessoa-{index}"] or indices
    return _montar(dados, tuple(indices), dia, enviada=False)


def _montar(dados: MultiDict[str, str], indices: tuple[int, ...], dia: date, *, enviada: bool) -> FichaForm:
    comum, procurada = ComumForm(dados), ProcuradaForm(dados, prefix="procurada-")
    pessoas = tuple(PessoaForm(dados, prefix=f"p{index}-") for index in indices)
    for part in (comum, procurada, *pessoas):
        part.dia = dia
    return FichaForm(
        comum=comum,
        pessoas=pessoas,
        indices=indices,
        procurada=procurada,
        acao=dados.get("acao", "salvar"),
        enviada=enviada,
        lotacao=dados.get("lotacao", ""),
    )


def _indices(sent: list[str]) -> tuple[int, ...]:
    """Indexes of the people on the page, in order; they may have gaps after somebody was taken out."""
    if not 1 <= len(sent) <= MAX_PESSOAS or len(set(sent)) != len(sent):
        raise CampoDesconhecido
    if not all(text.isascii() and text.isdigit() and len(text) <= 3 for text in sent):
        raise CampoDesconhecido
    return tuple(int(text) for text in sent)
