"""The words of the glossary, one module per part of the field; metrics/glossary.py brings them together."""
