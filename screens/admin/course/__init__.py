"""Managing one course: its tree, moves that are staged and saved, edits, and what other admins do meanwhile."""
