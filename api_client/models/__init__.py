"""The contract between client and server, version 1."""

from api_client.models.base import INT4_MAX, Request, RequestTime, Response, UtcTime
from api_client.models.completions import (
    Completion,
    CompletionBatch,
    CompletionItem,
    CompletionResult,
    CompletionResults,
    CompletionTime,
)
from api_client.models.courses import CourseSummary, LessonSummary, NextLesson, Offer, Outline, Section
from api_client.models.lessons import Lesson, Neighbour
from api_client.models.page import Page
from api_client.models.problem import FieldProblem, Problem
from api_client.models.products import Product, ProductCourse
from api_client.models.progress import Day, Progress, RecentCompletion
from api_client.models.search import SearchHit, SearchHits
from api_client.models.server import Identity, Me, Server
from api_client.models.store import Checkout, CheckoutRequest, Purchase, PurchaseDetail

__all__ = [
    "INT4_MAX",
    "Checkout",
    "CheckoutRequest",
    "Completion",
    "CompletionBatch",
    "CompletionItem",
    "CompletionResult",
    "CompletionResults",
    "CompletionTime",
    "CourseSummary",
    "Day",
    "FieldProblem",
    "Identity",
    "Lesson",
    "LessonSummary",
    "Me",
    "Neighbour",
    "NextLesson",
    "Offer",
    "Outline",
    "Page",
    "Problem",
    "Product",
    "ProductCourse",
    "Progress",
    "Purchase",
    "PurchaseDetail",
    "RecentCompletion",
    "Request",
    "RequestTime",
    "Response",
    "SearchHit",
    "SearchHits",
    "Section",
    "Server",
    "UtcTime",
]
