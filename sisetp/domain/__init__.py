"""Pure domain: field catalogue, code lists, rules. No framework and no I/O beyond package data."""
