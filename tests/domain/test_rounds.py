from __future__ import annotations

from collections import Counter

import pytest

from qualcode.domain.errors import RuleRefused
from qualcode.domain.rounds import Assignment, Round, RoundKind, assign, close_round, draw, open_round

STRATA = {f"T{n:02}": "women / A" if n < 20 else "staff / B" for n in range(30)}


def test_a_draw_gives_every_transcript_a_coder_and_a_share_of_each_stratum_two() -> None:
    tasks = draw(STRATA, ["ana", "ben", "cara"], 0.2, seed=7)
    coders = Counter(transcript for transcript, _ in tasks)
    assert set(coders) == set(STRATA)
    double = Counter(STRATA[each] for each, count in coders.items() if count == 2)
    assert double == {"women / A": 4, "staff / B": 2}


def test_a_draw_balances_coders_and_pairs_of_coders() -> None:
    tasks = draw(STRATA, ["ana", "ben", "cara"], 0.2, seed=7)
    load = Counter(coder for _, coder in tasks)
    assert max(load.values()) - min(load.values()) <= 1
    teams: dict[str, set[str]] = {}
    for transcript, coder in tasks:
        teams.setdefault(transcript, set()).add(coder)
    assert sorted(Counter(tuple(sorted(team)) for team in teams.values() if len(team) == 2).values()) == [2, 2, 2]


def test_the_same_seed_draws_the_same_and_another_one_otherwise() -> None:
    first = draw(STRATA, ["ana", "ben"], 0.2, seed=1)
    assert first == draw(STRATA, ["ana", "ben"], 0.2, seed=1)
    assert sorted(first) != sorted(draw(STRATA, ["ana", "ben"], 0.2, seed=2))


def test_small_strata_share_the_transcripts_to_double_code_by_largest_remainder() -> None:
    strata = {f"T{n}": f"S{n // 3}" for n in range(15)}
    tasks = draw(strata, ["ana", "ben"], 0.2, seed=1)
    assert len(tasks) == 15 + 3


def test_a_draw_that_codes_twice_needs_two_coders() -> None:
    with pytest.raises(RuleRefused, match="two of them to code anything twice"):
        draw(STRATA, ["ana"], 0.2, seed=1)
    assert len(draw(STRATA, ["ana"], 0, seed=1)) == 30


def test_a_round_is_opened_once_and_stays_closed() -> None:
    opened = open_round([], " Main ", RoundKind.MAIN, is_blind=True).after
    assert isinstance(opened, Round)
    assert (opened.name, opened.hides) == ("Main", True)
    closed = close_round(opened).after
    assert isinstance(closed, Round)
    assert not closed.hides
    with pytest.raises(RuleRefused, match="closed already"):
        close_round(closed)
    with pytest.raises(RuleRefused, match='There is a round "Main" already'):
        open_round([closed], "Main", RoundKind.DRIFT, is_blind=False)
    with pytest.raises(RuleRefused, match="is closed"):
        assign(closed, [], [("T1", "ana")])


def test_a_task_that_a_coder_has_is_not_given_again() -> None:
    round_ = Round("r", "Main")
    known = [Assignment("a", "r", "T1", "ana"), Assignment("b", "other", "T2", "ana")]
    made = [change.after for change in assign(round_, known, [("T1", "ana"), ("T2", "ana"), ("T2", "ana")])]
    assert [(each.transcript_id, each.coder_id) for each in made if isinstance(each, Assignment)] == [("T2", "ana")]
