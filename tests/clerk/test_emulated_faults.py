"""What goes wrong on purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.clerk.client import PlainClient, error
from tests.clerk.faults import BAD_GATEWAY, HANG, RESET, RESET_AFTER, SERVER_ERROR, rate_limited

if TYPE_CHECKING:
    from tests.clerk.emulator import Emulator

NOT_GRANTED = (401, "invalid_grant")


def test_faults_come_once_and_requests_are_counted(clerk: Emulator, client: PlainClient) -> None:
    token = clerk.tokens()["refresh_token"]
    clerk.faults.add("/oauth/token", rate_limited(3), SERVER_ERROR, BAD_GATEWAY, RESET)
    limited, failed, gateway = (client.refresh(token) for _ in range(3))
    assert (limited.status_code, limited.headers["retry-after"], "error" in limited.json()) == (429, "3", False)
    assert (failed.status_code, gateway.status_code, gateway.headers["content-type"][:9]) == (500, 502, "text/html")
    with pytest.raises(httpx.NetworkError):
        client.refresh(token)
    assert client.refresh(token).status_code == 200
    assert (clerk.hits["/oauth/token"], clerk.refreshes) == (5, 1)


def test_a_lost_answer_took_effect(clerk: Emulator, client: PlainClient) -> None:
    token = clerk.tokens()["refresh_token"]
    clerk.faults.add("/oauth/token", RESET_AFTER)
    with pytest.raises(httpx.NetworkError):
        client.refresh(token)
    assert error(client.refresh(token)) == NOT_GRANTED


def test_a_hanging_request_did_not(clerk: Emulator, client: PlainClient) -> None:
    token = clerk.tokens()["refresh_token"]
    clerk.faults.add("/oauth/token", HANG)
    with pytest.raises(httpx.ReadTimeout):
        client.http.post("/oauth/token", data={"refresh_token": token}, timeout=0.1)
    assert client.refresh(token).status_code == 200


def test_while_it_is_down_nobody_answers(clerk: Emulator, client: PlainClient) -> None:
    token = clerk.tokens()["refresh_token"]
    with clerk.down(), pytest.raises(httpx.ConnectError):
        client.refresh(token)
    assert client.refresh(token).status_code == 200
