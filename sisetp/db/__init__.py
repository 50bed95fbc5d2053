"""Tables, row scope, unit of work, vault rows and the audit chain."""
