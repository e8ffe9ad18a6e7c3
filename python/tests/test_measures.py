import os
import unittest

from launched import FolderTest
from plumbline.launcher import Cgroup, parse_gpu, parse_status


class Cgroups(FolderTest):
    def write(self, files):
        folder = self.folder()
        for name, text in files.items():
            place = os.path.join(folder, name)
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "w", encoding="utf-8") as file:
                file.write(text)
        return folder

    def test_version_2_in_a_namespace_of_its_own(self):
        folder = self.write(
            {
                "memory.current": "5000000\n",
                "memory.stat": "anon 1\ninactive_file 2000000\nactive_file 7\n",
                "memory.max": "8000000\n",
                "memory.events": "low 0\noom 3\noom_kill 2\n",
                "cpu.stat": "usage_usec 1500000\nuser_usec 1\n",
                "own": "0::/\n",
            }
        )
        cgroup = Cgroup(folder, os.path.join(folder, "own"))
        self.assertEqual((cgroup.memory_bytes(), cgroup.memory_limit_bytes(), cgroup.cpu_seconds(), cgroup.memory_kills()), (3000000, 8000000, 1.5, 2))

    def test_without_a_limit_the_machine_is_the_limit(self):
        folder = self.write({"memory.current": "1", "memory.max": "max", "own": "0::/"})
        cgroup = Cgroup(folder, os.path.join(folder, "own"))
        self.assertGreater(cgroup.memory_limit_bytes(), 2**26)
        self.assertIsNone(cgroup.cpu_seconds())

    def test_version_1_below_the_path_of_the_process(self):
        folder = self.write(
            {
                "memory/pod/memory.usage_in_bytes": "5000000",
                "memory/pod/memory.stat": "inactive_file 1\ntotal_inactive_file 1000000\n",
                "memory/pod/memory.limit_in_bytes": "6000000",
                "memory/pod/memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n",
                "cpuacct/cpuacct.usage": "2500000000",
                "own": "5:memory:/pod\n4:cpu,cpuacct:/elsewhere\n0::/x\n",
            }
        )
        cgroup = Cgroup(folder, os.path.join(folder, "own"))
        self.assertEqual((cgroup.memory_bytes(), cgroup.memory_limit_bytes(), cgroup.cpu_seconds(), cgroup.memory_kills()), (4000000, 6000000, 2.5, 1))

    def test_where_nothing_is_counted_there_is_no_measure(self):
        folder = self.write({"own": ""})
        cgroup = Cgroup(folder, os.path.join(folder, "own"))
        self.assertEqual((cgroup.memory_bytes(), cgroup.cpu_seconds(), cgroup.memory_kills()), (None, None, 0))


class Gpus(unittest.TestCase):
    def test_a_line_of_the_drivers_tool(self):
        self.assertEqual(
            parse_gpu("1, GPU-aa, NVIDIA H100 80GB HBM3, 37, 1024, 81559"),
            {"index": 1, "uuid": "GPU-aa", "name": "NVIDIA H100 80GB HBM3", "busyPercent": 37, "memoryBytes": 2**30, "memoryTotalBytes": 81559 * 2**20},
        )
        self.assertIsNone(parse_gpu("0, GPU-aa, H100, [N/A], [Not Supported], 1")["busyPercent"])
        self.assertIsNone(parse_gpu("NVIDIA-SMI has failed"))


class Status(unittest.TestCase):
    def test_all_is_optional_and_what_is_not_known_is_left_out(self):
        self.assertEqual(parse_status("{}"), {})
        said = {"progress": 0.5, "message": "Epoch 39 of 60", "checkpoint": {"path": "out/39.pt", "step": 39}, "remainingSeconds": 12.5}
        self.assertEqual(
            parse_status('{"progress":0.5,"message":"Epoch 39 of 60","checkpoint":{"path":"out/39.pt","step":39,"x":1},"remainingSeconds":12.5,"loss":1}'), said
        )
        self.assertEqual(parse_status('{"progress":null,"message":"x"}'), {"message": "x"})

    def test_nonsense_is_none(self):
        for text in [
            "",
            "no json",
            "[]",
            "null",
            "3",
            "[" * 100_000,
            '{"progress":1.01}',
            '{"progress":-0.1}',
            '{"progress":true}',
            '{"progress":"0.5"}',
            '{"progress":NaN}',
            '{"message":3}',
            '{"checkpoint":"out/39.pt"}',
            '{"checkpoint":{"step":3}}',
            '{"checkpoint":{"path":"a","step":1.5}}',
            '{"checkpoint":{"path":"%s"}}' % ("x" * 501),
            '{"remainingSeconds":-1}',
            '{"remainingSeconds":Infinity}',
            '{"remainingSeconds":1000000001}',
        ]:
            with self.subTest(text=text[:50]):
                self.assertIsNone(parse_status(text))


if __name__ == "__main__":
    unittest.main()
