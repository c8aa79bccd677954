"""The first tables

Columns stand in the order in which they came: 0.1 was never released, its eighteen steps are written here as one,
and a database that took them one by one has these very tables.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, ForeignKey, Index, UniqueConstraint

from models.tables.base import Base

revision = "0018"
down_revision = None
branch_labels = None
depends_on = None

COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
DATE, FLAG, INTEGER, JSON, REAL, TEXT, UUID = (
    kind() for kind in (sa.Date, sa.Boolean, sa.Integer, sa.JSON, sa.Double, sa.Text, sa.Uuid)
)

tables = sa.MetaData(naming_convention=Base.metadata.naming_convention)


def table(name: str, *parts: Any) -> None:
    """Note a table: columns by groups, then what holds for several of them."""
    sa.Table(name, tables, *(item for part in parts for item in (part if isinstance(part, list) else [part])))


def may(kind: Any, *names: str, **options: Any) -> list[Column[Any]]:
    """Columns that may be empty: of a type, or pointing to the column that a string names."""
    return [Column(name, ForeignKey(kind) if isinstance(kind, str) else kind, **options) for name in names]


def must(kind: Any, *names: str, **options: Any) -> list[Column[Any]]:
    """Columns that are never empty."""
    return may(kind, *names, nullable=False, **options)


def key(kind: Any, *names: str, **options: Any) -> list[Column[Any]]:
    """Columns that name a row."""
    return may(kind, *names, primary_key=True, **options)


# Texts with versions, who answers for them and has read them
table(
    "document",
    key(TEXT, "id"),
    must(TEXT, "kind", "status"),
    may(TEXT, "draft"),
    may(INSTANT, "draft_at"),
    may(UUID, "draft_by"),
    may(ForeignKey("version.id", use_alter=True), "published_id"),  # document and version point at each other
    may("document.id", "original_id", index=True),
    may(TEXT, "language"),
)
table(
    "version",
    key(COUNTED, "id"),
    must("document.id", "document_id"),
    must(INTEGER, "number"),
    must(TEXT, "text", "change"),
    must(INSTANT, "published_at"),
    may(UUID, "published_by"),
    must(TEXT, "word", server_default=""),
    UniqueConstraint("document_id", "number"),
)
table(
    "published_question",
    key(TEXT, "id"),
    must("document.id", "module_id", index=True),
    must("version.id", "version_id"),
    must(TEXT, "skill", index=True),
    must(TEXT, "use"),
    must(INTEGER, "position"),
    must(TEXT, "nature", server_default="méthode"),
)
table(
    "withholding",
    key(COUNTED, "id"),
    must("document.id", "document_id", index=True),
    must(TEXT, "question_id"),
    must(INTEGER, "up_to"),
    must(TEXT, "why"),
    must(INSTANT, "since"),
    may(UUID, "by"),
    may(INSTANT, "released_at"),
    may(UUID, "released_by"),
)
table(
    "second_reading",
    key(COUNTED, "id"),
    must("document.id", "document_id", index=True),
    must(TEXT, "question_id", "fingerprint"),
    must(UUID, "reader"),
    must(INSTANT, "at"),
)
table("responsibility", key(TEXT, "subject"), may(UUID, "owner", "deputy"))
table(
    "review",
    key(COUNTED, "id"),
    must("document.id", "document_id", index=True),
    must(TEXT, "text", "change", "word"),
    must(UUID, "asked_by"),
    must(INSTANT, "asked_at"),
    may(UUID, "invited"),
    may(TEXT, "decision"),
    may(UUID, "decided_by"),
    may(INSTANT, "decided_at"),
)
table(
    "review_comment",
    key(COUNTED, "id"),
    must("review.id", "review_id", index=True),
    must(INTEGER, "line"),
    must(TEXT, "body"),
    must(UUID, "by"),
    must(INSTANT, "at"),
)
table(
    "vote",
    key(COUNTED, "id"),
    must(TEXT, "question_id"),
    must("version.id", "version_id"),
    must("learner.key", "learner_key", index=True),
    must(JSON, "response"),
    must(INSTANT, "at"),
    UniqueConstraint("question_id", "version_id", "learner_key"),
)

# The feed
table(
    "muted_word",
    key(COUNTED, "id"),
    must("learner.key", "learner_key"),
    must(TEXT, "words"),
    must(INSTANT, "at"),
    UniqueConstraint("learner_key", "words"),
)
table("less_of", key("learner.key", "learner_key"), key(TEXT, "kind", "subject"), must(INSTANT, "at"))
table(
    "story_question",
    key("learner.key", "learner_key"),
    key(ForeignKey("story.id", ondelete="CASCADE"), "story_id"),
    must("presentation.id", "presentation_id"),
)

# Groups
table("learner_group", key(COUNTED, "id"), must(TEXT, "name", unique=True), must(INSTANT, "created_at"))
table(
    "membership",
    key("learner_group.id", "group_id"),
    key("learner.key", "learner_key", index=True),
    must(INSTANT, "joined_at"),
    may(INSTANT, "left_at"),
    may(DATE, "counted_on"),
)
table(
    "group_figure",
    key(COUNTED, "id"),
    must("learner_group.id", "group_id"),
    must(DATE, "week"),
    must(TEXT, "skill"),
    must(INTEGER, "people"),
    must(JSON, "covered"),
    may(JSON, "acquired"),
    UniqueConstraint("group_id", "week", "skill"),
)

# Periodic work
table("slot", key(TEXT, "kind", "slot"), must(INSTANT, "taken_at"))

# What a learner keeps
table(
    "keepsake",
    key("learner.key", "learner_key"),
    key(TEXT, "kind", "target"),
    must(TEXT, "title", "language"),
    must(FLAG, "bookmarked"),
    must(TEXT, "note"),
    must(INSTANT, "changed_at"),
)

# Mails
table(
    "mail",
    key(COUNTED, "id"),
    must("learner.key", "learner_key"),
    must(TEXT, "kind", "slot", "state"),
    must(INSTANT, "due_at", index=True),
    may(INSTANT, "lease_until"),
    must(INTEGER, "attempts"),
    may(TEXT, "message_id", index=True),
    may(TEXT, "recipient", "subject", "text", "html"),
    must(JSON, "story_ids"),
    may("presentation.id", "presentation_id"),
    may(TEXT, "result"),
    may(INSTANT, "sent_at"),
    must(JSON, "correction_ids"),
    UniqueConstraint("learner_key", "kind", "slot"),
)

# News
table(
    "article",
    key(COUNTED, "id"),
    must("source.id", "source_id", index=True),
    may("story.id", "story_id"),
    must(TEXT, "identity", "address"),
    must(TEXT, "host", index=True),
    must(TEXT, "title", "lead"),
    may(INSTANT, "published_at"),
    may(TEXT, "published_raw"),
    must(INSTANT, "found_at"),
    must(TEXT, "state"),
    may(INSTANT, "due_at", index=True),
    may(INSTANT, "lease_until"),
    must(INTEGER, "attempts"),
    may(TEXT, "text", "language", "result"),
    must(JSON, "summary_places", "marks", "sketch", "vector"),
    may(TEXT, "encoder"),
    may(INSTANT, "told_at", index=True),
    may(TEXT, "told_title"),
    UniqueConstraint("source_id", "identity"),
    Index(
        "ix_article_story_id_source_id", "story_id", "source_id"
    ),  # who told each story of a fortnight is read from it alone
)
table(
    "story",
    key(COUNTED, "id"),
    must(TEXT, "title"),
    may(TEXT, "language"),
    must(INSTANT, "happened_at", index=True),
    must(JSON, "summary_places"),
    may(INTEGER, "summarised_id"),
    must(INSTANT, "created_at"),
    may("learner.key", "learner_key", index=True),
    may("story.id", "merged_into", index=True),
    may(TEXT, "rewritten", "rewritten_by"),
)
table("story_skill", key("story.id", "story_id"), key(TEXT, "skill"), must(REAL, "similarity"))
table("story_reading", key("learner.key", "learner_key"), key("story.id", "story_id"), must(INSTANT, "at"))
table(
    "correction",
    key(COUNTED, "id"),
    must("story.id", "story_id", index=True),
    must("article.id", "article_id", index=True),
    must(INSTANT, "at", index=True),
    must(TEXT, "title_before", "title"),
    must(JSON, "before", "after"),
)
table("correction_told", key("learner.key", "learner_key"), key("correction.id", "correction_id"), must(INSTANT, "at"))

# Parameters of the learner model
table(
    "parameter_set",
    key(COUNTED, "id"),
    must(TEXT, "model", "origin"),
    must(JSON, "skills", "window", "metrics"),
    may(INTEGER, "seed"),
    must(INSTANT, "created_at"),
    must(JSON, "shared", "questions"),
    must(TEXT, "fingerprint"),
)
table(
    "promotion",
    key(COUNTED, "id"),
    must("parameter_set.id", "parameters_id"),
    must(TEXT, "kind"),
    must(INSTANT, "at"),
    must(TEXT, "by"),
)

# People
table("learner", key(UUID, "key"), must(INTEGER, "last_sequence"), must(TEXT, "timezone"))
table(
    "account",
    key(COUNTED, "id"),
    must("learner.key", "learner_key", unique=True),
    must(TEXT, "email", unique=True),
    must(TEXT, "name"),
    may(TEXT, "password_hash"),
    must(FLAG, "password_temporary", "trainer", "administrator"),
    must(TEXT, "language"),
    may(INTEGER, "digest_hour"),
    may(INSTANT, "privacy_read_at"),
    must(INSTANT, "created_at"),
    may(INSTANT, "closed_at", "themes_asked_at"),
    may(INTEGER, "digest_weekday"),
    may(INSTANT, "mail_paused_at", "mail_resumed_at"),
)
table("sign_in_attempt", key(COUNTED, "id"), must(TEXT, "subject", index=True), must(INSTANT, "at"))
table(
    "audit",
    key(COUNTED, "id"),
    must(INSTANT, "at"),
    may(UUID, "actor"),
    must(TEXT, "verb"),
    must(TEXT, "subject", index=True),
    must(JSON, "detail"),
)

# What the tutor has proposed, and what learners do not want
table(
    "proposal",
    key(COUNTED, "id"),
    must("learner.key", "learner_key", index=True),
    must(DATE, "day"),
    must(INSTANT, "at"),
    must("parameter_set.id", "parameters_id"),
    must(JSON, "situation"),
    must(TEXT, "purpose", "target"),
    must(REAL, "minutes"),
    must(JSON, "terms", "runner_up", "change"),
)
table(
    "refusal",
    key(COUNTED, "id"),
    must("learner.key", "learner_key", index=True),
    must(TEXT, "target"),
    may(DATE, "until"),
    must(INSTANT, "at"),
    UniqueConstraint("learner_key", "target"),
)

# Reports on questions and cards
table(
    "report",
    key(COUNTED, "id"),
    may("learner.key", "learner_key", index=True),
    must(TEXT, "kind"),
    must("version.id", "version_id"),
    may(TEXT, "question_id"),
    may(INTEGER, "card"),
    may("answer.id", "answer_id", index=True),
    must(TEXT, "word"),
    must(FLAG, "wants_reply"),
    must(INSTANT, "at"),
    may(INSTANT, "withdrawn_at"),
    may(TEXT, "outcome", "reply"),
    may(INSTANT, "replied_at"),
    may(UUID, "replied_by"),
    may(INSTANT, "read_at"),
)

# News that changes the job
table(
    "rule_change",
    key(COUNTED, "id"),
    must("story.id", "story_id", index=True),
    must(TEXT, "rule_id", "address", "state_from", "state_to"),
    may(DATE, "holds_from", "holds_until"),
    must(TEXT, "untouched"),
    may(TEXT, "cited", "cited_address"),
    may(INSTANT, "cited_at"),
    must(UUID, "proposed_by"),
    must(INSTANT, "proposed_at"),
    may(UUID, "invited"),
    may(TEXT, "decision"),
    may(UUID, "decided_by"),
    may(INSTANT, "decided_at", "took_effect_at"),
    may("version.id", "rules_before_id", "rules_after_id"),
    may(UUID, "undone_by"),
    may(INSTANT, "undone_at"),
)
table(
    "rule_change_text",
    key(COUNTED, "id"),
    must("rule_change.id", "change_id", index=True),
    must("document.id", "document_id", index=True),
    may(TEXT, "text"),
    must("version.id", "base_id"),
    may(UUID, "written_by"),
    must(INSTANT, "written_at"),
    may(UUID, "read_by"),
    may(INSTANT, "read_at"),
    may(TEXT, "outcome"),
    may("version.id", "version_id"),
    UniqueConstraint("change_id", "document_id"),
)
table("rule_change_reading", key("learner.key", "learner_key"), key("rule_change.id", "change_id"), must(INSTANT, "at"))
table("interview_word", key("story.id", "story_id"), must(TEXT, "body"), must(UUID, "by"), must(INSTANT, "at"))
table(
    "drafted_question",
    key(COUNTED, "id"),
    must("story.id", "story_id", index=True),
    must("document.id", "document_id"),
    must(TEXT, "question_id", "sentence", "source", "address"),
    must(INSTANT, "told_at"),
    must(UUID, "by"),
    must(INSTANT, "at"),
)

# What can be searched
table(
    "search_entry",
    key(COUNTED, "id"),
    must(TEXT, "kind"),
    may("document.id", "module_id"),
    may(TEXT, "slug"),
    may("story.id", "story_id", unique=True),
    must(TEXT, "language", "title", "text"),
    must(INSTANT, "at"),
    may(DATE, "review_by"),
    UniqueConstraint("module_id", "language", "slug"),
)
table(
    "search_word",
    key(TEXT, "written"),
    must(TEXT, "folded"),
    must(INTEGER, "entries"),
    Index(None, "folded", postgresql_ops={"folded": "text_pattern_ops"}),  # found by its beginning
)
FULL_TEXT_SEARCH = {
    "sqlite": ["CREATE VIRTUAL TABLE search_index USING fts5(title, text, tokenize='unicode61 remove_diacritics 2')"],
    "postgresql": [
        "CREATE TABLE search_index (entry_id bigint PRIMARY KEY, words tsvector NOT NULL)",
        # Without a list of entries still to be sorted in: every search would read it through.
        "CREATE INDEX ix_search_index_words ON search_index USING gin (words) WITH (fastupdate = off)",
    ],
}

# Watched sources
table(
    "host",
    key(TEXT, "name"),
    may(INSTANT, "next_visit_at", "lease_until"),
    may(TEXT, "robots"),
    may(INSTANT, "robots_at"),
    may(TEXT, "mining"),
    may(INSTANT, "mining_at"),
)
SHARED = sa.text("learner_key IS NULL")
table(
    "source",
    key(COUNTED, "id"),
    must(TEXT, "name", "address"),
    must(TEXT, "host", index=True),
    must(TEXT, "kind"),
    may(TEXT, "language"),
    must(FLAG, "active"),
    must(INSTANT, "next_visit_at", index=True),
    may(INSTANT, "lease_until"),
    must(INTEGER, "attempts"),
    may(TEXT, "etag", "last_modified", "fingerprint"),
    may(INSTANT, "last_visit_at", "last_success_at"),
    may(TEXT, "last_result", "last_detail"),
    must(INSTANT, "created_at"),
    may("learner.key", "learner_key"),
    must(TEXT, "nature"),
    may(TEXT, "jurisdiction"),
    must(TEXT, "right_to_show"),
    may(TEXT, "selector"),
    may(INTEGER, "age_limit"),
    must(FLAG, "about_the_job"),
    must(JSON, "ahead"),
    may(TEXT, "last_text"),
    may(INSTANT, "left_at"),
    UniqueConstraint("learner_key", "address"),
    Index("uq_source_shared_address", "address", unique=True, sqlite_where=SHARED, postgresql_where=SHARED),
)
table(
    "source_change",
    key(COUNTED, "id"),
    must("source.id", "source_id", index=True),
    must(INSTANT, "at"),
    must(TEXT, "before", "now"),
)
table(
    "permission",
    key(COUNTED, "id"),
    must("source.id", "source_id", index=True),
    must(TEXT, "given_by"),
    must(DATE, "given_on"),
    must(TEXT, "words", "right_to_show"),
    must(UUID, "recorded_by"),
    must(INSTANT, "recorded_at"),
)
table(
    "trial",
    key(COUNTED, "id"),
    must("learner.key", "learner_key", index=True),
    must(TEXT, "address", index=True),
    may(TEXT, "selector"),
    must(JSON, "ahead"),
    must(TEXT, "host", index=True),
    may(INSTANT, "due_at", index=True),
    may(INSTANT, "lease_until"),
    must(INTEGER, "attempts"),
    must(JSON, "found"),
    must(INSTANT, "asked_at"),
)

# Figures of questions, learning curves
table(
    "question_figures",
    key(TEXT, "question_id"),
    key("version.id", "version_id"),
    must(TEXT, "skill"),
    must(INTEGER, "answers", "people", "right"),
    may(REAL, "discrimination"),
    must(JSON, "figures", "signs"),
    may(INTEGER, "place"),
    must(INSTANT, "taken_at"),
)
table("learning_curve", key(TEXT, "skill"), must(INTEGER, "answers"), must(JSON, "points"), must(INSTANT, "taken_at"))

# Learning: what was asked and answered, and what is believed of it
table(
    "play",
    key(UUID, "id"),
    must("learner.key", "learner_key", index=True),
    may("version.id", "version_id"),
    must(TEXT, "purpose"),
    may(TEXT, "skill"),
    must(INTEGER, "cards_read"),
    must(INSTANT, "started_at"),
    may(INSTANT, "finished_at"),
    must(FLAG, "pretest", server_default=sa.false()),
    may(REAL, "minutes"),
    may(TEXT, "domain"),
)
table(
    "presentation",
    key(UUID, "id"),
    must("learner.key", "learner_key", index=True),
    may("play.id", "play_id", index=True),
    must(TEXT, "question_id"),
    must("version.id", "version_id"),
    must(TEXT, "purpose"),
    must(JSON, "option_order"),
    must(INSTANT, "shown_at"),
    may(INSTANT, "acknowledged_at"),
)
table(
    "answer",
    key(COUNTED, "id"),
    must("presentation.id", "presentation_id", unique=True),
    must("learner.key", "learner_key"),
    must(INTEGER, "sequence"),
    must(TEXT, "question_id", "skill", index=True),
    must("version.id", "version_id"),
    must("parameter_set.id", "parameters_id"),
    must(JSON, "response"),
    must(FLAG, "correct", "dont_know"),
    may(TEXT, "confidence"),
    must(REAL, "seconds"),
    must(INTEGER, "exposure"),
    must(REAL, "chance"),
    must(FLAG, "counts"),
    must(REAL, "known_before", "known_after"),
    must(INSTANT, "answered_at"),
    must(DATE, "day"),
    must(FLAG, "working_day"),
    must(FLAG, "provisional", server_default=sa.false()),
    UniqueConstraint("learner_key", "sequence"),
)
table(
    "annulment",
    key(COUNTED, "id"),
    must("answer.id", "answer_id", unique=True),
    must(TEXT, "reason"),
    must(INSTANT, "at"),
    may(UUID, "by"),
)
table(
    "mastery",
    key("learner.key", "learner_key"),
    key(TEXT, "skill"),
    must(REAL, "known", "earned"),
    may(INSTANT, "at", "earned_at"),
    must(INTEGER, "answers", "first_exposures"),
    may(DATE, "first_day"),
    must(FLAG, "confirmed_later", "acquired"),
    must(INTEGER, "mark", "earned_mark"),
)
table(
    "ability",
    key("learner.key", "learner_key"),
    must(REAL, "slow", "fast"),
    must(INTEGER, "answers"),
    must("parameter_set.id", "parameters_id"),
)
table(
    "due_check",
    key(COUNTED, "id"),
    must("learner.key", "learner_key", index=True),
    must(TEXT, "skill"),
    must("version.id", "version_id"),
    must(INSTANT, "due_at"),
    may(INSTANT, "done_at"),
    must(TEXT, "reason", server_default="meaning"),
    UniqueConstraint("learner_key", "skill", "version_id", "reason", "due_at"),
)
table(
    "notice",
    key(COUNTED, "id"),
    must("learner.key", "learner_key", index=True),
    must(TEXT, "question_id"),
    must("version.id", "version_id"),
    must(FLAG, "right"),
    must(INSTANT, "at"),
    may(INSTANT, "read_at"),
    UniqueConstraint("learner_key", "question_id", "version_id"),
)

# The subjects that a learner follows
table(
    "theme",
    key(COUNTED, "id"),
    must("learner.key", "learner_key"),
    may(TEXT, "domain", "words"),
    must(INSTANT, "followed_at"),
    may(TEXT, "token", unique=True),
    UniqueConstraint("learner_key", "domain"),
    UniqueConstraint("learner_key", "words"),
)

# When a learner does not work, and how often she means to come
table(
    "pause",
    key(COUNTED, "id"),
    must("learner.key", "learner_key", index=True),
    must(DATE, "first"),
    must(DATE, "last", index=True),
)
table("goal", key("learner.key", "learner_key"), must(INTEGER, "days"))


def upgrade() -> None:
    tables.create_all(op.get_bind(), checkfirst=False)
    for statement in FULL_TEXT_SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE search_index")
    tables.drop_all(op.get_bind(), checkfirst=False)
