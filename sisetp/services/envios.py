"""A form sent twice makes one row: the id of the row comes from who sent it and the key its page was given."""

from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from sisetp.access.actor import Actor


def id_of(actor: Actor, lugar: str, chave: str) -> UUID:
    """Id of the new row of a place (a table, and what it hangs from): the same for the same author and key.

    Without a key it is random; the key is never stored, so the id tells nothing of what went into it.
    """
    return uuid5(NAMESPACE_OID, f"{lugar}:{actor.user_id}:{chave}") if chave else uuid4()
