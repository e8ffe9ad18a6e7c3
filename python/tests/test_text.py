import ast
import random
import unittest

from plumbline import launcher
from plumbline.launcher import LINE_BYTES, Lines, Mask, mask_whole


def masked(pieces, secrets):
    mask = Mask(secrets)
    return "".join(mask.push(piece) for piece in pieces) + mask.end()


def cut_at_random(text, source):
    places = sorted({source.randint(0, len(text)) for _ in range(source.randint(0, 6))} | {0, len(text)})
    return [text[start:stop] for start, stop in zip(places, places[1:])]


class Masking(unittest.TestCase):
    def test_values_are_masked_wherever_the_text_is_cut(self):
        for pieces, secrets, expected in [
            (["the key is k-123!"], ["k-123"], "the key is ***!"),
            (["k", "-1", "23"], ["k-123"], "***"),
            (["k-1", "99"], ["k-123"], "k-199"),
            (["see k-12"], ["k-123"], "see k-12"),
            (["abc", "def"], ["abc", "abcdef"], "***"),
            (["abc", "xyz"], ["abc", "abcdef"], "***xyz"),
            (["xa", "bc", "d."], ["xab", "abcd"], "***."),
            (["ana", "nas"], ["ana"], "***s"),
            (["abab"], ["ab"], "******"),
            (["  second line\n"], ["first line\nsecond line\n"], "  ***\n"),
            (["a b"], ["", " "], "a b"),
        ]:
            with self.subTest(pieces=pieces, secrets=secrets):
                self.assertEqual(masked(pieces, secrets), expected)

    def test_cuts_make_no_difference_and_no_value_is_left(self):
        source = random.Random(7)
        for _ in range(3000):
            text = "".join(source.choice("abc") for _ in range(source.randint(0, 50)))
            secrets = ["".join(source.choice("abc") for _ in range(source.randint(1, 5))) for _ in range(source.randint(0, 3))]
            whole = mask_whole(text, secrets)
            self.assertEqual(masked(cut_at_random(text, source), secrets), whole)
            for secret in secrets:
                self.assertNotIn(secret, whole)

    def test_what_is_held_back_stays_small(self):
        mask = Mask(["aa"])
        shown = sum(len(mask.push("a" * 1000)) for _ in range(1000))
        self.assertEqual((shown, mask.end()), (3, ""))


class Cutting(unittest.TestCase):
    def split(self, pieces, clock=lambda: 0.0):
        lines = Lines(clock)
        found = [text for piece in pieces for text in lines.push(piece)]
        return found + lines.end()

    def test_lines(self):
        for pieces, expected in [
            (["a\nb\n"], ["a", "b"]),
            (["a\nb"], ["a", "b"]),
            (["a", "b\n", "\n"], ["ab", ""]),
            (["a\r\nb\r", "\n"], ["a", "b"]),
            (["a\0b"], ["a\ufffdb"]),
            ([""], []),
        ]:
            with self.subTest(pieces=pieces):
                self.assertEqual(self.split(pieces), expected)

    def test_long_lines_are_cut_between_characters(self):
        self.assertEqual(self.split(["x" * LINE_BYTES + "\n"]), ["x" * LINE_BYTES])
        self.assertEqual(self.split(["x" * (LINE_BYTES + 1)]), ["x" * LINE_BYTES, "x"])
        self.assertEqual(self.split(["x" * (LINE_BYTES - 1) + "\u00e9\n"]), ["x" * (LINE_BYTES - 1), "\u00e9"])

    def test_a_line_without_end_is_not_kept_in_memory(self):
        lines = Lines()
        found = [text for _ in range(40) for text in lines.push("y" * 10_000)]
        self.assertLessEqual(len(lines.rest), LINE_BYTES)
        self.assertEqual("".join(found + lines.end()), "y" * 400_000)

    def test_of_a_progress_bar_one_state_a_second_is_kept_and_the_last(self):
        times = iter(range(1000))
        shown = self.split(["\r%d%%" % percent for percent in range(101)] + ["\n"], lambda: next(times) / 10)
        self.assertEqual(shown[-1], "100%")
        self.assertTrue(8 < len(shown) < 40, shown)
        self.assertEqual(self.split(["10%\r20%\r\r30%\r\n", "done\n"]), ["30%", "done"])


class Language(unittest.TestCase):
    def test_the_launcher_is_python_3_8(self):
        with open(launcher.__file__, encoding="utf-8") as file:
            ast.parse(file.read(), feature_version=(3, 8))


if __name__ == "__main__":
    unittest.main()
