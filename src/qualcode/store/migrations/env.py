"""Alembic's entry: runs on the connection that the caller hands over."""

from __future__ import annotations

from alembic import context

from qualcode.store.schema import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
