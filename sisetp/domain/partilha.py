"""What a referral may share: the parts, the fields of each, what each legal basis permits, and the payload.

The table of permissions is a confirmar com a CGETP. Nothing else ever leaves: no narrative of the case, no notes under
secrecy, no other person, no process number (form H and the texts of forms D, E and F are not in any part).
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from sisetp.domain.encaminhamento import DISPENSADO, SIM
from sisetp.domain.ficha import Value
from sisetp.domain.respostas import is_answered

IDENTIDADE, CONTATO, PERFIL, NECESSIDADES = "IDENTIDADE", "CONTATO", "PERFIL", "NECESSIDADES"
TRIAGEM, CASO, RESUMO = "TRIAGEM", "CASO", "RESUMO"
CONSENT, VIDA, OBRIG, POL_PUB, DIREITO = "CONSENT", "VIDA", "OBRIG", "POL_PUB", "DIREITO"

Material = Mapping[str, Mapping[str, Value]]
Payload = dict[str, dict[str, Value]]


def _of(form: str, names: str) -> tuple[tuple[str, str], ...]:
    return tuple((form, name) for name in names.split())


# Part → its fields, by catalogue key, in the order in which they are read.
PARTES: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        IDENTIDADE: _of("C", "nome_social nome_civil nascimento doc_tipo doc_numero"),
        CONTATO: _of("C", "contato contato_seguro"),
        PERFIL: (
            *_of("A", "sexo idade faixa_etaria nacionalidade nacionalidade_2 idioma"),
            *_of("C", "idioma_2 idioma_3"),
        ),
        NECESSIDADES: _of("A", "necessidades"),
        TRIAGEM: (
            *_of("A", "perfil perfis_adic pais_procedencia uf_procedencia destino_uf destino_municipio acompanhado"),
            *_of("A", "porta_entrada indicios vulner"),
            *_of("B", "motivo_retorno tempo_exterior local_exterior_pais atividade_ext jornada detencao"),
            *_of("B", "detencao_dias violencia_retorno moradia_destino intencao escolaridade"),
        ),
        CASO: (
            *_of("E", "status_vitima finalidade finalidades_sec formas acoes meios controles aliciamento ambito"),
            *_of("E", "origem_pais origem_uf origem_municipio destino_pais destino_uf destino_municipio transporte"),
            *_of("E", "setor periodo_inicio periodo_fim idade_inicio resgate reincidencia colabora residencia"),
            *_of("D", "risco"),
        ),
        RESUMO: _of("G", "resumo"),
    }
)
_EVERYTHING = frozenset(PARTES)
# What may be shared without the person's authorisation, by legal basis; a confirmar com a CGETP.
_PERMITIDO: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        VIDA: _EVERYTHING - {CASO},
        OBRIG: frozenset({IDENTIDADE, CONTATO, PERFIL, NECESSIDADES, TRIAGEM, RESUMO}),
        POL_PUB: frozenset({PERFIL, NECESSIDADES, RESUMO}),
        DIREITO: frozenset({PERFIL, NECESSIDADES, RESUMO}),
    }
)


def permitidas(autorizado: str, base: str, *, transferencia: bool) -> frozenset[str]:
    """Return the parts that may be shared: all when the person authorised, none when not, else those of the basis.

    Consent is recorded as `S`, never as a basis. Under VIDA the case goes along only when it is handed over.
    """
    if autorizado == SIM:
        return _EVERYTHING
    if autorizado != DISPENSADO:
        return frozenset()
    allowed = _PERMITIDO.get(base, frozenset())
    return allowed | {CASO} if base == VIDA and transferencia else allowed


def payload(partes: Collection[str], permitido: Collection[str], material: Material) -> Payload:
    """Return what is shared, part by part: fields of the parts that were asked for AND are permitted, when answered.

    `material` is what the record has, by part and field name. A part or field left out is absent, not empty.
    """
    shared: Payload = {}
    for parte, fields in PARTES.items():
        if parte in partes and parte in permitido:
            known = material.get(parte, {})
            found = {name: known[name] for _form, name in fields if name in known and is_answered(known[name])}
            if found:
                shared[parte] = found
    return shared
