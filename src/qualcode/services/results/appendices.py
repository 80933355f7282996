"""Appendices: the codebook and the interview guide as tables."""

from __future__ import annotations

from qualcode.domain.codebook import Code, Codebook
from qualcode.domain.phrases import Phrase, say
from qualcode.domain.study import Question
from qualcode.domain.table import Column, Measure, Table
from qualcode.services.interviews import participants_by_id
from qualcode.services.project import Project
from qualcode.services.provenance import closing_notes, provenance
from qualcode.store import reads


def codebook_table(project: Project, language: str = "en") -> Table:
    """Every code in use with its definition, rules and example, children under their parents."""
    with project.read() as reader:
        codebook = Codebook.of(reads.every(reader, Code))
        begun = reads.code_beginnings(reader)
        about = provenance(reader)
    codes = [(depth, code) for depth, code in codebook.walk() if not code.is_retired]
    rows = tuple(
        (
            code.label(language),
            codebook.path(code),
            (code.definition_fr if language == "fr" else "") or code.definition,
            code.include,
            code.exclude,
            code.example,
            int(code.exclusive),
            say(code.origin, language),
            _added(*begun[code.id]),
        )
        for _, code in codes
    )
    columns = (
        Column("code", "Code"),
        Column("path", "Path", printed=False),
        Column("definition", "Definition"),
        Column("include", "Include"),
        Column("exclude", "Exclude"),
        Column("example", "Example"),
        Column("exclusive", "Choice set", Measure.COUNT, printed=False),
        Column("origin", "Origin", printed=any(code.origin for _, code in codes)),
        Column("added", "Added", printed=any(code.origin for _, code in codes)),
    )
    indents = tuple(depth for depth, _ in codes)
    return Table("codebook", Phrase("Codebook"), columns, rows, closing_notes(about), about, indents)


def guides_table(project: Project, language: str = "en") -> Table:
    """Every question with its wording for each group, and the codes that it feeds."""
    with project.read() as reader:
        questions = sorted(reads.every(reader, Question), key=lambda each: each.position)
        groups = sorted({each.group for each in participants_by_id(reader).values() if each.group})
        names = {code.name: code.label(language) for code in reads.every(reader, Code)}
        about = provenance(reader)
    rows = tuple(
        (
            question.name,
            *(_wording(question, language, group) for group in groups or [""]),
            "; ".join(question.values),
            "; ".join(names.get(each, each) for each in question.codes),
            question.guide_version,
        )
        for question in questions
    )
    columns = (
        Column("question", "Question"),
        *(
            Column(f"wording_{group}" if group else "wording", Phrase("Wording: {group}", {"group": group or "-"}))
            for group in groups or [""]
        ),
        Column("values", "Values", printed=any(each.values for each in questions)),
        Column("codes", "Codes"),
        Column("version", "Version", printed=False),
    )
    return Table("guides", Phrase("Interview Guide"), columns, rows, closing_notes(about), about)


def _added(version: int, at: str) -> str:
    return f"v{version}, {at[:10]}"


def _wording(question: Question, language: str, group: str) -> str:
    """The words for that group; nothing where it is not asked."""
    return "" if question.groups and group and group not in question.groups else question.wording(language, group)
