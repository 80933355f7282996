"""The tables: columns, keys, checks and names. Field names equal those of the domain's values."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import REAL, CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, Table, Text, text

SCHEMA_VERSION: Final = 9
"""Goes up with each migration; stored as the file's `user_version`."""

REVISION: Final = "0009"
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


_TYPES: Final[dict[str, Any]] = {"str": Text, "int": Integer, "float": REAL}


class Base:
    """What every table shares: strict types, and stable names for keys and checks.

    A subclass is a table, its annotated names the columns. SQLAlchemy's own declarations would do the same, but come
    with all of its object mapping: a tenth of a second and 7 MB at each start, for nothing that is used here.
    """

    metadata = MetaData(naming_convention=_CONVENTION)

    def __init_subclass__(cls) -> None:
        said = vars(cls)
        columns = [_column(name, kind, said.get(name, column())) for name, kind in cls.__annotations__.items()]
        *constraints, settings = said["__table_args__"]
        Table(said["__tablename__"], cls.metadata, *columns, *constraints, **settings)


def column(*constraints: Any, **settings: Any) -> Any:
    """A column that is more than its name and type."""
    return constraints, settings


def _column(name: str, kind: str, said: tuple[tuple[Any, ...], dict[str, Any]]) -> Column[Any]:
    constraints, settings = said
    of, _, empty = kind.partition(" | ")
    return Column(name, _TYPES[of], *constraints, nullable=bool(empty), **settings)


def _strict(*constraints: Any) -> tuple[Any, ...]:
    return (*constraints, {"sqlite_strict": True})


class StudyTable(Base):
    """The one row that says what this project is."""

    __tablename__ = "study"
    __table_args__ = _strict()
    id: str = column(primary_key=True)
    name: str
    synthetic: int
    created: str
    codes_interviewer: int = column(server_default=text("0"))
    version: int


class CoderTable(Base):
    """People who code."""

    __tablename__ = "coder"
    __table_args__ = _strict()
    id: str = column(primary_key=True)
    name: str = column(unique=True)
    version: int


class ParticipantTable(Base):
    """People interviewed."""

    __tablename__ = "participant"
    __table_args__ = _strict()
    id: str = column(primary_key=True)
    name: str = column(unique=True)
    group: str
    site: str
    attributes: str
    transcripts: str
    is_excluded: int = column(server_default=text("0"))
    is_withdrawn: int = column(server_default=text("0"))
    version: int


class MeasureValueTable(Base):
    """One number a participant and measure."""

    __tablename__ = "measure_value"
    __table_args__ = _strict(Index(None, "participant_id", "name", unique=True))
    id: str = column(primary_key=True)
    participant_id: str = column(ForeignKey("participant.id"))
    name: str
    value: float
    version: int


class ScaleTable(Base):
    """Scores made of items."""

    __tablename__ = "scale"
    __table_args__ = _strict()
    id: str = column(primary_key=True)
    name: str = column(unique=True)
    position: int
    label_en: str
    label_fr: str
    items: str
    lowest: float | None
    highest: float | None
    reversed_items: str
    scoring: str
    smallest_share: float
    version: int


class OutcomeTable(Base):
    """Numbers that are explained by others."""

    __tablename__ = "outcome"
    __table_args__ = _strict()
    id: str = column(primary_key=True)
    name: str = column(unique=True)
    position: int
    label_en: str
    label_fr: str
    definition_en: str
    definition_fr: str
    rule: str
    column: str
    time_column: str
    version: int


class QuestionTable(Base):
    """The interview guide."""

    __tablename__ = "question"
    __table_args__ = _strict()
    id: str = column(primary_key=True)
    name: str = column(unique=True)
    position: int
    texts: str
    groups: str
    values: str
    codes: str
    unit: int
    guide_version: str
    version: int


class TranscriptTable(Base):
    """Interviews."""

    __tablename__ = "transcript"
    __table_args__ = _strict()
    id: str = column(primary_key=True)
    name: str = column(unique=True)
    suffix: str
    mode: str
    language: str
    date: str
    headers: str
    is_excluded: int = column(server_default=text("0"))
    version: int


class RevisionTable(Base):
    """Immutable texts, by digest."""

    __tablename__ = "revision"
    __table_args__ = _strict(
        Index(None, "transcript_id", "number", unique=True), CheckConstraint("length >= 0", "length")
    )
    id: str = column(primary_key=True)
    transcript_id: str = column(ForeignKey("transcript.id"))
    number: int
    sha256: str
    length: int
    encoding: str
    bom: int
    newlines: str
    turns: str
    version: int


class SpeakerTable(Base):
    """Labels and whose speech they mark."""

    __tablename__ = "speaker"
    __table_args__ = _strict(Index(None, "transcript_id", "label", unique=True))
    id: str = column(primary_key=True)
    transcript_id: str = column(ForeignKey("transcript.id"))
    label: str
    role: str
    participant_id: str | None = column(ForeignKey("participant.id"), index=True)
    version: int


class SectionTable(Base):
    """Which part of a revision answers which question."""

    __tablename__ = "section"
    __table_args__ = _strict(Index(None, "revision_id", "start"))
    id: str = column(primary_key=True)
    revision_id: str = column(ForeignKey("revision.id"))
    question_id: str = column(ForeignKey("question.id"))
    start: int
    end: int
    version: int


class AnswerTable(Base):
    """Status and closed value of a question in an interview."""

    __tablename__ = "answer"
    __table_args__ = _strict(Index(None, "transcript_id", "question_id", unique=True))
    id: str = column(primary_key=True)
    transcript_id: str = column(ForeignKey("transcript.id"))
    question_id: str = column(ForeignKey("question.id"))
    status: str
    value: str
    version: int


class CodeTable(Base):
    """The codebook's tree."""

    __tablename__ = "code"
    __table_args__ = _strict()
    id: str = column(primary_key=True)
    name: str
    parent_id: str | None = column(ForeignKey("code.id"), index=True)
    position: int
    definition: str
    include: str
    exclude: str
    example: str
    colour: str
    hotkey: str
    exclusive: int
    label_fr: str
    definition_fr: str
    is_retired: int
    revised_in: int = column(server_default=text("1"))
    origin: str = column(server_default=text("''"))
    version: int


class CodebookVersionTable(Base):
    """Why the codebook was changed."""

    __tablename__ = "codebook_version"
    __table_args__ = _strict()
    id: str = column(primary_key=True)
    number: int
    coder_id: str | None = column(ForeignKey("coder.id"))
    reason: str
    version: int


class CodingTable(Base):
    """Who put which code on which segment."""

    __tablename__ = "coding"
    __table_args__ = _strict(
        Index(None, "revision_id", "coder_id", "start"),
        Index("ix_coding_presence", "layer", "code_id", "revision_id", "coder_id", "start", "end"),
        CheckConstraint('start >= 0 AND "end" > start', "segment"),
        CheckConstraint("layer IN ('independent', 'consensus', 'recode')", "layer"),
    )
    id: str = column(primary_key=True)
    revision_id: str = column(ForeignKey("revision.id"))
    coder_id: str = column(ForeignKey("coder.id"))
    code_id: str = column(ForeignKey("code.id"))
    start: int
    end: int
    layer: str
    round: str
    created: str
    codebook_version: int
    unsure: int = column(server_default="0")
    version: int


class MemoTable(Base):
    """Notes on anything."""

    __tablename__ = "memo"
    __table_args__ = _strict(Index(None, "subject_id", "coder_id", unique=True))
    id: str = column(primary_key=True)
    subject_kind: str
    subject_id: str
    coder_id: str = column(ForeignKey("coder.id"))
    text: str
    version: int


class FinishedTable(Base):
    """Which coder has finished which transcript."""

    __tablename__ = "finished"
    __table_args__ = _strict(Index(None, "transcript_id", "coder_id", unique=True))
    id: str = column(primary_key=True)
    transcript_id: str = column(ForeignKey("transcript.id"))
    coder_id: str = column(ForeignKey("coder.id"))
    version: int


class RoundTable(Base):
    """Stretches of coding."""

    __tablename__ = "round"
    __table_args__ = _strict(CheckConstraint("status IN ('open', 'closed')", "status"))
    id: str = column(primary_key=True)
    name: str = column(unique=True)
    kind: str
    is_blind: int
    status: str
    version: int


class AssignmentTable(Base):
    """Who codes which transcript in which round."""

    __tablename__ = "assignment"
    __table_args__ = _strict(
        Index(None, "round_id", "transcript_id", "coder_id", unique=True), Index(None, "coder_id", "transcript_id")
    )
    id: str = column(primary_key=True)
    round_id: str = column(ForeignKey("round.id"))
    transcript_id: str = column(ForeignKey("transcript.id"))
    coder_id: str = column(ForeignKey("coder.id"))
    version: int


class RecodedTable(Base):
    """Which coder has finished which transcript again, in a recode round."""

    __tablename__ = "recoded"
    __table_args__ = _strict(
        Index(None, "round_id", "transcript_id", "coder_id", unique=True), Index(None, "coder_id", "transcript_id")
    )
    id: str = column(primary_key=True)
    round_id: str = column(ForeignKey("round.id"))
    transcript_id: str = column(ForeignKey("transcript.id"))
    coder_id: str = column(ForeignKey("coder.id"))
    version: int


class AdjudicationTable(Base):
    """What was decided where coders differ; the codings that follow from it are in the consensus layer."""

    __tablename__ = "adjudication"
    __table_args__ = _strict(Index(None, "revision_id", "code_id", "start", unique=True))
    id: str = column(primary_key=True)
    revision_id: str = column(ForeignKey("revision.id"))
    question_id: str | None = column(ForeignKey("question.id"))
    start: int
    end: int
    code_id: str = column(ForeignKey("code.id"))
    coder_id: str = column(ForeignKey("coder.id"))
    decision: str
    chosen: str
    readings: str
    codings: str
    reason: str
    created: str
    codebook_version: int
    version: int


class ContentTable(Base):
    """Texts under their SHA-256. The log names a text by its digest, so each stands here once."""

    __tablename__ = "content"
    __table_args__ = _strict()
    sha256: str = column(primary_key=True)
    text: str


class EventTable(Base):
    """The log: one row an act, each bound to the one before. Rows are never changed or removed.

    The acts of a pack that was merged stand in it as they are, a chain of their own beside the file's.
    """

    __tablename__ = "event"
    __table_args__ = _strict(Index(None, "coder_id", "seq"), Index(None, "replica", "number", unique=True))
    seq: int = column(primary_key=True)
    """Order of arrival in this file."""
    id: str = column(unique=True)
    op: str
    coder_id: str | None
    at: str
    undoes: str | None
    """The event that this one turns back, does again or passes over; for a snapshot, the newest of its parent."""
    codebook_version: int
    """The number of events so far that changed a code."""
    columns: str
    """The columns of each kind of row in this event's changes, in the order of their values."""
    digest: str
    replica: str = column(server_default=text("''"))
    """The pack whose chain the event belongs to, by its snapshot's id; empty for the file's own."""
    number: int = column(server_default=text("0"))
    """Place in its chain, from 1."""


class ChangeTable(Base):
    """The changes of each event, each with its own digest.

    A withdrawal empties what it concerns: neither before nor after is left, and the digest stays.
    """

    __tablename__ = "change"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)
    seq: int = column(ForeignKey("event.seq"), primary_key=True)
    number: int = column(primary_key=True)
    kind: str
    row_id: str
    before: str | None
    after: str | None
    digest: str
