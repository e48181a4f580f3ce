"""What Syllabus adds: a function for case folding, indexes, and a table that remembers why access was given."""

from alembic import op

from backend.casefold import postgresql_function

revision = "0002"
down_revision = "0001"

_NAME = {
    "sqlite": "substr(syllabus_casefold(name), 1, 200)",
    "postgresql": '(substr(syllabus.casefold(name), 1, 200) COLLATE "C")',
}
_INDEXES = (
    'syllabus_course_sections_course ON course_sections ("courseId")',
    'syllabus_lessons_section ON lessons ("sectionId")',
    'syllabus_course_products_product ON course_products ("productId")',
    'syllabus_user_course_access_course ON user_course_access ("courseId")',
    'syllabus_user_lesson_complete_lesson ON user_lesson_complete ("lessonId")',
    'syllabus_purchases_user ON purchases ("userId", "productId")',
    'syllabus_purchases_product ON purchases ("productId")',
)
_SOURCES = """CREATE TABLE {table} (
    id {id} NOT NULL,
    "userId" {uuid} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    "courseId" {uuid} NOT NULL REFERENCES courses (id) ON DELETE CASCADE,
    "purchaseId" {uuid} REFERENCES purchases (id) ON DELETE CASCADE,
    "createdAt" {time} NOT NULL,
    PRIMARY KEY (id)
)"""
_TYPES = {
    "postgresql": {
        "table": "syllabus.access_sources",
        "uuid": "uuid",
        "id": "uuid DEFAULT gen_random_uuid()",
        "time": "timestamptz DEFAULT now()",
    },
    "sqlite": {
        "table": "syllabus_access_sources",
        "uuid": "TEXT",
        "id": "TEXT DEFAULT (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4'"
        " || substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))))",
        "time": "TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'))",
    },
}


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        op.execute(postgresql_function())
    op.execute(f"CREATE INDEX IF NOT EXISTS syllabus_courses_name ON courses ({_NAME[dialect]})")
    for index in _INDEXES:
        op.execute(f"CREATE INDEX IF NOT EXISTS {index}")
    table = _TYPES[dialect]["table"]
    op.execute(_SOURCES.format(**_TYPES[dialect]))
    key = '"userId", "courseId"'
    op.execute(f'CREATE UNIQUE INDEX syllabus_access_sources_manual ON {table} ({key}) WHERE "purchaseId" IS NULL')
    op.execute(f'CREATE UNIQUE INDEX syllabus_access_sources_purchase ON {table} ({key}, "purchaseId")')
