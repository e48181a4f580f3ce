"""A D-Bus session of its own, with GNOME Keyring on it or nothing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

import pytest

from tests.api_client.auth.keyring_program import PASSWORD

_CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
"""Starts no service by itself: nothing but what a test starts is there, and nothing asks for a password."""
_KEYRING = "exec gnome-keyring-daemon --foreground --unlock --components=secrets"
_NOTHING = "exec cat"
_SAY = 'printf "%s\\n%s\\n" "$DBUS_SESSION_BUS_ADDRESS" "$$"; '
_SECONDS = 60
_ROOT = Path(__file__).parents[3]


class SecretService:
    """Enter it; `environment` is that of a program in the session, `pid` that of the keyring's daemon."""

    def __init__(self, folder: Path, *, with_keyring: bool = True) -> None:
        needed = ["dbus-run-session", "gnome-keyring-daemon"]
        if (missing := [name for name in needed if not shutil.which(name)]) and "CI" not in os.environ:
            pytest.skip(f"{' and '.join(missing)} is not installed")
        self._folder = folder
        self._service = _KEYRING if with_keyring else _NOTHING
        home, run = folder / "home", folder / "run"
        home.mkdir()
        run.mkdir(mode=0o700)
        names = ("PATH", "LANG", "COVERAGE_PROCESS_START")
        self.environment = {name: os.environ[name] for name in names if name in os.environ}
        self.environment |= {"HOME": str(home), "XDG_RUNTIME_DIR": str(run)}
        self.pid = 0

    def __enter__(self) -> Self:
        configuration = self._folder / "bus.conf"
        configuration.write_text(_CONFIGURATION, encoding="utf-8")
        command = ["dbus-run-session", f"--config-file={configuration}", "--", "sh", "-c", _SAY + self._service]
        self._session = subprocess.Popen(
            command, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert self._session.stdin
        assert self._session.stdout
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self._session.stdout.readline().decode().strip()
        self.pid = int(self._session.stdout.readline())
        if self._service == _KEYRING:
            self._session.stdin.write(PASSWORD)
            self._session.stdin.close()
            self.run("wait_for_service")
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self.pid, signal.SIGKILL)
        self._session.wait(_SECONDS)
        for pipe in (self._session.stdin, self._session.stdout):
            if pipe:
                pipe.close()

    def stop(self) -> None:
        """The daemon answers nobody from now on."""
        os.kill(self.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """The daemon answers again, also what was asked meanwhile."""
        os.kill(self.pid, signal.SIGCONT)

    def run(self, *steps: str, limit: float = _SECONDS) -> list[Any]:
        """What each step of `keyring_program` answers, done by one program in the session; it ends by itself."""
        return run_program(self.environment, *steps, limit=limit)


def run_program(environment: dict[str, str], *steps: str, limit: float = _SECONDS) -> list[Any]:
    """The steps of `keyring_program` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.api_client.auth.keyring_program", *steps],
        env={**environment, "KEYRING_SECONDS": str(limit)},
        cwd=_ROOT,
        capture_output=True,
        timeout=_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]
