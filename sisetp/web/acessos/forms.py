"""Decision of a second person."""

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from sisetp.services.access_requests import Kind, RefusalReason


class PedidoForm(FlaskForm):  # type: ignore[misc]  # the library publishes no types
    """Which request is meant."""

    tipo = SelectField(choices=[SelectChoice(kind.value, kind.value) for kind in Kind])
    pedido = IntegerField(validators=[InputRequired()])


class RecusaForm(PedidoForm):
    """A refusal, with its reason."""

    motivo = SelectField("Motivo", choices=[SelectChoice(reason.value, reason.label) for reason in RefusalReason])
