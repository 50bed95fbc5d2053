"""Forms of the administration of users: shape only, rules live in the services."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from sisetp.access.roles import Role
from sisetp.domain.codelists import codelist
from sisetp.services.users import CreateUser, GrantPosting
from sisetp.web.dates import DayField

_NONE = ""


class UsuarioForm(FlaskForm):  # type: ignore[misc]  # the library publishes no types
    """A new user."""

    nome = StringField("Nome completo", validators=[InputRequired("Escreva o nome."), Length(max=120)])
    login = StringField(
        "Usuário",
        validators=[InputRequired("Escreva o usuário."), Length(max=40)],
        description="Nome de entrada, em minúsculas, como maria.souza. Não muda depois.",
    )
    profissao = SelectField("Profissão", validators=[Optional()])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        items = codelist("profissao").items
        self.profissao.choices = [
            SelectChoice(_NONE, "Não se aplica"),
            *(SelectChoice(item.code, item.label) for item in items),
        ]

    def to_command(self) -> CreateUser:
        """What the service takes."""
        return CreateUser(login=self.login.data or "", nome=self.nome.data or "", profissao=self.profissao.data or None)


class LotacaoForm(FlaskForm):  # type: ignore[misc]
    """A role for a user."""

    papel = SelectField("Papel", choices=[SelectChoice(role.value, role.label) for role in Role])
    unidade_id = SelectField(
        "Unidade", validators=[Optional()], description="Fica vazia nos papéis nacionais (CGETP e encarregado)."
    )
    inicio = DayField("Início", required="Diga quando começa.")
    fim = DayField("Último dia", description="Vazio: sem data para terminar.")

    def offer_units(self, units: tuple[tuple[int, str], ...]) -> None:
        """Fill the list of units."""
        self.unidade_id.choices = [
            SelectChoice(_NONE, "Nenhuma (papel nacional)"),
            *(SelectChoice(str(unit_id), name) for unit_id, name in units),
        ]

    def to_command(self, usuario_id: int) -> GrantPosting:
        """What the service takes."""
        return GrantPosting(
            usuario_id=usuario_id,
            papel=Role(self.papel.data),
            unidade_id=int(self.unidade_id.data) if self.unidade_id.data else None,
            inicio=self.inicio.data,
            fim=self.fim.data,
        )


class CertezaForm(FlaskForm):  # type: ignore[misc]
    """Explicit consent to an act that cannot be undone."""

    certeza = BooleanField("Sei que isto não pode ser desfeito")
