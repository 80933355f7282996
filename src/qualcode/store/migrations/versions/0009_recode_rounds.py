"""What a coder puts on a transcript again: a layer of its own, and its own mark."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _layers("layer IN ('independent', 'consensus', 'recode')")
    op.create_table(
        "recoded",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("transcript_id", sa.Text(), nullable=False),
        sa.Column("coder_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name=op.f("fk_recoded_coder_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_recoded_round_id")),
        sa.ForeignKeyConstraint(["transcript_id"], ["transcript.id"], name=op.f("fk_recoded_transcript_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recoded")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_recoded_round_id_transcript_id_coder_id"),
        "recoded",
        ["round_id", "transcript_id", "coder_id"],
        unique=True,
    )
    op.create_index(op.f("ix_recoded_coder_id_transcript_id"), "recoded", ["coder_id", "transcript_id"])


def downgrade() -> None:
    op.drop_table("recoded")
    op.execute("DELETE FROM coding WHERE layer = 'recode'")
    _layers("layer IN ('independent', 'consensus')")


def _layers(allowed: str) -> None:
    """Make the table of codings anew with another check: SQLite changes none in place."""
    with op.batch_alter_table("coding", recreate="always", table_kwargs={"sqlite_strict": True}) as batch:
        batch.drop_constraint(op.f("ck_coding_layer"), type_="check")
        batch.create_check_constraint(op.f("ck_coding_layer"), sa.text(allowed))
