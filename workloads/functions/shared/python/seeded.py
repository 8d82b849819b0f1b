"""What is random in an input: the same in every language."""


def create_random(seed):
    """Gives a function: a whole number from 0 to `limit` - 1, for a limit of at most 2^21.

    The linear congruential generator of "Numerical Recipes", modulo 2^32; its high bits are the random ones.
    """
    state = seed & 0xFFFFFFFF

    def below(limit):
        nonlocal state
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        return state * limit >> 32

    return below
