import hashlib
import unittest

from launched import LauncherTest, wait_until
from stand_in import StandIn


def kept_at(path, text, attempt=2):
    digest = hashlib.sha256(text.encode()).hexdigest()
    return "/api/v1/runs/r1/artifacts/content?path=checkpoints/attempt-%d/%s/%s" % (attempt, digest[:16], path)


class Checkpoints(LauncherTest):
    the_list = "/api/v1/jobs/0198c2a4/attempts/2/checkpoint"

    def with_checkpoint(self, platform, **more):
        return self.environment(platform, PLUMBLINE_RUN_ID="r1", PLUMBLINE_CHECKPOINT_DIR="kept", PLUMBLINE_CHECKPOINT_SECONDS="0", **more)

    def test_what_a_command_leaves_is_kept_with_its_digests_and_links_are_not(self):
        with StandIn() as platform:
            script = """echo '{"checkpoint":{"path":"kept/w.pt","step":7}}' > "$PLUMBLINE_STATUS_FILE"
                mkdir kept/deep; printf w1 > kept/w.pt; printf d > kept/deep/d.pt; ln -s /etc/passwd kept/link; : > kept/empty"""
            self.assertEqual(self.shell(script, self.with_checkpoint(platform)).wait(), 0)
            files = {file["path"]: (file["sha256"], file["sizeBytes"]) for file in platform.checkpoint["files"]}
            self.assertEqual(files, {path: (hashlib.sha256(text).hexdigest(), len(text)) for path, text in (("deep/d.pt", b"d"), ("empty", b""), ("w.pt", b"w1"))})
            self.assertEqual(platform.checkpoint["step"], 7)
            self.assertEqual(platform.puts(), [kept_at("deep/d.pt", "d"), kept_at("empty", ""), kept_at("w.pt", "w1"), self.the_list])
            self.assertRegex(platform.lines("platform")[-1], r"the checkpoint of step 7 is kept: 3 files, 3 B, in")

    def test_it_is_kept_while_the_command_runs_and_a_file_that_stays_the_same_is_sent_once(self):
        with StandIn() as platform:
            launched = self.shell("printf w1 > kept/w.pt; while ! [ -f go ]; do sleep 0.05; done; printf 2 > kept/2.pt", self.with_checkpoint(platform))
            wait_until(lambda: platform.checkpoint, "the first keeping")
            self.assertEqual(platform.puts(), [kept_at("w.pt", "w1"), self.the_list])
            open(launched.folder + "/go", "w").close()
            self.assertEqual(launched.wait(), 0)
            self.assertEqual(platform.puts()[2:], [kept_at("2.pt", "2"), self.the_list])
            self.assertEqual([file["path"] for file in platform.checkpoint["files"]], ["2.pt", "w.pt"])

    def test_a_command_that_is_asked_to_end_leaves_its_last_checkpoint(self):
        with StandIn() as platform:
            script = "trap 'printf last > kept/w.pt; exit 1' TERM; echo ready; while :; do sleep 0.05; done"
            launched = self.shell(script, self.with_checkpoint(platform, PLUMBLINE_GRACE_SECONDS="20"))
            wait_until(lambda: b"ready" in launched.stdout(), "the command's start")
            launched.signal()
            self.assertEqual(launched.wait(), 1)
            self.assertEqual(platform.puts(), [kept_at("w.pt", "last"), self.the_list])

    def test_a_platform_that_is_away_is_asked_again_and_one_that_refuses_is_not(self):
        with StandIn() as platform:
            platform.upload_statuses = [503]
            self.assertEqual(self.shell("printf w > kept/w.pt", self.with_checkpoint(platform)).wait(), 0)
            self.assertEqual(platform.puts(), [kept_at("w.pt", "w"), kept_at("w.pt", "w"), self.the_list])
        with StandIn() as platform:
            platform.upload_statuses = [403]
            self.assertEqual(self.shell("printf w > kept/w.pt; exit 4", self.with_checkpoint(platform)).wait(), 4)
            self.assertEqual(platform.puts(), [kept_at("w.pt", "w")])
            self.assertEqual(platform.lines("platform"), ["the checkpoint cannot be kept: the platform answered 403 Forbidden"])

    def test_the_first_of_several_nodes_keeps_it(self):
        with StandIn() as platform:
            self.assertEqual(self.shell("printf w > kept/w.pt", self.with_checkpoint(platform, PLUMBLINE_RANK="1")).wait(), 0)
            self.assertEqual(platform.puts(), [])


if __name__ == "__main__":
    unittest.main()
