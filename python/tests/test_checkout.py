import os
import stat
import subprocess
import sys
import tempfile
import time
import unittest
from unittest import mock

from plumbline.conditions import git


class Checkout(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = os.path.realpath(folder.name)
        git._seen.clear()

    def git(self, *arguments):
        names = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com"}
        return subprocess.check_output(["git", *arguments], cwd=self.root, env={**os.environ, **names}).decode().strip()

    def write(self, name, text):
        with open(os.path.join(self.root, name), "w") as file:
            file.write(text)

    def commit(self, **files):
        self.git("init", "--quiet", "--initial-branch", "main")
        for name, text in files.items():
            self.write(name, text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", "one")

    def state(self):
        git._seen.clear()
        return git.state_now(self.root)

    def test_no_checkout_and_no_commit_are_nothing(self):
        self.assertEqual(git.tags_of(self.state()), {})
        self.git("init", "--quiet")
        self.assertEqual(git.tags_of(self.state()), {})

    def test_commit_branch_and_remote_are_told(self):
        self.commit(a="1\n")
        self.git("remote", "add", "backup", "https://backup.example/x")
        self.git("remote", "add", "origin", "https://bob:pw@git.example/x.git?token=1")
        self.assertEqual(
            git.tags_of(self.state()),
            {
                "mlflow.source.git.commit": self.git("rev-parse", "HEAD"),
                "mlflow.source.git.branch": "main",
                "mlflow.source.git.repoURL": "https://git.example/x.git",
                "mlflow.source.git.dirty": "false",
            },
        )

    def test_a_detached_head_has_no_branch(self):
        self.commit(a="1\n")
        self.git("checkout", "--quiet", "--detach")
        self.assertNotIn("mlflow.source.git.branch", git.tags_of(self.state()))

    def test_changes_are_kept_as_a_diff_without_files_of_secrets(self):
        self.commit(a="1\n", key="k\n")
        for name in ("prod.env", ".env", "server.pem"):
            self.write(name, "old\n")
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", "two")
        for name in ("a", "prod.env", ".env", "server.pem"):
            self.write(name, "changed\n")
        diff = git.files_of(self.state())["uncommitted.diff"]
        self.assertIn("-1\n+changed\n", diff)
        self.assertEqual([line for line in diff.splitlines() if line.startswith("diff ")], ["diff --git a/a b/a"])

    def test_files_that_git_does_not_know_make_nothing_dirty(self):
        self.commit(a="1\n")
        self.write("new", "x")
        state = self.state()
        self.assertEqual((state.is_dirty, git.files_of(state)), (False, {}))
        self.assertEqual([git.is_tracked(state, os.path.join(self.root, name)) for name in ("a", "new")], [True, False])

    def test_a_diff_beyond_its_limit_is_cut_and_says_so(self):
        self.commit(a="1\n")
        self.write("a", "line\n" * git.DIFF_BYTES)
        diff = git.files_of(self.state())["uncommitted.diff"]
        self.assertLess(len(diff), git.DIFF_BYTES + 200)
        self.assertIn("Cut here", diff[-100:])

    def test_nothing_that_the_checkout_names_is_run(self):
        self.commit(a="1\n")
        ran = os.path.join(self.root, "ran")
        self.write("evil.sh", "#!/bin/sh\ntouch %s\n" % ran)
        os.chmod(os.path.join(self.root, "evil.sh"), stat.S_IRWXU)
        for key in ("core.fsmonitor", "diff.external", "diff.x.textconv", "core.pager"):
            self.git("config", key, os.path.join(self.root, "evil.sh"))
        self.write(".gitattributes", "* diff=x\n")
        self.write("a", "2\n")
        self.assertIn("+2", git.files_of(self.state())["uncommitted.diff"])
        self.assertFalse(os.path.exists(ran))

    def test_a_git_that_never_answers_costs_its_budget_once(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        program = os.path.join(folder.name, "git")
        with open(program, "w") as file:
            file.write("#!/bin/sh\nexec tail -f /dev/null\n")
        os.chmod(program, stat.S_IRWXU)
        with mock.patch.dict(os.environ, {"PATH": folder.name + os.pathsep + os.environ["PATH"]}), mock.patch.object(git, "BUDGET_SECONDS", 0.2):
            begun = time.monotonic()
            with mock.patch.object(git, "warn_once") as warned:
                self.assertEqual([git.state_now(self.root) for _ in range(20)], [None] * 20)
            self.assertEqual(warned.call_count, 1)
            self.assertLess(time.monotonic() - begun, 10)

    def test_it_is_read_while_the_program_ends_when_no_thread_can_be_made(self):
        self.commit(a="1\n")
        self.write("a", "2\n")
        program = """
import atexit, sys, threading
from plumbline.conditions import git
from plumbline.delivery import Carrier
def look():
    threading.main_thread().join()
    print(sorted(git.files_of(git.state_now(sys.argv[1]))))
carrier = Carrier()
carrier.take(look)
atexit.register(carrier.finish, 60)
"""
        package = os.path.dirname(os.path.dirname(os.path.dirname(git.__file__)))
        answer = subprocess.check_output([sys.executable, "-B", "-c", program, self.root], env={**os.environ, "PYTHONPATH": package})
        self.assertEqual(answer.decode().strip(), "['uncommitted.diff']")

    def test_without_git_nothing_is_told(self):
        with mock.patch.dict(os.environ, {"PATH": self.root}):
            self.assertIsNone(self.state())

    def test_remotes_lose_their_secrets_and_keep_the_rest(self):
        for url, expected in [
            ("https://token@git.example/x.git", "https://git.example/x.git"),
            ("https://a:b@git.example:8443/x?private_token=1#f", "https://git.example:8443/x"),
            ("ssh://git@git.example/x.git", "ssh://git@git.example/x.git"),
            ("ssh://git:pw@git.example/x.git", "ssh://git.example/x.git"),
            ("git@git.example:acme/x.git", "git@git.example:acme/x.git"),
            ("/srv/x.git", "/srv/x.git"),
        ]:
            with self.subTest(url=url):
                self.assertEqual(git.without_secrets(url), expected)
