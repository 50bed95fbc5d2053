"""Boxes of the public card: shape only, rules live in the domain."""

import re

from wtforms import BooleanField, Form, HiddenField

from sisetp.domain.rede import DadosCartao
from sisetp.services.cartoes import Cartao
from sisetp.web.campos import DataField, TextoField

_ASKED = {"aria-required": "true"}
_TEXTS = ("endereco", "complemento", "cep", "horario", "telefone", "telefone_2", "email")


class CartaoForm(Form):  # type: ignore[misc]  # the library publishes no types
    """What anybody may read about the unit."""

    versao = HiddenField(default="0")
    endereco = TextoField("Endereço", maximo=200, description="Rua, número e bairro.", render_kw=_ASKED)
    complemento = TextoField("Complemento", maximo=120, description="Andar, sala, portão, ponto de referência.")
    cep = TextoField("CEP", maximo=10)
    horario = TextoField("Horário", maximo=120, description="Por exemplo: segunda a sexta, das 8h às 17h.")
    dia_e_noite = BooleanField("Aberto 24 horas")
    telefone = TextoField("Telefone", maximo=40, description="Com DDD, 0800 ou de três algarismos.")
    telefone_2 = TextoField("Outro telefone", maximo=40, description="Se houver.")
    email = TextoField("E-mail da unidade", maximo=120, description="O institucional, nunca o de uma pessoa.")
    valido_desde = DataField(
        "Vale desde",
        description="Hoje, ou o dia da mudança.",
        render_kw={**_ASKED, "placeholder": "dd/mm/aaaa", "inputmode": "numeric", "maxlength": 10},
    )

    def iniciar(self, stored: Cartao) -> None:
        """Show what is stored."""
        self.versao.data = str(stored.versao)
        if stored.dados is None:
            return
        for name in _TEXTS:
            self[name].data = getattr(stored.dados, name)
            self[name].raw_data = [self[name].data]
        self.dia_e_noite.data = stored.dados.dia_e_noite
        if stored.dados.valido_desde is not None:
            self.valido_desde.raw_data = [stored.dados.valido_desde.strftime("%d/%m/%Y")]

    def dados(self) -> DadosCartao:
        """What the service takes; a CEP may be typed with its hyphen."""
        texts = {name: self[name].data for name in _TEXTS}
        texts["cep"] = re.sub(r"[\s.-]", "", texts["cep"])
        return DadosCartao(**texts, dia_e_noite=self.dia_e_noite.data, valido_desde=self.valido_desde.data)
