"""What somebody may do now with one referral, and which outcomes fit: the buttons of its page."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.db.models.encaminhamento import Encaminhamento
from sisetp.domain import encaminhamento as enc
from sisetp.domain.estat_layout import Value
from sisetp.services.encaminhamentos import acesso

Codes = Mapping[str, Value]


def actions(actor: Actor, row: Encaminhamento, codes: Codes, *, today: date) -> frozenset[str]:
    """Names of the actions open to the actor, as `EncaminhamentoDetail` lists them."""
    may = partial(permits, actor, unidade_id=actor.unidade_id)
    origin = acesso.is_origin(actor, row)
    found = _of_origin(may, actor, row, codes, today) if origin else _of_destination(may, row)
    return frozenset(name for name, allowed in found.items() if allowed)


def outcomes(row: Encaminhamento) -> tuple[str, ...]:
    """Outcomes that may end a referral as it is now, in the order of their ends, each once."""
    if row.situacao not in enc.ABERTOS:
        return ()
    return tuple(dict.fromkeys(code for codes in enc.DESFECHOS.values() for code in codes if code != enc.RETIROU))


def _of_origin(
    may: Callable[[Permission], bool], actor: Actor, row: Encaminhamento, codes: Codes, today: date
) -> dict[str, bool]:
    is_open, pending = row.situacao in enc.ABERTOS, row.situacao in enc.PENDENTES
    network, sees = row.unidade_destino_id is not None, may(Permission.ENCAMINHAMENTO_VER)
    ends = may(Permission.ENCAMINHAMENTO_ENCERRAR)
    sent = row.prazo is not None  # what was only told to the person shares nothing
    author = row.autor_id == actor.user_id and codes.get("registro_tipo") == enc.ATENDIMENTO
    return {
        "ACEITAR": ends and not network and row.situacao == enc.ENVIADO,
        "RECUSAR": ends and not network and row.situacao == enc.ENVIADO,
        "RESPONDER": ends and not network and is_open,
        "PESSOA_RECUSOU": ends and is_open,
        "SEM_RETORNO": ends and is_open and row.limite is not None and today > row.limite,
        "ACRESCENTAR": sees and pending,
        "REVOGAR": sent and network and may(Permission.ENCAMINHAMENTO_REVOGAR),
        "REVISAR": codes.get("revisao") == enc.PENDENTE and may(Permission.ENCAMINHAMENTO_REVISAR),
        "VER_ENVIADO": sent and sees,
        "GUIA": sees or codes.get("registro_tipo") == enc.ATENDIMENTO,
        "OFICIO": sent and (sees or author),
    }


def _of_destination(may: Callable[[Permission], bool], row: Encaminhamento) -> dict[str, bool]:
    answers = may(Permission.ENCAMINHAMENTO_RESPONDER)
    return {
        "ACEITAR": answers and row.situacao == enc.ENVIADO,
        "RECUSAR": answers and row.situacao == enc.ENVIADO,
        "RESPONDER": answers and row.situacao == enc.ACEITO,
        "PESSOA_RECUSOU": answers and row.situacao in enc.PENDENTES,
        "VER_RECEBIDO": row.situacao != enc.ENVIADO and may(Permission.ENCAMINHAMENTO_VER),
    }
