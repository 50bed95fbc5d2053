"""Referrals that close: sending, following, answering, sharing and taking back, between two units (decision 14)."""

from sisetp.services.encaminhamentos.acrescimo import add_copy, preview_copy
from sisetp.services.encaminhamentos.copias import received_copies, sent_copies, to_pessoa
from sisetp.services.encaminhamentos.envio import preview, send
from sisetp.services.encaminhamentos.leitura import detail, of_record, received_page, sent_page
from sisetp.services.encaminhamentos.lembretes import lembretes
from sisetp.services.encaminhamentos.papeis import GUIA, OFICIO, slip
from sisetp.services.encaminhamentos.respostas import accept, answer, expire, person_refused, refuse, review_emergency
from sisetp.services.encaminhamentos.resultados import (
    CampoCompartilhado,
    CopiaAberta,
    CopiaLine,
    EncaminhamentoDetail,
    EncaminhamentoLine,
    EncaminhamentoPage,
    Papel,
    Preview,
)
from sisetp.services.encaminhamentos.revogacao import revoke, withdraw_consent
from sisetp.services.encaminhamentos.vencimento import expire_all

__all__ = [
    "GUIA",
    "OFICIO",
    "CampoCompartilhado",
    "CopiaAberta",
    "CopiaLine",
    "EncaminhamentoDetail",
    "EncaminhamentoLine",
    "EncaminhamentoPage",
    "Papel",
    "Preview",
    "accept",
    "add_copy",
    "answer",
    "detail",
    "expire",
    "expire_all",
    "lembretes",
    "of_record",
    "person_refused",
    "preview",
    "preview_copy",
    "received_copies",
    "received_page",
    "refuse",
    "review_emergency",
    "revoke",
    "send",
    "sent_copies",
    "sent_page",
    "slip",
    "to_pessoa",
    "withdraw_consent",
]
