"""Records of one person inside a unit: what looks alike, side by side, linked or told apart. Import the module."""
