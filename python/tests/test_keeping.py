import json
import os
import stat
import tempfile
import unittest
from unittest import mock

from plumbline import keeping
from plumbline.keeping import Away, Keeper, Refused, kept_files, read_kept, send_file


class Server:
    """Takes calls while it is there."""

    def __init__(self):
        self.is_away = False
        self.unwanted = ()
        self.got = []

    def send(self, path, body):
        if self.is_away:
            raise Away("nobody there")
        if body in self.unwanted:
            raise Refused("not this")
        self.got.append(body)
        return {"got": body}


class Keeping(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        for patch in (
            mock.patch.dict(os.environ, {"XDG_STATE_HOME": folder.name}),
            mock.patch.object(keeping, "warn_once"),
            mock.patch.object(keeping, "REST_SECONDS", 0.0),
        ):
            patch.start()
            self.addCleanup(patch.stop)
        self.server = Server()
        self.beside = []
        self.keeper = Keeper("https://a.example", "team", self.beside.append)

    def log(self, *bodies):
        return [self.keeper.pass_on("/p", body, self.server.send) for body in bodies]

    def run_beside(self):
        while self.beside:
            self.beside.pop(0)()

    def test_a_server_that_is_there_answers_and_nothing_is_kept(self):
        self.assertEqual(self.log(1, 2), [{"got": 1}, {"got": 2}])
        self.assertEqual(kept_files(), [])

    def test_what_is_logged_while_it_is_away_arrives_in_order_when_it_is_back(self):
        self.log(1)
        self.server.is_away = True
        self.assertEqual(self.log(2, 3), [None, None])
        self.run_beside()
        self.server.is_away = False
        self.log(4)
        self.assertEqual(self.server.got, [1])
        self.run_beside()
        self.assertEqual((self.server.got, kept_files()), ([1, 2, 3, 4], []))
        self.assertEqual(self.log(5), [{"got": 5}])

    def test_what_comes_while_the_rest_is_sent_waits_behind_it(self):
        self.server.is_away = True
        self.log(1, 2)
        self.server.is_away = False
        taken = self.server.send

        def send(path, body):
            if body == 1:
                self.assertEqual(self.log(3), [None])
            return taken(path, body)

        self.server.send = send
        self.beside.clear()
        self.log(9)
        self.run_beside()
        self.assertEqual(self.server.got, [1, 2, 9, 3])
        self.assertEqual(kept_files(), [])

    def test_it_is_not_asked_again_before_its_rest_is_over(self):
        with mock.patch.object(keeping, "REST_SECONDS", 3600.0):
            self.server.is_away = True
            self.log(*range(50))
        self.assertEqual((self.server.got, self.beside), ([], []))
        self.assertEqual(len(read_kept(kept_files()[0])[1]), 50)

    def test_what_the_server_does_not_want_is_the_callers_at_once_and_left_out_later(self):
        self.server.unwanted = (2,)
        with self.assertRaises(Refused):
            self.log(2)
        self.server.is_away = True
        self.log(1, 2, 3)
        self.server.is_away = False
        self.assertEqual(send_file(kept_files()[0], self.server.send), (2, 1))
        self.assertEqual((self.server.got, kept_files()), ([1, 3], []))

    def test_a_server_that_goes_away_again_keeps_the_rest(self):
        self.server.is_away = True
        self.log(1, 2, 3)
        self.server.is_away = False
        taken = self.server.send

        def send(path, body):
            self.server.is_away = body == 3
            return taken(path, body)

        with self.assertRaises(Away):
            send_file(kept_files()[0], send)
        self.assertEqual(self.server.got, [1, 2])
        head, calls = read_kept(kept_files()[0])
        self.assertEqual((head["address"], [call["body"] for call in calls]), ("https://a.example", [3]))

    def test_the_file_is_the_users_alone_and_a_line_that_was_cut_off_is_none(self):
        self.server.is_away = True
        self.log(1, 2)
        path = kept_files()[0]
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        with open(path, "a") as file:
            file.write(json.dumps({"path": "/p", "body": 3})[:-4])
        self.assertEqual([call["body"] for call in read_kept(path)[1]], [1, 2])

    def test_a_full_file_takes_no_more_and_says_so(self):
        self.server.is_away = True
        self.log(1)
        with mock.patch.object(keeping, "FILE_BYTES", os.path.getsize(kept_files()[0])):
            self.log(2)
        self.assertEqual(len(read_kept(kept_files()[0])[1]), 1)
        self.assertIn("is full", keeping.warn_once.call_args[0][1])

    def test_a_forked_child_leaves_its_parents_file_alone(self):
        self.server.is_away = True
        self.log(1)
        child = os.fork()
        if child == 0:
            self.log(2)
            os._exit(0)
        os.waitpid(child, 0)
        self.assertEqual(sorted([call["body"] for call in read_kept(path)[1]] for path in kept_files()), [[1], [2]])
