"""Summary of the data inventory for the privacy notice, made from the field catalogue."""

from dataclasses import dataclass

from sisetp.access.roles import Role
from sisetp.domain.fields import CATALOGUE, DataClass, Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One class of data: what it is, some of its fields, how long it is kept and who opens it."""

    title: str
    protection: str
    fields: tuple[str, ...]
    retention: tuple[str, ...]
    opened_by: tuple[str, ...]


_ABOUT = {
    DataClass.ID: ("Identificação", "Cifrada com uma chave de cada pessoa; aberta uma a uma, com registro."),
    DataClass.SENS: ("Respostas sensíveis", "Cifradas como códigos; nunca publicadas de uma pessoa só."),
    DataClass.EST: ("Respostas do atendimento", "Cifradas como códigos; usadas em números protegidos."),
    DataClass.TXT: ("Texto livre", "Cifrado com uma chave de cada atendimento; aberto com registro."),
    DataClass.ADM: ("Dados do serviço", "Unidade, data e hora, situação e autor do registro."),
}
_QUICK_FORMS = ("A", "B")


def summary() -> tuple[Group, ...]:
    """One group for each class of data of the forms in use, most protected first."""
    return tuple(_group(data_class) for data_class in _ABOUT)


def _group(data_class: DataClass) -> Group:
    title, protection = _ABOUT[data_class]
    fields = [field for field in CATALOGUE.values() if _belongs(field, data_class)]
    return Group(
        title=title,
        protection=protection,
        fields=tuple(dict.fromkeys(field.label for field in fields)),
        retention=tuple(dict.fromkeys(field.retention for field in fields)),
        opened_by=tuple(role.label for role in Role if any(role.value in field.opened_by for field in fields)),
    )


def _belongs(field: Field, data_class: DataClass) -> bool:
    if field.form not in _QUICK_FORMS:
        return False
    return field.data_class is data_class or (data_class is DataClass.TXT and field.data_class is DataClass.TXT_S)
