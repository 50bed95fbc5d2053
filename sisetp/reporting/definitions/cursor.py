"""A cursor over one TOML file: typed answers or a refusal that says file, key and reason. Unknown keys are refused."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from sisetp.reporting.definitions.errors import DefinitionError

E = TypeVar("E", bound=StrEnum)
_TIPOS = {str: "um texto", bool: "true ou false", int: "um número inteiro", list: "uma lista", dict: "uma tabela"}


class Cursor:
    """One table of a file. `caminho` is its key path; what was asked for is remembered, and `fim` refuses the rest."""

    def __init__(self, arquivo: str, dados: Mapping[str, Any], caminho: str = "") -> None:
        self.arquivo = arquivo
        self.caminho = caminho
        self._dados = dados
        self._vistas: set[str] = set()

    def chave(self, nome: str) -> str:
        """Path of a key of this table."""
        return f"{self.caminho}.{nome}" if self.caminho else nome

    def recusa(self, nome: str, motivo: str) -> DefinitionError:
        """The error of one key; the caller raises it."""
        return DefinitionError(self.arquivo, self.chave(nome) if nome else self.caminho, motivo)

    def tem(self, nome: str) -> bool:
        """Tell whether the key is there."""
        return nome in self._dados

    def e_falso(self, nome: str) -> bool:
        """Tell whether the key says `false`."""
        self._vistas.add(nome)
        return self._dados.get(nome) is False

    def texto(self, nome: str, padrao: str | None = None) -> str:
        """A text that is not blank. Without a default the key is mandatory."""
        value = self._valor(nome, str, padrao)
        if self.tem(nome) and not value.strip():
            raise self.recusa(nome, "o texto está vazio")
        return str(value)

    def inteiro(self, nome: str, padrao: int) -> int:
        """A whole number, 1 or more."""
        value: int = self._valor(nome, int, padrao)
        if self.tem(nome) and value < 1:
            raise self.recusa(nome, "o número deve ser 1 ou mais")
        return value

    def logico(self, nome: str, padrao: bool) -> bool:
        """True or false."""
        return bool(self._valor(nome, bool, padrao))

    def textos(self, nome: str, padrao: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts, none twice. Without a default it is mandatory and cannot be empty."""
        values = self._valor(nome, list, None if padrao is None else list(padrao))
        if padrao is None and not values:
            raise self.recusa(nome, "a lista está vazia")
        for index, value in enumerate(values):
            if not isinstance(value, str) or not value.strip():
                raise self.recusa(f"{nome}[{index}]", "deve ser um texto")
            if value in values[:index]:
                raise self.recusa(f"{nome}[{index}]", f"«{value}» aparece duas vezes")
        return tuple(values)

    def escolha(self, nome: str, palavras: type[E], padrao: E | None = None) -> E:
        """One word of a closed list."""
        if padrao is not None and not self.tem(nome):
            return padrao
        return self._palavra(nome, self.texto(nome), palavras)

    def escolhas(self, nome: str, palavras: type[E], padrao: tuple[E, ...] | None = None) -> tuple[E, ...]:
        """Some words of a closed list."""
        if padrao is not None and not self.tem(nome):
            return padrao
        return tuple(
            self._palavra(f"{nome}[{index}]", value, palavras) for index, value in enumerate(self.textos(nome))
        )

    def tabela(self, nome: str) -> "Cursor | None":
        """A table inside this one, or None."""
        if not self.tem(nome):
            return None
        return Cursor(self.arquivo, self._valor(nome, dict, None), self.chave(nome))

    def tabelas(self, nome: str) -> tuple["Cursor", ...]:
        """A list of tables; none when the key is missing."""
        items = self._valor(nome, list, [])
        for index, item in enumerate(items):
            if not isinstance(item, dict):
                raise self.recusa(f"{nome}[{index}]", "deve ser uma tabela")
        return tuple(Cursor(self.arquivo, item, self.chave(f"{nome}[{index}]")) for index, item in enumerate(items))

    def fim(self) -> None:
        """Refuse keys that nobody asked for: a word spelled wrong is never ignored."""
        unknown = sorted(self._dados.keys() - self._vistas)
        if unknown:
            raise self.recusa(unknown[0], "chave desconhecida")

    def _valor(self, nome: str, tipo: type, padrao: Any) -> Any:
        self._vistas.add(nome)
        if not self.tem(nome):
            if padrao is None:
                raise self.recusa(nome, "falta esta chave")
            return padrao
        value = self._dados[nome]
        if not isinstance(value, tipo) or (tipo is int and isinstance(value, bool)):
            raise self.recusa(nome, f"deve ser {_TIPOS[tipo]}")
        return value

    def _palavra(self, nome: str, valor: str, palavras: type[E]) -> E:
        try:
            return palavras(valor)
        except ValueError:
            known = ", ".join(palavras)
            raise self.recusa(nome, f"«{valor}» não existe; use uma destas: {known}") from None
