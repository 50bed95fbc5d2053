"""The analyst's consultation: a question of up to three dimensions, exact for the own unit; and what is published."""
