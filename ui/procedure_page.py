"""What a procedure is: stub."""


def explain_procedure(procedure: str) -> None:
    """Nothing yet."""
