"""The tables of the statistics seal, one layout per dictionary version; a layout is never edited once released."""

from collections.abc import Mapping
from types import MappingProxyType

from sisetp.domain.estat_slots import Column, Layout, Slot


def _code(name: str, lista: str = "") -> Column:
    return Column(name, Slot.CODE8, lista or name)


def _country(name: str) -> Column:
    return Column(name, Slot.CODE16, "paises")


def _place(name: str) -> tuple[Column, Column, Column]:
    return (
        _country(f"{name}_pais"),
        _code(f"{name}_uf", "ufs"),
        Column(f"{name}_municipio", Slot.CODE32, "municipios"),
    )


_ATENDIMENTO_1 = (
    Column("duracao_s", Slot.INT16),
    _code("canal"),
    Column("qtd_pessoas", Slot.INT8),
    _code("acompanhado"),
    _code("modo_ident"),
    Column("idade", Slot.INT8),
    _code("faixa_etaria"),
    _code("sexo"),
    _code("identidade_genero"),
    _code("raca_cor"),
    _code("fonte_raca"),
    _country("nacionalidade"),
    _country("nacionalidade_2"),
    Column("idioma", Slot.CODE16, "idiomas"),
    _code("doc_tipo", "tipo_documento"),
    _code("perfil"),
    Column("perfis_adic", Slot.MASK6, "perfil"),
    _country("pais_procedencia"),
    _code("uf_procedencia", "ufs"),
    _code("destino_uf", "ufs"),
    Column("destino_municipio", Slot.CODE32, "municipios"),
    _code("transporte"),
    _code("porta_entrada"),
    Column("necessidades", Slot.MASK6, "necessidade"),
    Column("encaminhamentos", Slot.MASK8, "encaminhamento"),
    Column("indicios", Slot.MASK4, "indicio"),
    Column("vulner", Slot.MASK4, "vulner"),
    _code("ciencia", "ciencia_resposta"),
    _code("ciencia_versao"),
    _code("motivo_retorno"),
    _code("tempo_exterior"),
    _country("local_exterior_pais"),
    _code("atividade_ext", "setor"),
    _code("jornada"),
    _code("detencao", "sim_nao_ni"),
    Column("detencao_dias", Slot.INT16),
    Column("violencia_retorno", Slot.MASK4, "violencia_retorno"),
    _code("moradia_destino"),
    Column("intencao", Slot.MASK4, "intencao"),
    _code("escolaridade"),
)

_PESSOA_1 = (
    Column("pessoa_chave", Slot.RAW16),
    _code("modo_ident"),
    _code("sexo"),
    _code("identidade_genero"),
    _code("raca_cor"),
    _code("fonte_raca"),
    _code("faixa_etaria"),
    Column("idade", Slot.INT8),
    _country("nacionalidade"),
    _country("nacionalidade_2"),
    Column("idioma", Slot.CODE16, "idiomas"),
    _code("escolaridade"),
    _code("doc_tipo", "tipo_documento"),
)

# Version 2 of the person: the register a NETP keeps (form C). Version 1 goes on being read.
_PESSOA_2 = (
    *_PESSOA_1,
    _code("orientacao_sexual"),
    _code("povo", "povo_tradicional"),
    _code("estado_civil"),
    Column("filhos", Slot.INT8),
    _code("renda"),
    Column("deficiencia", Slot.MASK4, "deficiencia"),
    _code("gestante", "sim_nao_ni"),
    Column("idioma_2", Slot.CODE16, "idiomas"),
    Column("idioma_3", Slot.CODE16, "idiomas"),
    _code("situacao_migratoria"),
    *_place("naturalidade"),
    _code("endereco_uf", "ufs"),
    Column("endereco_municipio", Slot.CODE32, "municipios"),
)

_CASO_1 = (
    _code("porta_entrada"),
    _code("risco"),
    _code("encerramento_motivo", "motivo_encerramento"),
    _code("origem_tipo", "tipo_registro"),
    Column("origem_id", Slot.RAW16),
)

_CASO_PESSOA_1 = (
    Column("pessoa_id", Slot.RAW16),
    _code("status_vitima"),
    _code("orgao_identificador"),
    _code("finalidade"),
    Column("finalidades_sec", Slot.MASK4, "finalidade"),
    Column("formas", Slot.MASK8, "forma_exploracao"),
    Column("acoes", Slot.MASK4, "acao"),
    Column("meios", Slot.MASK4, "meio"),
    Column("controles", Slot.MASK8, "controle"),
    Column("aliciamento", Slot.MASK6, "aliciamento"),
    Column("plataformas", Slot.MASK6, "plataforma"),
    Column("relacao_aliciador", Slot.MASK4, "relacao_aliciador"),
    _code("ambito"),
    *_place("origem"),
    *_place("destino"),
    Column("transporte", Slot.MASK4, "transporte"),
    _code("setor"),
    Column("periodo_inicio", Slot.INT32),
    Column("periodo_fim", Slot.INT32),
    _code("periodo_aproximado", "sim_nao_ni"),
    Column("idade_inicio", Slot.INT8),
    _code("resgate"),
    _code("reincidencia", "sim_nao_ni"),
    _code("colabora", "colaboracao"),
    _code("residencia"),
)

_EVOLUCAO_1 = (
    _code("tipo", "tipo_acompanhamento"),
    _code("nivel_sigilo"),
    Column("necessidades", Slot.MASK6, "necessidade"),
    _code("risco"),
    Column("caso_pessoa_id", Slot.RAW16),
)

_PLANO_APOIO_1 = (
    _code("tipo", "plano_tipo"),
    _code("desfecho", "desfecho_plano"),
    Column("caso_pessoa_id", Slot.RAW16),
)

_AVALIACAO_RISCO_1 = (_code("risco"), Column("caso_pessoa_id", Slot.RAW16))

_ENVOLVIDO_1 = (Column("papel", Slot.MASK4, "papel"), _code("sexo"), _country("nacionalidade"))

_ENCAMINHAMENTO_1 = (
    _code("destino", "encaminhamento"),
    _code("motivo", "motivo_encaminhamento"),
    _code("autorizado", "autorizacao"),
    _code("autorizado_base", "base_legal"),
    Column("partes", Slot.MASK4, "parte_compartilhada"),
    _code("desfecho", "desfecho_encaminhamento"),
    _code("transferencia", "sim_nao_ni"),
    _code("revisao", "revisao_emergencia"),
    _code("registro_tipo", "tipo_registro"),
    Column("registro_id", Slot.RAW16),
    Column("pessoa_id", Slot.RAW16),
)

_CONSENTIMENTO_1 = (
    _code("base_legal"),
    Column("pontos", Slot.MASK4, "ciencia"),
    _code("forma", "forma_ciencia"),
    Column("partes", Slot.MASK4, "parte_compartilhada"),
    Column("pessoa_id", Slot.RAW16),
)

_REQUISICAO_CONTEUDO_1 = (
    _code("requisicao_tipo", "tipo_requisicao"),
    _code("requisicao_resultado", "resultado_requisicao"),
    Column("pessoa_id", Slot.RAW16),
)

VERSIONS: Mapping[tuple[str, int], Layout] = MappingProxyType(
    {
        (layout.table, layout.version): layout
        for layout in (
            Layout("atendimento", 1, _ATENDIMENTO_1),
            Layout("pessoa", 1, _PESSOA_1),
            Layout("pessoa", 2, _PESSOA_2),
            Layout("caso", 1, _CASO_1),
            Layout("caso_pessoa", 1, _CASO_PESSOA_1),
            Layout("evolucao", 1, _EVOLUCAO_1),
            Layout("plano_apoio", 1, _PLANO_APOIO_1),
            Layout("avaliacao_risco", 1, _AVALIACAO_RISCO_1),
            Layout("envolvido", 1, _ENVOLVIDO_1),
            Layout("encaminhamento", 1, _ENCAMINHAMENTO_1),
            Layout("consentimento", 1, _CONSENTIMENTO_1),
            Layout("requisicao_conteudo", 1, _REQUISICAO_CONTEUDO_1),
        )
    }
)
LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {layout.table: layout for layout in sorted(VERSIONS.values(), key=lambda layout: layout.version)}
)
"""The newest layout of each table."""
