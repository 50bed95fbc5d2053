"""Forms of entering."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, PasswordField, StringField
from wtforms.validators import InputRequired, Optional


class EntradaPage(FlaskForm):  # type: ignore[misc]  # the library publishes no types
    """What the sign-in page draws; the sign-in library's own form validates."""

    login = StringField("Usuário", validators=[InputRequired()])
    password = PasswordField("Senha", validators=[InputRequired()])
    proximo = HiddenField()


class LotacaoForm(FlaskForm):  # type: ignore[misc]
    """Choice of a posting."""

    lotacao = IntegerField(validators=[InputRequired()])


class LotacaoPreferida(FlaskForm):  # type: ignore[misc]
    """Posting the in-place sign-in asks to return to."""

    lotacao = IntegerField(validators=[Optional()])
