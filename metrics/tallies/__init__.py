"""Measures of a period that follow nobody: what they are, one module per family of rows, and how the rows are added up."""
