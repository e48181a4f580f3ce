"""The tones that lines are drawn in, as component classes for the app: found once, not once for each widget."""

TONES = frozenset(
    {
        "tone--text", "tone--muted", "tone--faint", "tone--accent", "tone--success", "tone--warning", "tone--error",
        "tone--track", "tone--done", "tone--rule", "tone--skeleton", "tone--strong", "tone--underline", "tone--link",
        "tone--chip", "tone--field", "tone--main",
        "tone--heat-0", "tone--heat-1", "tone--heat-2", "tone--heat-3", "tone--heat-4",
        "tone--none", "tone--under-none",
        "tone--under-heat-1", "tone--under-heat-2", "tone--under-heat-3", "tone--under-heat-4",
        "ground--cursor", "ground--blurred", "ground--hover", "ground--grabbed",
    }
)  # fmt: skip

TONES_CSS = """
Host {
    & > .tone--text { color: $foreground; }
    & > .tone--muted { color: $text-muted; }
    & > .tone--faint { color: $faint; }
    & > .tone--accent { color: $accent; }
    & > .tone--success { color: $success; }
    & > .tone--warning { color: $warning; }
    & > .tone--error { color: $error; }
    & > .tone--track { color: $track; }
    & > .tone--done { color: $done; }
    & > .tone--rule { color: $rule; }
    & > .tone--skeleton { color: $panel; }
    & > .tone--strong { text-style: bold; }
    & > .tone--underline { text-style: underline; }
    & > .tone--link { color: $accent; text-style: underline; }
    & > .tone--chip { color: $foreground; background: $panel; text-style: bold; }
    & > .tone--main { color: $on-accent; background: $accent; }
    & > .tone--field { color: $foreground; background: $panel; }
    & > .tone--heat-0 { color: $heat-0; }
    & > .tone--heat-1 { color: $heat-1; }
    & > .tone--heat-2 { color: $heat-2; }
    & > .tone--heat-3 { color: $heat-3; }
    & > .tone--heat-4 { color: $heat-4; }
    & > .tone--none { color: $surface; }
    & > .tone--under-none { background: $surface; }
    & > .tone--under-heat-1 { background: $heat-1; }
    & > .tone--under-heat-2 { background: $heat-2; }
    & > .tone--under-heat-3 { background: $heat-3; }
    & > .tone--under-heat-4 { background: $heat-4; }
    & > .ground--cursor { background: $cursor-ground; }
    & > .ground--blurred { background: $blurred-ground; }
    & > .ground--hover { background: $blurred-ground; }
    & > .ground--grabbed { color: $on-accent; background: $accent; text-style: bold; }
}
"""
