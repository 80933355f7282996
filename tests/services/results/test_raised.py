"""Who stands behind a row of the theme table: as many as the row counts, with their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.errors import RuleRefused
from qualcode.services import coding
from qualcode.services.results.raised import raised
from qualcode.services.results.theme_rows import theme_rows
from qualcode.services.sample import write_sample
from qualcode.services.themes import Base, theme_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import SmallStudy

    from qualcode.services.project import Project


@pytest.fixture
def coded(small_study: SmallStudy) -> SmallStudy:
    """Ana finished the first interview with Time in it."""
    small_study.apply("Ana", "first", "never enough time", "Time")
    coding.finish_transcript(small_study.project, small_study.coder("Ana").id, small_study.transcript("first"))
    return small_study


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The sample project, which these tests only read."""
    project = write_sample(tmp_path_factory.mktemp("sample") / "sample")
    yield project
    project.close()


def test_the_code_above_lists_the_passages_of_those_below_in_context(coded: SmallStudy) -> None:
    (person,) = raised(coded.project, ("Obstacles",), "group", "women")
    (passage,) = person.passages
    assert (person.name, person.facts) == ("P1", "women")
    assert (passage.before, passage.words, passage.after) == (
        "P: There is ",
        "never enough time",
        ". Officers rotate every week.",
    )
    assert coded.text[passage.start : passage.end] == passage.words


def test_a_code_that_is_gone_is_refused(coded: SmallStudy) -> None:
    with pytest.raises(RuleRefused, match="no longer there"):
        raised(coded.project, ("Time",), "group", "women")


@pytest.mark.parametrize(("by", "base", "layer"), [("group", Base.ASKED, None), ("site", Base.INTERVIEWED, "Ana")])
def test_every_fifth_row_of_the_sample_lists_as_many_as_it_counts(
    sample: Project, by: str, base: Base, layer: str | None
) -> None:
    rows = theme_rows(theme_table(sample, by, base, layer, language="fr"), "fr")
    counted = [row for row in rows if row.bar][::5]
    assert len(counted) > 5
    for row in counted:
        found = raised(sample, row.path, by, row.value, base, layer, language="fr")
        assert len(found) == int(row.counts[0])
        assert all(each.passages for each in found)
