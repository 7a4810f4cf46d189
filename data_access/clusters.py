"""Makes people of pairs: joins from the strongest pair down, and never joins what a decision or a guard keeps apart."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Pair = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Apart:
    """What must not become one person: pairs that somebody decided are two, guarded pairs, and keys of one key space.

    key_spaces: the key space of each person in whose key space nobody has two keys.
    """

    decided: frozenset[Pair]
    guarded: frozenset[Pair]
    key_spaces: Mapping[int, str]


class _Groups:
    """Groups of people that grow by joining, each with the groups that it must not join."""

    def __init__(self, people: Iterable[int], key_spaces: Mapping[int, str]) -> None:
        self.leader = {person: person for person in people}
        self.apart: dict[int, set[int]] = defaultdict(set)
        self.spaces = {person: {space} for person, space in key_spaces.items() if person in self.leader}

    def find(self, person: int) -> int:
        leader = person
        while self.leader[leader] != leader:
            leader = self.leader[leader]
        while self.leader[person] != leader:
            self.leader[person], person = leader, self.leader[person]
        return leader

    def keep_apart(self, pair: Pair) -> None:
        left, right = (self.find(person) for person in pair)
        if left != right:
            self.apart[left].add(right)
            self.apart[right].add(left)

    def join(self, pair: Pair, *, whatever_the_keys: bool = False) -> bool:
        """Make two groups one; return whether they are one now."""
        left, right = (self.find(person) for person in pair)
        if left == right:
            return True
        spaces = self.spaces.get(left, set()), self.spaces.get(right, set())
        if right in self.apart[left] or (spaces[0] & spaces[1] and not whatever_the_keys):
            return False
        if len(self.apart[left]) < len(self.apart[right]):
            left, right = right, left
        self.leader[right] = left
        for other in self.apart.pop(right, set()):
            self.apart[other].discard(right)
            self.apart[other].add(left)
            self.apart[left].add(other)
        if spaces[0] or spaces[1]:
            self.spaces[left] = spaces[0] | spaces[1]
        return True


def groups(
    people: Sequence[int], pairs: Iterable[Pair], decided_same: Iterable[Pair], apart: Apart
) -> tuple[list[list[int]], int]:
    """Return the people of each group, and how many decisions that two are one could not be kept.

    pairs come strongest first: where a join would bring together two who must stay apart, the weaker join gives way. A
    decision "different" is always kept; a decision "same" is kept unless, with others, it would undo a "different". Decisions
    go before guards. Groups come in the order of people, and so do the people in them.
    """
    known = set(people)
    grown = _Groups(people, apart.key_spaces)
    for pair in sorted(apart.decided):
        if known.issuperset(pair):
            grown.keep_apart(pair)
    contradicted = sum(not grown.join(pair, whatever_the_keys=True) for pair in decided_same if known.issuperset(pair))
    for pair in sorted(apart.guarded):
        grown.keep_apart(pair)
    for pair in pairs:
        grown.join(pair)
    members: dict[int, list[int]] = {}
    for person in people:
        members.setdefault(grown.find(person), []).append(person)
    return list(members.values()), contradicted


def stable_ids(found: Sequence[Sequence[int]], before: Mapping[int, int], last_id: int) -> tuple[dict[int, int], int]:
    """Return the cluster id of every person, and the highest id ever given.

    before: the ids from the last linking. An id stays with the group that holds most of those who had it; of equals, with
    the one of the oldest person. A group that has a right to several ids, because people turned out to be one, keeps the
    oldest. A group without one gets an id that was never used.
    """
    heirs: dict[int, Counter[int]] = defaultdict(Counter)
    for number, group in enumerate(found):
        for person in group:
            if person in before:
                heirs[before[person]][number] += 1
    rights: dict[int, list[int]] = defaultdict(list)
    for cluster_id, holders in heirs.items():
        heir = min(holders, key=lambda number: (-holders[number], min(found[number])))
        rights[heir].append(cluster_id)
    ids: dict[int, int] = {}
    for number in sorted(range(len(found)), key=lambda number: min(found[number])):
        if rights[number]:
            cluster_id = min(rights[number])
        else:
            last_id += 1
            cluster_id = last_id
        ids |= dict.fromkeys(found[number], cluster_id)
    return ids, last_id
