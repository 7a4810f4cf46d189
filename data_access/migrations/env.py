"""Runs Alembic on the connection that warehouse.open_warehouse hands over."""

from alembic import context

from data_access import identity_tables  # noqa: F401  its tables are in METADATA once it is imported
from data_access.voices import tables  # noqa: F401  likewise
from data_access.warehouse import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
