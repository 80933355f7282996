"""The tables: columns, keys, checks and names. Field names equal those of the domain's values."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import REAL, CheckConstraint, ForeignKey, Index, Integer, MetaData, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

SCHEMA_VERSION: Final = 8
"""Goes up with each migration; stored as the file's `user_version`."""

REVISION: Final = "0008"
"""The newest Alembic revision."""

APPLICATION_ID: Final = 0x51434F44
"""`QCOD`: marks a SQLite file as a qualcode project."""

_CONVENTION: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every table shares: strict types and stable names for keys and checks."""

    metadata = MetaData(naming_convention=_CONVENTION)
    type_annotation_map = {str: Text, int: Integer, float: REAL}  # noqa: RUF012  # SQLAlchemy reads it from the class


def _strict(*constraints: Any) -> tuple[Any, ...]:
    return (*constraints, {"sqlite_strict": True})


class StudyTable(Base):
    """The one row that says what this project is."""

    __tablename__ = "study"
    __table_args__ = _strict()
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    synthetic: Mapped[int]
    created: Mapped[str]
    codes_interviewer: Mapped[int] = mapped_column(server_default=text("0"))
    version: Mapped[int]


class CoderTable(Base):
    """People who code."""

    __tablename__ = "coder"
    __table_args__ = _strict()
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    version: Mapped[int]


class ParticipantTable(Base):
    """People interviewed."""

    __tablename__ = "participant"
    __table_args__ = _strict()
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    group: Mapped[str]
    site: Mapped[str]
    attributes: Mapped[str]
    transcripts: Mapped[str]
    is_excluded: Mapped[int] = mapped_column(server_default=text("0"))
    is_withdrawn: Mapped[int] = mapped_column(server_default=text("0"))
    version: Mapped[int]


class MeasureValueTable(Base):
    """One number a participant and measure."""

    __tablename__ = "measure_value"
    __table_args__ = _strict(Index(None, "participant_id", "name", unique=True))
    id: Mapped[str] = mapped_column(primary_key=True)
    participant_id: Mapped[str] = mapped_column(ForeignKey("participant.id"))
    name: Mapped[str]
    value: Mapped[float]
    version: Mapped[int]


class ScaleTable(Base):
    """Scores made of items."""

    __tablename__ = "scale"
    __table_args__ = _strict()
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int]
    label_en: Mapped[str]
    label_fr: Mapped[str]
    items: Mapped[str]
    lowest: Mapped[float | None]
    highest: Mapped[float | None]
    reversed_items: Mapped[str]
    scoring: Mapped[str]
    smallest_share: Mapped[float]
    version: Mapped[int]


class OutcomeTable(Base):
    """Numbers that are explained by others."""

    __tablename__ = "outcome"
    __table_args__ = _strict()
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int]
    label_en: Mapped[str]
    label_fr: Mapped[str]
    definition_en: Mapped[str]
    definition_fr: Mapped[str]
    rule: Mapped[str]
    column: Mapped[str]
    time_column: Mapped[str]
    version: Mapped[int]


class QuestionTable(Base):
    """The interview guide."""

    __tablename__ = "question"
    __table_args__ = _strict()
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int]
    texts: Mapped[str]
    groups: Mapped[str]
    values: Mapped[str]
    codes: Mapped[str]
    unit: Mapped[int]
    guide_version: Mapped[str]
    version: Mapped[int]


class TranscriptTable(Base):
    """Interviews."""

    __tablename__ = "transcript"
    __table_args__ = _strict()
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    suffix: Mapped[str]
    mode: Mapped[str]
    language: Mapped[str]
    date: Mapped[str]
    headers: Mapped[str]
    is_excluded: Mapped[int] = mapped_column(server_default=text("0"))
    version: Mapped[int]


class RevisionTable(Base):
    """Immutable texts, by digest."""

    __tablename__ = "revision"
    __table_args__ = _strict(
        Index(None, "transcript_id", "number", unique=True), CheckConstraint("length >= 0", "length")
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    transcript_id: Mapped[str] = mapped_column(ForeignKey("transcript.id"))
    number: Mapped[int]
    sha256: Mapped[str]
    length: Mapped[int]
    encoding: Mapped[str]
    bom: Mapped[int]
    newlines: Mapped[str]
    turns: Mapped[str]
    version: Mapped[int]


class SpeakerTable(Base):
    """Labels and whose speech they mark."""

    __tablename__ = "speaker"
    __table_args__ = _strict(Index(None, "transcript_id", "label", unique=True))
    id: Mapped[str] = mapped_column(primary_key=True)
    transcript_id: Mapped[str] = mapped_column(ForeignKey("transcript.id"))
    label: Mapped[str]
    role: Mapped[str]
    participant_id: Mapped[str | None] = mapped_column(ForeignKey("participant.id"), index=True)
    version: Mapped[int]


class SectionTable(Base):
    """Which part of a revision answers which question."""

    __tablename__ = "section"
    __table_args__ = _strict(Index(None, "revision_id", "start"))
    id: Mapped[str] = mapped_column(primary_key=True)
    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"))
    question_id: Mapped[str] = mapped_column(ForeignKey("question.id"))
    start: Mapped[int]
    end: Mapped[int]
    version: Mapped[int]


class AnswerTable(Base):
    """Status and closed value of a question in an interview."""

    __tablename__ = "answer"
    __table_args__ = _strict(Index(None, "transcript_id", "question_id", unique=True))
    id: Mapped[str] = mapped_column(primary_key=True)
    transcript_id: Mapped[str] = mapped_column(ForeignKey("transcript.id"))
    question_id: Mapped[str] = mapped_column(ForeignKey("question.id"))
    status: Mapped[str]
    value: Mapped[str]
    version: Mapped[int]


class CodeTable(Base):
    """The codebook's tree."""

    __tablename__ = "code"
    __table_args__ = _strict()
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("code.id"), index=True)
    position: Mapped[int]
    definition: Mapped[str]
    include: Mapped[str]
    exclude: Mapped[str]
    example: Mapped[str]
    colour: Mapped[str]
    hotkey: Mapped[str]
    exclusive: Mapped[int]
    label_fr: Mapped[str]
    definition_fr: Mapped[str]
    is_retired: Mapped[int]
    revised_in: Mapped[int] = mapped_column(server_default=text("1"))
    origin: Mapped[str] = mapped_column(server_default=text("''"))
    version: Mapped[int]


class CodebookVersionTable(Base):
    """Why the codebook was changed."""

    __tablename__ = "codebook_version"
    __table_args__ = _strict()
    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
    coder_id: Mapped[str | None] = mapped_column(ForeignKey("coder.id"))
    reason: Mapped[str]
    version: Mapped[int]


class CodingTable(Base):
    """Who put which code on which segment."""

    __tablename__ = "coding"
    __table_args__ = _strict(
        Index(None, "revision_id", "coder_id", "start"),
        Index("ix_coding_presence", "layer", "code_id", "revision_id", "coder_id", "start", "end"),
        CheckConstraint('start >= 0 AND "end" > start', "segment"),
        CheckConstraint("layer IN ('independent', 'consensus')", "layer"),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"))
    coder_id: Mapped[str] = mapped_column(ForeignKey("coder.id"))
    code_id: Mapped[str] = mapped_column(ForeignKey("code.id"))
    start: Mapped[int]
    end: Mapped[int]
    layer: Mapped[str]
    round: Mapped[str]
    created: Mapped[str]
    codebook_version: Mapped[int]
    unsure: Mapped[int] = mapped_column(server_default="0")
    version: Mapped[int]


class MemoTable(Base):
    """Notes on anything."""

    __tablename__ = "memo"
    __table_args__ = _strict(Index(None, "subject_id", "coder_id", unique=True))
    id: Mapped[str] = mapped_column(primary_key=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    coder_id: Mapped[str] = mapped_column(ForeignKey("coder.id"))
    text: Mapped[str]
    version: Mapped[int]


class FinishedTable(Base):
    """Which coder has finished which transcript."""

    __tablename__ = "finished"
    __table_args__ = _strict(Index(None, "transcript_id", "coder_id", unique=True))
    id: Mapped[str] = mapped_column(primary_key=True)
    transcript_id: Mapped[str] = mapped_column(ForeignKey("transcript.id"))
    coder_id: Mapped[str] = mapped_column(ForeignKey("coder.id"))
    version: Mapped[int]


class RoundTable(Base):
    """Stretches of coding."""

    __tablename__ = "round"
    __table_args__ = _strict(CheckConstraint("status IN ('open', 'closed')", "status"))
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    is_blind: Mapped[int]
    status: Mapped[str]
    version: Mapped[int]


class AssignmentTable(Base):
    """Who codes which transcript in which round."""

    __tablename__ = "assignment"
    __table_args__ = _strict(
        Index(None, "round_id", "transcript_id", "coder_id", unique=True), Index(None, "coder_id", "transcript_id")
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    transcript_id: Mapped[str] = mapped_column(ForeignKey("transcript.id"))
    coder_id: Mapped[str] = mapped_column(ForeignKey("coder.id"))
    version: Mapped[int]


class AdjudicationTable(Base):
    """What was decided where coders differ; the codings that follow from it are in the consensus layer."""

    __tablename__ = "adjudication"
    __table_args__ = _strict(Index(None, "revision_id", "code_id", "start", unique=True))
    id: Mapped[str] = mapped_column(primary_key=True)
    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"))
    question_id: Mapped[str | None] = mapped_column(ForeignKey("question.id"))
    start: Mapped[int]
    end: Mapped[int]
    code_id: Mapped[str] = mapped_column(ForeignKey("code.id"))
    coder_id: Mapped[str] = mapped_column(ForeignKey("coder.id"))
    decision: Mapped[str]
    chosen: Mapped[str]
    readings: Mapped[str]
    codings: Mapped[str]
    reason: Mapped[str]
    created: Mapped[str]
    codebook_version: Mapped[int]
    version: Mapped[int]


class ContentTable(Base):
    """Texts under their SHA-256. The log names a text by its digest, so each stands here once."""

    __tablename__ = "content"
    __table_args__ = _strict()
    sha256: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]


class EventTable(Base):
    """The log: one row an act, each bound to the one before. Rows are never changed or removed.

    The acts of a pack that was merged stand in it as they are, a chain of their own beside the file's.
    """

    __tablename__ = "event"
    __table_args__ = _strict(Index(None, "coder_id", "seq"), Index(None, "replica", "number", unique=True))
    seq: Mapped[int] = mapped_column(primary_key=True)
    """Order of arrival in this file."""
    id: Mapped[str] = mapped_column(unique=True)
    op: Mapped[str]
    coder_id: Mapped[str | None]
    at: Mapped[str]
    undoes: Mapped[str | None]
    """The event that this one turns back, does again or passes over; for a snapshot, the newest of its parent."""
    codebook_version: Mapped[int]
    """The number of events so far that changed a code."""
    columns: Mapped[str]
    """The columns of each kind of row in this event's changes, in the order of their values."""
    digest: Mapped[str]
    replica: Mapped[str] = mapped_column(server_default=text("''"))
    """The pack whose chain the event belongs to, by its snapshot's id; empty for the file's own."""
    number: Mapped[int] = mapped_column(server_default=text("0"))
    """Place in its chain, from 1."""


class ChangeTable(Base):
    """The changes of each event, each with its own digest.

    A withdrawal empties what it concerns: neither before nor after is left, and the digest stays.
    """

    __tablename__ = "change"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)
    seq: Mapped[int] = mapped_column(ForeignKey("event.seq"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    row_id: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]
    digest: Mapped[str]
