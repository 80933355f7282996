"""Where a claim stands: a row of the theme table, a correlation, or agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.errors import RuleRefused
from qualcode.services.claim_grounds import Ground, claim_ground

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import SmallStudy


def ground(study: SmallStudy, folder: Path, claim: str) -> Ground:
    """What one claim stands on."""
    path = folder / "claims.toml"
    path.write_text(f'[[claim]]\nsentence = "So it is."\n{claim}', encoding="utf-8")
    return claim_ground(study.project, path, 0)


def test_a_majority_stands_on_the_row_of_its_group(small_study: SmallStudy, tmp_path: Path) -> None:
    claim = 'rule = "majority"\ncode = "Time"\ngroup = "staff"\nbase = "asked"\nlayer = "union"\n'
    assert ground(small_study, tmp_path, claim) == Ground("group", "asked", "union", "Time", "staff")


def test_a_claim_of_every_site_stands_on_the_table_by_site(small_study: SmallStudy, tmp_path: Path) -> None:
    claim = 'rule = "at_each_site"\ncode = "Time"\ngroup = "staff"\n'
    assert ground(small_study, tmp_path, claim) == Ground("site", "interviewed", "", "Time", "")


def test_a_correlation_stands_on_the_two_measures_of_its_group(small_study: SmallStudy, tmp_path: Path) -> None:
    claim = 'rule = "correlation"\nx = "bond"\ny = "charges"\nsign = "negative"\ngroup = "women"\n'
    assert ground(small_study, tmp_path, claim) == Ground(value="women", measures=("bond", "charges"))


def test_reliability_stands_on_agreement(small_study: SmallStudy, tmp_path: Path) -> None:
    assert ground(small_study, tmp_path, 'rule = "reliable"\n') == Ground()


def test_a_code_that_the_project_has_not_is_refused(small_study: SmallStudy, tmp_path: Path) -> None:
    with pytest.raises(RuleRefused, match="Weather"):
        ground(small_study, tmp_path, 'rule = "majority"\ncode = "Weather"\ngroup = "staff"\n')
