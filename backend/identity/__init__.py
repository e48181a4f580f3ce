"""How the server knows people: their tokens and who issued them, the webhook, and the rows that come of both."""
