"""The one room that opens the statistics seals and yields coded columns."""
