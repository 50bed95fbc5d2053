"""Disclosure control of public releases: cell suppression with two-sided interval protection over the whole ledger."""
