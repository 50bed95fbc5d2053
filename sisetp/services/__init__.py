"""Use cases: take a session, an actor and a command; flush, never commit; return frozen dataclasses."""
