"""The one allow-list of dimensions. Nothing is counted by anything that is not here.

A test derives its safety from the field catalogue: only codes in clear or in the statistics seal, places not finer than
the unit, times not finer than the month. `forma` is set for those that decision 16 and 17 let into public releases.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sisetp.domain.geography import PAIS_NAO_INFORMADO
from sisetp.domain.period import MESES
from sisetp.reporting.definitions import groupings
from sisetp.reporting.definitions.dimensions import SEM_RESPOSTA, Agrupamento, Dimensao, Natureza
from sisetp.reporting.facts import Tabela as Fato

_CODIGO, _CONJUNTO, _MARCA = Natureza.CODIGO, Natureza.CONJUNTO, Natureza.MARCA
_LUGAR, _TEMPO = Natureza.LUGAR, Natureza.TEMPO
_PESSOA = (Fato.CONTATO, Fato.VITIMA)


def _dimensao(
    nome: str,
    rotulo: str,
    campo: str,
    *,
    em: tuple[Fato, ...] = (Fato.CONTATO,),
    lista: str = "",
    natureza: Natureza = _CODIGO,
    vazio: str = SEM_RESPOSTA,
    forma: str = "",
    grupos: tuple[Agrupamento, ...] = (),
    acolhe: str = "",
    repetida: bool = False,
    rotulos: Mapping[str, str] = MappingProxyType({}),
) -> Dimensao:
    """A coded answer; `campo` is «A.perfil», or several with spaces between; its column has its own name."""
    fields = tuple((form, name) for form, _, name in (text.partition(".") for text in campo.split()))
    return Dimensao(
        nome=nome,
        rotulo=rotulo,
        natureza=natureza,
        lista=lista or nome,
        colunas=MappingProxyType(dict.fromkeys(em, nome)),
        campos=fields,
        vazio=vazio,
        forma=forma,
        agrupamentos=grupos,
        acolhe=acolhe,
        repetida=repetida,
        rotulos=rotulos,
    )


def _marca(nome: str, rotulo: str, fato: Fato, nao: tuple[str, str], sim: tuple[str, str]) -> Dimensao:
    return Dimensao(
        nome=nome,
        rotulo=rotulo,
        natureza=_MARCA,
        fixos=((*nao, 0), (*sim, 1)),
        colunas=MappingProxyType({fato: nome}),
    )


_LUGARES_E_TEMPOS = (
    Dimensao(nome="unidade", rotulo="Unidade", natureza=_LUGAR, forma="lugar"),
    Dimensao(nome="uf", rotulo="UF", natureza=_LUGAR, lista="ufs", forma="lugar", agrupamentos=(groupings.REGIAO,)),
    Dimensao(nome="regiao", rotulo="Região", natureza=_LUGAR, fixos=groupings.REGIOES, forma="lugar"),
    Dimensao(
        nome="mes",
        rotulo="Mês",
        natureza=_TEMPO,
        fixos=tuple((f"{n:02d}", name, n) for n, name in enumerate(MESES, start=1)),
        colunas=MappingProxyType({Fato.VITIMA: "mes"}),
        forma="mes",
    ),
    Dimensao(
        nome="semestre",
        rotulo="Semestre",
        natureza=_TEMPO,
        fixos=(("S1", "1º semestre", 1), ("S2", "2º semestre", 2)),
        forma="mes",
    ),
    Dimensao(nome="ano", rotulo="Ano", natureza=_TEMPO),
)

_DA_PESSOA = (
    _dimensao(
        "sexo",
        "Sexo",
        "A.sexo C.sexo",
        em=_PESSOA,
        vazio="NI",
        forma="sexo",
        grupos=(groupings.SEXO3,),
        acolhe="M",
        rotulos=MappingProxyType({"I": "Intersexo"}),
    ),
    _dimensao(
        "identidade_genero", "Identidade de gênero", "A.identidade_genero C.identidade_genero", em=_PESSOA, vazio="NI"
    ),
    _dimensao(
        "faixa_etaria",
        "Idade",
        "A.faixa_etaria",
        em=_PESSOA,
        vazio="NI",
        forma="faixa",
        grupos=(groupings.FAIXA3,),
        acolhe="F18_29",
    ),
    _dimensao("raca_cor", "Cor/raça", "A.raca_cor C.raca_cor", em=_PESSOA, vazio="NI", forma="raca", acolhe="PARDA"),
    _dimensao("escolaridade", "Escolaridade", "B.escolaridade C.escolaridade", em=_PESSOA, vazio="NI"),
    _dimensao(
        "nacionalidade",
        "Nacionalidade",
        "A.nacionalidade C.nacionalidade",
        em=_PESSOA,
        lista="paises",
        vazio=PAIS_NAO_INFORMADO,
        forma="pais",
        grupos=(groupings.BRASILEIRA,),
        acolhe="OUTRA",
        rotulos=MappingProxyType({PAIS_NAO_INFORMADO: "Não informada"}),
    ),
)

_DO_CONTATO = (
    _marca(
        "acompanhamento",
        "Tipo de contato",
        Fato.CONTATO,
        ("ATENDIMENTO", "Atendimento"),
        ("ACOMPANHAMENTO", "Acompanhamento de caso"),
    ),
    _dimensao("modo_ident", "Identificação", "A.modo_ident", grupos=(groupings.IDENTIFICADA,)),
    _dimensao("canal", "Canal", "A.canal"),
    _dimensao("perfil", "Perfil", "A.perfil", grupos=(groupings.PERFIL4,)),
    _dimensao("perfis_adic", "Outros perfis", "A.perfis_adic", lista="perfil", natureza=_CONJUNTO),
    _dimensao(
        "porta_entrada", "Quem encaminhou", "A.porta_entrada D.porta_entrada", em=(Fato.CONTATO, Fato.CASO), vazio="NI"
    ),
    _dimensao("idioma", "Idioma", "A.idioma", lista="idiomas", vazio="NI"),
    _dimensao(
        "pais_procedencia", "País de procedência", "A.pais_procedencia", lista="paises", vazio=PAIS_NAO_INFORMADO
    ),
    _dimensao(
        "uf_procedencia", "UF de procedência", "A.uf_procedencia", lista="ufs", grupos=(groupings.REGIAO_DA_RESPOSTA,)
    ),
    _dimensao("destino_uf", "UF de destino", "A.destino_uf", lista="ufs", grupos=(groupings.REGIAO_DA_RESPOSTA,)),
    _dimensao("acompanhado", "Como chegou", "A.acompanhado", vazio="NI"),
    _dimensao("motivo_retorno", "Motivo do retorno", "B.motivo_retorno", vazio="NI"),
    _dimensao("tipo_acompanhamento", "Tipo de acompanhamento", "F.tipo"),
    _dimensao(
        "deficiencia",
        "Deficiência",
        "C.deficiencia",
        natureza=_CONJUNTO,
        vazio="NI",
        grupos=(groupings.DEFICIENCIA_SIM_NAO,),
    ),
    _dimensao(
        "necessidades",
        "Necessidades e serviços",
        "A.necessidades F.necessidades",
        lista="necessidade",
        natureza=_CONJUNTO,
    ),
    _dimensao("encaminhamentos", "Encaminhada para", "A.encaminhamentos", lista="encaminhamento", natureza=_CONJUNTO),
    _dimensao(
        "indicios", "Indícios", "A.indicios", lista="indicio", natureza=_CONJUNTO, grupos=(groupings.INDICIO_SIM_NAO,)
    ),
    _dimensao("vulner", "Prioridades", "A.vulner", natureza=_CONJUNTO),
)

_DOS_OUTROS = (
    _dimensao(
        "encerramento_motivo",
        "Motivo do encerramento",
        "D.encerramento_motivo",
        em=(Fato.CASO,),
        lista="motivo_encerramento",
    ),
    _dimensao("risco", "Nível de risco", "D.risco", em=(Fato.CASO,)),
    _dimensao("destino", "Destino do encaminhamento", "G.destino", em=(Fato.ENCAMINHAMENTO,), lista="encaminhamento"),
    _dimensao(
        "motivo", "Motivo do encaminhamento", "G.motivo", em=(Fato.ENCAMINHAMENTO,), lista="motivo_encaminhamento"
    ),
    _dimensao("situacao", "Situação do encaminhamento", "G.status", em=(Fato.ENCAMINHAMENTO,), lista="status_enc"),
    _dimensao(
        "desfecho",
        "Desfecho do encaminhamento",
        "G.desfecho",
        em=(Fato.ENCAMINHAMENTO,),
        lista="desfecho_encaminhamento",
    ),
    _marca(
        "entre_unidades",
        "Destino na rede",
        Fato.ENCAMINHAMENTO,
        ("FORA", "Serviço de fora da rede"),
        ("REDE", "Outra unidade da rede"),
    ),
    _dimensao("tipo", "Tipo de atividade", "I.tipo", em=(Fato.ATIVIDADE,), lista="atividade"),
    _dimensao("publico", "Público-alvo", "I.publico", em=(Fato.ATIVIDADE,), repetida=True),
    _marca("caso_novo", "Caso", Fato.VITIMA, ("ANTERIOR", "Caso aberto antes do ano"), ("NOVO", "Caso aberto no ano")),
    _dimensao("status_vitima", "Situação quanto ao tráfico", "E.status_vitima", em=(Fato.VITIMA,)),
    _dimensao(
        "finalidade",
        "Finalidade",
        "E.finalidade",
        em=(Fato.VITIMA,),
        vazio="ND",
        forma="finalidade",
        grupos=(groupings.FINALIDADE3,),
    ),
    _dimensao(
        "finalidades_sec",
        "Finalidades secundárias",
        "E.finalidades_sec",
        em=(Fato.VITIMA,),
        lista="finalidade",
        natureza=_CONJUNTO,
    ),
    _dimensao(
        "formas",
        "Formas de exploração",
        "E.formas",
        em=(Fato.VITIMA,),
        lista="forma_exploracao",
        natureza=_CONJUNTO,
        vazio="NI",
    ),
    _dimensao("ambito", "Âmbito", "E.ambito", em=(Fato.VITIMA,), vazio="NI"),
    _dimensao("setor", "Setor da exploração", "E.setor", em=(Fato.VITIMA,), vazio="NI"),
)

DIMENSOES: Mapping[str, Dimensao] = MappingProxyType(
    {entry.nome: entry for entry in (*_LUGARES_E_TEMPOS, *_DA_PESSOA, *_DO_CONTATO, *_DOS_OUTROS)}
)
"""Every dimension by name, in the order in which a page offers them."""
