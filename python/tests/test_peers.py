import os
import subprocess
import sys
import unittest

PEERS = os.path.join(os.path.dirname(__file__), "..", "plumbline", "peers.py")


def run(peers, seconds="0.1"):
    env = dict(os.environ, PLUMBLINE_PEERS=peers, PLUMBLINE_PEERS_SECONDS=seconds)
    return subprocess.run([sys.executable, PEERS], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=30, check=False)


class TestPeers(unittest.TestCase):
    def test_nodes_that_have_addresses_are_not_waited_for(self):
        self.assertEqual(run("localhost,127.0.0.1", "0").returncode, 0)

    def test_nobody_is_nobody_to_wait_for(self):
        self.assertEqual(run("").returncode, 0)

    def test_a_node_without_an_address_is_told(self):
        ended = run("localhost,nowhere.invalid")
        self.assertEqual(ended.returncode, 1)
        self.assertEqual(ended.stderr.decode().strip(), "1 of 2 nodes have no address: nowhere.invalid")


if __name__ == "__main__":
    unittest.main()
