"""Public releases: prepared, certified, audited, approved by two people, published to the ledger."""
