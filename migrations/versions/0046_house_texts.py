"""One table of house texts, of the ways to reach the house and of what fills the blanks of cards"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

WAYS = ("counter", "telephone", "post")


def upgrade() -> None:
    op.create_table(
        "house_text",
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("place", "language", "what", name=op.f("pk_house_text")),
    )
    into = "INSERT INTO house_text (place, language, what, asked, text, written_on) SELECT"
    op.execute(f"{into} module_id, language, blank, asked, text, filled_on FROM filling")
    for way in WAYS:
        op.execute(f"{into} '*', language, '{way}', '', {way}, NULL FROM house_ways WHERE {way} <> ''")
    op.drop_table("house_ways")
    op.drop_table("filling")


def downgrade() -> None:
    op.create_table(
        "filling",
        sa.Column("module_id", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("blank", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("filled_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("module_id", "language", "blank", name=op.f("pk_filling")),
    )
    op.create_table(
        "house_ways",
        sa.Column("language", sa.Text(), nullable=False),
        *(sa.Column(way, sa.Text(), nullable=False) for way in WAYS),
        sa.PrimaryKeyConstraint("language", name=op.f("pk_house_ways")),
    )
    op.execute("""
        INSERT INTO filling (module_id, language, blank, asked, text, filled_on)
        SELECT place, language, what, asked, text, written_on FROM house_text WHERE place <> '*'
    """)
    told = ", ".join(f"COALESCE(MAX(CASE WHEN what = '{way}' THEN text END), '')" for way in WAYS)
    op.execute(f"""
        INSERT INTO house_ways (language, {", ".join(WAYS)})
        SELECT language, {told} FROM house_text WHERE place = '*' GROUP BY language
    """)
    op.drop_table("house_text")
