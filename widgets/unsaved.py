"""How it is said that an admin staged moves and did not save them."""

from widgets.text import plural


def unsaved(courses: int) -> str:
    """`Moves in 2 courses are not saved.`; nothing where there are none."""
    return f"Moves in {plural(courses, 'course')} are not saved." if courses else ""
