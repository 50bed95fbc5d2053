"""Counting: facts and a definition become an exact table."""
