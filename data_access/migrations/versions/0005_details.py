"""The figures that belong to a finding about a whole load."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one version up."""
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.add_column(sa.Column("detail", sa.String(), nullable=True))


def downgrade() -> None:
    """Go one version down."""
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_column("detail")
