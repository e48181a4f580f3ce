"""The admins' routes, all below `/v1/admin/`. They are made when one is first asked for."""

from backend.routes.admin import courses, lessons, order, sales, sections, viewing

ROUTES = [route for module in (courses, order, sections, lessons, viewing, sales) for route in module.router.routes]
