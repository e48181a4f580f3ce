"""A course's outline as a text for an editor: written, read back, and what was changed in it."""
