"""The commands of ``python -m calc``, one module each: its options, and what it answers."""
