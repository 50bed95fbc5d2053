"""ENCAMINHAMENTO facts: referrals by the day they were sent, with the status and outcome they have now."""

from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from sisetp.domain.errors import Unreadable
from sisetp.reporting.extract import codes
from sisetp.reporting.extract.calendar import month_number
from sisetp.reporting.extract.columns import facts
from sisetp.reporting.extract.records import Registros
from sisetp.reporting.facts import Fatos, Tabela


def referral_facts(registros: Registros, nomes: NDArray[np.uint64], ano: int, mes: int) -> Fatos:
    """Facts of one month of the window; `nomes` are the pseudonyms of `registros.people` in that year.

    Raises: Unreadable with the id of a referral whose person is not in the unit.
    """
    found = registros.referrals
    places = np.flatnonzero(found.when.months == month_number(ano, mes)).tolist()
    rows = [found.rows[place] for place in places]
    values = {
        "pessoa": nomes[registros.people.at(_person(registros, place) for place in places)],
        **{name: found.codes[name][places] for name in ("destino", "motivo", "desfecho")},
        "situacao": np.array([codes.number_of("status_enc", row.situacao) for row in rows], np.uint8),
        "entre_unidades": np.array([row.unidade_destino_id is not None for row in rows], np.uint8),
    }
    return facts(Tabela.ENCAMINHAMENTO, registros.unidade_id, ano, mes, values, len(rows))


def _person(registros: Registros, place: int) -> UUID:
    found = registros.referrals
    pessoa_id = codes.uuid_at(found.codes["pessoa_id"], place)
    if pessoa_id is None:
        raise Unreadable(str(found.rows[place].id))
    return pessoa_id
