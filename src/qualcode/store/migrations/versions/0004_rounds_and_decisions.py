"""Rounds, assignments and decisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "round",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("is_blind", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('open', 'closed')", name=op.f("ck_round_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("name", name=op.f("uq_round_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("transcript_id", sa.Text(), nullable=False),
        sa.Column("coder_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name=op.f("fk_assignment_coder_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_assignment_round_id")),
        sa.ForeignKeyConstraint(["transcript_id"], ["transcript.id"], name=op.f("fk_assignment_transcript_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_assignment_coder_id_transcript_id"), "assignment", ["coder_id", "transcript_id"])
    op.create_index(
        op.f("ix_assignment_round_id_transcript_id_coder_id"),
        "assignment",
        ["round_id", "transcript_id", "coder_id"],
        unique=True,
    )
    op.create_table(
        "adjudication",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision_id", sa.Text(), nullable=False),
        sa.Column("question_id", sa.Text(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("code_id", sa.Text(), nullable=False),
        sa.Column("coder_id", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("readings", sa.Text(), nullable=False),
        sa.Column("codings", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("codebook_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["code_id"], ["code.id"], name=op.f("fk_adjudication_code_id")),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name=op.f("fk_adjudication_coder_id")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_adjudication_question_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_adjudication_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjudication")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_adjudication_revision_id_code_id_start"),
        "adjudication",
        ["revision_id", "code_id", "start"],
        unique=True,
    )


def downgrade() -> None:
    op.drop_table("adjudication")
    op.drop_table("assignment")
    op.drop_table("round")
