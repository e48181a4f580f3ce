"""Every key of the interface, and whether the keys that somebody chose can be used."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from itertools import combinations
from typing import TYPE_CHECKING

from textual.binding import Binding, BindingsMap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.dom import DOMNode

    Chain = tuple[type[DOMNode], ...]

UNREACHABLE = frozenset(
    ["ctrl+j", "ctrl+k", "ctrl+i", "ctrl+m", "ctrl+h", "ctrl+space", "ctrl+@", "shift+enter", "alt+enter"]
    + [f"alt+{digit}" for digit in range(10)]
)
"""Keys that terminals send as other keys, keep for themselves or do not send at all."""


@dataclass(frozen=True, slots=True)
class KeyProblem:
    """Why keys that were chosen for an action are not used."""

    id: str
    message: str

    def __str__(self) -> str:
        return f"keys.{self.id}: {self.message}"


def chains() -> list[Chain]:
    """What can have the focus, with what it stands in, the innermost first: keys of one chain act together."""
    from screens.accounts import AccountsScreen
    from screens.admin.course.conflict import ConflictScreen
    from screens.admin.course.course import CourseManager
    from screens.admin.course.number import NumberScreen
    from screens.admin.course.recovery import RecoveryScreen
    from screens.admin.course.review import ReviewScreen
    from screens.admin.courses import AdminCoursesScreen
    from screens.admin.dashboard import DashboardScreen
    from screens.admin.find import FindScreen
    from screens.admin.form import FormScreen
    from screens.admin.lint import LintScreen
    from screens.admin.products import AdminProductsScreen
    from screens.admin.sales import AdminSalesScreen
    from screens.admin.user import AdminUserScreen
    from screens.admin.users import AdminUsersScreen
    from screens.admin.view_as import ViewAsScreen
    from screens.admin.why import WhyScreen
    from screens.catalog import CatalogScreen
    from screens.checkout import CheckoutScreen
    from screens.choice import ChoiceScreen
    from screens.help import HelpScreen
    from screens.lesson import LessonScreen
    from screens.messages import MessagesScreen
    from screens.outline import OutlineScreen
    from screens.product import ProductScreen
    from screens.progress import ProgressScreen
    from screens.purchases import PurchasesScreen
    from screens.qr_code import QrCodeScreen
    from screens.queue import QueueScreen
    from screens.sign_in import SignInScreen
    from screens.sign_out import SignOutScreen
    from screens.store import StoreScreen
    from screens.typed_confirmation import TypedConfirmation
    from screens.unsaved import UnsavedScreen
    from tui.app import SyllabusApp
    from widgets.account_list import AccountList
    from widgets.admin.access_list import AccessList
    from widgets.admin.course_list import AdminCourseList
    from widgets.admin.day_list import DayList
    from widgets.admin.finding_list import FindingList
    from widgets.admin.product_list import AdminProductList
    from widgets.admin.sale_list import SaleList
    from widgets.admin.user_list import AdminUserList
    from widgets.change_list import ChangeList
    from widgets.course_list import CourseList
    from widgets.fields.choice_field import ChoiceLine
    from widgets.fields.picks_field import PickList
    from widgets.filter_bar import WordsInput
    from widgets.lesson_body import LessonBody
    from widgets.message_list import MessageList
    from widgets.name_list import NameList
    from widgets.outline_list import OutlineList
    from widgets.product_list import ProductList
    from widgets.product_outline import ProductOutline
    from widgets.purchase_list import PurchaseList
    from widgets.queue_list import QueueList
    from widgets.recent_list import RecentList
    from widgets.reorder_list import ReorderList

    pages: list[Chain] = [
        (CourseList, CatalogScreen),
        (WordsInput, CatalogScreen),
        (OutlineList, OutlineScreen),
        (WordsInput, OutlineScreen),
        (LessonBody, LessonScreen),
        (ProductList, StoreScreen),
        (WordsInput, StoreScreen),
        (ProductOutline, ProductScreen),
        (PurchaseList, PurchasesScreen),
        (CourseList, ProgressScreen),
        (RecentList, ProgressScreen),
        (QueueList, QueueScreen),
        (MessageList, MessagesScreen),
        (AdminCourseList, AdminCoursesScreen),
        (WordsInput, AdminCoursesScreen),
        (AdminProductList, AdminProductsScreen),
        (AdminUserList, AdminUsersScreen),
        (SaleList, AdminSalesScreen),
        (DayList, DashboardScreen),
        (AccessList, AdminUserScreen),
        (ReorderList, CourseManager),
        (WordsInput, CourseManager),
        (OutlineList, ViewAsScreen),
        (FindingList, LintScreen),
    ]
    dialogs: list[Chain] = [
        (HelpScreen,),
        (NameList, ChoiceScreen),
        (QrCodeScreen,),
        (CheckoutScreen,),
        (SignInScreen,),
        (AccountList, AccountsScreen),
        (NameList, SignOutScreen),
        (ChoiceLine, FormScreen),
        (PickList, FormScreen),
        (FindScreen,),
        (WhyScreen,),
        (UnsavedScreen,),
        (ChangeList, ConflictScreen),
        (ChangeList, ReviewScreen),
        (NumberScreen,),
        (RecoveryScreen,),
        (TypedConfirmation,),
    ]
    return [*((*page, SyllabusApp) for page in pages), *dialogs]


def class_bindings(node: type[DOMNode]) -> list[Binding]:
    """The bindings of a class as Textual merges them: a key that a subclass binds is no longer its base's."""
    keys: dict[str, list[Binding]] = {}
    for base in reversed(node.__mro__):
        keys |= BindingsMap(base.__dict__.get("BINDINGS", [])).key_to_bindings
    return [binding for bindings in keys.values() for binding in bindings if binding.id]


def check_keys(chosen: Mapping[str, str]) -> tuple[dict[str, str], list[KeyProblem]]:
    """The chosen keys that can be used, by the id of their action, and why the others cannot."""
    all_chains = chains()
    known = {binding.id or "": binding for chain in all_chains for node in chain for binding in class_bindings(node)}
    problems = [_fault(action, keys, known) for action, keys in chosen.items()]
    faults = [problem for problem in problems if problem]
    at_fault = {problem.id for problem in faults}
    keymap = {action: keys for action, keys in chosen.items() if action not in at_fault}
    usable = dict(keymap)
    new = {clash for chain in all_chains for clash in clashes(chain, keymap) - clashes(chain, {})}
    for key, one, other in sorted(new):
        changed = [action for action in (one, other) if action in keymap]
        both = f"{key} would be both {known[one].description} ({one}) and {known[other].description} ({other})"
        faults.append(KeyProblem(changed[0], f"{both}; choose another key"))
        for action in changed:
            usable.pop(action, None)
    return usable, faults


def _fault(action: str, keys: str, known: Mapping[str, Binding]) -> KeyProblem | None:
    if action not in known:
        near = get_close_matches(action, known, n=1)
        hint = f"; {near[0]} is near" if near else "; the help shows the ids"
        return KeyProblem(action, f"there is no such action{hint}")
    for key in _keys(keys):
        if key in UNREACHABLE:
            return KeyProblem(action, f"{key} does not reach a program in most terminals; choose another key")
    return None


def clashes(chain: Chain, keymap: Mapping[str, str]) -> set[tuple[str, str, str]]:
    """Each key that two actions of a chain have, with the ids of both."""
    actions: dict[str, dict[str, str]] = {}
    for node in chain:
        for binding in class_bindings(node):
            name = binding.id or ""
            for key in _keys(keymap.get(name, binding.key)):
                actions.setdefault(key, {})[name] = binding.action
    return {(key, one, other) for key, ids in actions.items() for one, other in combinations(sorted(ids), 2)}


def _keys(keys: str) -> list[str]:
    """The names of keys as Textual writes them: `?` is `question_mark`."""
    return [binding.key for binding in Binding.make_bindings([Binding(keys, "")])]
