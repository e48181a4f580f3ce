"""What a name and a description may hold."""

from __future__ import annotations

import sys
import unicodedata

from api_client.models.text import description_fault, name_fault


def test_control_characters_are_those_of_unicode() -> None:
    everything = map(chr, range(sys.maxunicode + 1))
    controls = {character for character in everything if unicodedata.category(character) in ("Cc", "Cs")}
    neighbours = set(map(chr, (*range(0x300), *range(0x2000, 0x2100), *range(0xD700, 0xE100))))

    for character in controls | neighbours:
        assert bool(name_fault(f"a{character}b")) == (character in controls)
        assert bool(description_fault(character)) == (character in controls - {"\n", "\t"})
