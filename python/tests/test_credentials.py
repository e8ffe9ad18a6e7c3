import os
import stat
import tempfile
import unittest
from unittest import mock

from plumbline import credentials
from plumbline.credentials import Credential, Credentials, current_credentials, is_known, read_credentials, write_credentials

ONE, OTHER = "https://one.example", "https://other.example"


class Stored(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        changed = mock.patch.dict(os.environ, {"XDG_CONFIG_HOME": folder.name})
        changed.start()
        self.addCleanup(changed.stop)
        for name in ("MLFLOW_TRACKING_TOKEN", "MLFLOW_TRACKING_PASSWORD", "MLFLOW_TRACKING_URI"):
            os.environ.pop(name, None)
        self.path = os.path.join(folder.name, "plumbline", "credentials")

    def store(self, *items):
        write_credentials(Credentials(Credential(address, workspace, token) for address, workspace, token in items))

    def test_no_file_is_no_login(self):
        self.assertEqual((read_credentials().items, current_credentials().default), ([], None))

    def test_the_file_is_the_users_alone(self):
        with mock.patch("os.umask"):
            self.store((ONE, "team", "plb_1"))
        self.assertEqual(stat.S_IMODE(os.stat(self.path).st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(os.stat(os.path.dirname(self.path)).st_mode), 0o700)
        self.assertEqual(os.listdir(os.path.dirname(self.path)), ["credentials"])

    def test_the_last_login_is_the_default_and_replaces_its_own_token(self):
        kept = Credentials()
        for address, workspace, token in [(ONE, "a", "plb_1"), (OTHER, "a", "plb_2"), (ONE, "b", "plb_3"), (ONE, "a", "plb_4")]:
            kept.put(Credential(address, workspace, token))
        write_credentials(kept)
        found = read_credentials()
        self.assertEqual([(item.address, item.workspace, item.token) for item in found.items], [(ONE, "a", "plb_4"), (ONE, "b", "plb_3"), (OTHER, "a", "plb_2")])
        self.assertEqual(found.find(ONE, "b").token, "plb_3")
        self.assertIsNone(found.find(ONE, "c"))
        self.assertIsNone(found.find("http://one.example"))

    def test_logging_out_of_an_address_leaves_the_others(self):
        kept = Credentials([Credential(ONE, "a", "plb_1"), Credential(ONE, "b", "plb_2"), Credential(OTHER, "a", "plb_3")])
        self.assertEqual([item.token for item in kept.remove(ONE, "b")], ["plb_2"])
        self.assertEqual([item.token for item in kept.remove(ONE)], ["plb_1"])
        self.assertEqual(kept.default.token, "plb_3")

    def test_another_login_is_seen_by_a_running_program(self):
        self.store((ONE, "a", "plb_1"))
        self.assertEqual(current_credentials().default.token, "plb_1")
        self.store((ONE, "a", "plb_2"))
        self.assertEqual(current_credentials().default.token, "plb_2")

    def test_a_damaged_file_is_said_once_and_is_no_login(self):
        for text in ["{", "[]", '{"tokens": [{"address": 1}]}', '{"tokens": 3}', ""]:
            with self.subTest(text=text):
                self.store((ONE, "a", "plb_1"))
                with open(self.path, "w") as file:
                    file.write(text)
                with mock.patch.object(credentials, "warn_once") as warned:
                    self.assertEqual((current_credentials().items, current_credentials().items), ([], []))
                self.assertEqual(warned.call_count, 1)
                self.assertIn("log in again", warned.call_args[0][1])

    def test_a_file_that_others_can_read_is_told(self):
        self.store((ONE, "a", "plb_1"))
        os.chmod(self.path, 0o644)
        with mock.patch.object(credentials, "warn_once") as warned:
            read_credentials()
        self.assertIn("chmod 600", warned.call_args[0][1])

    def test_only_servers_with_a_token_are_ours(self):
        self.store((ONE, "a", "plb_1"))
        asked = [ONE + "/api/2.0/mlflow/runs/create", "http://one.example/", OTHER, "sqlite:///mlflow.db", "databricks", None]
        self.assertEqual([is_known(address) for address in asked], [True, False, False, False, False, False])

    def test_a_token_of_the_environment_makes_its_address_ours_and_no_other(self):
        with mock.patch.dict(os.environ, {"MLFLOW_TRACKING_URI": OTHER, "MLFLOW_TRACKING_TOKEN": "plb_9"}):
            self.assertEqual([is_known(OTHER), is_known(ONE)], [True, False])
        with mock.patch.dict(os.environ, {"MLFLOW_TRACKING_URI": OTHER, "MLFLOW_TRACKING_TOKEN": "somebody-elses"}):
            self.assertFalse(is_known(OTHER))
