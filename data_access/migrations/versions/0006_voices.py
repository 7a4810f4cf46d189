"""Notes and questions about numbers."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one version up."""
    op.create_table(
        "voice",
        sa.Column("voice_id", sa.Integer(), nullable=False),
        sa.Column("voice_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("consent", sa.Boolean(), nullable=False),
        sa.Column("sent_from", sa.String(), nullable=False),
        sa.Column("measure_id", sa.String(), nullable=False),
        sa.Column("window_days", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("screened_by", sa.String(), nullable=False),
        sa.Column("screened_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("voice_id", name=op.f("pk_voice")),
        sa.UniqueConstraint("voice_key", name=op.f("uq_voice_voice_key")),
        comment="Notes and questions about numbers. text is what was sent, or what a person left of it; empty once it was "
        "declined or withdrawn. author, screened_by and answered_by are roles, never names.",
    )
    op.create_index(op.f("ix_voice_state"), "voice", ["state"])


def downgrade() -> None:
    """Go one version down."""
    op.drop_table("voice")
