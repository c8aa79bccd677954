"""Modules in other languages: twins of originals, each with versions of its own"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

IN_LANGUAGE, IN_ALL = "uq_search_entry_module_id_language_slug", "uq_search_entry_module_id_slug"


def upgrade() -> None:
    with op.batch_alter_table("document") as document:
        document.add_column(sa.Column("original_id", sa.Text(), nullable=True))
        document.add_column(sa.Column("language", sa.Text(), nullable=True))
        document.create_foreign_key(op.f("fk_document_original_id_document"), "document", ["original_id"], ["id"])
    op.create_index(op.f("ix_document_original_id"), "document", ["original_id"])
    _note_languages()
    with op.batch_alter_table("search_entry") as entry:
        entry.drop_constraint(op.f(IN_ALL), type_="unique")
        entry.create_unique_constraint(op.f(IN_LANGUAGE), ["module_id", "language", "slug"])


def _note_languages() -> None:
    """Each module is in the language that its text in force names; what is but a draft yet, in French."""
    op.execute("UPDATE document SET language = 'fr' WHERE kind = 'module'")
    in_force = sa.text("SELECT document.id, text FROM document JOIN version ON version.id = published_id")
    noting = sa.text("UPDATE document SET language = :language WHERE id = :id AND kind = 'module'")
    for name, text in op.get_bind().execute(in_force).all():
        if found := re.search("^language: *(nl|en)$", text, re.MULTILINE):
            op.get_bind().execute(noting, {"id": name, "language": found[1]})


def downgrade() -> None:
    for table in ("search_entry", "search_index", "search_word"):  # the set-up fills what is empty
        op.execute(f"DELETE FROM {table}")
    op.execute("UPDATE document SET status = 'retired' WHERE original_id IS NOT NULL")
    with op.batch_alter_table("search_entry") as entry:
        entry.drop_constraint(op.f(IN_LANGUAGE), type_="unique")
        entry.create_unique_constraint(op.f(IN_ALL), ["module_id", "slug"])
    op.drop_index(op.f("ix_document_original_id"), table_name="document")
    with op.batch_alter_table("document") as document:
        document.drop_constraint(op.f("fk_document_original_id_document"), type_="foreignkey")
        document.drop_column("language")
        document.drop_column("original_id")
