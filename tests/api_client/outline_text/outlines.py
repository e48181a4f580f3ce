"""Outlines to test with."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import strategies as st

from api_client.models.admin import AdminLesson, AdminOutline, AdminSection

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
COURSE = UUID(int=1)


def lesson(id: int, name: str, status: str = "public", *, completions: int = 0) -> AdminLesson:
    """A lesson; its section is not looked at."""
    return AdminLesson(
        id=UUID(int=id), name=name, description=f"About {id}\n", youtube_video_id="-PFDu9oVAE-", order=0, status=status,
        section_id=COURSE, completion_count=completions, created_at=NOW, updated_at=NOW, version="",
    )  # fmt: skip


def section(id: int, name: str, *lessons: AdminLesson, status: str = "public") -> AdminSection:
    """A section with its lessons."""
    return AdminSection(
        id=UUID(int=id), name=name, order=0, status=status, course_id=COURSE, lessons=list(lessons),
        created_at=NOW, updated_at=NOW, version="",
    )  # fmt: skip


def outline(*sections: AdminSection) -> AdminOutline:
    """A course."""
    return AdminOutline(
        id=COURSE, name="Linear \x1bAlgebra", description="", learner_count=3, completion_count=9, products=[],
        created_at=NOW, updated_at=NOW, version="v", row_version="r", sections=list(sections),
    )  # fmt: skip


ALGEBRA = outline(
    section(0xA1, "Foundations", lesson(0xB1, "Vectors"), lesson(0xB2, "Span", "preview", completions=5)),
    section(0xA2, "Products", lesson(0xB3, "Dot", completions=1), lesson(0xB4, "Cross"), status="private"),
    section(0xA3, "Eigen-things"),
)

# As the database may hold them: control characters, markup, spaces around them, nothing at all.
NAMES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.sampled_from(
        ["# no comment", "= no section", "+ not new", "public", "\\x1b", "a\nb", " ", "\u2028", "\u3000x\xa0"]
    ),
)


@st.composite
def outlines(draw: st.DrawFn) -> AdminOutline:
    """Any course."""
    ids = iter(draw(st.lists(st.integers(2, 2**128 - 1), min_size=12, max_size=12, unique=True)))
    return outline(
        *(
            section(
                next(ids),
                draw(NAMES),
                *(
                    lesson(next(ids), draw(NAMES), draw(st.sampled_from(["public", "private", "preview"])))
                    for _ in range(draw(st.integers(0, 3)))
                ),
                status=draw(st.sampled_from(["public", "private"])),
            )
            for _ in range(draw(st.integers(0, 3)))
        )
    )
