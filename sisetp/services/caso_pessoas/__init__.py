"""People in cases (form E): include, save, take out, read, open an identity. Nothing in clear links pessoa and case."""

from sisetp.services.caso_pessoas.alteracao import remove, save
from sisetp.services.caso_pessoas.historico import status_history
from sisetp.services.caso_pessoas.identidade import open_identity
from sisetp.services.caso_pessoas.inclusao import include, include_new
from sisetp.services.caso_pessoas.leitura import cases_of, detail, lines, newest_case_of, pessoa_id
from sisetp.services.caso_pessoas.resultados import (
    CasoDaPessoa,
    PassoDaSituacao,
    PessoaLinha,
    PessoaNoCaso,
    Triagem,
)

__all__ = [
    "CasoDaPessoa",
    "PassoDaSituacao",
    "PessoaLinha",
    "PessoaNoCaso",
    "Triagem",
    "cases_of",
    "detail",
    "include",
    "include_new",
    "lines",
    "newest_case_of",
    "open_identity",
    "pessoa_id",
    "remove",
    "save",
    "status_history",
]
