"""What `grant` and `revoke` share: a user, a course, and whether the one has access to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.commands.admin.find import add_course, exact, find_course_id, find_user

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from api_client.library import Library
    from api_client.models.admin import AdminUserDetail, UserCourse
    from api_client.resources.admin.admin import Admin
    from tui.commands.context import Context


class Access(NamedTuple):
    """A user and a course."""

    user: AdminUserDetail
    course_id: str
    course_name: str

    @property
    def course(self) -> UserCourse | None:
        """The user's access to it; None without one."""
        return next((course for course in self.user.courses if str(course.id) == self.course_id), None)

    def report(self, context: Context, sentence: str, *, changed: bool, access: bool) -> None:
        """Say how it is now."""
        if context.output.as_json:
            ids = {"userId": str(self.user.id), "courseId": self.course_id}
            context.output.json({**ids, "access": access, "changed": changed})
        else:
            context.output.line(f"{exact(self.user.name)} {sentence} {exact(self.course_name)}.")


def add_access(parser: ArgumentParser) -> None:
    """The arguments that name a user and a course."""
    parser.add_argument("user", metavar="USER", help="an id, an e-mail address, a name, or a part of one")
    add_course(parser)


async def find_access(library: Library, arguments: Namespace) -> Access:
    """The user and the course that the arguments name. Raises Failure and ApiError."""
    course_id = await find_course_id(library, arguments.course)

    async def look(admin: Admin) -> Access:
        user = await find_user(admin, arguments.user)
        return Access(user, course_id, (await admin.courses.outline(course_id)).name)

    return await library.administer(look)
