"""A project in a notebook: what coders did, where they differ, and themes beside a measure.

Run it on the sample: `qualcode demo six-rivers`, then `python docs/notebook_example.py six-rivers/six-rivers.qualcode`.
It needs pandas: `pip install "qualcode[notebook]"`.
"""

from __future__ import annotations

import sys

from qualcode.notebook import open_project

THRESHOLD = 0.7


def main(path: str) -> None:
    """Print four small tables of the project in this file."""
    with open_project(path) as study:
        codings = study.codings()
        print("Codings by coder")
        print(codings.groupby("coder").size().to_string(), end="\n\n")

        answers = study.units("answer")
        print("Answers that each coder gave each of these codes")
        chosen = answers[answers["code"].isin(["Communication", "Resources", "Static priority"])]
        print(
            chosen.pivot_table(index="code", columns="coder", values="present", aggfunc="sum").to_string(), end="\n\n"
        )

        themes = study.themes()
        print("Participants by theme and group")
        print(themes[themes["parent"] == ""].pivot_table(index="code", columns="group", values="n").to_string())
        print(themes.attrs["notes"][-2], end="\n\n")

        agreement = study.agreement(draws=500)
        print("Codes with an alpha below .70")
        print(agreement.loc[agreement["alpha"] < THRESHOLD, ["code", "alpha", "alpha_low", "alpha_high"]].to_string())


if __name__ == "__main__":
    main(sys.argv[1])
