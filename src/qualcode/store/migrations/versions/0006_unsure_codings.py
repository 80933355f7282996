"""Codings can be flagged as unsure."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("coding", sa.Column("unsure", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("coding", "unsure")
