"""A first county file from files that nobody has described yet: look, guess, write, and ask what only people know."""
