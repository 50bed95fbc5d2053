"""Forms of the user's own account."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, PasswordField
from wtforms.validators import EqualTo, InputRequired


class SenhaForm(FlaskForm):  # type: ignore[misc]  # the library publishes no types
    """Change of the own password."""

    senha_atual = PasswordField("Senha atual", validators=[InputRequired("Digite a senha atual.")])
    senha_nova = PasswordField(
        "Senha nova",
        validators=[InputRequired("Digite a senha nova.")],
        description="Pelo menos 12 caracteres; uma frase curta é fácil de lembrar e difícil de adivinhar.",
    )
    confirmacao = PasswordField(
        "Repita a senha nova", validators=[EqualTo("senha_nova", "As duas senhas novas não são iguais.")]
    )


class PreferenciaForm(FlaskForm):  # type: ignore[misc]
    """Preferences of the ficha."""

    avanca_sozinho = BooleanField("Avançar sozinho para a próxima pergunta ao responder com uma tecla")


class SessaoForm(FlaskForm):  # type: ignore[misc]
    """End one session, by its mark."""

    sessao = HiddenField(validators=[InputRequired()])
