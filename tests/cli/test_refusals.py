from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Command

from qualcode.services.settings import save_settings


def test_a_refusal_is_said_in_the_language_asked_for(project: Command) -> None:
    done = project("report", "themes", "--lang", "fr", "--layer", "Zoé")
    assert done.code == 1
    assert "Il n’y a ni couche ni codeur «\u00a0Zoé\u00a0»." in done.err
    assert "Nommez consensus, union, intersection ou un codeur." in done.err


def test_a_refusal_is_said_in_the_language_of_the_settings(project: Command) -> None:
    save_settings(language="fr")
    assert "Il n’y a rien à refaire." in project("redo", "--coder", "Ana").err
    assert "There is no layer" in project("report", "themes", "--lang", "en", "--layer", "Zoé").err


def test_wrong_use_is_said_in_french_too(qualcode: Command) -> None:
    save_settings(language="fr")
    done = qualcode("report", "themes")
    assert done.code == 2  # wrong use
    assert "Quel projet\u00a0? Il n’y en a aucun ici." in done.err


def test_every_fault_of_a_file_is_said_in_french(project: Command, folder: Path) -> None:
    save_settings(language="fr")
    (folder / "bad.csv").write_text("code,colour,hotkey\nTime,red,1\nTrust,,x\n", encoding="utf-8")
    done = project("import", "codebook", "bad.csv")
    assert "bad.csv n’a pas été importé" in done.err
    assert "ligne 2\u00a0: «\u00a0red\u00a0» n’est pas une couleur" in done.err
    assert "ligne 3\u00a0: la touche «\u00a0x\u00a0» n’est pas un chiffre" in done.err
    assert "rien n’en a été enregistré" in done.err
