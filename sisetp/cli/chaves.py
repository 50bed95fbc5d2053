"""Key commands: the only commands that reach the keyring, besides the composition root."""

import os
import secrets
from collections.abc import Iterable
from uuid import UUID

import click

from sisetp.cli.idioma import Grupo
from sisetp.cli.ligacao import OPERATOR, Ligacao
from sisetp.config import Settings
from sisetp.crypto import keyring
from sisetp.crypto.private_file import write_private
from sisetp.crypto.providers import RootProvider
from sisetp.crypto.providers.file import create_root_file
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import Refused
from sisetp.services import audit, unidades

_FOLDER_MODE = 0o700
_SECRET_BYTES = 32


def create_keys(settings: Settings, provider: RootProvider, *, instalacao: UUID) -> None:
    """Write what is still missing of root key, keyring and form secret; what exists is kept as it is.

    Raises: Refused when the keyring exists and its root key does not, or belongs to another installation.
    """
    _private_folder(settings)
    if settings.root_key_provider == "arquivo" and not os.path.lexists(settings.root_key_path):
        if os.path.lexists(settings.keyring_path):
            raise Refused("O chaveiro existe, mas a chave raiz dele não: restaure a chave raiz antes de continuar.")
        create_root_file(settings.root_key_path)
    if not os.path.lexists(settings.keyring_path):
        keyring.create(settings.keyring_path, provider, instalacao=instalacao.bytes)
    if keyring.status(settings.keyring_path, provider).instalacao != instalacao.bytes:
        raise Refused("O chaveiro é de outra instalação.")
    if not os.path.lexists(settings.secret_path):
        write_private(settings.secret_path, secrets.token_hex(_SECRET_BYTES).encode("ascii") + b"\n")


def known_installation(settings: Settings, provider: RootProvider) -> UUID | None:
    """Installation id of a keyring that is already there, or None."""
    if not os.path.lexists(settings.keyring_path):
        return None
    return UUID(bytes=keyring.status(settings.keyring_path, provider).instalacao)


def add_unit_keys(settings: Settings, provider: RootProvider, unidades: Iterable[int]) -> int:
    """Create the keys that each unit lacks; returns how many keys were made.

    Raises: Refused when the keyring cannot be used.
    """
    return sum(len(keyring.add_unit(settings.keyring_path, provider, unidade_id)) for unidade_id in unidades)


def add_national_keys(settings: Settings, provider: RootProvider, *, ano: int) -> int:
    """Create the national keys that are missing and the counting keys of the years around one; returns how many.

    Months of the last three years can still be frozen, and next January must not wait for an operator.
    Raises: Refused when the keyring cannot be used.
    """
    return len(keyring.add_national(settings.keyring_path, provider, years=range(ano - 3, ano + 2)))


def destroy_year_key(ligacao: Ligacao, ano: int) -> None:
    """Erase the counting key of a year; the event is committed first, so that no key is ever gone without a trace.

    Raises: Refused when the year has no key or it is gone already.
    """
    settings = ligacao.initialised()
    provider = ligacao.root_provider(settings)
    with ligacao.statistics(), unit_of_work(OPERATOR) as session:
        audit.record_year_key_destroyed(session, OPERATOR, ano=ano)
    keyring.destroy_year(settings.keyring_path, provider, ano)


@click.group("chaves", cls=Grupo)
def chaves() -> None:
    """Chaves da instalação."""


@chaves.command("situacao")
@click.pass_obj
def situacao(ligacao: Ligacao) -> None:
    """Mostra quais chaves existem e em que estado estão; nunca o conteúdo delas."""
    settings = ligacao.initialised()
    found = keyring.status(settings.keyring_path, ligacao.root_provider(settings))
    with ligacao.application(), unit_of_work(OPERATOR) as session:
        units = {line.id: line.codigo for line in unidades.list_all(session)}
        audit.record_key_reading(session, OPERATOR, keys=len(found.keys))
    click.echo(f"Chaveiro da instalação {UUID(bytes=found.instalacao)}, versão {found.versao}: íntegro.")
    for info in found.keys:
        owner = units.get(info.unidade, f"unidade {info.unidade}") if info.unidade else "nacional"
        click.echo(f"{info.id:>5}  {info.plano:<11} {info.tipo:<11} {owner:<15} época {info.epoca}  {info.estado}")
    without = [code for key, code in units.items() if not any(info.unidade == key for info in found.keys)]
    if without:
        raise Refused(f"Sem chaves: {', '.join(without)}. Use «sisetp migrar».")


def _private_folder(settings: Settings) -> None:
    for folder in (settings.instance, settings.keyring_path.parent):
        folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        folder.chmod(_FOLDER_MODE)
