"""«Já atendida nesta unidade?»: what the page asks and the minimum it is told; and what a reused record fills in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sisetp.domain.codelists import codelist
from sisetp.domain.documents import check_document
from sisetp.domain.names import HostileText, clean_text
from sisetp.domain.pessoa import Identidade, names_from_form
from sisetp.services.results import Candidate, Prefill
from sisetp.web.campos import ler_data
from sisetp.web.lugares import PAIS, rotulo

_MAXIMO = 120
_CODIGOS = ("sexo", "raca_cor", "identidade_genero", "escolaridade")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pergunta:
    """The question of the page: a complete document, or name and birth date, or both."""

    identidade: Identidade

    @classmethod
    def from_json(cls, sent: Any) -> "Pergunta | None":
        """Read the JSON of the page; None when it is not a question that can be asked."""
        if not isinstance(sent, dict):
            return None
        texts = {
            name: sent.get(name, "") for name in ("nome_social", "nome_civil", "nascimento", "doc_tipo", "doc_numero")
        }
        if any(not isinstance(text, str) or len(text) > _MAXIMO for text in texts.values()):
            return None
        try:
            return _read({name: clean_text(text) for name, text in texts.items()})
        except HostileText:
            return None


def _read(texts: Mapping[str, str]) -> Pergunta | None:
    social, civil = names_from_form(texts["nome_social"], texts["nome_civil"])
    tipo, numero = texts["doc_tipo"], texts["doc_numero"]
    complete = tipo in codelist("tipo_documento") and bool(numero) and check_document(tipo, numero) is None
    born = _date(texts["nascimento"])
    if not complete and (born is None or not (social or civil)):
        return None
    return Pergunta(
        identidade=Identidade(
            nome_social=social,
            nome_civil=civil,
            nascimento=born,
            doc_tipo=tipo if complete else "",
            doc_numero=numero if complete else "",
        )
    )


def resposta(found: Sequence[Candidate], fuso: str) -> dict[str, Any]:
    """The JSON answer: per candidate, a sentence with count and month, and the address that uses the record."""
    return {"registros": [_line(candidate, fuso) for candidate in found]}


def cadastro(known: Prefill) -> dict[str, Any]:
    """Boxes and answers that a reused record fills, by name of the form's field (without prefix)."""
    answers = known.respostas
    fields: dict[str, str] = {"pessoa_id": str(known.pessoa_id)}
    fields |= {name: str(answers[name]) for name in _CODIGOS if answers.get(name)}
    fields |= _nationality(answers)
    identity = known.identidade
    if identity is not None:
        fields |= {
            "nome_social": identity.nome_social or identity.nome_civil,
            "nome_civil": identity.nome_civil if identity.nome_social else "",
            "nascimento": identity.nascimento.strftime("%d/%m/%Y") if identity.nascimento else "",
            "doc_tipo": identity.doc_tipo,
            "doc_numero": identity.doc_numero,
            "contato": identity.contato,
            "contato_seguro": identity.contato_seguro,
        }
    return {"modo": "IDENT", "campos": {name: text for name, text in fields.items() if text}}


def _nationality(answers: Mapping[str, Any]) -> dict[str, str]:
    code = answers.get("nacionalidade")
    item = codelist("paises").get(code) if isinstance(code, str) else None
    if item is None:
        return {}
    return {"nacionalidade": item.code} if item.tecla else {"nacionalidade_outra": rotulo(PAIS, item.code)}


def _line(candidate: Candidate, fuso: str) -> dict[str, str]:
    month = candidate.ultima.astimezone(ZoneInfo(fuso)).strftime("%m/%Y")
    counts = {0: "cadastro da equipe técnica, sem ficha,", 1: "1 ficha"}
    count = counts.get(candidate.fichas, f"{candidate.fichas} fichas, a última")
    return {"texto": f"{count} em {month}", "usar": f"/pessoas/{candidate.pessoa_id}/usar"}


def _date(text: str) -> date | None:
    try:
        return ler_data(text)
    except ValueError:
        return None
