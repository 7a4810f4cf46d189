"""How sure we are who is who, as it is published: what was joined, by what, how surely, and what it does to the headline."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from data_access.county import County


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Estimate(_Part):
    """A share in 0..1, and between what it lies."""

    value: float
    low: float
    high: float


class MatchRate(_Part):
    """The share, rounded to whole percents, of a group's keys that were joined with a key of another source.

    field and group_id are "all" for everyone. Groups are left out where fewer keys were joined, or
    not, than the smallest group of the public has people.
    """

    field: str
    group_id: str
    rate: float


class LinkageStatement(_Part):
    """What is published about joining people. It counts keys, pairs and people, and tells nothing about any of them.

    method: "keys" where the sources' own keys say who is who, "compared" where records are compared, "rows" where each row is
    taken for a person of its own. keys: the different
    keys that the records carry. people: how many people they were taken for. pairs_compared and pairs_joined count pairs of
    records and pairs of keys. waiting: pairs that wait for a person to decide. precision: the share of joined pairs that are
    one person. recall: the share of pairs of one person that are joined. contradicted: decisions "same" that would undo a
    decision "different", and so were not kept.
    """

    method: Literal["keys", "compared", "rows"]
    version: int
    engine: str = ""
    sources: int
    keys: int
    people: int
    fields: tuple[str, ...] = ()
    match_at: float | None = None
    review_at: float | None = None
    pairs_compared: int = 0
    pairs_joined: int = 0
    waiting: int = 0
    decided_same: int = 0
    decided_different: int = 0
    contradicted: int = 0
    precision: Estimate | None = None
    recall: Estimate | None = None
    match_rates: tuple[MatchRate, ...] = ()


class LinkEffect(_Part):
    """The headline of a period as it is published, and as it would be with looser and with stricter links: shares in 0..1."""

    measure_id: str
    window_days: int
    period: str
    value: float
    looser: float
    stricter: float


def uncompared(county: County, sources: int, people: int) -> LinkageStatement:
    """Return the statement of a county that compares no records: keys say who is who, or nothing does."""
    method: Literal["keys", "rows"] = "rows" if county.each_row_is_a_person else "keys"
    return LinkageStatement(method=method, version=1, sources=sources, keys=people, people=people)
