"""Signature of a month, steps of the coordination and deadlines: shape only, rules live in the services."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, SelectField
from wtforms.fields import SelectChoice
from wtforms.i18n import get_translations
from wtforms.validators import InputRequired, Length, Optional

from sisetp.domain.codelists import codelist
from sisetp.domain.period import MESES
from sisetp.domain.periodo import EnviarPeriodo
from sisetp.domain.prazos import ETAPAS, MarcarPrazo
from sisetp.services.passwords import MAX_LENGTH
from sisetp.web.dates import DayField


class _Form(FlaskForm):  # type: ignore[misc]  # the library publishes no types
    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """The library's own messages in Portuguese."""

        def get_translations(self, form: FlaskForm) -> object:
            """Return the messages of the library in Portuguese."""
            return get_translations(["pt"])


class EnviarForm(_Form):
    """The signature: a declaration and the own password."""

    declara = BooleanField("Declaro que os registros deste mês estão completos e foram revistos pela unidade.")
    senha = PasswordField(
        "Sua senha",
        validators=[Length(max=MAX_LENGTH, message="A senha não confere.")],
        description="É a sua assinatura: a mesma senha com que você entra no sistema.",
    )

    def to_command(self, ano: int, mes: int) -> EnviarPeriodo:
        """What the service takes."""
        return EnviarPeriodo(ano=ano, mes=mes, senha=self.senha.data or "", declara=bool(self.declara.data))


class DevolverForm(_Form):
    """Why a month goes back."""

    motivo = SelectField("Motivo da devolução")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.motivo.choices = _choices("motivo_devolucao")


class ConsolidarForm(_Form):
    """The last word on a month."""

    certeza = BooleanField("Sei que isto não pode ser desfeito", validators=[InputRequired("Marque para continuar.")])


class PrazoForm(_Form):
    """A deadline that departs from the rule."""

    mes = SelectField("Mês", choices=[SelectChoice(str(n), name.capitalize()) for n, name in enumerate(MESES, start=1)])
    etapa = SelectField("Etapa")
    unidade_id = SelectField(
        "Para quem", validators=[Optional()], description="Só o envio tem prazo próprio de uma unidade."
    )
    data = DayField("Novo prazo", required="Diga o novo prazo.")
    motivo = SelectField("Motivo")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        stages = codelist("etapa_periodo")
        self.etapa.choices = [SelectChoice(code, stages.label(code)) for code in ETAPAS]
        self.motivo.choices = _choices("motivo_prorrogacao")

    def offer_units(self, units: tuple[tuple[int, str], ...]) -> None:
        """Fill the list of units."""
        everybody = SelectChoice("", "Todas as unidades")
        self.unidade_id.choices = [everybody, *(SelectChoice(str(key), codigo) for key, codigo in units)]

    def to_command(self, ano: int) -> MarcarPrazo:
        """What the service takes."""
        return MarcarPrazo(
            ano=ano,
            mes=int(self.mes.data),
            etapa=self.etapa.data,
            unidade_id=int(self.unidade_id.data) if self.unidade_id.data else None,
            data=self.data.data,
            motivo=self.motivo.data,
        )


def _choices(lista: str) -> list[SelectChoice]:
    return [SelectChoice("", "Escolha…"), *(SelectChoice(item.code, item.label) for item in codelist(lista).items)]
