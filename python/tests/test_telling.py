import os
import time
import unittest

from launched import LauncherTest
from stand_in import StandIn


class Telling(LauncherTest):
    def test_samples_come_with_reports(self):
        with StandIn() as platform:
            tools = self.folder()
            with open(os.path.join(tools, "nvidia-smi"), "w") as file:
                file.write("#!/bin/sh\necho '0, GPU-aa, NVIDIA H100, 37, 1024, 81559'\n")
            os.chmod(file.name, 0o755)
            launched = self.shell("sleep 3", self.environment(platform, PATH=tools + ":" + os.environ["PATH"]))
            self.assertEqual(launched.wait(), 0)
            samples = [sample for report in platform.reports() for sample in report.get("samples", [])]
            self.assertGreaterEqual(len(samples), 1)
            self.assertEqual(sorted(samples[0]), ["at", "cpuPercent", "gpus", "memoryBytes", "memoryLimitBytes"])
            self.assertEqual(samples[0]["gpus"][0]["busyPercent"], 37)
            self.assertLess(abs(samples[0]["at"] / 1000 - time.time()), 60)

    def test_what_the_command_says_of_itself_is_told_once_and_nonsense_is_told_once(self):
        say = """printf '%%s' '%s' > "$PLUMBLINE_STATUS_FILE.new"; mv "$PLUMBLINE_STATUS_FILE.new" "$PLUMBLINE_STATUS_FILE"\n"""
        script = (
            say % '{"progress":0.5,"message":"with k-123 inside","checkpoint":{"path":"out/1.pt","step":1}}'
            + "sleep 2.2\n"
            + say % '{"progress":7}'
            + "sleep 2.2\n"
            + say % "also nonsense"
            + "sleep 2.2\n"
            + say % '{"progress":1}'
        )
        with StandIn() as platform:
            launched = self.shell(script, self.environment(platform, PLUMBLINE_MASK="KEY", KEY="k-123"))
            self.assertEqual(launched.wait(), 0)
            said = [report["status"] for report in platform.reports() if report.get("status")]
            self.assertEqual(said, [{"progress": 0.5, "message": "with *** inside", "checkpoint": {"path": "out/1.pt", "step": 1}}, {"progress": 1}])
            self.assertEqual(len(platform.lines("platform")), 1)
            self.assertIn("the status file is ignored", platform.lines("platform")[0])

    def test_a_silent_command_is_heard_of_every_ten_seconds(self):
        with StandIn() as platform:
            launched = self.shell("sleep 12.5", self.environment(platform))
            self.assertEqual(launched.wait(), 0)
            times = [request["at"] for request in platform.requests]
            self.assertTrue(any(9.5 < later - earlier < 11.5 for earlier, later in zip(times, times[1:])), times)


if __name__ == "__main__":
    unittest.main()
