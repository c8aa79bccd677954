"""The first tables"""

import sqlalchemy as sa
from alembic import op

import models.tables.base

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

PUBLISHED = "fk_document_published_id_version"


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", models.tables.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Uuid(), nullable=True),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_subject"), ["subject"], unique=False)

    op.create_table(
        "document",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=True),
        sa.Column("draft_at", models.tables.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("draft_by", sa.Uuid(), nullable=True),
        sa.Column("published_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["published_id"], ["version.id"], name=op.f("fk_document_published_id_version"), use_alter=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_table(
        "host",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("next_visit_at", models.tables.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("lease_until", models.tables.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("robots", sa.Text(), nullable=True),
        sa.Column("robots_at", models.tables.base.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_host")),
    )
    op.create_table(
        "learner",
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("last_sequence", sa.Integer(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_learner")),
    )
    op.create_table(
        "parameter_set",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("window", sa.JSON(), nullable=False),
        sa.Column("metrics", sa.JSON(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=True),
        sa.Column("created_at", models.tables.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("promoted_at", models.tables.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("promoted_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parameter_set")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", models.tables.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_subject"), ["subject"], unique=False)

    op.create_table(
        "slot",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("taken_at", models.tables.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "slot", name=op.f("pk_slot")),
    )
    op.create_table(
        "source",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("next_visit_at", models.tables.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("lease_until", models.tables.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("fingerprint", sa.Text(), nullable=True),
        sa.Column("last_visit_at", models.tables.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("last_success_at", models.tables.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("last_result", sa.Text(), nullable=True),
        sa.Column("last_detail", sa.Text(), nullable=True),
        sa.Column("created_at", models.tables.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("address", name=op.f("uq_source_address")),
    )
    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_host"), ["host"], unique=False)
        batch_op.create_index(batch_op.f("ix_source_next_visit_at"), ["next_visit_at"], unique=False)

    op.create_table(
        "story",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("happened_at", models.tables.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("summary_places", sa.JSON(), nullable=False),
        sa.Column("summarised_id", sa.Integer(), nullable=True),
        sa.Column("vector", sa.JSON(), nullable=False),
        sa.Column("encoder", sa.Text(), nullable=True),
        sa.Column("created_at", models.tables.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story")),
    )
    with op.batch_alter_table("story", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_story_happened_at"), ["happened_at"], unique=False)

    op.create_table(
        "account",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("password_temporary", sa.Boolean(), nullable=False),
        sa.Column("trainer", sa.Boolean(), nullable=False),
        sa.Column("administrator", sa.Boolean(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("digest_hour", sa.Integer(), nullable=True),
        sa.Column("privacy_read_at", models.tables.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("created_at", models.tables.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", models.tables.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_account_learner_key_learner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("learner_key", name=op.f("uq_account_learner_key")),
    )
    op.create_table(
        "article",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("story_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("published_at", models.tables.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("published_raw", sa.Text(), nullable=True),
        sa.Column("found_at", models.tables.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", models.tables.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("lease_until", models.tables.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_article_source_id_source")),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name=op.f("fk_article_story_id_story")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("source_id", "identity", name=op.f("uq_article_source_id_identity")),
    )
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_article_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_host"), ["host"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_source_id"), ["source_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_story_id"), ["story_id"], unique=False)

    op.create_table(
        "mastery",
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("skill", sa.Text(), nullable=False),
        sa.Column("known", sa.Double(), nullable=False),
        sa.Column("earned", sa.Double(), nullable=False),
        sa.Column("at", models.tables.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("earned_at", models.tables.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("first_exposures", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("confirmed_later", sa.Boolean(), nullable=False),
        sa.Column("acquired", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_mastery_learner_key_learner")),
        sa.PrimaryKeyConstraint("learner_key", "skill", name=op.f("pk_mastery")),
    )
    op.create_table(
        "story_reading",
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("story_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", models.tables.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_story_reading_learner_key_learner")),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name=op.f("fk_story_reading_story_id_story")),
        sa.PrimaryKeyConstraint("learner_key", "story_id", name=op.f("pk_story_reading")),
    )
    op.create_table(
        "story_skill",
        sa.Column("story_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("skill", sa.Text(), nullable=False),
        sa.Column("similarity", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name=op.f("fk_story_skill_story_id_story")),
        sa.PrimaryKeyConstraint("story_id", "skill", name=op.f("pk_story_skill")),
    )
    op.create_table(
        "version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("published_at", models.tables.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_version_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_version_document_id_number")),
    )
    op.create_table(
        "due_check",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("skill", sa.Text(), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_at", models.tables.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("done_at", models.tables.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_due_check_learner_key_learner")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_due_check_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_check")),
        sa.UniqueConstraint(
            "learner_key", "skill", "version_id", name=op.f("uq_due_check_learner_key_skill_version_id")
        ),
    )
    with op.batch_alter_table("due_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_due_check_learner_key"), ["learner_key"], unique=False)

    op.create_table(
        "play",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("skill", sa.Text(), nullable=True),
        sa.Column("cards_read", sa.Integer(), nullable=False),
        sa.Column("started_at", models.tables.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", models.tables.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_play_learner_key_learner")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_play_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_play")),
    )
    with op.batch_alter_table("play", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_play_learner_key"), ["learner_key"], unique=False)

    op.create_table(
        "published_question",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("module_id", sa.Text(), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("skill", sa.Text(), nullable=False),
        sa.Column("use", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["module_id"], ["document.id"], name=op.f("fk_published_question_module_id_document")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_published_question_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_question")),
    )
    with op.batch_alter_table("published_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_published_question_module_id"), ["module_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_published_question_skill"), ["skill"], unique=False)

    op.create_table(
        "presentation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("play_id", sa.Uuid(), nullable=True),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("option_order", sa.JSON(), nullable=False),
        sa.Column("shown_at", models.tables.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", models.tables.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_presentation_learner_key_learner")),
        sa.ForeignKeyConstraint(["play_id"], ["play.id"], name=op.f("fk_presentation_play_id_play")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_presentation_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presentation")),
    )
    with op.batch_alter_table("presentation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_presentation_learner_key"), ["learner_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_presentation_play_id"), ["play_id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("presentation_id", sa.Uuid(), nullable=False),
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("skill", sa.Text(), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("parameters_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("response", sa.JSON(), nullable=False),
        sa.Column("correct", sa.Boolean(), nullable=False),
        sa.Column("dont_know", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=True),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("exposure", sa.Integer(), nullable=False),
        sa.Column("chance", sa.Double(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("known_before", sa.Double(), nullable=False),
        sa.Column("known_after", sa.Double(), nullable=False),
        sa.Column("answered_at", models.tables.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working_day", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_answer_learner_key_learner")),
        sa.ForeignKeyConstraint(
            ["parameters_id"], ["parameter_set.id"], name=op.f("fk_answer_parameters_id_parameter_set")
        ),
        sa.ForeignKeyConstraint(
            ["presentation_id"], ["presentation.id"], name=op.f("fk_answer_presentation_id_presentation")
        ),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_answer_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("learner_key", "sequence", name=op.f("uq_answer_learner_key_sequence")),
        sa.UniqueConstraint("presentation_id", name=op.f("uq_answer_presentation_id")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_question_id"), ["question_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answer_skill"), ["skill"], unique=False)

    op.create_table(
        "mail",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("learner_key", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", models.tables.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("lease_until", models.tables.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("html", sa.Text(), nullable=True),
        sa.Column("story_ids", sa.JSON(), nullable=False),
        sa.Column("presentation_id", sa.Uuid(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("sent_at", models.tables.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["learner_key"], ["learner.key"], name=op.f("fk_mail_learner_key_learner")),
        sa.ForeignKeyConstraint(
            ["presentation_id"], ["presentation.id"], name=op.f("fk_mail_presentation_id_presentation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("learner_key", "kind", "slot", name=op.f("uq_mail_learner_key_kind_slot")),
    )
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_due_at"), ["due_at"], unique=False)

    op.create_table(
        "annulment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", models.tables.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_annulment_answer_id_answer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annulment")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_annulment_answer_id")),
    )

    if op.get_bind().dialect.supports_alter:  # SQLite has it in the table: document and version point at each other
        op.create_foreign_key(PUBLISHED, "document", "version", ["published_id"], ["id"])


def downgrade() -> None:
    if op.get_bind().dialect.supports_alter:
        op.drop_constraint(PUBLISHED, "document")
    op.drop_table("annulment")
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mail_due_at"))

    op.drop_table("mail")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_skill"))
        batch_op.drop_index(batch_op.f("ix_answer_question_id"))

    op.drop_table("answer")
    with op.batch_alter_table("presentation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_presentation_play_id"))
        batch_op.drop_index(batch_op.f("ix_presentation_learner_key"))

    op.drop_table("presentation")
    with op.batch_alter_table("published_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_question_skill"))
        batch_op.drop_index(batch_op.f("ix_published_question_module_id"))

    op.drop_table("published_question")
    with op.batch_alter_table("play", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_play_learner_key"))

    op.drop_table("play")
    with op.batch_alter_table("due_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_due_check_learner_key"))

    op.drop_table("due_check")
    op.drop_table("version")
    op.drop_table("story_skill")
    op.drop_table("story_reading")
    op.drop_table("mastery")
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_story_id"))
        batch_op.drop_index(batch_op.f("ix_article_source_id"))
        batch_op.drop_index(batch_op.f("ix_article_host"))
        batch_op.drop_index(batch_op.f("ix_article_due_at"))

    op.drop_table("article")
    op.drop_table("account")
    with op.batch_alter_table("story", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_story_happened_at"))

    op.drop_table("story")
    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_source_next_visit_at"))
        batch_op.drop_index(batch_op.f("ix_source_host"))

    op.drop_table("source")
    op.drop_table("slot")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_subject"))

    op.drop_table("sign_in_attempt")
    op.drop_table("parameter_set")
    op.drop_table("learner")
    op.drop_table("host")
    op.drop_table("document")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_subject"))

    op.drop_table("audit")
