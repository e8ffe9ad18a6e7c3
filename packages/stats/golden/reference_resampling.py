"""The package's resampling, written a second time in whole numbers of any size, for the golden data."""

import numpy as np

MASK = 0xFFFFFFFF


def rotate(word, by):
    return ((word << by) | (word >> (32 - by))) & MASK


def finalize(word):
    word = ((word ^ (word >> 16)) * 0x85EBCA6B) & MASK
    word = ((word ^ (word >> 13)) * 0xC2B2AE35) & MASK
    return word ^ (word >> 16)


class Xoshiro:
    """xoshiro128**."""

    def __init__(self, state):
        self.state = list(state)

    @classmethod
    def seeded(cls, seed):
        return cls(finalize((seed + step * 0x9E3779B9) & MASK) for step in (1, 2, 3, 4))

    def next(self):
        s = self.state
        result = (rotate((s[1] * 5) & MASK, 7) * 9) & MASK
        shifted = (s[1] << 9) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= shifted
        s[3] = rotate(s[3], 11)
        return result

    def below(self, bound):
        while True:
            product = self.next() * bound
            if (product & MASK) >= (1 << 32) % bound:
                return product >> 32

    def rows(self, count):
        return [self.below(count) for _ in range(count)]


def paired_differences(columns, improvement, seed, resamples):
    """The improvement on each resample of the rows in canonical order, resampled as one model or the other comes first in it."""
    y, champion, candidate = columns
    orders = [np.lexsort((b, a, y)) for a, b in [(champion, candidate), (candidate, champion)]]
    first, second = (list(zip(y[o], a[o], b[o])) for o, a, b in [(orders[0], champion, candidate), (orders[1], candidate, champion)])
    order = orders[0] if first <= second else orders[1]
    rows = [column[order] for column in columns]
    random = Xoshiro.seeded(seed)
    picks = (random.rows(len(y)) for _ in range(resamples))
    values = [improvement(*(column[pick] for column in rows)) for pick in picks]
    return [value for value in values if not np.isnan(value)]
