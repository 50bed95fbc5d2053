"""Independent audit of everything published: bounds an attacker can reach, over the union of all releases."""
