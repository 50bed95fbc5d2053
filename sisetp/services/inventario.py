"""Export of the data inventory: it names fields and rules, nobody; who takes it out is recorded all the same."""

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.domain.audit import Action
from sisetp.domain.inventory import data_inventory, inventory_csv


def export_csv(session: Session, actor: Actor) -> str:
    """Return the inventory as CSV text and append the event of the export.

    Raises: AccessDenied.
    """
    require(actor, Permission.INVENTARIO_VER)
    audit_chain.append(
        session,
        actor,
        Action.EXPORTAR,
        unidade_id=actor.unidade_id,
        detalhes={"tipo": "inventario", "formato": "csv", "quantidade": len(data_inventory())},
    )
    return inventory_csv()
