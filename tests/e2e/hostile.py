"""Names that try to be markup, to control the terminal, to hide, or to be wider than they look; as stored."""

MARKER = "SYLLABUS-OWNED"
"""Stands in every payload that a terminal would act upon."""

NAMES = {
    "closing tag": "[/]",
    "upper-case tag": "[ERROR] not found",
    "type": "list[int]",
    "action": "[@click=app.quit]x[/]",
    "style": "[$error]red[/] [b",
    "escape": f"\x1b[2J\x1b[31m{MARKER}",
    "title": f"\x1b]0;{MARKER}\x07",
    "clipboard": f"\x1b]52;c;{MARKER}\x1b\\",
    "link": f"\x1b]8;;https://evil.example/{MARKER}\x1b\\here",
    "device control": f"\x1bP{MARKER}\x1b\\",
    "application command": f"\x1b_{MARKER}\x1b\\",
    "C1": f"\x9b31m{MARKER}\x9d0;{MARKER}\x9c\x90{MARKER}\x9c",
    "bell": "\x07\x08\x0c\x0e bell",
    "delete": "a\x7fb\rc",
    "wide": "日本語のコースの名前がここにありますよ",
    "emoji": "emoji 👩\u200d💻 ❤\ufe0f 🏳\ufe0f\u200d🌈 end",
    "right to left": "عربي مرحبا بالعالم",
    "override": "\u202egnp.exe\u202c \u2066isolated\u2069",
    "long": "x" * 10_000,
    "empty": "",
    "newline": "two\nlines",
    "tabs": "one\ttwo\t\tthree",
    "combining": "\u0301\u0302 alone",
    "zero width": "a\u200bb\u2060c\ufeff",
    "option": "--json",
}
