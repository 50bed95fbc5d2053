"""Products as data: TOML definitions read, checked and offered by code."""
