"""Two records that may be one person, side by side. They hold names: for the data team's own screen alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from presentation import words
from presentation.table import Table
from presentation.who_is_who import FIELDS

Sayings = Sequence[Mapping[str, Any]]
"""What the records of one key tell: key_space, person_key and the fields that tell who someone is, once per saying."""

_KEY = ("key_space", "person_key")


def side_by_side(left: Sayings, right: Sayings) -> Table:
    """Return a row for each thing that either side tells, and whether the two agree: in any of their sayings."""
    fields = [name for name in dict.fromkeys(name for row in (*left, *right) for name in row) if name not in _KEY]
    rows = []
    for field in fields:
        one, other = _said(left, field), _said(right, field)
        if one or other:
            agree = words.say("pair_same" if set(one) & set(other) else "pair_differs") if one and other else ""
            label = words.say(FIELDS[field])
            rows.append((words.capitalized(label), " / ".join(one), " / ".join(other), agree))
    return Table(
        caption=words.say("pair_title"),
        header=(words.say("pair_field"), _key(left), _key(right), words.say("pair_agree")),
        rows=tuple(rows),
        words_columns=frozenset(range(4)),
        caption_shown=False,
    )


def _said(sayings: Sayings, field: str) -> list[str]:
    return list(dict.fromkeys(str(row[field]) for row in sayings if row[field] is not None))


def _key(sayings: Sayings) -> str:
    return " / ".join(
        dict.fromkeys(words.say("pair_key", space=row["key_space"], key=row["person_key"]) for row in sayings)
    )
