"""A client in the chair: person, visit, intake, course, the check."""
