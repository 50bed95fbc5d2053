"""Facts and a definition become exact tables, checked and explained; nothing here is ever published as it is."""
