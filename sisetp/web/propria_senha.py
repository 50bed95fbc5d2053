"""The own password typed again inside a session: guesses are counted by account, and wrong ones leave an event.

A session left open on a table would otherwise be a place to guess it without the throttle of the sign-in.
"""

from flask import request
from limits import parse_many

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.services import signin
from sisetp.web.throttle import BY_LOGIN, limiter

_RATES = parse_many(BY_LOGIN)
_COUNTER = "senha-propria"
_TOO_MANY = "Muitas tentativas seguidas. Por segurança, espere cinco minutos antes de tentar de novo."


def held(user_id: int) -> bool:
    """Tell whether this account guessed wrong too often: its right password is not looked at either."""
    return not all(limiter.limiter.test(rate, _COUNTER, str(user_id)) for rate in _RATES)


def too_many(campo: str) -> RuleViolation:
    """What is said in place of the answer while the account is held."""
    return RuleViolation((FieldMessage(campo, _TOO_MANY),))


def count_wrong(user_id: int) -> None:
    """Count one wrong guess."""
    for rate in _RATES:
        limiter.limiter.hit(rate, _COUNTER, str(user_id))


def note_wrong(actor: Actor, permission: Permission) -> None:
    """Count one wrong guess at a signature, with the event of a refusal."""
    count_wrong(actor.user_id)
    with unit_of_work(actor) as session:
        rule = request.url_rule.rule if request.url_rule else ""
        signin.record_denial(session, actor, permission.value, rota=rule, metodo=request.method)
