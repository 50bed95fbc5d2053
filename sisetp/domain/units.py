"""The network's units at the start: 20 NETPs and 6 PAAHMs (Plano de Ação 2025–2028). No personal names."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class UnidadeInicial:
    """One unit of the network. `tipo` and `ambiente` are codes of `tipo_unidade` and `ambiente_unidade`.

    `fuso` is an IANA zone; `municipio` the IBGE code; `inicio`/`fim` the validity in the network, None = open.
    """

    codigo: str
    nome: str
    tipo: str
    ambiente: str
    uf: str
    municipio: str
    fuso: str
    inicio: date | None = None
    fim: date | None = None


def _netp(codigo: str, nome: str, uf: str, municipio: str, fuso: str, tipo: str = "NETP_E") -> UnidadeInicial:
    return UnidadeInicial(
        codigo=f"NETP-{codigo}",
        nome=f"NETP {nome}",
        tipo=tipo,
        ambiente="SEDE",
        uf=uf,
        municipio=municipio,
        fuso=f"America/{fuso}",
    )


def _paahm(codigo: str, nome: str, uf: str, municipio: str, fuso: str, ambiente: str) -> UnidadeInicial:
    return UnidadeInicial(
        codigo=f"PAAHM-{codigo}",
        nome=f"PAAHM {nome}",
        tipo="PAAHM",
        ambiente=ambiente,
        uf=uf,
        municipio=municipio,
        fuso=f"America/{fuso}",
    )


UNIDADES: tuple[UnidadeInicial, ...] = (
    _netp("AC", "Acre", "AC", "1200401", "Rio_Branco"),
    _netp("AM", "Amazonas", "AM", "1302603", "Manaus"),
    _netp("AP", "Amapá", "AP", "1600303", "Belem"),
    _netp("BA", "Bahia", "BA", "2927408", "Bahia"),
    _netp("LAURO", "Lauro de Freitas", "BA", "2919207", "Bahia", "NETP_M"),
    _netp("CE", "Ceará", "CE", "2304400", "Fortaleza"),
    _netp("DF", "Distrito Federal", "DF", "5300108", "Sao_Paulo"),
    _netp("GO", "Goiás", "GO", "5208707", "Sao_Paulo"),
    _netp("MA", "Maranhão", "MA", "2111300", "Fortaleza"),
    _netp("MG", "Minas Gerais", "MG", "3106200", "Sao_Paulo"),
    _netp("MS", "Mato Grosso do Sul", "MS", "5002704", "Campo_Grande"),
    _netp("MT", "Mato Grosso", "MT", "5103403", "Cuiaba"),
    _netp("PA", "Pará", "PA", "1501402", "Belem"),
    _netp("PB", "Paraíba", "PB", "2507507", "Fortaleza"),
    _netp("PE", "Pernambuco", "PE", "2611606", "Recife"),
    _netp("IPOJUCA", "Ipojuca", "PE", "2607208", "Recife", "NETP_M"),
    _netp("PR", "Paraná", "PR", "4106902", "Sao_Paulo"),
    _netp("RJ", "Rio de Janeiro", "RJ", "3304557", "Sao_Paulo"),
    _netp("RS", "Rio Grande do Sul", "RS", "4314902", "Sao_Paulo"),
    _netp("SP", "São Paulo", "SP", "3550308", "Sao_Paulo"),
    _paahm("GRU", "Guarulhos", "SP", "3518800", "Sao_Paulo", "AEROPORTO"),
    _paahm("GIG", "Galeão", "RJ", "3304557", "Sao_Paulo", "AEROPORTO"),
    _paahm("BEL", "Belém", "PA", "1501402", "Belem", "AEROPORTO"),
    _paahm("MAO", "Manaus", "AM", "1302603", "Manaus", "AEROPORTO"),
    _paahm("FOR", "Fortaleza Aeroporto", "CE", "2304400", "Fortaleza", "AEROPORTO"),
    _paahm("FOR-ROD", "Fortaleza Rodoviária", "CE", "2304400", "Fortaleza", "RODOVIARIA"),
)
