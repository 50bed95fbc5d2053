"""Filters of the audit trail; what cannot be understood is left out, and a date says so beside its box."""

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField, StringField
from wtforms.fields import SelectChoice

from sisetp.domain.audit import ACTIONS, Action
from sisetp.services.audit import AuditFilter
from sisetp.web.dates import DayField

_MAX_LOGIN = 80
_MAX_RECORD = 36


class FiltroForm(Form):  # type: ignore[misc]  # the library publishes no types
    """Who, whose record, what and when."""

    login = StringField("Quem (usuário)")
    registro = StringField("Registro (código ou identificador)")
    acao = SelectField("Ação", validate_choice=False)
    de = DayField("De")
    ate = DayField("Até")

    def __init__(self, sent: MultiDict[str, str]) -> None:
        super().__init__(sent)
        labels = sorted(((action.value, spec.label) for action, spec in ACTIONS.items()), key=lambda pair: pair[1])
        self.acao.choices = [SelectChoice("", "Todas"), *(SelectChoice(*pair) for pair in labels)]
        self.validate()

    def asked(self) -> AuditFilter:
        """What the service takes."""
        acao = self.acao.data or ""
        return AuditFilter(
            login=(self.login.data or "").strip().casefold()[:_MAX_LOGIN],
            registro=(self.registro.data or "").strip()[:_MAX_RECORD],
            acao=acao if acao in set(Action) else "",
            inicio=self.de.data,
            fim=self.ate.data,
        )

    def address(self) -> dict[str, Any]:
        """Arguments of the addresses of the other pages of this list."""
        asked = self.asked()
        return {
            "login": asked.login,
            "registro": asked.registro,
            "acao": asked.acao,
            "de": asked.inicio.isoformat() if asked.inicio else "",
            "ate": asked.fim.isoformat() if asked.fim else "",
        }
