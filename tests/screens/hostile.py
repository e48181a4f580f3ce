"""Names that try to be markup, to break a line, or to be wider than they look; as they leave the transport."""

NAMES = (
    "[/]",
    "[ERROR] not found",
    "list[int]",
    "[@click=app.quit]x[/]",
    "[$error]red[/] [b",
    "日本語のコースの名前がここにありますよ、とても長い名前です",
    "emoji 👩\u200d💻 ❤\ufe0f ☎\ufe0f 🏳\ufe0f\u200d🌈 end",
    "عربي مرحبا بالعالم",
    "x" * 10_000,
    "",
    "two\nlines",
    "\ufffd[2J \ufffd]52;c;x\ufffd",
)
