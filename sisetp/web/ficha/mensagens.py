"""Where each message goes on the page: the id of the box or of the question it belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass

from sisetp.domain.errors import FieldMessage
from sisetp.domain.fields import CATALOGUE, Kind
from sisetp.web.ficha.forms import COMUM_A, COMUM_B

SELECTS = frozenset({"doc_tipo", "idioma", "atividade_ext", "escolaridade", "relacao", "canal"})
_VIRTUAIS = {
    "pais_procedencia": "procedencia",
    "uf_procedencia": "procedencia",
    "destino_uf": "destino",
    "destino_municipio": "destino",
    "inicio": "data",
}
_LUGARES = frozenset({"nacionalidade_2", "local_exterior_pais", "pais_procedencia", "destino_uf", "destino_municipio"})
CHIPS = frozenset(
    name
    for (form, name), entry in CATALOGUE.items()
    if form in "AB" and entry.kind in (Kind.CODIGO, Kind.MULTI) and name not in SELECTS | _LUGARES
)
_COMUNS = frozenset({*COMUM_A, *COMUM_B, *_VIRTUAIS, "local_exterior_pais"})
_DA_PAGINA = frozenset({"chave_envio", "duracao_s", "pessoas", "respostas", "textos", "pessoa_id"})
TOPO = "ficha"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aviso:
    """One message of the page: `alvo` is the id it links to, `campo` the domain's own name for the field."""

    campo: str
    alvo: str
    mensagem: str


def avisos(messages: Iterable[FieldMessage], indices: tuple[int, ...], modo: str) -> tuple[Aviso, ...]:
    """Return the messages with their targets, people by the index under which they were posted.

    A message about a common answer comes once, though the domain says it of each person.
    """
    found = (Aviso(campo=m.campo, alvo=alvo(m.campo, indices, modo), mensagem=m.mensagem) for m in messages)
    return tuple({(aviso.alvo, aviso.mensagem): aviso for aviso in found}.values())


def por_alvo(found: Iterable[Aviso]) -> dict[str, list[str]]:
    """Group the texts by target."""
    grouped: dict[str, list[str]] = {}
    for aviso in found:
        grouped.setdefault(aviso.alvo, []).append(aviso.mensagem)
    return grouped


def alvo(campo: str, indices: tuple[int, ...], modo: str) -> str:
    """Return the id of the box (`p0-nome_social`) or of the question (`pergunta-p0-sexo`) of a field."""
    *before, name = campo.split(".")
    if "procurada" in before:
        return f"procurada-{name}"
    prefix = ""
    if before and name not in _COMUNS:
        ordinal = int(before[0][1:])
        prefix = f"p{indices[ordinal] if ordinal < len(indices) else ordinal}-"
    if name in _DA_PAGINA:
        return TOPO
    if name == "idade" and modo == "IDENT":
        name = "nascimento"
    name = _VIRTUAIS.get(name, name)
    return f"pergunta-{prefix}{name}" if name in CHIPS else f"{prefix}{name}"
