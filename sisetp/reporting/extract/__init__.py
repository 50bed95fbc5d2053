"""The one room that opens the statistics seals and yields coded columns (`reporting.facts.Fatos`).

Live records of one unit, inside the row scope of the session; a session in a statistics process (STATISTICS_PLANES)
is enough. Nothing leaves but the columns of `facts.ESQUEMAS`.

- `live_month(session, unidade_id, ano, mes)`: CONTATO, CASO, ENCAMINHAMENTO and ATIVIDADE of one month.
- `live_months(session, unidade_id, ano, meses)`: the same for several months, read once; ask for every month of an
  output in one call, so that its people can be counted once even when the year's key is gone.
- `live_victims(session, unidade_id, ano)`: VITIMA of one civil year.
- `Extrator`: what freezing uses, several months and years read and opened once.
- `seals.seal_bytes`, `seals.open_bytes`: frozen facts, prepared releases and certificates, for the rest of reporting.
"""

from sisetp.reporting.extract.extrator import MENSAIS, Extrator, live_month, live_months, live_victims

__all__ = ["MENSAIS", "Extrator", "live_month", "live_months", "live_victims"]
