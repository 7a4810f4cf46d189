"""One module per version of the warehouse's tables."""
