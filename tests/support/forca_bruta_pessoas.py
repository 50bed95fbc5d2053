"""More tables of people and referrals by brute force: where they come from, what was perceived, where they went."""

from collections import Counter
from collections.abc import Callable, Iterable

from sisetp.domain.codelists import codelist
from tests.support.forca_bruta import SEXOS, Lidos, Matriz, Registro, contatos, primeiros, sexo3
from tests.support.forca_bruta_casos import meses_dos_casos

NADA = frozenset({"NENHUM", "NAO_APLIC"})


def rsa_2(unidades: Iterable[Lidos], ano: int, meses: range) -> Matriz:
    """People by who sent them, and new cases by the same; a case not said is «não informado»."""
    units = list(unidades)
    people = [item["porta_entrada"] or "NI" for item in primeiros(contatos(units, meses))]
    cases = [item.porta or "NI" for item in meses_dos_casos(units, ano, meses) if item.novo]
    codes = [item.code for item in codelist("porta_entrada").items]
    return [*([people.count(code), cases.count(code)] for code in codes), [len(people), len(cases)]]


def rsa_4(unidades: Iterable[Lidos], meses: range) -> Matriz:
    """Referrals by destination, of which only those that have any are shown, and status."""
    found = _encaminhamentos(unidades, meses)
    codes = [item.code for item in codelist("encaminhamento").items]
    rows = [kept for code in codes if (kept := [item for item in found if item["destino"] == code])]
    statuses = [item.code for item in codelist("status_enc").items]
    return [[*(sum(item["situacao"] == code for item in row) for code in statuses), len(row)] for row in (*rows, found)]


def rsa_4_p(unidades: Iterable[Lidos], meses: range) -> Matriz:
    """Referrals, people referred, referrals to another unit."""
    found = _encaminhamentos(unidades, meses)
    return [[len(found)], [len({item["quem"] for item in found})], [sum(item["rede"] for item in found)]]


def rsa_5(unidades: Iterable[Lidos], meses: range) -> Matriz:
    """People with some sign, with none, and not asked: «nenhum» counts only where nothing else was ever perceived."""
    answers: dict[bytes, set[str]] = {}
    for _, item in contatos(unidades, meses):
        answers.setdefault(item["quem"], set()).update(item.get("indicios") or ())
    seen = [found for found in answers.values() if found - NADA]
    none = [found for found in answers.values() if not found - NADA]
    not_asked = [found for found in none if not found or "NAO_APLIC" in found]
    return [[len(seen)], [sum("NENHUM" in found for found in none)], [len(not_asked)], [len(answers)]]


def rsa_5_i(unidades: Iterable[Lidos], meses: range) -> Matriz:
    """People by sign perceived, of which only those that were are shown, and people with any."""
    signs: dict[bytes, set[str]] = {}
    for _, item in contatos(unidades, meses):
        if found := set(item.get("indicios") or ()) - NADA:
            signs.setdefault(item["quem"], set()).update(found)
    counted = [sum(item.code in found for found in signs.values()) for item in codelist("indicio").items]
    return [*([number] for number in counted if number), [len(signs)]]


def rm_3(unidades: Iterable[Lidos], mes: int) -> Matriz:
    """People by nationality, the thirty most frequent apart, and sex."""
    people = primeiros(contatos(unidades, [mes]))
    groups = _maiores(people, lambda item: item["nacionalidade"], "paises", "NAO_INFORMADO", 30)
    return [[*(sum(sexo3(item) == sex for item in row) for sex in SEXOS), len(row)] for row in (*groups, people)]


def rm_3_p(unidades: Iterable[Lidos], mes: int) -> Matriz:
    """People by the country they came from, the thirty most frequent apart."""
    people = primeiros(contatos(unidades, [mes]))
    groups = _maiores(people, lambda item: item.get("pais_procedencia"), "paises", "NAO_INFORMADO", 30)
    return [[len(row)] for row in (*groups, people)]


def rm_3_u(unidades: Iterable[Lidos], mes: int) -> Matriz:
    """People by the state they go to; only states that somebody goes to, and who did not say."""
    people = primeiros(contatos(unidades, [mes]))
    going = Counter(item.get("destino_uf") for item in people)
    codes = [*(item.code for item in codelist("ufs").items), None]
    return [*([going[code]] for code in codes if going[code]), [len(people)]]


def rm_3_i(unidades: Iterable[Lidos], mes: int) -> Matriz:
    """People by language, the fifteen most frequent apart."""
    people = primeiros(contatos(unidades, [mes]))
    groups = _maiores(people, lambda item: item.get("idioma"), "idiomas", "NI", 15)
    return [[len(row)] for row in (*groups, people)]


def _encaminhamentos(unidades: Iterable[Lidos], meses: range) -> list[Registro]:
    return [item for unit in unidades for item in unit.encaminhamentos if item["dia"].month in meses]


def _maiores(
    people: list[Registro], resposta: Callable[[Registro], str | None], lista: str, vazio: str, quantos: int
) -> list[list[Registro]]:
    """People of each of the most frequent answers, of the others together, and of none; ties in the list's order."""
    codes = [item.code for item in codelist(lista).items if item.code != vazio]
    given = [resposta(item) or vazio for item in people]
    ranked = sorted(codes, key=lambda code: -given.count(code))
    top = [code for code in ranked[:quantos] if code in given]

    def those(wanted: Iterable[str]) -> list[Registro]:
        kept = set(wanted)
        return [item for item, answer in zip(people, given, strict=True) if answer in kept]

    return [*(those([code]) for code in top), those(set(codes) - set(top)), those([vazio])]
