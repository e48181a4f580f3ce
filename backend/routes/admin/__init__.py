"""The admins' routes, all below `/v1/admin/`. They are made when one is first asked for."""

from backend.routes.admin import courses, documents, lessons, lint, order, products, sales, sections, users, viewing

_MODULES = (courses, order, sections, lessons, viewing, documents, lint, products, users, sales)
ROUTES = [route for module in _MODULES for route in module.router.routes]
