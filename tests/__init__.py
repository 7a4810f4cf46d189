"""Everything that shows the program to be right."""
