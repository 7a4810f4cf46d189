"""Who the sources say that people are, and which of their keys are one person."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FIELDS = (
    "first_name",
    "middle_name",
    "last_name",
    "suffix",
    "ssn",
    "state_id",
    "license_number",
    "street",
    "city",
    "postal_code",
    "birth_date",
    "sex",
)


def upgrade() -> None:
    """Go one version up."""
    op.create_table(
        "identity",
        sa.Column("identity_id", sa.Integer(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        *(sa.Column(field, sa.String(), nullable=True) for field in FIELDS),
        sa.ForeignKeyConstraint(["load_id"], ["load.load_id"], name=op.f("fk_identity_load_id_load")),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name=op.f("fk_identity_person_id_person")),
        sa.PrimaryKeyConstraint("identity_id", name=op.f("pk_identity")),
        comment="Who a source says that a person is: one row per name, spelling and address that it gave. Clear text.",
    )
    op.create_index(op.f("ix_identity_load_id"), "identity", ["load_id"])
    op.create_index(op.f("ix_identity_person_id"), "identity", ["person_id"])
    op.create_table(
        "linkage",
        sa.Column("linkage_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("input_sha256", sa.String(), nullable=False),
        sa.Column("last_cluster_id", sa.Integer(), nullable=False),
        sa.Column("statement", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("linkage_id", name=op.f("pk_linkage")),
        comment="One row per time that people were joined: from what, and how sure it is. The newest one counts.",
    )
    op.create_table(
        "linked_person",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("looser_id", sa.Integer(), nullable=False),
        sa.Column("stricter_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name=op.f("fk_linked_person_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_linked_person")),
        comment="Which keys are one person. cluster_id outlives the next linking; looser_id and stricter_id tell what "
        "other thresholds would join, and mean nothing beyond this linking.",
    )
    op.create_index(op.f("ix_linked_person_cluster_id"), "linked_person", ["cluster_id"])
    _make_pairs_and_decisions()


def _make_pairs_and_decisions() -> None:
    op.create_table(
        "linked_pair",
        sa.Column("low_person_id", sa.Integer(), nullable=False),
        sa.Column("high_person_id", sa.Integer(), nullable=False),
        sa.Column("match_weight", sa.Float(), nullable=False),
        sa.Column("match_probability", sa.Float(), nullable=False),
        sa.Column("guard", sa.String(), nullable=False),
        *_two_people("linked_pair"),
        sa.PrimaryKeyConstraint("low_person_id", "high_person_id", name=op.f("pk_linked_pair")),
        comment="Two keys that may be one person, as the model says. guard names the rule that keeps a pair from being "
        "joined without a person's decision; '' when there is none.",
    )
    op.create_table(
        "link_decision",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("low_person_id", sa.Integer(), nullable=False),
        sa.Column("high_person_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        *_two_people("link_decision"),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_link_decision")),
        comment="What a person decided about two keys: same or different. The newest decision about a pair counts.",
    )
    op.create_index("ix_link_decision_pair", "link_decision", ["low_person_id", "high_person_id"])


def _two_people(table: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], ["person.person_id"], name=op.f(f"fk_{table}_{column}_person"))
        for column in ("low_person_id", "high_person_id")
    ]


def downgrade() -> None:
    """Go one version down."""
    for table in ("link_decision", "linked_pair", "linked_person", "linkage", "identity"):
        op.drop_table(table)
