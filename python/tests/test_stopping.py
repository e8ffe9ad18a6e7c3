import re
import signal
import time
import unittest

from launched import LauncherTest, is_gone, wait_until
from stand_in import StandIn


class Stopping(LauncherTest):
    loop = "while :; do sleep 0.05; done"

    def test_sigterm_is_passed_on_and_the_command_has_its_grace(self):
        with StandIn() as platform:
            env = self.environment(platform, PLUMBLINE_GRACE_SECONDS="20")
            launched = self.shell("trap 'sleep 0.3; echo saved; exit 3' TERM; echo ready; %s" % self.loop, env)
            wait_until(lambda: b"ready" in launched.stdout(), "the command's start")
            launched.signal()
            self.assertEqual(launched.wait(), 3)
            self.assertEqual(platform.lines("stdout"), ["ready", "saved"])
            self.assertEqual(platform.lines("platform"), ["asked to end by SIGTERM: the command has 20 seconds to end"])
            self.assertEqual([report["phase"] for report in platform.reports()][-1], "ended")

    def test_a_command_that_does_not_listen_is_killed_after_the_grace(self):
        launched = self.shell("trap '' TERM; echo ready; %s" % self.loop, {"PLUMBLINE_GRACE_SECONDS": "0.5"})
        wait_until(lambda: b"ready" in launched.stdout(), "the command's start")
        began = time.monotonic()
        launched.signal()
        self.assertEqual(launched.wait(), 128 + signal.SIGKILL)
        self.assertGreaterEqual(time.monotonic() - began, 0.5)

    def test_the_platform_can_ask_for_the_end(self):
        with StandIn() as platform:
            platform.stop = True
            launched = self.shell("trap 'sleep 1.5; echo saved; exit 0' TERM; %s" % self.loop, self.environment(platform))
            self.assertEqual(launched.wait(), 0)
            self.assertEqual(platform.lines("stdout"), ["saved"])
            self.assertIn("stopping", [report["phase"] for report in platform.reports()])

    def test_other_signals_are_passed_on(self):
        launched = self.shell("trap 'echo checkpoint; exit 0' USR1; echo ready; %s" % self.loop)
        wait_until(lambda: b"ready" in launched.stdout(), "the command's start")
        launched.signal(signal.SIGUSR1)
        self.assertEqual(launched.wait(), 0)
        self.assertIn(b"checkpoint", launched.stdout())

    def test_orphans_are_reaped_and_what_is_left_behind_is_ended(self):
        script = "(setsid sh -c 'echo orphan $$; exec sleep 300' &); sleep 300 & echo child $!; (true &); sleep 0.3; exit 5"
        launched = self.shell(script)
        self.assertEqual(launched.wait(), 5)
        pids = [int(pid) for pid in re.findall(rb"(?:orphan|child) (\d+)", launched.stdout())]
        self.assertEqual(len(pids), 2)
        for pid in pids:
            self.assertTrue(is_gone(pid), pid)


if __name__ == "__main__":
    unittest.main()
