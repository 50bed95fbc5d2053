"""One file per noun; importing this package registers every table."""

from sisetp.db.models.atendimento import Atendimento, Envio, PessoaProcurada, Versao
from sisetp.db.models.audit_event import AuditChain, AuditEvent
from sisetp.db.models.pessoa import IndiceCego, MarcaSegmento, Pessoa
from sisetp.db.models.sessao import Sessao
from sisetp.db.models.unidade import Posto, Unidade
from sisetp.db.models.usuario import Lotacao, RedefinicaoSenha, Usuario

__all__ = [
    "Atendimento",
    "AuditChain",
    "AuditEvent",
    "Envio",
    "IndiceCego",
    "Lotacao",
    "MarcaSegmento",
    "Pessoa",
    "PessoaProcurada",
    "Posto",
    "RedefinicaoSenha",
    "Sessao",
    "Unidade",
    "Usuario",
    "Versao",
]
