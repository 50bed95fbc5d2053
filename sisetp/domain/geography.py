"""Places and languages: countries, languages, UFs, municipalities, time zones, and the search of the type-ahead."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from sisetp.domain.codelists import Code, codelist
from sisetp.domain.names import normalise

APATRIDA = "APATRIDA"
PAIS_NAO_INFORMADO = "NAO_INFORMADO"  # «NI» is the ISO code of Nicaragua
BRASIL = "BR"

UFS: tuple[str, ...] = tuple(item.code for item in codelist("ufs").items)

_FUSO_DA_UF = {
    "AC": "Rio_Branco", "AL": "Maceio", "AM": "Manaus", "AP": "Belem", "BA": "Bahia", "CE": "Fortaleza",
    "DF": "Sao_Paulo", "ES": "Sao_Paulo", "GO": "Sao_Paulo", "MA": "Fortaleza", "MG": "Sao_Paulo",
    "MS": "Campo_Grande", "MT": "Cuiaba", "PA": "Belem", "PB": "Fortaleza", "PE": "Recife", "PI": "Fortaleza",
    "PR": "Sao_Paulo", "RJ": "Sao_Paulo", "RN": "Fortaleza", "RO": "Porto_Velho", "RR": "Boa_Vista",
    "RS": "Sao_Paulo", "SC": "Sao_Paulo", "SE": "Maceio", "SP": "Sao_Paulo", "TO": "Araguaina",
}  # fmt: skip
# West of the line Tabatinga–Porto Acre (Lei 12.876/2013), and the archipelago of Pernambuco.
_OESTE_DO_AMAZONAS = frozenset(
    {"1300201", "1300607", "1300706", "1301407", "1301506", "1301654", "1301803", "1301951", "1302306", "1302405"}
    | {"1303502", "1303908", "1304062"}
)
_NORONHA = "2605459"

# Other names under which people look for a place or a language.
_APELIDOS: dict[tuple[str, str], tuple[str, ...]] = {
    ("municipio", "3105509"): ("Barão de Monte Alto",),
    ("municipio", "2400208"): ("Açu",),
    ("municipio", "2802601"): ("Gracho Cardoso",),
    ("municipio", "2401206"): ("Arês",),
    ("municipio", "1400605"): ("São Luiz",),
    ("pais", "US"): ("EUA", "Estados Unidos da América"),
    ("pais", "GB"): ("Inglaterra", "Escócia", "Grã-Bretanha"),
    ("pais", "CI"): ("Costa do Marfim",),
    ("pais", "CZ"): ("Tchéquia",),
    ("pais", "MM"): ("Mianmar", "Birmânia"),
    ("pais", "BY"): ("Bielorrússia",),
    ("pais", "MD"): ("Moldávia",),
    ("pais", "NL"): ("Holanda",),
    ("pais", "CD"): ("Congo Kinshasa", "Zaire"),
    ("pais", "CG"): ("Congo Brazzaville",),
    ("pais", "PS"): ("Territórios palestinos",),
    ("pais", "SZ"): ("Suazilândia",),
    ("pais", "AE"): ("Dubai",),
    ("idioma", "ht"): ("Creole", "Kreyòl"),
    ("idioma", "fa"): ("Farsi",),
    ("idioma", "zh"): ("Mandarim", "Cantonês"),
    ("idioma", "es"): ("Castelhano",),
    ("idioma", "nl"): ("Neerlandês",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipio:
    """One municipality: seven-digit IBGE code, name and UF."""

    ibge: str
    nome: str
    uf: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lugar:
    """One answer of the type-ahead. `tipo` is pais, uf, municipio or idioma; `rotulo` is what is shown."""

    tipo: str
    codigo: str
    rotulo: str
    uf: str = ""


def paises() -> tuple[Code, ...]:
    """Return the 249 ISO 3166-1 countries and territories in Portuguese order, then stateless and not informed."""
    return codelist("paises").items


def idiomas() -> tuple[Code, ...]:
    """Return the languages in Portuguese order, with Libras and warao."""
    return codelist("idiomas").items


@cache
def municipios() -> tuple[Municipio, ...]:
    """Return every municipality, by IBGE code."""
    return tuple(Municipio(ibge=item.code, nome=item.label, uf=item.map) for item in codelist("municipios").items)


def municipio(ibge: str) -> Municipio | None:
    """Return one municipality by its IBGE code, or None."""
    item = codelist("municipios").get(ibge)
    return Municipio(ibge=item.code, nome=item.label, uf=item.map) if item else None


def apelidos(tipo: str, codigo: str) -> tuple[str, ...]:
    """Return the other names under which a place is found."""
    return _APELIDOS.get((tipo, codigo), ())


def fuso_da_uf(uf: str) -> str:
    """Return the IANA time zone of most of a UF. Raises KeyError."""
    return f"America/{_FUSO_DA_UF[uf]}"


def fuso_do_municipio(ibge: str) -> str:
    """Return the IANA time zone of a municipality. Raises KeyError for an unknown code."""
    if ibge in _OESTE_DO_AMAZONAS:
        return "America/Eirunepe"
    if ibge == _NORONHA:
        return "America/Noronha"
    return fuso_da_uf(codelist("municipios").by_number(int(ibge)).map)


def buscar(texto: str, tipos: Iterable[str] = ("municipio",), limite: int = 12) -> tuple[Lugar, ...]:
    """Return the places whose name, or one of its words, begins with the text, best first; accents do not matter.

    `tipos` among pais, uf, municipio and idioma. An empty text gives nothing.
    """
    wanted = normalise(texto)
    if not wanted:
        return ()
    found = []
    for tipo in tipos:
        for names, place in _index(tipo):
            ranks = [rank for name in names if (rank := _rank(name, wanted)) is not None]
            if ranks:
                found.append((min(ranks), place))
    return tuple(place for _, place in sorted(found, key=lambda item: item[0])[:limite])


def _rank(name: str, wanted: str) -> tuple[int, int, str] | None:
    """Rank a name: the exact one, then those that begin so, then those with a word that does; shorter first."""
    if name == wanted:
        return 0, 0, name
    if name.startswith(wanted):
        return 1, len(name), name
    return (2, len(name), name) if f" {wanted}" in name else None


@cache
def _index(tipo: str) -> tuple[tuple[tuple[str, ...], Lugar], ...]:
    if tipo == "municipio":
        towns = municipios()
        places = [Lugar(tipo=tipo, codigo=t.ibge, rotulo=f"{t.nome} ({t.uf})", uf=t.uf) for t in towns]
        names = [t.nome for t in towns]
    else:
        items = codelist({"pais": "paises", "uf": "ufs", "idioma": "idiomas"}[tipo]).items
        places = [Lugar(tipo=tipo, codigo=item.code, rotulo=item.label) for item in items]
        names = [item.label for item in items]
    return tuple(
        (tuple(map(normalise, (name, place.rotulo, *apelidos(tipo, place.codigo)))), place)
        for name, place in zip(names, places, strict=True)
    )
