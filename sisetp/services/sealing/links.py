"""Tokens by which a record finds what is about it, without a link in clear between the two (decision 2)."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.crypto.blind_index import vinculo_input
from sisetp.services.sealing.records import sealer_of


class Relacao(StrEnum):
    """What a token links: the table and column that hold it, and the kind of record it was made from."""

    CASO_ORIGEM = "caso.origem"
    CASO_PESSOA = "caso_pessoa.pessoa"
    ENCAMINHAMENTO_REGISTRO = "encaminhamento.registro"
    ENCAMINHAMENTO_PESSOA = "encaminhamento.pessoa"
    TITULAR_REQUISICAO = "requisicao.pessoa"
    TITULAR_CONSENTIMENTO = "consentimento.pessoa"


def link_token(session: Session, unidade_id: int, relacao: Relacao, registro: UUID) -> bytes:
    """Token (16 bytes) of a relation of the unit with one record; without the unit's key nobody can compute it."""
    return sealer_of(session).index_token(unidade_id, "vinculo", vinculo_input(relacao.value, registro.bytes))
