import json
import random
import unittest

from plumbline.launcher import FileQueue, Spool


def texts(lines):
    return [json.loads(line.decode())["text"] for line in lines]


def take_all(spool, max_bytes=1000, max_lines=10):
    """Lines, and None where some are missing, with their number."""
    found = []
    while not spool.is_empty():
        lost, lines = spool.take(max_bytes, max_lines)
        found += ([lost] if lost else []) + texts(lines)
    return found


class Spooling(unittest.TestCase):
    def test_lines_come_in_their_order_through_memory_and_file(self):
        spool = Spool(file_bytes=1_000_000, memory_bytes=2000, tail_bytes=500)
        spool.add(1, "stdout", ["line %d" % number for number in range(1000)])
        self.assertGreater(spool.file.waiting_bytes(), 0)
        self.assertEqual(take_all(spool), ["line %d" % number for number in range(1000)])
        self.assertEqual(spool.file.end_bytes, 0)

    def test_a_chunk_keeps_to_its_bounds_and_holds_one_line_at_least(self):
        spool = Spool()
        spool.add(1, "stdout", ["x" * 100] * 5)
        self.assertEqual(len(spool.take(300, 10)[1]), 2)
        self.assertEqual(len(spool.take(10_000, 1)[1]), 1)
        self.assertEqual(len(spool.take(1, 10)[1]), 1)

    def test_when_both_are_full_the_last_lines_are_kept_and_others_counted(self):
        spool = Spool(file_bytes=3000, memory_bytes=2000, tail_bytes=500)
        spool.add(1, "stderr", ["line %d" % number for number in range(1000)])
        found = take_all(spool)
        lost = [entry for entry in found if isinstance(entry, int)]
        self.assertEqual(len(lost), 1)
        at = found.index(lost[0])
        self.assertEqual(found[at - 1], "line %d" % (at - 1))
        self.assertEqual(found[at + 1], "line %d" % (at + lost[0]))
        self.assertEqual(found[-1], "line 999")

    def test_a_disk_that_cannot_be_written_to_is_a_full_one(self):
        spool = Spool(file_bytes=0, memory_bytes=1000, tail_bytes=200)
        spool.add(1, "stdout", ["x" * 20] * 500)
        found = take_all(spool)
        self.assertEqual(sum(entry if isinstance(entry, int) else 1 for entry in found), 500)

    def test_the_oldest_are_given_up_for_the_last(self):
        for file_bytes in (0, 2000, 1_000_000):
            spool = Spool(file_bytes=file_bytes, memory_bytes=1000, tail_bytes=300)
            spool.add(1, "stdout", ["line %d" % number for number in range(500)])
            spool.keep_last(600)
            found = take_all(spool)
            with self.subTest(file_bytes=file_bytes):
                self.assertIsInstance(found[0], int)
                self.assertEqual(found[-1], "line 499")
                self.assertEqual(sum(entry if isinstance(entry, int) else 1 for entry in found), 500)
                self.assertLessEqual(len(found), 15)

    def test_nothing_is_lost_uncounted_or_out_of_order_whatever_happens(self):
        source = random.Random(11)
        for _ in range(200):
            spool = Spool(source.choice([0, 1000, 20_000]), source.choice([700, 3000]), source.choice([200, 900]))
            count, found = 0, []
            for _ in range(source.randint(1, 30)):
                if source.random() < 0.6:
                    added = source.randint(0, 80)
                    spool.add(1, "stdout", [str(number) for number in range(count, count + added)])
                    count += added
                else:
                    lost, lines = spool.take(source.randint(1, 3000), source.randint(1, 50))
                    found += ([lost] if lost else []) + texts(lines)
            found += take_all(spool)
            expected = 0
            for entry in found:
                if isinstance(entry, int):
                    expected += entry
                else:
                    self.assertEqual(entry, str(expected))
                    expected += 1
            self.assertEqual(expected, count)

    def test_a_file_is_emptied_once_it_was_read(self):
        queue = FileQueue(100)
        self.assertTrue(queue.push(b"x" * 60))
        self.assertFalse(queue.push(b"y" * 60))
        self.assertEqual(queue.pop(1000), [b"x" * 60])
        self.assertTrue(queue.push(b"y" * 60))


if __name__ == "__main__":
    unittest.main()
