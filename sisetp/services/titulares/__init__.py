"""Rights of the person the data is about: requests, authorisations, the extract. Import the module that does it."""
