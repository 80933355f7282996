"""Coefficients against published tables and independent implementations."""

from __future__ import annotations

import itertools

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import fleiss_kappa as statsmodels_fleiss

from qualcode.analysis import coefficients as agreement
from qualcode.analysis.coefficients import Ratings, Reason
from qualcode.analysis.units import Ints


def units(text: str, symbols: str, missing: str = ".") -> Ints:
    """One group of letters a unit, one letter a coder."""
    numbers = {symbol: place for place, symbol in enumerate(symbols)} | {missing: -1}
    return np.array([[numbers[letter] for letter in group] for group in text.split()])


def coders(*texts: str, symbols: str) -> Ints:
    """One text a coder, one letter a unit."""
    return np.array([[symbols.index(letter) for letter in text] for text in texts]).T


def crossed(*rows: list[int]) -> Ints:
    """Ratings of two coders from a square table of counts."""
    return np.array(
        [pair for pair in itertools.product(range(len(rows)), repeat=2) for _ in range(rows[pair[0]][pair[1]])]
    )


def counted(rows: list[list[int]]) -> Ratings:
    """Ratings known only as counts of categories a unit."""
    votes = np.array(rows, dtype=float)
    return Ratings(votes, np.ones(len(votes)), np.zeros((1, votes.shape[1])))


def kappa(matrix: Ints, q: int) -> float | None:
    return agreement.cohen_kappa(matrix[:, 0], matrix[:, 1], q).value


KRIPPENDORFF = units("11.1 2232 3333 3333 2222 1234 4444 1121 2222 .555 ..11 .3..", "12345")
GWET = units("11.1 2232 3333 3333 2222 1234 4444 1121 2222 .555 ..11 ..3.", "12345")
HAYES = units(
    "112.2 1101. 2333. .00.0 000.0 000.0 102.1 1.20. 222.2 2111. .100. 0000. 1222. 33223 111.1 111.1 212.2 1233. 1101. "
    "000.0 0011. 00.00 2333. 0000. 12.22 0111. 00010 1212. 1122. 112.2 110.0 2121. 22.22 3222. 222.2 223.2 222.2 22.12 "
    "2222. 111.1",
    "0123",
)
FLEISS = [
    [int(digit) for digit in row]
    for row in [
        "00060",
        "03003",
        "01401",
        "00006",
        "03030",
        "20400",
        "00402",
        "20310",
        "20040",
        "00006",
        "10050",
        "11040",
        "03300",
        "10050",
        "02031",
        "00501",
        "30012",
        "51000",
        "02040",
        "10203",
        "00006",
        "01050",
        "02013",
        "20040",
        "10041",
        "05010",
        "40002",
        "02040",
        "10500",
        "00006",
    ]
]


def test_krippendorff_2011_four_coders_twelve_units() -> None:
    assert agreement.alpha(Ratings.of(KRIPPENDORFF, 5)).value == pytest.approx(0.743421, abs=5e-7)
    assert agreement.conger_kappa(Ratings.of(KRIPPENDORFF, 5)).value == pytest.approx(0.76207, abs=5e-6)


def test_krippendorff_2011_two_coders_five_categories() -> None:
    matrix = coders("aabbdcccedda", "babbbccceddd", symbols="abcde")
    assert agreement.alpha(Ratings.of(matrix, 5)).value == pytest.approx(0.692, abs=5e-4)


def test_krippendorff_2004_two_coders_binary() -> None:
    ratings = Ratings.of(coders("1100000000", "0110010010", symbols="01"), 2)
    assert agreement.percent(ratings).value == pytest.approx(0.60)
    assert agreement.alpha(ratings).value == pytest.approx(0.095, abs=5e-4)


def test_gwet_2014_four_coders_twelve_units() -> None:
    ratings = Ratings.of(GWET, 5)
    assert agreement.percent(ratings).value == pytest.approx(0.81818, abs=5e-6)
    assert agreement.fleiss_kappa(ratings).value == pytest.approx(0.76117, abs=5e-6)
    assert agreement.conger_kappa(ratings).value == pytest.approx(0.76282, abs=5e-6)
    assert agreement.ac1(ratings).value == pytest.approx(0.77544, abs=5e-6)
    assert agreement.brennan_prediger(ratings).value == pytest.approx(0.77273, abs=5e-6)
    assert agreement.alpha(ratings).value == pytest.approx(0.74342, abs=5e-6)


def test_hayes_and_krippendorff_2007_nominal() -> None:
    ratings = Ratings.of(HAYES, 4)
    assert agreement.alpha(ratings).value == pytest.approx(0.4765, abs=5e-5)
    assert agreement.fleiss_kappa(ratings).value == pytest.approx(0.4697, abs=5e-5)
    assert agreement.ac1(ratings).value == pytest.approx(0.5093, abs=5e-5)


def test_fleiss_1971_six_raters_thirty_patients() -> None:
    ratings = counted(FLEISS)
    assert agreement.percent(ratings).value == pytest.approx(0.5556, abs=5e-5)
    assert agreement.fleiss_kappa(ratings).value == pytest.approx(0.430245, abs=5e-7)
    assert agreement.alpha(ratings).value == pytest.approx(0.433410, abs=5e-7)
    assert agreement.ac1(ratings).value == pytest.approx(0.447885, abs=5e-7)
    assert agreement.brennan_prediger(ratings).value == pytest.approx(0.444444, abs=5e-7)


def test_fleiss_as_encyclopaedias_print_it_fourteen_raters() -> None:
    rows = [
        "0,0,0,0,14",
        "0,2,6,4,2",
        "0,0,3,5,6",
        "0,3,9,2,0",
        "2,2,8,1,1",
        "7,7,0,0,0",
        "3,2,6,3,0",
        "2,5,3,2,2",
        "6,5,2,1,0",
        "0,2,2,3,7",
    ]
    ratings = counted([[int(count) for count in row.split(",")] for row in rows])
    assert agreement.percent(ratings).value == pytest.approx(0.378, abs=5e-4)
    assert agreement.fleiss_kappa(ratings).value == pytest.approx(0.210, abs=5e-4)


def test_cohen_1960_page_45() -> None:
    matrix = crossed([88, 14, 18], [10, 40, 10], [2, 6, 12])
    assert kappa(matrix, 3) == pytest.approx(0.491525, abs=5e-7)
    assert agreement.percent(Ratings.of(matrix, 3)).value == pytest.approx(0.70)
    assert agreement.ac1(Ratings.of(matrix, 3)).value == pytest.approx(0.575972, abs=5e-7)


def test_cohen_1960_page_37() -> None:
    matrix = crossed([25, 12, 3], [13, 2, 15], [12, 16, 2])
    assert kappa(matrix, 3) == pytest.approx(-0.092, abs=5e-4)
    assert agreement.ac1(Ratings.of(matrix, 3)).value == pytest.approx(-0.0480, abs=5e-5)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [(([50, 0, 0], [10, 10, 10], [20, 0, 0]), 0.27), (([50, 0, 10], [0, 10, 10], [10, 10, 0]), 0.29)],
)
def test_brennan_and_prediger_1981(rows: tuple[list[int], ...], expected: float) -> None:
    matrix = crossed(*rows)
    assert agreement.brennan_prediger(Ratings.of(matrix, 3)).value == pytest.approx(0.40)
    assert kappa(matrix, 3) == pytest.approx(expected, abs=5e-3)


def test_artstein_and_poesio_2008() -> None:
    matrix = crossed([20, 10], [20, 50])
    assert agreement.brennan_prediger(Ratings.of(matrix, 2)).value == pytest.approx(0.4)
    assert agreement.fleiss_kappa(Ratings.of(matrix, 2)).value == pytest.approx(0.341, abs=5e-4)
    assert kappa(matrix, 2) == pytest.approx(0.348, abs=5e-4)
    matrix = crossed([46, 0, 0], [6, 32, 6], [0, 0, 10])
    ratings = Ratings.of(matrix, 3)
    found = [agreement.brennan_prediger(ratings).value, agreement.fleiss_kappa(ratings).value,
             kappa(matrix, 3), agreement.alpha(ratings).value]  # fmt: skip
    assert found == pytest.approx(
        [0.820, 0.799, 0.801, 0.800], abs=1e-3
    )  # the paper cuts, not rounds, the third decimal


@pytest.mark.parametrize(
    ("rows", "share", "cohen", "gwet"),
    [
        (([40, 9], [6, 45]), 0.85, 0.70, 0.701),
        (([80, 10], [5, 5]), 0.85, 0.32, 0.808),
        (([45, 15], [25, 15]), 0.60, 0.13, 0.266),
        (([25, 35], [5, 35]), 0.60, 0.26, 0.208),
    ],
)
def test_feinstein_and_cicchetti_1990(rows: tuple[list[int], ...], share: float, cohen: float, gwet: float) -> None:
    ratings = Ratings.of(crossed(*rows), 2)
    assert agreement.percent(ratings).value == pytest.approx(share)
    assert agreement.conger_kappa(ratings).value == pytest.approx(cohen, abs=5e-3)
    assert agreement.ac1(ratings).value == pytest.approx(gwet, abs=5e-4)


def test_gwet_2002_paradox() -> None:
    ratings = Ratings.of(crossed([118, 5], [2, 0]), 2)
    assert agreement.percent(ratings).value == pytest.approx(0.944)
    assert agreement.conger_kappa(ratings).value == pytest.approx(-0.0234, abs=5e-5)
    assert agreement.fleiss_kappa(ratings).value == pytest.approx(-0.0288, abs=5e-5)
    assert agreement.ac1(ratings).value == pytest.approx(0.9408, abs=5e-5)
    assert agreement.brennan_prediger(ratings).value == pytest.approx(0.888, abs=5e-4)
    assert agreement.positive_agreement(ratings, 0).value == pytest.approx(0.971, abs=5e-4)
    assert agreement.positive_agreement(ratings, 1).value == 0


@pytest.mark.parametrize(
    ("rows", "scott", "cohen"),
    [
        (([20, 0, 0, 5], [0, 10, 15, 0], [0, 15, 10, 0], [5, 0, 0, 20]), 0.467, 0.467),
        (([20, 10, 10, 0], [10, 10, 0, 0], [10, 0, 10, 0], [0, 0, 0, 20]), 0.444, 0.444),
        (([20, 5, 5, 10], [0, 10, 5, 5], [0, 5, 10, 5], [0, 0, 0, 20]), 0.460, 0.474),
    ],
)
def test_zwick_1988(rows: tuple[list[int], ...], scott: float, cohen: float) -> None:
    ratings = Ratings.of(crossed(*rows), 4)
    assert agreement.brennan_prediger(ratings).value == pytest.approx(0.467, abs=5e-4)
    assert agreement.fleiss_kappa(ratings).value == pytest.approx(scott, abs=1e-3)
    assert agreement.conger_kappa(ratings).value == pytest.approx(cohen, abs=5e-4)


def test_warrens_2010_eight_raters() -> None:
    groups = [*["N" * 8] * 14, "NNNANNNN", "NNNNNNNA", *["A" * 8] * 10, *["AANAAAAN"] * 2, "AANANAAN", "AANANANN"]
    matrix = units(" ".join(groups), "NA")
    ratings = Ratings.of(matrix, 2)
    assert agreement.brennan_prediger(ratings).value == pytest.approx(0.8357, abs=5e-5)
    assert agreement.fleiss_kappa(ratings).value == pytest.approx(0.8324, abs=1e-4)
    assert agreement.conger_kappa(ratings).value == pytest.approx(0.8326, abs=5e-5)
    assert agreement.light_kappa(matrix, 2).value == pytest.approx(0.8324, abs=5e-5)


@pytest.mark.parametrize(("text", "fixed"), [("YYY YYN NNY NNN", 0.333), ("YYY YYN YYN YYY", -0.2)])
def test_randolph_2005(text: str, fixed: float) -> None:
    ratings = Ratings.of(units(text, "YN"), 2)
    assert agreement.fleiss_kappa(ratings).value == pytest.approx(fixed, abs=5e-4)
    assert agreement.brennan_prediger(ratings).value == pytest.approx(0.333, abs=5e-4)


def test_nvivo_help_percent_of_characters() -> None:
    assert agreement.percent(Ratings.of(crossed([800, 150], [0, 50]), 2)).value == pytest.approx(0.85)


EDGES = [
    ("nobody used it", crossed([20, 0], [0, 0]), 1, None, None, None, 1),
    ("everybody used it", crossed([0, 0], [0, 20]), 1, None, None, None, 1),
    ("one coder never", crossed([14, 6], [0, 0]), 0.7, 0, -0.147, -0.176, 0.597),
    ("one always, other never", crossed([0, 10], [0, 0]), 0, 0, -0.9, -1, -1),
    ("one lone use", crossed([999, 1], [0, 0]), 0.999, 0, 0, -0.0005, 0.999),
    ("one joint use", crossed([999, 0], [0, 1]), 1, 1, 1, 1, 1),
    ("nothing paired", np.array([[0, -1], [-1, 1]]), None, None, None, None, None),
    ("pairs constant, lone ratings vary", np.array([[0, 0], [0, 0], [1, -1]]), 1, None, None, None, None),
]


@pytest.mark.parametrize(("_name", "matrix", "share", "cohen", "alpha", "fleiss", "gwet"), EDGES)
def test_edge_cases_are_numbers_or_reasons(
    _name: str, matrix: Ints, share: float, cohen: float, alpha: float, fleiss: float, gwet: float
) -> None:
    ratings = Ratings.of(matrix, 2)
    assert agreement.percent(ratings).value == (None if share is None else pytest.approx(share))
    assert agreement.cohen_kappa(matrix[:, 0], matrix[:, 1], 2).value == (
        None if cohen is None else pytest.approx(cohen)
    )
    assert agreement.alpha(ratings).value == (None if alpha is None else pytest.approx(alpha, abs=5e-4))
    assert agreement.fleiss_kappa(ratings).value == (None if fleiss is None else pytest.approx(fleiss, abs=5e-4))
    if gwet is not None:
        assert agreement.ac1(ratings).value == pytest.approx(gwet, abs=5e-4)


def test_each_absence_has_its_reason() -> None:
    assert agreement.alpha(Ratings.of(crossed([20, 0], [0, 0]), 2)).reason is Reason.NOBODY
    assert agreement.alpha(Ratings.of(crossed([0, 0], [0, 20]), 2)).reason is Reason.EVERYBODY
    assert agreement.alpha(Ratings.of(np.array([[0, -1], [-1, 1]]), 2)).reason is Reason.UNPAIRED
    assert agreement.alpha(Ratings.of(crossed([9, 0, 0], [0, 0, 0], [0, 0, 0]), 3)).reason is Reason.CONSTANT


matrices = hnp.arrays(np.int64, st.tuples(st.integers(2, 30), st.integers(2, 5)), elements=st.integers(-1, 2))


@given(matrices)
def test_alpha_equals_the_krippendorff_package(matrix: Ints) -> None:
    ours = agreement.alpha(Ratings.of(matrix, 3))
    assume(ours.value is not None)
    ratings = np.where(matrix.T >= 0, matrix.T.astype(float), np.nan)
    theirs = krippendorff.alpha(ratings, level_of_measurement="nominal", value_domain=[0, 1, 2])
    assert ours.value == pytest.approx(theirs, abs=1e-9)


@given(hnp.arrays(np.int64, st.tuples(st.integers(2, 30), st.just(3)), elements=st.integers(0, 2)))
def test_fleiss_equals_statsmodels_and_follows_from_alpha(matrix: Ints) -> None:
    ratings = Ratings.of(matrix, 3)
    ours = agreement.fleiss_kappa(ratings)
    assume(ours.value is not None)
    assert ours.value == pytest.approx(statsmodels_fleiss(ratings.votes), abs=1e-9)
    assert agreement.alpha(ratings).value == pytest.approx(1 - (1 - ours.value) * (matrix.size - 1) / matrix.size)


@given(hnp.arrays(np.int64, st.tuples(st.integers(2, 30), st.just(2)), elements=st.integers(0, 2)))
def test_cohen_equals_scikit_learn(matrix: Ints) -> None:
    ours = kappa(matrix, 3)
    assume(ours is not None)
    assert ours == pytest.approx(cohen_kappa_score(matrix[:, 0], matrix[:, 1]), abs=1e-9)


@given(matrices, st.randoms())
def test_order_of_coders_units_and_names_of_categories_do_not_matter(matrix: Ints, random: object) -> None:
    rows, columns, names = (list(range(size)) for size in (*matrix.shape, 3))
    for order in (rows, columns, names):
        random.shuffle(order)  # type: ignore[attr-defined]
    renamed = np.array([*names, -1])[matrix][rows][:, columns]
    for coefficient in (
        agreement.alpha,
        agreement.ac1,
        agreement.fleiss_kappa,
        agreement.conger_kappa,
        agreement.percent,
    ):
        before, after = coefficient(Ratings.of(matrix, 3)).value, coefficient(Ratings.of(renamed, 3)).value
        assert before == (None if after is None else pytest.approx(after, abs=1e-9))


@given(matrices, st.integers(-1, 2))
def test_a_unit_that_one_coder_or_nobody_rated_leaves_alpha_unchanged(matrix: Ints, lone: int) -> None:
    extra = np.full((1, matrix.shape[1]), -1)
    extra[0, 0] = lone
    before = agreement.alpha(Ratings.of(matrix, 3)).value
    after = agreement.alpha(Ratings.of(np.vstack((matrix, extra)), 3)).value
    assert after == (None if before is None else pytest.approx(before))


def test_pabak_is_twice_the_share_less_one() -> None:
    ratings = Ratings.of(crossed([30, 5], [7, 8]), 2)
    share = agreement.percent(ratings).value
    assert share is not None
    assert agreement.brennan_prediger(ratings).value == pytest.approx(2 * share - 1)


def test_pooled_kappa_of_de_vries_2008_leaves_codes_without_variation_at_no_effect() -> None:
    varied, constant = Ratings.of(crossed([40, 9], [6, 45]), 2), Ratings.of(crossed([100, 0], [0, 0]), 2)
    alone = agreement.conger_kappa(varied).value
    parts = [agreement.observed_and_chance(each) for each in (varied, constant)]
    assert agreement.pooled_kappa(parts).value == pytest.approx(alone)
    assert agreement.pooled_kappa(parts[1:]).reason is Reason.CONSTANT
    assert agreement.pooled_kappa([None]).reason is Reason.UNPAIRED


def test_pooled_kappa_is_no_mean_of_kappas() -> None:
    tables = [crossed([40, 9], [6, 45]), crossed([80, 10], [5, 5])]
    ratings = [Ratings.of(table, 2) for table in tables]
    observed, chance = (0.85 + 0.85) / 2, (0.5008 + 0.78) / 2
    found = agreement.pooled_kappa([agreement.observed_and_chance(each) for each in ratings]).value
    assert found == pytest.approx((observed - chance) / (1 - chance), abs=1e-9)


def test_jaccard_and_holsti_go_by_their_own_names() -> None:
    assert agreement.jaccard(3, 2, 3).value == pytest.approx(3 / 8)
    assert agreement.jaccard(0, 0, 0).reason is Reason.NOBODY
    assert agreement.holsti(3, 5, 6).value == pytest.approx(6 / 11)
    assert agreement.holsti(0, 0, 0).reason is Reason.UNPAIRED
