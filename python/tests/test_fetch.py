import hashlib
import io
import json
import os
import tarfile
import time
import unittest
import zipfile

from launched import LauncherTest
from stand_in import StandIn


def entry(path, content, **more):
    return dict({"url": "/api/v1/files/" + (path or "x"), "path": path, "sha256": hashlib.sha256(content).hexdigest(), "sizeBytes": len(content)}, **more)


def tar_of(members, mode="w:gz"):
    """Members are (name, content) or a TarInfo."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as tar:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                tar.addfile(member)
                continue
            name, content = member
            info = tarfile.TarInfo(name)
            info.size, info.mode = len(content), 0o755
            tar.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def special(name, kind, linkname=""):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, linkname
    return info


class FetchTest(LauncherTest):
    def setUp(self):
        self.platform = StandIn().open()
        self.addCleanup(self.platform.close)
        self.root = self.folder()

    def fetch(self, entries, **more):
        folder = self.folder()
        place = os.path.join(folder, "inputs.json")
        with open(place, "w", encoding="utf-8") as file:
            json.dump(entries, file)
        env = self.environment(self.platform, PLUMBLINE_INPUTS=place, PLUMBLINE_INPUTS_DIR=self.root, **more)
        launched = self.launch(["fetch"], env)
        self.code = launched.wait(60)
        self.said = launched.stderr().decode()
        return self.code

    def serve(self, path, content, **more):
        self.platform.files["/api/v1/files/" + (path or "x")] = content
        return entry(path, content, **more)

    def read(self, path):
        with open(os.path.join(self.root, path), "rb") as file:
            return file.read()

    def all_paths(self):
        return sorted(
            os.path.relpath(os.path.join(folder, name), self.root) for folder, folders, files in os.walk(self.root) for name in folders + files
        )


class Fetching(FetchTest):
    def test_files_are_checked_and_laid_in_their_places(self):
        content = os.urandom(3_000_000)
        self.assertEqual(self.fetch([self.serve("data/train.csv", content), self.serve("empty", b"")]), 0, self.said)
        self.assertEqual(self.read("data/train.csv"), content)
        self.assertEqual(self.all_paths(), ["data", "data/train.csv", "empty"])
        self.assertIn("data/train.csv: 3 MB in ", self.said)
        self.assertEqual({request["token"] for request in self.platform.requests}, {"Bearer token-of-the-attempt"})
        self.assertIn("inputs", [report.get("phase") for report in self.platform.reports()])
        self.assertTrue(any("digest checked" in line for line in self.platform.lines("platform")))

    def test_a_wrong_digest_leaves_nothing(self):
        wrong = dict(self.serve("a", b"content"), sha256="0" * 64)
        self.assertEqual(self.fetch([wrong]), 65)
        self.assertIn("its SHA-256 is", self.said)
        self.assertEqual(self.all_paths(), [])

    def test_more_bytes_than_announced_are_refused(self):
        self.assertEqual(self.fetch([dict(self.serve("a", b"x" * 100), sizeBytes=10)]), 65)
        self.assertIn("more than the 10 bytes", self.said)

    def test_what_is_cut_goes_on_where_it_was_cut(self):
        content = os.urandom(4_000_000)
        self.platform.mischief = ["cut", 503, "cut"]
        self.assertEqual(self.fetch([self.serve("a", content)], PLUMBLINE_JOB_ID=""), 0, self.said)
        self.assertEqual(self.read("a"), content)
        ranges = [request["range"] for request in self.platform.requests]
        self.assertEqual(ranges, [None, "bytes=2000000-", "bytes=2000000-", "bytes=3000000-"])

    def test_a_server_without_ranges_begins_anew(self):
        content = os.urandom(1_000_000)
        self.platform.mischief = ["cut", "no-range"]
        self.assertEqual(self.fetch([self.serve("a", content)], PLUMBLINE_JOB_ID=""), 0, self.said)
        self.assertEqual(self.read("a"), content)

    def test_what_an_earlier_life_left_is_used_and_when_it_is_wrong_replaced(self):
        content = os.urandom(1_000_000)
        wanted = self.serve("a", content)
        beside = os.path.join(self.root, ".a.plumbline-" + wanted["sha256"][:16])
        for left, asked in ((content[:400_000], ["bytes=400000-"]), (b"x" * 400_000, ["bytes=400000-", None]), (content, [])):
            with open(beside, "wb") as file:
                file.write(left)
            self.platform.requests.clear()
            self.assertEqual(self.fetch([wanted], PLUMBLINE_JOB_ID=""), 0, self.said)
            self.assertEqual(self.read("a"), content)
            self.assertEqual([request["range"] for request in self.platform.requests], asked)
            os.unlink(os.path.join(self.root, "a"))

    def test_what_is_there_already_is_not_fetched_again(self):
        wanted = self.serve("a", b"content")
        for _ in range(2):
            self.assertEqual(self.fetch([wanted], PLUMBLINE_JOB_ID=""), 0)
        self.assertEqual(len(self.platform.requests), 1)

    def test_the_token_does_not_follow_a_redirect_to_elsewhere(self):
        with StandIn() as storage:
            content = b"from object storage"
            storage.files["/bucket/key?signature=abc"] = content
            self.platform.files["/api/v1/files/a"] = storage.url + "/bucket/key?signature=abc"
            self.assertEqual(self.fetch([entry("a", content)]), 0, self.said)
            self.assertEqual(self.read("a"), content)
            self.assertIsNone(storage.requests[0]["token"])

    def test_what_is_not_there_ends_with_65_and_what_cannot_be_reached_with_69(self):
        self.assertEqual(self.fetch([entry("a", b"nowhere")]), 65)
        self.assertIn("404", self.said)
        self.platform.close()
        began = time.monotonic()
        code = self.fetch_unreachable()
        self.assertEqual(code, 69)
        self.assertLess(time.monotonic() - began, 50)

    def fetch_unreachable(self):
        """In this process, with waits that are over at once."""
        from plumbline import launcher

        fetcher = launcher.Fetcher(launcher.Platform(self.platform.url, "t"), self.root, lambda text: None)
        patience, launcher.Backoff.most = launcher.Backoff.most, 0.01
        try:
            fetcher.fetch(launcher.Input(entry("a", b"nowhere")))
        except launcher.Unreachable:
            return launcher.EXIT_UNAVAILABLE
        finally:
            launcher.Backoff.most = patience
        return 0

    def test_paths_that_leave_the_folder_are_refused(self):
        for path in ("../a", "/etc/a", "a/../../b", "a\\..\\b", "", "."):
            with self.subTest(path=path):
                self.assertEqual(self.fetch([dict(self.serve("x", b"x"), path=path)], PLUMBLINE_JOB_ID=""), 65)
        for url in ("//elsewhere/a", "http://elsewhere/a", "a"):
            with self.subTest(url=url):
                self.assertEqual(self.fetch([dict(self.serve("x", b"x"), url=url)], PLUMBLINE_JOB_ID=""), 65)
        self.assertEqual(self.all_paths(), [])

    def test_no_link_is_followed_out_of_the_folder(self):
        outside = self.folder()
        os.symlink(outside, os.path.join(self.root, "link"))
        self.assertEqual(self.fetch([self.serve("link/a", b"content")]), 65)
        self.assertEqual(os.listdir(outside), [])


class Extracting(FetchTest):
    def extract(self, content, path="src"):
        return self.fetch([self.serve(path, content, extract=True)], PLUMBLINE_JOB_ID="")

    def test_archives_of_every_kind_are_unpacked(self):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as zipped:
            zipped.writestr("train.py", b"print(1)")
            zipped.writestr("data/a", b"a")
        members = [special("data", tarfile.DIRTYPE), ("./train.py", b"print(1)"), ("data/a", b"a")]
        for content in (tar_of(members, "w:gz"), tar_of(members, "w"), tar_of(members, "w:xz"), buffer.getvalue()):
            self.assertEqual(self.extract(content), 0, self.said)
            self.assertEqual(self.all_paths(), ["src", "src/data", "src/data/a", "src/train.py"])
            self.assertEqual(self.read("src/train.py"), b"print(1)")

    def test_an_archive_goes_into_the_working_directory_beside_what_is_there(self):
        os.makedirs(os.path.join(self.root, "data"))
        for name in ("data/kept", "train.py"):
            with open(os.path.join(self.root, name), "w") as file:
                file.write("old")
        self.assertEqual(self.extract(tar_of([("train.py", b"new"), ("data/a", b"a")]), "."), 0, self.said)
        self.assertEqual(self.all_paths(), ["data", "data/a", "data/kept", "train.py"])
        self.assertEqual(self.read("train.py"), b"new")

    def test_modes_are_kept_but_no_rights_that_are_none_of_theirs(self):
        tool = tarfile.TarInfo("tool")
        tool.mode = 0o6777
        self.assertEqual(self.extract(tar_of([tool])), 0, self.said)
        self.assertEqual(os.stat(os.path.join(self.root, "src/tool")).st_mode & 0o7777, 0o755)

    def test_links_within_an_archive_are_kept(self):
        members = [("data/a", b"a"), special("data/b", tarfile.SYMTYPE, "a"), special("c", tarfile.LNKTYPE, "data/a")]
        self.assertEqual(self.extract(tar_of(members)), 0, self.said)
        self.assertEqual((self.read("src/data/b"), self.read("src/c")), (b"a", b"a"))

    def test_hostile_archives_are_refused_and_leave_nothing(self):
        outside = self.folder()
        link = special("link", tarfile.SYMTYPE, outside)
        hostile = {
            "a path upwards": [("../a", b"x")],
            "an absolute path": [("/a", b"x")],
            "a path upwards in the middle": [("a/../../b", b"x")],
            "an absolute link": [link],
            "a link upwards": [special("a/b", tarfile.SYMTYPE, "../../..")],
            "a file through a link": [special("d", tarfile.SYMTYPE, "."), ("d/a", b"x")],
            "a chain of links": [special("a/b", tarfile.SYMTYPE, ".."), special("c", tarfile.SYMTYPE, "a/b/..")],
            "a hard link to elsewhere": [special("a", tarfile.LNKTYPE, "/etc/hostname")],
            "a hard link upwards": [special("a", tarfile.LNKTYPE, "../a")],
            "a hard link to a link": [special("a", tarfile.SYMTYPE, "b"), special("c", tarfile.LNKTYPE, "a")],
            "a device": [special("a", tarfile.CHRTYPE)],
            "a pipe": [special("a", tarfile.FIFOTYPE)],
        }
        for name, members in hostile.items():
            with self.subTest(name):
                self.assertEqual(self.extract(tar_of([("good", b"x")] + members)), 65, self.said)
                self.assertEqual([path for path in self.all_paths() if not path.startswith((".src", "src"))], [])
                self.assertEqual([path for path in self.all_paths() if path.startswith("src/")], [])
        self.assertEqual(os.listdir(outside), [])

    def test_a_damaged_archive_is_refused(self):
        content = tar_of([("a", os.urandom(100_000))])
        self.assertEqual(self.extract(content[: len(content) // 2]), 65)
        self.assertIn("damaged", self.said)
        self.assertEqual(self.extract(b"no archive at all"), 65)


if __name__ == "__main__":
    unittest.main()
