"""What the releases seal: preparations, public bases, witnesses and alarms, under the national key of snapshots.

The sealer of the process comes with the session as an opaque object; this is the shape that it must have here.
"""

import base64
import json
import zlib
from collections.abc import Mapping
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from sisetp.crypto.context import SealContext
from sisetp.crypto.errors import EnvelopeError, KeyMissing
from sisetp.domain.errors import Unreadable

NACIONAL = 0
_LEVEL = 6
_CLASSE = "divulgacao"


class SnapshotSealer(Protocol):
    """The part of the sealer that statistics use."""

    instalacao: bytes

    def seal_snapshot(self, context: SealContext, payload: bytes) -> bytes:
        """Seal a payload of any length."""
        ...

    def open_snapshot(self, context: SealContext, blob: bytes) -> bytes:
        """Open what `seal_snapshot` sealed."""
        ...


def seal(session: Session, tabela: str, registro: str, versao: int, payload: bytes) -> bytes:
    """Seal bytes that belong to one row: `registro` names it (its natural key), `versao` its place in time."""
    sealer = _sealer(session)
    return sealer.seal_snapshot(_context(sealer, tabela, registro, versao), payload)


def unseal(session: Session, tabela: str, registro: str, versao: int, blob: bytes) -> bytes:
    """Open what `seal` made. Raises: Unreadable naming the row when it was altered, moved, or its key is gone."""
    sealer = _sealer(session)
    try:
        return sealer.open_snapshot(_context(sealer, tabela, registro, versao), blob)
    except (EnvelopeError, KeyMissing) as cause:
        raise Unreadable(f"{tabela} {registro}") from cause


def pack(value: object) -> bytes:
    """Canonical compressed bytes of JSON values and arrays: equal values give equal bytes."""
    text = json.dumps(value, default=_array, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return zlib.compress(text.encode(), _LEVEL)


def unpack(payload: bytes) -> Any:
    """Read back what `pack` wrote."""
    return json.loads(zlib.decompress(payload), object_hook=_restore)


def _array(value: object) -> object:
    if isinstance(value, np.ndarray):
        little = value.astype(value.dtype.newbyteorder("<"))
        text = base64.b64encode(np.ascontiguousarray(little).tobytes()).decode("ascii")
        return {"__matriz__": text, "tipo": little.dtype.str, "forma": list(value.shape)}
    raise TypeError(f"cannot pack {type(value).__name__}")


def _restore(value: dict[str, Any]) -> Any:
    if "__matriz__" not in value:
        return value
    raw = base64.b64decode(value["__matriz__"])
    array: NDArray[Any] = np.frombuffer(raw, np.dtype(value["tipo"])).reshape(value["forma"]).copy()
    return array.astype(array.dtype.newbyteorder("="))


def _sealer(session: Session) -> SnapshotSealer:
    info: Mapping[str, Any] = cast("Mapping[str, Any]", session.info)
    return cast(SnapshotSealer, info["runtime"].keys)


def _context(sealer: SnapshotSealer, tabela: str, registro: str, versao: int) -> SealContext:
    return SealContext(
        instalacao=sealer.instalacao,
        unidade=NACIONAL,
        tabela=tabela,
        classe=_CLASSE,
        registro=registro.encode(),
        versao=versao,
    )
