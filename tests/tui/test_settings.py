from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.terminal import Terminal
from tests.tui.conftest import ROOT, Home
from tui.settings import Loaded, Settings, load_settings, setting_names


def load(tmp_path: Path, text: str = "", **environment: str) -> Loaded:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(environment, path)


def problems(loaded: Loaded) -> list[tuple[int | None, str]]:
    return [(problem.origin.line, problem.key) for problem in loaded.problems]


def test_no_file_is_no_problem(tmp_path: Path) -> None:
    loaded = load_settings({}, tmp_path / "none.toml")
    assert loaded.settings == Settings()
    assert not loaded.problems


def test_every_setting_can_be_set_in_the_file(tmp_path: Path) -> None:
    text = """
theme = "nord"
ascii = true
mouse = false
server = "https://Learn.Example.com:443/"
data_folder = "/srv/syllabus"
browser = ["firefox", "--new-tab", "{url}"]
time_zone = "Europe/Berlin"

[players]
mpv = ["mpv", "{url}"]

[keys]
app.quit = "q, ctrl+x"
"app.help" = "f1"
"""
    loaded = load(tmp_path, text)
    assert not loaded.problems
    assert loaded.settings == Settings(
        theme="nord",
        ascii="on",
        mouse=False,
        server="https://learn.example.com",
        data_folder=Path("/srv/syllabus"),
        browser=("firefox", "--new-tab", "{url}"),
        time_zone="Europe/Berlin",
        players={"mpv": ("mpv", "{url}")},
        keys={"app.quit": "q,ctrl+x", "app.help": "f1"},
    )


def test_every_setting_can_be_set_in_the_environment(tmp_path: Path) -> None:
    loaded = load(
        tmp_path,
        'theme = "nord"',
        SYLLABUS_THEME="dracula",
        SYLLABUS_ASCII="on",
        SYLLABUS_MOUSE="0",
        SYLLABUS_SERVER="http://127.0.0.1:8000",
        SYLLABUS_SESSION_STORE="file",
        SYLLABUS_DATA_FOLDER="/srv/syllabus",
        SYLLABUS_BROWSER="firefox '{url}'",
        SYLLABUS_TIME_ZONE="Asia/Tokyo",
        SYLLABUS_PLAYERS='{mpv = ["mpv", "{url}"]}',
        SYLLABUS_KEYS='{app.quit = "q"}',
    )
    assert not loaded.problems
    assert {str(origin) for origin in loaded.origins.values()} == {
        f"SYLLABUS_{name.upper()}" for name in setting_names()
    }
    assert loaded.settings.theme == "dracula"
    assert loaded.settings.browser == ("firefox", "{url}")
    assert loaded.settings.players == {"mpv": ("mpv", "{url}")}
    assert loaded.settings.keys == {"app.quit": "q"}


def test_an_empty_variable_is_the_default_again(tmp_path: Path) -> None:
    loaded = load(
        tmp_path, 'server = "https://learn.example.com"\nmouse = false', SYLLABUS_SERVER="", SYLLABUS_MOUSE=""
    )
    assert not loaded.problems
    assert loaded.settings == Settings()


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("theme = 3", "theme"),
        ('theme = "a\\u001bb"', "theme"),
        ('ascii = "perhaps"', "ascii"),
        ('mouse = "perhaps"', "mouse"),
        ('server = "http://learn.example.com"', "server"),
        ('server = "https://ana@learn.example.com"', "server"),
        ('server = "https://learn.example.com/path"', "server"),
        ('server = "ftp://learn.example.com"', "server"),
        ('server = "https://learn.example.com:port"', "server"),
        ('server = "https://[::1"', "server"),
        ('session_store = "memory"', "session_store"),
        ('data_folder = "relative"', "data_folder"),
        ("browser = []", "browser"),
        ('browser = "fire\'fox"', "browser"),
        ("browser = [1]", "browser"),
        ('time_zone = "Mars/Olympus"', "time_zone"),
        ('time_zone = "../../etc/passwd"', "time_zone"),
        ("players = 3", "players"),
        ('players.mpv = ""', "players.mpv"),
        ('keys.quit = "q,,x"', "keys.quit"),
        ('keys."app.quit" = 3', "keys.app.quit"),
        ('thme = "nord"', "thme"),
    ],
)
def test_a_bad_value_names_line_and_key_and_the_rest_applies(tmp_path: Path, line: str, key: str) -> None:
    loaded = load(tmp_path, f"# mine\n\n{line}\n\n[keys]\nhelp = 'f1'\n" if "keys" not in line else f"\n\n{line}\n")
    assert problems(loaded) == [(3, key)]
    assert str(loaded.problems[0]).startswith(f"{tmp_path}/config.toml:3: {key}: ")
    if "keys" not in line:
        assert loaded.settings == Settings(keys={"help": "f1"})


def test_one_bad_entry_of_a_table_leaves_the_others(tmp_path: Path) -> None:
    loaded = load(tmp_path, '[players]\nvlc = 3\nmpv = ["mpv"]\n\n[keys]\nhelp = ""\nquit = "q"\n')
    assert problems(loaded) == [(2, "players.vlc"), (6, "keys.help")]
    assert loaded.settings == Settings(players={"mpv": ("mpv",)}, keys={"quit": "q"})


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("mouse = false\ntheme = nord\nascii = 'on'\n", 2, "theme"),
        ("mouse = false\nwhat is this\nascii = 'on'\n", 2, ""),
        ("mouse = false\nmouse = true\nascii = 'on'\n", 2, "mouse"),
        ("mouse = false\nbrowser = ['firefox',\nascii = 'on'\n", 2, "browser"),
        ("mouse = false\ntheme = '''\n\nascii = 'on'\n", 2, "theme"),
        ("mouse = false\nascii = 'on'\n[keys\n", 3, ""),
    ],
)
def test_a_line_that_is_no_toml_is_left_out(tmp_path: Path, text: str, line: int, key: str) -> None:
    loaded = load(tmp_path, text)
    assert problems(loaded) == [(line, key)]
    assert loaded.settings == Settings(mouse=False, ascii="on")


def test_an_unknown_setting_names_the_near_one(tmp_path: Path) -> None:
    assert "mouse is near" in str(load(tmp_path, "moose = true").problems[0])


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"theme = '\xff'")
    assert [str(problem) for problem in load_settings({}, path).problems] == [
        f"{path}: cannot be read: it is not UTF-8 text"
    ]
    assert "directory" in str(load_settings({}, tmp_path).problems[0])


def test_every_setting_is_explained_in_code_and_reference() -> None:
    reference = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    tree = ast.parse((ROOT / "tui/settings.py").read_text(encoding="utf-8"))
    (settings,) = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Settings"]
    explained: dict[str, str] = {}
    for one, following in zip(settings.body, settings.body[1:], strict=False):
        match one, following:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                explained[name] = " ".join(text.split())
            case _:
                pass
    assert tuple(explained) == setting_names()
    for name, text in explained.items():
        assert f"`SYLLABUS_{name.upper()}`" in reference
        assert text in " ".join(reference.split())


def test_config_show_says_where_values_come_from(home: Home) -> None:
    home.configure('theme = "nord"\n\n[keys]\napp.quit = "q"\n')
    shown = home.run("config", "show", "--json", SYLLABUS_MOUSE="off").json
    assert shown["theme"] == {"value": "nord", "from": f"{home.config_file}:1"}
    assert shown["keys.app.quit"] == {"value": "q", "from": f"{home.config_file}:4"}
    assert shown["mouse"] == {"value": False, "from": "SYLLABUS_MOUSE"}
    assert shown["server"] == {"value": "", "from": "default"}
    assert home.run("config", "path").out == f"{home.config_file}\n"


def test_xdg_config_home_is_honoured(home: Home, tmp_path: Path) -> None:
    assert home.run("config", "path", XDG_CONFIG_HOME=f"{tmp_path}/xdg").out == f"{tmp_path}/xdg/syllabus/config.toml\n"


def test_config_show_checks_what_the_interface_would_refuse(home: Home) -> None:
    home.configure('theme = "nosuch"\n\n[keys]\napp.quit = "ctrl+m"\napp.quti = "q"\n')
    shown = home.run("config", "show")
    assert shown.code == 1
    assert [line.partition(": ")[2].rpartition(": ")[0] for line in shown.err.splitlines()] == [
        f"{home.config_file}:4: keys.app.quit",
        f"{home.config_file}:5: keys.app.quti",
        f"{home.config_file}:1: theme",
    ]


@pytest.mark.pty
def test_the_interface_says_what_is_wrong_with_the_settings(home: Home) -> None:
    home.configure("mouse = 3\n")
    with Terminal(home.command(), home.environment) as terminal:
        terminal.wait_for("config.toml:1: mouse")
        terminal.press("q")
        assert terminal.wait_exit() == 0
