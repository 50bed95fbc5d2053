"""End of a unit: shape only, rules live in the service."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectField
from wtforms.validators import InputRequired

from sisetp.services.unidades import CloseReason, CloseUnidade


class EncerrarForm(FlaskForm):  # type: ignore[misc]  # the library publishes no types
    """Last day and reason."""

    fim = DateField("Último dia", validators=[InputRequired("Diga o último dia de funcionamento.")])
    motivo = SelectField(
        "Motivo",
        choices=[("", "Escolha…"), *((reason.value, reason.label) for reason in CloseReason)],
        validators=[InputRequired("Escolha o motivo do encerramento.")],
    )
    certeza = BooleanField("Sei que isto não pode ser desfeito", validators=[InputRequired("Marque para continuar.")])

    def to_command(self, unidade_id: int) -> CloseUnidade:
        """What the service takes."""
        return CloseUnidade(unidade_id=unidade_id, fim=self.fim.data, motivo=self.motivo.data)
