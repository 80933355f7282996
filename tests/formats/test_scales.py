from __future__ import annotations

import pytest

from qualcode.domain.errors import BadInput
from qualcode.formats.scales import read_scales

GOOD = """\
[[scale]]
name = "goal"
label_fr = "Buts"
items = ["i1", "i2"]
range = [1, 7]
reversed = ["i2"]
score = "mean"

[[outcome]]
name = "charges a month"
rule = "rate"
column = "charges"
time = "months"
"""


def test_a_scale_and_an_outcome_are_read_with_their_defaults() -> None:
    found = read_scales(GOOD.encode(), "scales.toml")
    (scale,), (outcome,) = found.scales, found.outcomes
    assert (scale.label("en"), scale.label("fr"), scale.smallest_share) == ("goal", "Buts", 0.75)
    assert (scale.items, scale.reversed_items, scale.possible()) == (("i1", "i2"), ("i2",), (1, 7))
    assert (outcome.rule, outcome.column, outcome.time_column) == ("rate", "charges", "months")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[scale]]\nname =", "scales.toml: "),
        ("other = 1", "there are no scales"),
        ("scale = 3", '"scale" is no list of entries'),
        ('[[scale]]\nname = "a"', "scale 1: it has no items"),
        ('[[scale]]\nitems = ["i"]', "scale 1: it has no name"),
        ('[[scale]]\nname = "a"\nitems = "i"', "items is no list of names"),
        ('[[scale]]\nname = "a"\nitems = ["i", "i"]', "an item is named twice"),
        ('[[scale]]\nname = "a"\nitems = ["i"]\nreversed = ["j"]\nrange = [1, 5]', "reversed names j"),
        ('[[scale]]\nname = "a"\nitems = ["i"]\nreversed = ["i"]', "cannot be reversed without a range"),
        ('[[scale]]\nname = "a"\nitems = ["i"]\nrange = [5, 1]', "range is not the smallest and the largest"),
        ('[[scale]]\nname = "a"\nitems = ["i"]\nrange = [-inf, inf]', "range is not the smallest and the largest"),
        (
            f'[[scale]]\nname = "a"\nitems = ["i"]\nrange = [0, {"9" * 400}]',
            "range is not the smallest and the largest",
        ),
        ('[[scale]]\nname = "a"\nitems = ["i"]\nscore = "median"', 'score is "median"; write sum, mean'),
        ('[[scale]]\nname = "a"\nitems = ["i"]\nsmallest_share = 75', "smallest_share is no number above 0"),
        ('[[scale]]\nname = "a"\nitems = ["i"]\nitem = 3', '"item" is not known'),
        ('[[outcome]]\nname = "a"', "an outcome needs a rule: count, any, rate"),
        ('[[outcome]]\nname = "a"\nrule = "rate"', "needs time"),
        ('[[outcome]]\nname = "a"\nrule = "count"\ntime = "months"', "needs time"),
    ],
)
def test_faults_are_named_with_their_entry(text: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_scales(text.encode(), "scales.toml")
    assert said in str(refused.value)


def test_all_faults_of_a_file_are_named_at_once() -> None:
    text = '[[scale]]\nname = "a"\n[[scale]]\nname = "a"\nitems = ["i"]\nscore = 3\n'
    with pytest.raises(BadInput) as refused:
        read_scales(text.encode(), "scales.toml")
    assert "scale 1: it has no items" in str(refused.value)
    assert 'scale 2: the name "a" is taken' in str(refused.value)
    assert "scale 2: score is no text" in str(refused.value)
