from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.tui.widgets.lanes import BLOCK, Labels, Lanes, Rows, Stripe, place_labels

ROWS = st.tuples(st.integers(0, 300), st.integers(0, 20)).map(lambda pair: (pair[0], pair[0] + pair[1]))
PLACES = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=4), ROWS, max_size=40)


def touching(rows: dict[str, Rows], first: int, last: int) -> list[Stripe]:
    return [Stripe(key, *each) for key, each in rows.items() if each[0] <= last and each[1] >= first]


def clashes(lanes: Lanes, rows: dict[str, Rows]) -> list[tuple[str, str]]:
    return [
        (one, other)
        for one in rows
        for other in rows
        if one < other
        and lanes[one] == lanes[other]
        and rows[one][0] <= rows[other][1]
        and rows[other][0] <= rows[one][1]
    ]


@given(PLACES)
def test_stripes_of_one_lane_never_share_a_row(rows: dict[str, Rows]) -> None:
    assert clashes(Lanes(rows), rows) == []


@given(PLACES, st.lists(ROWS, max_size=15))
def test_adding_a_stripe_moves_no_other(rows: dict[str, Rows], later: list[Rows]) -> None:
    lanes = Lanes(rows)
    for number, each in enumerate(later):
        before = {key: lanes[key] for key in rows}
        rows[f"new {number}"] = each
        lanes.add(f"new {number}", [stripe.id for stripe in touching(rows, *each)])
        assert {key: lanes[key] for key in before} == before
    assert clashes(lanes, rows) == []


def test_a_changed_stripe_keeps_its_lane_where_it_can() -> None:
    lanes = Lanes({"a": (0, 5), "b": (2, 3)})
    assert lanes.keep("b", lanes.remove("b"), ["a"]) == 1
    assert lanes.keep("b", lanes.remove("b"), []) == 1
    lanes.add("c", ["a", "b"])
    assert lanes.keep("b", 2, ["a", "c"]) == 1


@given(PLACES)
def test_each_name_stands_on_a_row_of_its_stripe_or_is_counted(rows: dict[str, Rows]) -> None:
    placed = place_labels(touching(rows, 0, 400), 0, 400)
    assert all(rows[label.id][0] <= row <= rows[label.id][1] for row, label in placed.items())
    assert len(placed) + sum(label.more for label in placed.values()) == len(rows)


def test_names_are_pushed_down_within_their_own_rows() -> None:
    placed = place_labels([Stripe("a", 0, 3), Stripe("b", 0, 3), Stripe("c", 0, 0), Stripe("d", 1, 1)], 0, 63)
    assert {row: (label.id, label.more) for row, label in placed.items()} == {0: ("c", 0), 1: ("a", 0), 2: ("b", 0)} | {
        1: ("a", 1)
    }


def test_renewing_tells_the_rows_whose_name_changed() -> None:
    rows = {"a": (70, 75)}
    labels = Labels(lambda first, last: touching(rows, first, last))
    assert labels.on(70) == ("a", 0)
    assert labels.on(BLOCK) is None
    rows["b"] = (70, 70)
    assert labels.renew((70, 70)) == {70, 71}
    assert labels.on(70) == ("b", 0)
    assert labels.on(71) == ("a", 0)
