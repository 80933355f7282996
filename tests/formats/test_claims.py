from __future__ import annotations

import pytest

from qualcode.domain.errors import BadInput
from qualcode.formats.claims import Rule, read_claims

GOOD = """\
[[claim]]
sentence = "Most staff said so."
sentence_fr = "La plupart l’ont dit."
rule = "majority"
code = "Resources > Time"
group = "staff"

[[claim]]
sentence = "The two go together."
rule = "correlation"
x = "bond"
y = "misconducts"
sign = "negative"
"""


def claim(rest: str) -> bytes:
    return f'[[claim]]\nsentence = "S"\n{rest}'.encode()


def test_claims_are_read_in_order_and_one_name_is_a_list_of_one() -> None:
    first, second = read_claims(GOOD.encode(), "claims.toml")
    assert (first.number, first.rule, first.codes, first.groups) == (
        1, Rule.MAJORITY, ("Resources > Time",), ("staff",),
    )  # fmt: skip
    assert (first.said("fr"), second.said("fr")) == ("La plupart l’ont dit.", "The two go together.")
    assert (second.number, second.alpha, second.groups) == (2, 0.05, ())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"[[claim", "claims.toml: "),
        (b"other = 1", "there are no claims"),
        (b'claim = "S"', "there are no claims"),
        (b'[[claim]]\nrule = "reliable"', "claim 1: it has no sentence"),
        (claim(""), "it needs a rule: majority, share_at_least, named_by_both, consistent, at_each_site, correlation"),
        (claim('rule = "most"'), "it needs a rule"),
        (claim('rule = "majority"\ncode = "A"'), "the rule majority needs groups"),
        (claim('rule = "majority"\ncode = "A"\ngroup = "g"\nshare = 0.4'), 'the rule majority has no "share"'),
        (claim('rule = "majority"\ncodes = "A"\ngroup = "g"'), "codes is no list of names"),
        (claim('rule = "majority"\ncode = "A"\ngroup = "g"\nbase = "all"'), 'base is "all"; write interviewed'),
        (claim('rule = "share_at_least"\ncode = "A"\ngroup = "g"\nshare = 80'), "share is no number above 0"),
        (claim('rule = "named_by_both"\ncode = "A"\ngroup = "g"'), "named_by_both needs two groups"),
        (claim('rule = "correlation"\nx = "a"\ny = 3\nsign = "negative"'), "y is no text"),
        (claim('rule = "correlation"\nx = "a"\ny = "b"\nsign = "down"'), 'sign is "down"; write positive, negative'),
        (claim('rule = "reliable"\ncoefficient = "r"'), 'coefficient is "r"; write alpha, kappa, ac1'),
    ],
)
def test_faults_are_named_with_the_number_of_the_claim(data: bytes, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_claims(data, "claims.toml")
    assert said in str(refused.value)
