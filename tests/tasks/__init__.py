"""The things that a newcomer does within two minutes, each walked in a real browser."""
