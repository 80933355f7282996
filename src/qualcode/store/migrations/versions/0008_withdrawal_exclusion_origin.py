"""Who withdrew, whose words are not exported, and where a code comes from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_FLAGS = (("participant", "is_excluded"), ("participant", "is_withdrawn"), ("transcript", "is_excluded"))


def upgrade() -> None:
    for table, column in _FLAGS:
        op.add_column(table, sa.Column(column, sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("code", sa.Column("origin", sa.Text(), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    op.drop_column("code", "origin")
    for table, column in reversed(_FLAGS):
        op.drop_column(table, column)
