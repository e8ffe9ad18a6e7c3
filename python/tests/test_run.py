import signal
import unittest

from launched import LauncherTest
from stand_in import StandIn


class Running(LauncherTest):
    def test_output_passes_through_and_is_shipped_and_the_exit_code_is_the_commands(self):
        with StandIn() as platform:
            launched = self.shell("echo out; echo err >&2; exit 41", self.environment(platform, PLUMBLINE_RANK="3"))
            self.assertEqual(launched.wait(), 41)
            self.assertEqual(launched.stdout(), b"out\n")
            self.assertIn(b"err\n", launched.stderr())
            first, last = platform.reports(3)[0], platform.reports(3)[-1]
            self.assertEqual((first["sequence"], first["phase"], first["lines"]), (0, "running", []))
            self.assertEqual((last["phase"], last["exitCode"]), ("ended", 41))
            self.assertEqual(platform.lines("stdout", 3), ["out"])
            self.assertEqual(platform.lines("stderr", 3), ["err"])
            self.assertEqual({request["path"] for request in platform.requests}, {"/api/v1/jobs/0198c2a4/attempts/2/reports"})
            self.assertEqual({request["token"] for request in platform.requests}, {"Bearer token-of-the-attempt"})

    def test_a_signal_that_ended_the_command_is_128_and_more(self):
        self.assertEqual(self.shell("kill -SEGV $$").wait(), 128 + signal.SIGSEGV)

    def test_what_cannot_be_run_says_so(self):
        launched = self.launch(["--", "no-such-program"])
        self.assertEqual(launched.wait(), 127)
        self.assertIn(b"there is no program 'no-such-program'", launched.stderr())
        self.assertEqual(self.launch(["--", "/etc/hostname"]).wait(), 126)

    def test_wrong_calls_say_how(self):
        for arguments in ([], ["--"], ["fetsch"]):
            launched = self.launch(arguments)
            self.assertEqual(launched.wait(), 64)
            self.assertIn(b"launcher.py -- command", launched.stderr())

    def test_without_a_platform_it_runs_all_the_same(self):
        launched = self.shell("echo out")
        self.assertEqual((launched.wait(), launched.stdout()), (0, b"out\n"))

    def test_an_address_that_is_none_does_not_hold_up_the_command(self):
        for url in ("nonsense", "http://host:99999", "ftp://host"):
            with self.subTest(url=url):
                env = {"PLUMBLINE_URL": url, "PLUMBLINE_TOKEN": "t", "PLUMBLINE_JOB_ID": "1", "PLUMBLINE_ATTEMPT": "1"}
                launched = self.shell("exit 4", env)
                self.assertEqual(launched.wait(), 4)
                self.assertIn(b"nothing is reported", launched.stderr())

    def test_secrets_are_masked_everywhere(self):
        with StandIn() as platform:
            env = self.environment(platform, PLUMBLINE_MASK="PASSWORD, OTHER", PASSWORD="geheim-\u00e9-123", OTHER="second")
            script = 'printf "a geheim-"; sleep 0.2; printf "\u00e9-123 b\\n"; echo $PLUMBLINE_TOKEN $OTHER >&2'
            launched = self.shell(script, env)
            self.assertEqual(launched.wait(), 0)
            self.assertEqual(launched.stdout().decode(), "a *** b\n")
            self.assertEqual(platform.lines("stdout"), ["a *** b"])
            self.assertEqual(platform.lines("stderr"), ["*** ***"])

    def test_bytes_that_are_no_text_and_a_last_line_without_end(self):
        with StandIn() as platform:
            launched = self.shell("printf 'a\\n\\000\\377\\nlast'", self.environment(platform))
            self.assertEqual(launched.wait(), 0)
            self.assertEqual(platform.lines(), ["a", "\ufffd\ufffd", "last"])


if __name__ == "__main__":
    unittest.main()
