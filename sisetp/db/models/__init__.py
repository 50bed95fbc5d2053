"""One file per noun; importing this package registers every table."""

from sisetp.db.models.atendimento import Atendimento, Envio, PessoaProcurada, Versao
from sisetp.db.models.atividade import Alcance, Atividade
from sisetp.db.models.audit_event import AuditChain, AuditEvent
from sisetp.db.models.caso import AvaliacaoRisco, Caso, CasoPessoa, Envolvido, Evolucao, PlanoApoio
from sisetp.db.models.encaminhamento import Copia, Encaminhamento
from sisetp.db.models.entrega import Entrega
from sisetp.db.models.periodo import PassoPeriodo, Periodo, Prazo
from sisetp.db.models.pessoa import IndiceCego, MarcaSegmento, Pessoa
from sisetp.db.models.publicacao import (
    AlarmeSigilo,
    ArquivoDivulgado,
    BasePublica,
    CelulaPublicada,
    Certificado,
    Divulgacao,
    PublicacaoExterna,
    TabelaPublicada,
    Testemunha,
)
from sisetp.db.models.rede import CartaoUnidade, Comite, ComiteOrgao, Fluxo
from sisetp.db.models.retrato import Congelado
from sisetp.db.models.sessao import Sessao
from sisetp.db.models.tarefa import Tarefa
from sisetp.db.models.titular import Consentimento, Requisicao, RequisicaoConteudo
from sisetp.db.models.unidade import Posto, Unidade
from sisetp.db.models.usuario import Lotacao, RedefinicaoSenha, Usuario
from sisetp.db.models.vinculo import VinculoPessoa

__all__ = [
    "AlarmeSigilo",
    "Alcance",
    "ArquivoDivulgado",
    "Atendimento",
    "Atividade",
    "AuditChain",
    "AuditEvent",
    "AvaliacaoRisco",
    "BasePublica",
    "CartaoUnidade",
    "Caso",
    "CasoPessoa",
    "CelulaPublicada",
    "Certificado",
    "Comite",
    "ComiteOrgao",
    "Congelado",
    "Consentimento",
    "Copia",
    "Divulgacao",
    "Encaminhamento",
    "Entrega",
    "Envio",
    "Envolvido",
    "Evolucao",
    "Fluxo",
    "IndiceCego",
    "Lotacao",
    "MarcaSegmento",
    "PassoPeriodo",
    "Periodo",
    "Pessoa",
    "PessoaProcurada",
    "PlanoApoio",
    "Posto",
    "Prazo",
    "PublicacaoExterna",
    "RedefinicaoSenha",
    "Requisicao",
    "RequisicaoConteudo",
    "Sessao",
    "TabelaPublicada",
    "Tarefa",
    "Testemunha",
    "Unidade",
    "Usuario",
    "Versao",
    "VinculoPessoa",
]
