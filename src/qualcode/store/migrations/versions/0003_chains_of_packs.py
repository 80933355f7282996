"""Whose chain an event belongs to, and its place there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("event", sa.Column("replica", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column("event", sa.Column("number", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.execute("UPDATE event SET number = seq")
    op.create_index("ix_event_replica_number", "event", ["replica", "number"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_event_replica_number", "event")
    op.drop_column("event", "number")
    op.drop_column("event", "replica")
