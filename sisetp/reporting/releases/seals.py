"""What the releases seal: preparations, public bases, witnesses and alarms, under the national key of snapshots."""

import base64
import json
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from sisetp.reporting.extract import seals as door

NACIONAL = 0
_LEVEL = 6
_CLASSE = "divulgacao"


def seal(session: Session, tabela: str, registro: str, versao: int, payload: bytes) -> bytes:
    """Seal bytes that belong to one row: `registro` names it (its natural key), `versao` its place in time.

    Raises: Refused when this process has no key of frozen facts.
    """
    return door.seal_bytes(
        session,
        unidade_id=NACIONAL,
        tabela=tabela,
        classe=_CLASSE,
        registro=registro,
        versao=versao,
        payload=payload,
    )


def unseal(session: Session, tabela: str, registro: str, versao: int, blob: bytes) -> bytes:
    """Open what `seal` made. Raises: Unreadable naming the row when it was altered, moved, or its key is gone."""
    return door.open_bytes(
        session, unidade_id=NACIONAL, tabela=tabela, classe=_CLASSE, registro=registro, versao=versao, blob=blob
    )


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
