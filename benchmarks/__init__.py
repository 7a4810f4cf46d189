"""How fast the program is, measured side by side and printed; nothing is asserted here."""
