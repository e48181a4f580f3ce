"""The admins' routes, all below `/v1/admin/`. They are made when one is first asked for."""

from backend.routes.admin import courses

ROUTES = [*courses.router.routes]
