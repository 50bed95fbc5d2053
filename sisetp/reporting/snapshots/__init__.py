"""Frozen facts: sealed columnar segments of each unit and month, written once."""
