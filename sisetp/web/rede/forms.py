"""Boxes of committees and flows: shape only, rules live in the domain."""

from typing import Any, cast

from wtforms import Form, HiddenField, SelectField
from wtforms.fields import SelectChoice

from sisetp.domain.codelists import codelist
from sisetp.domain.rede import MAX_MEMBROS, DadosComite, DadosFluxo
from sisetp.web.campos import DataField, InteiroField, LugarField, TextoField
from sisetp.web.lugares import MUNICIPIO
from sisetp.web.lugares import rotulo as rotulo_do_lugar

_ORGAO = "orgao_"
_ASKED = {"aria-required": "true"}
_DIA = {"placeholder": "dd/mm/aaaa", "inputmode": "numeric", "maxlength": 10}


def _choices(lista: str) -> list[SelectChoice]:
    items = codelist(lista).items
    return [SelectChoice("", "—"), *(SelectChoice(item.code, item.rotulo_posto or item.label) for item in items)]


class _RedeForm(Form):  # type: ignore[misc]  # the library publishes no types
    versao = HiddenField(default="0")
    nome = TextoField("Nome", maximo=120, render_kw=_ASKED)
    situacao = SelectField(
        "Situação", choices=lambda: _choices("situacao_rede"), validate_choice=False, render_kw=_ASKED
    )
    ato = TextoField("Ato que criou", maximo=120, description="Por exemplo: Decreto 12.345/2020.")


class ComiteForm(_RedeForm):
    """A committee; the boxes of members by organ are added by `comite_form`."""

    municipio = LugarField("Município, se for municipal", tipos=(MUNICIPIO,))
    instituido_em = DataField("Instituído em", render_kw=_DIA)
    ultima_reuniao = DataField("Última reunião", render_kw=_DIA)


class FluxoForm(_RedeForm):
    """A referral flow."""

    tema = SelectField("Tema", choices=lambda: _choices("tema_fluxo"), validate_choice=False, render_kw=_ASKED)
    publicado_em = DataField("Publicado em", render_kw=_DIA)
    revisado_em = DataField("Revisado em", render_kw=_DIA)


def comite_form(sent: Any = None) -> ComiteForm:
    """The form of a committee as it was sent, or empty."""
    items = codelist("orgao_comite").items
    boxes = {_ORGAO + item.code: InteiroField(item.label, minimo=1, maximo=MAX_MEMBROS) for item in items}
    return cast(ComiteForm, type("ComiteComOrgaos", (ComiteForm,), boxes)(sent))


def caixas(form: ComiteForm) -> list[Any]:
    """The boxes of members by organ."""
    return [box for box in form if box.name.startswith(_ORGAO)]


def iniciar(form: Form, dados: DadosComite | DadosFluxo, versao: int) -> None:
    """Show what is stored."""
    form.versao.data = str(versao)
    for box in form:
        if box.name.startswith(_ORGAO) and isinstance(dados, DadosComite):
            _show(box, dados.orgaos.get(box.name.removeprefix(_ORGAO)))
        elif box.name != "versao":
            _show(box, getattr(dados, box.name))


def comite(form: ComiteForm, uf: str) -> DadosComite:
    """What the service takes."""
    return DadosComite(
        uf=uf,
        nome=form.nome.data,
        situacao=form.situacao.data or "",
        municipio=form.municipio.data.codigo if form.municipio.data else "",
        instituido_em=form.instituido_em.data,
        ato=form.ato.data,
        ultima_reuniao=form.ultima_reuniao.data,
        orgaos={box.name.removeprefix(_ORGAO): box.data for box in caixas(form) if box.data is not None},
    )


def fluxo(form: FluxoForm, uf: str) -> DadosFluxo:
    """What the service takes."""
    return DadosFluxo(
        uf=uf,
        nome=form.nome.data,
        tema=form.tema.data or "",
        situacao=form.situacao.data or "",
        publicado_em=form.publicado_em.data,
        revisado_em=form.revisado_em.data,
        ato=form.ato.data,
    )


def _show(box: Any, value: Any) -> None:
    if value is None or value == "":
        return
    box.data = value
    if isinstance(box, LugarField):
        box.raw_data = [rotulo_do_lugar(MUNICIPIO, value)]
    elif isinstance(box, DataField):
        box.raw_data = [value.strftime("%d/%m/%Y")]
    else:
        box.raw_data = [str(value)]
