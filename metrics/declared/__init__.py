"""The declarations, one module per question that they answer together."""
