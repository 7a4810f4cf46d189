"""Loads that keep what did not change; receipts, mended rows, and people who must stay forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_COUNTS = (
    "rows_in",
    "rows_kept",
    "rows_refused",
    "rows_new",
    "rows_changed",
    "rows_gone",
    "rows_forgotten",
    "rows_mended",
)


def upgrade() -> None:
    """Go one version up. What was loaded before counts as read by another version: the next load reads it anew."""
    with op.batch_alter_table("load", schema=None) as batch_op:
        batch_op.add_column(sa.Column("patches_sha256", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("rows_forgotten", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("row_digest", sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("refused_row", schema=None) as batch_op:
        batch_op.add_column(sa.Column("row_digest", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "load_receipt",
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("receipt_id", name=op.f("pk_load_receipt")),
    )
    op.create_table(
        "mend",
        sa.Column("mend_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("row_digest", sa.String(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("mend_id", name=op.f("pk_mend")),
        sa.UniqueConstraint("source_id", "row_digest", name=op.f("uq_mend_source_id")),
    )
    op.create_table(
        "forgotten",
        sa.Column("forgotten_id", sa.Integer(), nullable=False),
        sa.Column("key_space", sa.String(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("forgotten_id", name=op.f("pk_forgotten")),
        sa.UniqueConstraint("key_space", "key_hash", name=op.f("uq_forgotten_key_space")),
    )


def downgrade() -> None:
    """Go one version down."""
    for table in ("forgotten", "mend", "load_receipt"):
        op.drop_table(table)
    for name, columns in {
        "refused_row": ("row_digest",),
        "event": ("row_digest",),
        "load": ("rows_forgotten", "patches_sha256"),
    }.items():
        with op.batch_alter_table(name, schema=None) as batch_op:
            for column in columns:
                batch_op.drop_column(column)
