import re
import sys
import unittest

from launched import LauncherTest
from plumbline.launcher import CHUNK_BYTES
from stand_in import StandIn


class Much(LauncherTest):
    def test_chunks_are_bounded_and_one_comes_a_second(self):
        with StandIn() as platform:
            launched = self.shell("seq 1 20000", self.environment(platform))
            self.assertEqual(launched.wait(), 0)
            self.assertEqual(len(platform.lines()), 20000)
            self.assertLessEqual(max(request["bytes"] for request in platform.requests), CHUNK_BYTES)
            times = [request["at"] for request in platform.requests]
            # Their way here takes longer one time than another.
            self.assertGreater((times[-1] - times[0]) / (len(times) - 1), 0.95)

    def test_what_cannot_be_delivered_in_time_is_counted_and_the_end_is_delivered(self):
        with StandIn() as platform:
            launched = self.shell("seq 1 400000; echo Traceback: the reason", self.environment(platform, PLUMBLINE_DELIVERY_SECONDS="5"))
            self.assertEqual(launched.wait(), 0)
            self.assertEqual(platform.lines()[-1], "Traceback: the reason")
            self.assertGreater(platform.lost(), 0)
            self.assertEqual(len(platform.lines()) + platform.lost(), 400001)
            self.assertEqual(platform.reports()[-1]["phase"], "ended")

    def test_much_output_leaves_the_launcher_small(self):
        peak = "import os; print('peak', [line for line in open('/proc/%d/status' % os.getppid()) if 'VmHWM' in line][0])"
        code = "import sys\nfor _ in range(64): sys.stdout.write(('y' * 1023 + '\\n') * 1024)\nsys.stdout.flush()\n" + peak
        launched = self.launch(["--", sys.executable, "-c", code], self.environment(StandIn(), PLUMBLINE_DELIVERY_SECONDS="0"))
        self.assertEqual(launched.wait(), 0)
        peak_kilobytes = int(re.search(rb"peak VmHWM:\s+(\d+)", launched.stdout()).group(1))
        self.assertLess(peak_kilobytes, 120_000)


if __name__ == "__main__":
    unittest.main()
