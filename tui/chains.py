"""What can have the focus, with what it stands in, the innermost first: keys of one chain act together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.dom import DOMNode

    Chain = tuple[type[DOMNode], ...]


def chains() -> list[Chain]:
    """All of them: of pages, in which the app's keys act too, and of dialogs, in which their own do alone."""
    from tui.app import SyllabusApp
    from widgets.lines import Lines

    pages = (*_learning(), *_buying(), *_logs(), *_admin_places(), *_admin_pages())
    # Where a pane lies over the list, it has the focus.
    panes = dict.fromkeys((Lines, screen) for _, screen in pages)
    return [*((*page, SyllabusApp) for page in (*pages, *panes)), *_dialogs(), *_admin_dialogs()]


def _learning() -> Iterator[Chain]:
    from screens.catalog import CatalogScreen
    from screens.lesson import LessonScreen
    from screens.outline import OutlineScreen
    from screens.progress import ProgressScreen
    from widgets.course_list import CourseList
    from widgets.filter_bar import WordsInput
    from widgets.lesson_body import LessonBody
    from widgets.outline_list import OutlineList
    from widgets.recent_list import RecentList

    yield CourseList, CatalogScreen
    yield WordsInput, CatalogScreen
    yield OutlineList, OutlineScreen
    yield WordsInput, OutlineScreen
    yield LessonBody, LessonScreen
    yield CourseList, ProgressScreen
    yield RecentList, ProgressScreen


def _buying() -> Iterator[Chain]:
    from screens.product import ProductScreen
    from screens.purchases import PurchasesScreen
    from screens.store import StoreScreen
    from widgets.filter_bar import WordsInput
    from widgets.product_list import ProductList
    from widgets.product_outline import ProductOutline
    from widgets.purchase_list import PurchaseList

    yield ProductList, StoreScreen
    yield WordsInput, StoreScreen
    yield ProductOutline, ProductScreen
    yield PurchaseList, PurchasesScreen


def _logs() -> Iterator[Chain]:
    from screens.messages import MessagesScreen
    from screens.queue import QueueScreen
    from widgets.message_list import MessageList
    from widgets.queue_list import QueueList

    yield QueueList, QueueScreen
    yield MessageList, MessagesScreen


def _admin_places() -> Iterator[Chain]:
    from screens.admin.courses import AdminCoursesScreen
    from screens.admin.dashboard import DashboardScreen
    from screens.admin.products import AdminProductsScreen
    from screens.admin.sales import AdminSalesScreen
    from screens.admin.users import AdminUsersScreen
    from widgets.admin.course_list import AdminCourseList
    from widgets.admin.day_list import DayList
    from widgets.admin.product_list import AdminProductList
    from widgets.admin.sale_list import SaleList
    from widgets.admin.user_list import AdminUserList
    from widgets.filter_bar import WordsInput

    yield AdminCourseList, AdminCoursesScreen
    yield AdminProductList, AdminProductsScreen
    yield AdminUserList, AdminUsersScreen
    yield SaleList, AdminSalesScreen
    yield DayList, DashboardScreen
    for screen in (AdminCoursesScreen, AdminProductsScreen, AdminUsersScreen, AdminSalesScreen):
        yield WordsInput, screen


def _admin_pages() -> Iterator[Chain]:
    from screens.admin.course.course import CourseManager
    from screens.admin.lint import LintScreen
    from screens.admin.user import AdminUserScreen
    from screens.admin.view_as import ViewAsScreen
    from widgets.admin.access_list import AccessList
    from widgets.admin.finding_list import FindingList
    from widgets.filter_bar import WordsInput
    from widgets.outline_list import OutlineList
    from widgets.reorder_list import ReorderList

    yield AccessList, AdminUserScreen
    yield ReorderList, CourseManager
    yield WordsInput, CourseManager
    yield OutlineList, ViewAsScreen
    yield FindingList, LintScreen


def _dialogs() -> Iterator[Chain]:
    from screens.accounts import AccountsScreen
    from screens.checkout import CheckoutScreen
    from screens.choice import ChoiceScreen
    from screens.help import HelpScreen
    from screens.qr_code import QrCodeScreen
    from screens.sign_in import SignInScreen
    from screens.sign_out import SignOutScreen
    from screens.typed_confirmation import TypedConfirmation
    from screens.unsaved import UnsavedScreen
    from widgets.account_list import AccountList
    from widgets.name_list import NameList

    yield (HelpScreen,)
    yield NameList, ChoiceScreen
    yield (QrCodeScreen,)
    yield (CheckoutScreen,)
    yield (SignInScreen,)
    yield AccountList, AccountsScreen
    yield NameList, SignOutScreen
    yield (UnsavedScreen,)
    yield (TypedConfirmation,)


def _admin_dialogs() -> Iterator[Chain]:
    from screens.admin.course.conflict import ConflictScreen
    from screens.admin.course.number import NumberScreen
    from screens.admin.course.recovery import RecoveryScreen
    from screens.admin.course.review import ReviewScreen
    from screens.admin.find import FindScreen
    from screens.admin.form import FormScreen
    from screens.admin.why import WhyScreen
    from widgets.change_list import ChangeList
    from widgets.fields.choice_field import ChoiceLine
    from widgets.fields.picks_field import PickList

    yield ChoiceLine, FormScreen
    yield PickList, FormScreen
    yield (FindScreen,)
    yield (WhyScreen,)
    yield ChangeList, ConflictScreen
    yield ChangeList, ReviewScreen
    yield (NumberScreen,)
    yield (RecoveryScreen,)
