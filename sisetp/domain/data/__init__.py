"""Package data of the domain: field catalogue, code lists, countries, languages, municipalities."""
