"""A tiny invented interview to practise on, in a project of its own that is thrown away afterwards."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Final

from qualcode.services import codebook, transcripts
from qualcode.services.files import write_whole
from qualcode.services.project import Project

CODER: Final = {"en": "You", "fr": "Vous"}

_NAMES: Final = {"en": "Practice", "fr": "Exercice"}

_INTERVIEWS: Final = {
    "en": """\
[Q1]
Interviewer: How was the move to the new library?
Participant: The first week was chaos. Nobody could find the novels. My colleagues carried boxes until ten at night.
[Q2]
Interviewer: And now?
Participant: Now I like the light in the big room. Readers stay longer than before. I only miss the old creaking stairs.
""",
    "fr": """\
[Q1]
Intervieweuse : Comment s’est passé le déménagement de la bibliothèque ?
Participante : La première semaine, c’était le chaos. Personne ne trouvait les romans. \
Mes collègues portaient des cartons jusqu’à dix heures du soir.
[Q2]
Intervieweuse : Et maintenant ?
Participante : Maintenant, j’aime la lumière de la grande salle. Les lecteurs restent plus longtemps. \
Seul le vieil escalier qui grince me manque.
""",
}
_CODEBOOKS: Final = {
    "en": """\
code,parent,definition,hotkey
The move,,What the move brought,
Disorder,The move,Things or people not where they should be,1
Effort,The move,Work beyond the usual,2
The place,,What the rooms are like,
Pleasure,The place,Something there is liked,3
""",
    "fr": """\
code,parent,definition,hotkey
Le déménagement,,Ce que le déménagement a apporté,
Désordre,Le déménagement,Des choses ou des gens qui ne sont pas à leur place,1
Effort,Le déménagement,Du travail au-delà de l’ordinaire,2
Le lieu,,Comment sont les salles,
Plaisir,Le lieu,Quelque chose y plaît,3
""",
}


def write_practice(language: str) -> Project:
    """A project with one interview and five codes, in a temporary folder.

    Raises:
        BadInput: there is no room for temporary files.
    """
    folder = Path(tempfile.mkdtemp(prefix="qualcode-practice-"))
    interview, book = folder / "library.txt", folder / "codebook.csv"
    write_whole(interview, _INTERVIEWS[language].encode())
    write_whole(book, _CODEBOOKS[language].encode())
    project = Project.create(folder / "practice.qualcode", _NAMES[language], synthetic=True)
    codebook.import_codebook(project, book)
    transcripts.import_transcripts(project, transcripts.read_transcripts(project, [interview]))
    return project


def drop_practice(project: Project) -> None:
    """Throw the project away, and all that was done in it."""
    project.close()
    shutil.rmtree(project.path.parent, ignore_errors=True)
