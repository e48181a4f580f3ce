"""What forms are made of: a field a kind of value, each with its label above and what is wrong with it below."""
