"""Cases (procedimentos) of a unit: opening, reading, changing, status and whose they are."""
