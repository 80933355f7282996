from __future__ import annotations

from qualcode.tui.widgets.scatter import Scatter, histogram


def test_points_stand_where_their_values_say_and_weigh_by_their_number() -> None:
    scatter = Scatter([(0, 0), (0, 0), (10, 10), (5, 10), *[(10, 0)] * 4], 11, 3)
    assert scatter.lines() == ["     ·    ·", "           ", "•         ●"]


def test_a_point_knows_its_cell() -> None:
    scatter = Scatter([(0, 0), (10, 10)], 11, 3)
    assert (scatter.cell((0, 0)), scatter.cell((10, 10))) == ((0, 2), (10, 0))


def test_equal_values_stand_in_one_line() -> None:
    assert Scatter([(1, 3), (2, 3)], 4, 2).lines() == ["    ", "·  ·"]


def test_a_histogram_counts_every_value_once() -> None:
    assert histogram([1.5, 2, 2, 9], 3) == [(1.5, 4.0, 3), (4.0, 6.5, 0), (6.5, 9.0, 1)]
    assert histogram([2.5, 2.5], 4) == [(2.5, 2.5, 2)]


def test_a_histogram_of_whole_values_has_whole_ends() -> None:
    assert histogram([6, 7, 8, 9, 11], 3) == [(6, 7, 2), (8, 9, 2), (10, 11, 1)]
    assert histogram([3, 3], 4) == [(3, 3, 2)]
