"""From sealed codes to protected numbers: definitions, facts, cube, disclosure control, ledger and renderers."""
