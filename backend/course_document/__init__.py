"""A course as one document: what of the database differs from it. Nothing here reads or writes a database."""
