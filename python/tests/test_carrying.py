import os
import threading
import time
import unittest
from unittest import mock

from plumbline import quietly
from plumbline.delivery import WORK_WAITING, Carrier
from plumbline.quietly import quietly as guarded


class Carrying(unittest.TestCase):
    def test_the_end_waits_for_what_is_carried(self):
        carrier, done = Carrier(), []
        for number in range(50):
            carrier.take(lambda number=number: done.append(number))
        carrier.finish(30)
        self.assertEqual(done, list(range(50)))

    def test_the_end_does_not_wait_longer_than_it_may(self):
        carrier, gate = Carrier(), threading.Event()
        carrier.take(gate.wait)
        begun = time.monotonic()
        carrier.finish(0.1)
        self.assertLess(time.monotonic() - begun, 5)
        gate.set()

    def test_what_waits_is_bounded(self):
        carrier, begun, gate = Carrier(), threading.Event(), threading.Event()
        carrier.take(lambda: (begun.set(), gate.wait()))
        begun.wait()
        self.assertEqual([carrier.take(lambda: None) for _ in range(WORK_WAITING + 1)], [True] * WORK_WAITING + [False])
        gate.set()
        carrier.finish(30)
        self.assertTrue(carrier.take(lambda: None))

    def test_nothing_taken_is_nothing_waited_for(self):
        begun = time.monotonic()
        Carrier().finish(30)
        self.assertLess(time.monotonic() - begun, 5)

    def test_a_forked_child_carries_its_own_and_not_its_parents(self):
        carrier, gate = Carrier(), threading.Event()
        carrier.take(gate.wait)
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            carrier.take(lambda: os.write(writer, b"carried"))
            carrier.finish(30)
            os._exit(0)
        os.close(writer)
        self.assertEqual(os.read(reader, 100), b"carried")
        os.waitpid(child, 0)
        os.close(reader)
        gate.set()


class Quietly(unittest.TestCase):
    def test_what_fails_is_said_once_and_the_program_goes_on(self):
        @guarded(otherwise=dict)
        def breaks():
            raise RuntimeError("boom")

        with mock.patch.object(quietly, "_said", set()), self.assertLogs("plumbline", "WARNING") as logs:
            self.assertEqual([breaks(), breaks()], [{}, {}])
        self.assertEqual(len(logs.output), 1)
        self.assertIn("boom", logs.output[0])

    def test_an_interrupt_is_passed_on(self):
        @guarded(otherwise=dict)
        def interrupted():
            raise KeyboardInterrupt

        with self.assertRaises(KeyboardInterrupt):
            interrupted()
