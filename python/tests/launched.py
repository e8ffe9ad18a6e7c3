"""Runs the launcher as a container does: as a program of its own, with an environment of its own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

LAUNCHER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "plumbline", "launcher.py")


def wait_until(condition, what, seconds=20.0):
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise AssertionError("it did not happen: " + what)
        time.sleep(0.02)


class Launched:
    def __init__(self, arguments, env, folder):
        self.folder = folder
        self.out = open(os.path.join(self.folder, "launcher.out"), "w+b")
        self.err = open(os.path.join(self.folder, "launcher.err"), "w+b")
        complete = {"PATH": os.environ["PATH"], "HOME": self.folder, "TMPDIR": self.folder, "PYTHONDONTWRITEBYTECODE": "1"}
        complete.update(env)
        self.process = subprocess.Popen([sys.executable, LAUNCHER] + arguments, env=complete, stdout=self.out, stderr=self.err, cwd=self.folder)

    @staticmethod
    def read(file):
        file.flush()
        with open(file.name, "rb") as copy:
            return copy.read()

    def stdout(self):
        return self.read(self.out)

    def stderr(self):
        return self.read(self.err)

    def signal(self, signum=signal.SIGTERM):
        self.process.send_signal(signum)

    def wait(self, seconds=40.0):
        return self.process.wait(seconds)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.out.close()
        self.err.close()


class FolderTest(unittest.TestCase):
    """A test that needs folders of its own."""

    def folder(self):
        folder = tempfile.mkdtemp(prefix="plumbline-test-")
        self.addCleanup(shutil.rmtree, folder, True)
        return folder


class LauncherTest(FolderTest):
    """A test that launches something."""

    def launch(self, arguments, env=None):
        launched = Launched(arguments, env or {}, self.folder())
        self.addCleanup(launched.close)
        return launched

    def shell(self, script, env=None):
        return self.launch(["--", "sh", "-c", script], env)

    def environment(self, platform, **more):
        env = {"PLUMBLINE_URL": platform.url, "PLUMBLINE_TOKEN": "token-of-the-attempt", "PLUMBLINE_JOB_ID": "0198c2a4", "PLUMBLINE_ATTEMPT": "2"}
        env.update({"PLUMBLINE_DELIVERY_SECONDS": "20"}, **more)
        return env


def is_gone(pid):
    """Whether a process has ended; one that only waits to be reaped has."""
    try:
        with open("/proc/%d/stat" % pid, encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True
