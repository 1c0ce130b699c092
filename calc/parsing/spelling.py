"""By how many letters two spellings differ."""

from __future__ import annotations


def spelling_distance(one: str, other: str, most: int) -> int:
    """Return how many letters must change, come, go or trade places to make one word the other.

    Parameters
    ----------
    one, other : str
    most : int
        Beyond it ``most + 1`` is returned.

    Examples
    --------
    >>> spelling_distance("isotretinion", "isotretinoin", 2), spelling_distance("cat", "horse", 2)
    (1, 3)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        next_row = [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(row[j] + 1, next_row[-1] + 1, row[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            next_row.append(cost)
        if min(next_row) > most:
            return most + 1
        before, row = row, next_row
    return min(row[-1], most + 1)
