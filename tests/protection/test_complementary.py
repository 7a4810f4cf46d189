"""Hidden counts cannot be worked out: examples by hand, an attack by linear programming, and every whole number tried."""

import numpy as np
import pytest
from scipy.optimize import linprog

from metrics.complementary import ALL, SMALLEST_CELL, WIDTH, Marks, Numbers, Problem, Shape, cumulative, groups, hide


def table(counts: list[int] | list[list[int]]) -> Problem:
    """A table of people by one or two groupings, in which 1 to 10 people are few."""
    finest = np.array(counts, dtype=np.float64)
    shape = Shape(sides=tuple(groups(size) for size in finest.shape))
    values = shape.sums @ finest.ravel()
    small = (values > 0) & (values < SMALLEST_CELL)
    none = np.zeros_like(small)
    return Problem(shape=shape, finest=finest.ravel(), small=small, hidden=none, empty=values == 0)


def hidden(problem: Problem) -> list[int]:
    """The hidden values, in the order of the cells."""
    return [int(value) for value in (problem.shape.sums @ problem.finest)[hide(problem)]]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([200, 100, 300], []),
        ([200, 5, 100], [5, 100]),  # the whole less the other two is 5; the smaller of them is hidden
        ([200, 5, 6, 100], [5, 6]),  # together 11: each can be 0 to 11
        ([200, 5, 4, 100], [5, 4, 100]),  # together 9, so none could be 10
        ([200, 5, 0, 100], [5, 100]),  # nobody is in a group: shown, and no help
        ([4, 3], [4, 3, 7]),  # the whole is small too
        ([4, 9], [4, 9]),
        ([30, 0], []),
        ([5], [5, 5]),
    ],
)
def test_one_grouping_by_hand(counts: list[int], expected: list[int]) -> None:
    assert hidden(table(counts)) == expected


def test_two_groupings_by_hand() -> None:
    """3 is small. Its row and its column need one more each, and where these cross, a fourth; totals are all shown."""
    assert hidden(table([[3, 40, 500], [60, 100, 500], [600, 600, 500]])) == [3, 40, 60, 100]


def test_a_share_is_hidden_where_few_had_the_outcome_or_few_had_not() -> None:
    """Of 50, 100 and 200 people 3, 50 and 100 came back. 3 is hidden; the smaller group goes with it, not its people."""
    shape = Shape(sides=(groups(3), cumulative(1)))
    finest = np.array([3, 47, 50, 50, 100, 100], dtype=np.float64)
    came_back = shape.cells[:, 1] == 0
    step = (shape.cells[:, 1] >= 0) & (shape.cells[:, 1] <= 1)
    small = came_back & (shape.sums @ finest < SMALLEST_CELL)
    found = hide(Problem(shape=shape, finest=finest, small=small, hidden=step, empty=np.zeros_like(step)))
    shown_count, people = found.reshape(4, 4)[:, 2], found.reshape(4, 4)[:, 3]
    assert shown_count.tolist() == [True, True, False, False]
    assert not people.any()


def widths(problem: Problem, marks: Marks) -> Numbers:
    """The attack: how far apart the least and the greatest value of each small cell are, given all that is shown."""
    sums = problem.shape.sums.toarray()
    known, shown = sums[~marks], (sums @ problem.finest)[~marks]
    found = []
    for cell in np.flatnonzero(problem.small):
        ends = []
        for side in (1.0, -1.0):
            answer = linprog(side * sums[cell], A_eq=known if len(known) else None, b_eq=shown if len(known) else None)
            assert answer.status in (0, 3), "solved, or without an end"
            ends.append(side * answer.fun if answer.status == 0 else np.inf)
        found.append(ends[1] - ends[0])
    return np.array(found)


def random_problem(rng: np.random.Generator) -> Problem:
    sizes = tuple(int(size) for size in rng.integers(1, 5, size=rng.integers(0, 4)))
    windows = int(rng.integers(0, 4))
    mean = rng.choice([3, 8, 20, 60, 300])
    people = rng.negative_binomial(0.7, 0.7 / (0.7 + mean), size=int(np.prod(sizes)))
    sides = tuple(groups(size) for size in sizes)
    if not windows:
        shape = Shape(sides=sides)
        values = shape.sums @ people.astype(np.float64)
        few = (values > 0) & (values < SMALLEST_CELL)
        return Problem(
            shape=shape, finest=people.astype(np.float64), small=few, hidden=np.zeros_like(few), empty=values == 0
        )
    shape = Shape(sides=(*sides, cumulative(windows)))
    chance = rng.dirichlet(np.ones(windows + 1))
    finest = np.array([rng.multinomial(count, chance) for count in people], dtype=np.float64).ravel()
    values, outcome = shape.sums @ finest, shape.cells[:, -1]
    here = np.repeat(values[outcome == ALL], 2 * windows + 2)
    step = (outcome >= 0) & (outcome <= windows)
    first_or_never = (outcome == 0) | (outcome == windows)
    few = ((outcome == ALL) & (values > 0) | step & (here > 0) & (first_or_never | (values > 0))) & (
        values < SMALLEST_CELL
    )
    return Problem(shape=shape, finest=finest, small=few, hidden=step, empty=here == 0)


@pytest.mark.parametrize("seed", range(40))
def test_no_small_count_of_a_random_table_can_be_narrowed_down(seed: int) -> None:
    problem = random_problem(np.random.default_rng(seed))
    marks = hide(problem)
    assert marks[problem.small].all()
    assert (widths(problem, marks) >= WIDTH - 1e-6).all()


def test_the_attack_finds_what_hiding_the_small_cells_alone_gives_away() -> None:
    problem = table([[3, 40, 500], [60, 100, 500], [600, 600, 500]])
    assert widths(problem, problem.small).tolist() == [0.0]


def test_of_a_small_table_every_whole_number_is_tried() -> None:
    """The slow twin: all tables of whole numbers that agree with what is shown."""
    rng = np.random.default_rng(5)
    tried = 0
    while tried < 8:
        counts = rng.integers(0, 12, size=(2, 3))
        problem = table(counts.tolist())
        marks = hide(problem)
        values, sums = problem.shape.sums @ problem.finest, problem.shape.sums.toarray()
        free = np.flatnonzero(marks[(problem.shape.cells != ALL).all(axis=1)])
        if marks[-1] or len(free) != 4 or values[-1] > 30:
            continue
        tried += 1
        numbers = np.indices([int(values[-1]) + 1] * 4).reshape(4, -1)
        tables = np.repeat(problem.finest[:, None], numbers.shape[1], axis=1)
        tables[free] = numbers
        agrees = (sums[~marks] @ tables == values[~marks][:, None]).all(axis=0)
        spread = np.ptp(sums[problem.small] @ tables[:, agrees], axis=1)
        assert (spread >= WIDTH).all(), counts


def test_a_smaller_question_hides_what_the_larger_one_hides_of_it() -> None:
    """By sex alone, and by sex within sex and age: the totals by sex are hidden alike."""
    rng = np.random.default_rng(3)
    for _ in range(20):
        counts = rng.negative_binomial(0.7, 0.7 / 40.7, size=(3, 4))
        small, large = table(counts.sum(axis=1).tolist()), table(counts.tolist())
        of_rows = large.shape.cells[:, 1] == ALL
        assert (hide(large)[of_rows] >= hide(small)).all()
