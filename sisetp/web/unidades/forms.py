"""End of a unit: shape only, rules live in the service."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField
from wtforms.fields import SelectChoice
from wtforms.i18n import get_translations
from wtforms.validators import InputRequired

from sisetp.services.unidades import CloseReason, CloseUnidade
from sisetp.web.dates import DayField


class EncerrarForm(FlaskForm):  # type: ignore[misc]  # the library publishes no types
    """Last day and reason."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """The library's own messages in Portuguese."""

        def get_translations(self, form: FlaskForm) -> object:
            """Return the messages of the library in Portuguese."""
            return get_translations(["pt"])

    fim = DayField("Último dia", required="Diga o último dia de funcionamento.")
    motivo = SelectField(
        "Motivo",
        choices=[SelectChoice("", "Escolha…"), *(SelectChoice(reason.value, reason.label) for reason in CloseReason)],
        validators=[InputRequired("Escolha o motivo do encerramento.")],
    )
    certeza = BooleanField("Sei que isto não pode ser desfeito", validators=[InputRequired("Marque para continuar.")])

    def to_command(self, unidade_id: int) -> CloseUnidade:
        """What the service takes."""
        return CloseUnidade(unidade_id=unidade_id, fim=self.fim.data, motivo=self.motivo.data)
