"""The warehouse's tables, version by version, for Alembic."""
