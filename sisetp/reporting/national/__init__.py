"""The national spreadsheet, restricted and public."""
