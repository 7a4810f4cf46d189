"""What came of an episode, and in which program it was."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one version up."""
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("status", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("program_id", sa.String(), nullable=True))


def downgrade() -> None:
    """Go one version down."""
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_column("program_id")
        batch_op.drop_column("status")
