"""Keys, seals and blind indexes. Imports no framework and does no database I/O."""
