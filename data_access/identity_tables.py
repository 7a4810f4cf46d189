"""The warehouse's tables about who is who. Names and numbers of people stand in `identity` alone, in clear text."""

import sqlalchemy as sa

from data_access.linkage_settings import IDENTITY_FIELDS
from data_access.warehouse import METADATA

IDENTITY = sa.Table(
    "identity",
    METADATA,
    sa.Column("identity_id", sa.Integer, primary_key=True),
    sa.Column("load_id", sa.ForeignKey("load.load_id"), nullable=False, index=True),
    sa.Column("person_id", sa.ForeignKey("person.person_id"), nullable=False, index=True),
    *(sa.Column(field, sa.String) for field in IDENTITY_FIELDS),
    comment="Who a source says that a person is: one row per name, spelling and address that it gave. Clear text.",
)

LINKAGE = sa.Table(
    "linkage",
    METADATA,
    sa.Column("linkage_id", sa.Integer, primary_key=True),
    sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("input_sha256", sa.String, nullable=False),
    sa.Column("last_cluster_id", sa.Integer, nullable=False),
    sa.Column("statement", sa.JSON, nullable=False),
    comment="One row per time that people were joined: from what, and how sure it is. The newest one counts.",
)

LINKED_PERSON = sa.Table(
    "linked_person",
    METADATA,
    sa.Column("person_id", sa.ForeignKey("person.person_id"), primary_key=True),
    sa.Column("cluster_id", sa.Integer, nullable=False, index=True),
    sa.Column("looser_id", sa.Integer, nullable=False),
    sa.Column("stricter_id", sa.Integer, nullable=False),
    comment="Which keys are one person. cluster_id outlives the next linking; looser_id and stricter_id tell what other "
    "thresholds would join, and mean nothing beyond this linking.",
)

LINKED_PAIR = sa.Table(
    "linked_pair",
    METADATA,
    sa.Column("low_person_id", sa.ForeignKey("person.person_id"), primary_key=True),
    sa.Column("high_person_id", sa.ForeignKey("person.person_id"), primary_key=True),
    sa.Column("match_weight", sa.Float, nullable=False),
    sa.Column("match_probability", sa.Float, nullable=False),
    sa.Column("guard", sa.String, nullable=False),
    comment="Two keys that may be one person, as the model says. guard names the rule that keeps a pair from being joined "
    "without a person's decision; '' when there is none.",
)

LINK_DECISION = sa.Table(
    "link_decision",
    METADATA,
    sa.Column("decision_id", sa.Integer, primary_key=True),
    sa.Column("low_person_id", sa.ForeignKey("person.person_id"), nullable=False),
    sa.Column("high_person_id", sa.ForeignKey("person.person_id"), nullable=False),
    sa.Column("decision", sa.String, nullable=False),
    sa.Column("decided_by", sa.String, nullable=False),
    sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("ix_link_decision_pair", "low_person_id", "high_person_id"),
    comment="What a person decided about two keys: same or different. The newest decision about a pair counts.",
)
