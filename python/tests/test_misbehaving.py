import os
import time
import unittest

from launched import LauncherTest, wait_until
from stand_in import StandIn


class Misbehaving(LauncherTest):
    def test_a_platform_that_fails_is_told_again_and_counts_nothing_twice(self):
        with StandIn() as platform:
            platform.mischief = [500, "cut", 503, "cut-after"]
            launched = self.shell("seq 1 50", self.environment(platform))
            self.assertEqual(launched.wait(), 0)
            self.assertEqual(platform.lines(), [str(number) for number in range(1, 51)])
            self.assertGreaterEqual(len(platform.requests), 6)
            self.assertEqual(platform.mischief, [])

    def test_a_platform_that_is_away_first_gets_everything_later(self):
        platform = StandIn()
        launched = self.shell("seq 1 2000; while ! test -e go; do sleep 0.05; done; echo over", self.environment(platform))
        wait_until(lambda: b"reports wait: ConnectionRefusedError" in launched.stderr(), "a complaint")
        with platform:
            wait_until(lambda: len(platform.lines()) == 2000, "delivery")
            with open(os.path.join(launched.folder, "go"), "w"):
                pass
            self.assertEqual(launched.wait(), 0)
            self.assertEqual(platform.lines()[-1], "over")
            self.assertEqual(platform.lost(), 0)

    def test_a_platform_that_stays_away_changes_nothing_but_the_time_of_the_end(self):
        began = time.monotonic()
        launched = self.shell("echo out; exit 7", self.environment(StandIn(), PLUMBLINE_DELIVERY_SECONDS="2"))
        self.assertEqual((launched.wait(), launched.stdout()), (7, b"out\n"))
        self.assertLess(time.monotonic() - began, 10)
        self.assertIn(b"could not be told everything", launched.stderr())

    def test_a_slow_platform_does_not_hold_up_the_command(self):
        with StandIn() as platform:
            platform.mischief = [6.0]
            began = time.monotonic()
            launched = self.shell("seq 1 30000; echo over > over", self.environment(platform, PLUMBLINE_DELIVERY_SECONDS="40"))
            wait_until(lambda: os.path.exists(os.path.join(launched.folder, "over")), "the command's end")
            self.assertLess(time.monotonic() - began, 5)
            self.assertEqual(launched.wait(), 0)
            self.assertEqual(len(platform.lines()), 30000)

    def test_a_report_that_is_refused_as_wrong_is_given_up_for_those_after_it(self):
        with StandIn() as platform:
            platform.is_wrong = lambda report: any("poison" in line["text"] for line in report["lines"])
            script = "echo poison; while ! test -e go; do sleep 0.05; done; echo after"
            launched = self.shell(script, self.environment(platform))
            wait_until(lambda: platform.lost() == 1, "a lost line")
            with open(os.path.join(launched.folder, "go"), "w"):
                pass
            self.assertEqual(launched.wait(), 0)
            self.assertEqual((platform.lines(), platform.lost()), (["after"], 1))

    def test_a_token_that_is_no_good_any_more_does_not_hold_up_the_end(self):
        with StandIn() as platform:
            platform.mischief = [401] * 20
            began = time.monotonic()
            self.assertEqual(self.shell("echo out", self.environment(platform)).wait(), 0)
            self.assertLess(time.monotonic() - began, 10)

    def test_a_container_that_was_started_again_goes_on_behind_its_earlier_life(self):
        with StandIn() as platform:
            self.assertEqual(self.shell("echo first", self.environment(platform)).wait(), 0)
            self.assertEqual(self.shell("echo second", self.environment(platform)).wait(), 0)
            self.assertEqual(platform.lines(), ["first", "second"])


if __name__ == "__main__":
    unittest.main()
