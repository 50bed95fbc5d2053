"""What is asked of who takes the national spreadsheet: shape only, rules live in reporting."""

from datetime import date

from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectField
from wtforms.fields import SelectChoice
from wtforms.i18n import get_translations
from wtforms.validators import EqualTo, Length

from sisetp.domain.codelists import codelist
from sisetp.domain.period import Period, month, semester, year_of
from sisetp.reporting.national.delivery import FINALIDADES, PUBLICA, RESTRITA, PedirPlanilha
from sisetp.reporting.national.file import SENHA_MINIMA

_YEARS = 3


class PlanilhaForm(FlaskForm):  # type: ignore[misc]  # the library publishes no types
    """Period, variant and, for the restricted one, purpose and password typed twice."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """The library's own messages in Portuguese."""

        def get_translations(self, form: FlaskForm) -> object:
            """Return the messages of the library in Portuguese."""
            return get_translations(["pt"])

    periodo = SelectField("Período")
    variante = SelectField(
        "Variante",
        choices=[
            SelectChoice(RESTRITA, "Restrita: números exatos, com senha; não pode ser divulgada"),
            SelectChoice(PUBLICA, "Pública: só o que já foi divulgado"),
        ],
    )
    finalidade = SelectField("Finalidade", description="Só para a restrita. Sai impressa em cada folha.")
    senha = PasswordField(
        "Senha da planilha",
        validators=[Length(max=200, message="A senha é longa demais.")],
        description=f"Só para a restrita: {SENHA_MINIMA} ou mais caracteres. Não fica guardada em lugar nenhum.",
    )
    repetir = PasswordField("Repita a senha", validators=[EqualTo("senha", message="As duas senhas não são iguais.")])

    def offer(self, hoje: date) -> None:
        """Fill the lists: periods that are over, newest first."""
        self.periodo.choices = [SelectChoice(period.code, period.label) for period in periods(hoje)]
        items = codelist(FINALIDADES).current(hoje)
        self.finalidade.choices = [SelectChoice("", "Escolha…"), *(SelectChoice(i.code, i.label) for i in items)]

    def to_command(self, login: str, user_id: int) -> PedirPlanilha:
        """What reporting takes; the recipient is who is signed in."""
        return PedirPlanilha(
            periodo=self.periodo.data or "",
            variante=self.variante.data or "",
            finalidade=self.finalidade.data or "",
            destinatario=login,
            destinatario_id=user_id,
            senha=self.senha.data or "",
        )


def periods(hoje: date) -> tuple[Period, ...]:
    """Years, semesters and months that are over, of this year and the ones before, newest first."""
    found = []
    for ano in range(hoje.year, hoje.year - _YEARS, -1):
        found += [year_of(ano), *(semester(ano, n) for n in (2, 1)), *(month(ano, n) for n in range(12, 0, -1))]
    return tuple(period for period in found if period.fim < hoje)
