"""Multiplies two square matrices. Their entries are whole numbers, so that the product is exact in any order."""

from operator import mul

from seeded import create_random


def handle(event):
    n = event["n"]
    below = create_random(event["seed"])
    a = [[float(below(100)) for _ in range(n)] for _ in range(n)]
    b = [[float(below(100)) for _ in range(n)] for _ in range(n)]
    columns = list(zip(*b))
    product = [[sum(map(mul, row, column)) for column in columns] for row in a]
    return {
        "n": n,
        "trace": sum(product[at][at] for at in range(n)),
        "weightedSum": sum((at + 1) * sum(row) for at, row in enumerate(product)),
    }
