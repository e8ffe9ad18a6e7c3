import os
import random
import sys
import tempfile
import types
import unittest
from unittest import mock

from plumbline.conditions import gather, hardware, notebook, observe, packages, seeds
from plumbline.conditions.masking import masked
from plumbline.settings import KINDS, captured_kinds


class Masking(unittest.TestCase):
    def test_what_looks_like_a_secret_is_masked(self):
        for text, expected in [
            ("t = 'plb_" + "a" * 40 + "'", "t = '***'"),
            ("ghp_" + "A" * 36, "***"),
            ("https://bob:s3cret@example.com/x", "https://***@example.com/x"),
            ('os.environ["DB_PASSWORD"] = "hunter22"', 'os.environ["DB_PASSWORD"] = "***"'),
            ("api_key='abcd1234'", "api_key='***'"),
            ('{"client_secret": "abcd1234"}', '{"client_secret": "***"}'),
            ("-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY----- *** -----END RSA PRIVATE KEY-----"),
        ]:
            with self.subTest(text=text):
                self.assertEqual(masked(text), expected)

    def test_code_is_left_as_it_is(self):
        for text in ["tokens = tokenizer(text)", "token_type = None", "max_tokens=4096", "https://example.com/a:b@c", "x = 'password'", "key = 'value'"]:
            with self.subTest(text=text):
                self.assertEqual(masked(text), text)


class Seeds(unittest.TestCase):
    def setUp(self):
        state = random.getstate()
        self.addCleanup(random.setstate, state)

    def told(self, **modules):
        with mock.patch.dict(sys.modules, {"numpy": None, "torch": None, **modules}), mock.patch.dict(os.environ):
            os.environ.pop("PYTHONHASHSEED", None)
            return seeds.tags_of(seeds.observe()).get("plumbline.seed")

    def test_a_seed_from_which_nothing_was_drawn_is_found_and_nothing_is_drawn_for_it(self):
        for seed in (0, 42, 2026, 123456):
            random.seed(seed)
            self.assertEqual(self.told(), "random %d" % seed)
            self.assertEqual(random.getstate(), random.Random(seed).getstate())

    def test_a_generator_that_was_drawn_from_or_never_seeded_is_not_known(self):
        random.seed(42)
        random.random()
        self.assertIsNone(self.told())
        random.seed()
        self.assertIsNone(self.told())

    def test_torch_says_its_seed_and_its_default_is_none(self):
        random.seed()
        self.assertEqual(self.told(torch=types.SimpleNamespace(initial_seed=lambda: 7)), "torch 7")
        self.assertIsNone(self.told(torch=types.SimpleNamespace(initial_seed=lambda: seeds.TORCH_UNSEEDED)))
        self.assertIsNone(self.told(torch=types.SimpleNamespace()))

    def test_the_seed_of_numpy_is_read_from_the_state_that_seeding_leaves(self):
        def numpy(state):
            return types.SimpleNamespace(random=types.SimpleNamespace(get_state=lambda: state))

        random.seed()
        # The first words that numpy.random.seed(0) leaves, and the last one.
        words = seeds._numpy_words(0)
        self.assertEqual((words[:3], words[-1], len(words)), ([0, 1, 1812433255], 1796872496, 624))
        self.assertEqual(self.told(numpy=numpy(("MT19937", words, 624, 0, 0.0))), "numpy 0")
        self.assertIsNone(self.told(numpy=numpy(("MT19937", words, 3, 0, 0.0))))
        self.assertIsNone(self.told(numpy=numpy(("MT19937", [7] * 624, 624, 0, 0.0))))
        self.assertIsNone(self.told(numpy=numpy(("PCG64", words, 624, 0, 0.0))))

    def test_the_seed_of_hashes_is_told_unless_it_is_random(self):
        random.seed()
        for value, expected in [("0", "PYTHONHASHSEED 0"), ("random", None), ("", None)]:
            with mock.patch.dict(os.environ, {"PYTHONHASHSEED": value}), mock.patch.dict(sys.modules, {"numpy": None, "torch": None}):
                self.assertEqual(seeds.tags_of(seeds.observe()).get("plumbline.seed"), expected)


class Packages(unittest.TestCase):
    def test_each_package_is_listed_once_as_it_is_imported(self):
        with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
            for place, name in [(first, "Scikit_Learn-1.9.1.dist-info"), (second, "scikit_learn-1.8.0.dist-info"), (second, "old.name-2.0-py3.11.egg-info"), (second, "numpy"), (first, "zope.interface-7.2.dist-info")]:
                os.mkdir(os.path.join(place, name))
            with mock.patch.object(sys, "path", [first, second, os.path.join(first, "absent")]):
                self.assertEqual(packages.installed(), ["old-name==2.0", "scikit-learn==1.9.1", "zope-interface==7.2"])
                os.mkdir(os.path.join(second, "torch-2.9.0+cu126.dist-info"))
                os.utime(second, (1, 1))
                self.assertIn("torch==2.9.0+cu126", packages.installed())


class Notebook(unittest.TestCase):
    @staticmethod
    def shell(history, **more):
        return types.SimpleNamespace(history_manager=types.SimpleNamespace(input_hist_raw=history), execution_count=len(history) - 1, user_ns={}, **more)

    def test_cells_are_kept_in_order_with_their_numbers(self):
        cells = notebook.cells_of(self.shell(["", "x = 1", " ", "%pip list\ny = 2\n"]))
        self.assertEqual(notebook.files_of(cells), {"notebook.py": "# %% In [1]\nx = 1\n\n# %% In [3]\n%pip list\ny = 2\n"})

    def test_beyond_the_limit_the_latest_cells_are_kept_and_the_others_counted(self):
        size = notebook.CELLS_BYTES // 4
        text = notebook.files_of([(number, "x" * (size - 100)) for number in range(1, 8)])["notebook.py"]
        self.assertTrue(text.startswith("# 3 earlier cells are left out"))
        self.assertTrue("In [4]" in text and "In [7]" in text and "In [3]" not in text)
        self.assertLessEqual(len(text), notebook.CELLS_BYTES + 100)

    def test_a_cell_beyond_its_limit_is_cut_and_says_so(self):
        exact = notebook.files_of([(1, "x" * notebook.CELL_BYTES)])["notebook.py"]
        over = notebook.files_of([(1, "x" * (notebook.CELL_BYTES + 1))])["notebook.py"]
        self.assertNotIn("goes on", exact)
        self.assertIn("goes on for 1 characters", over)

    def test_a_kernel_is_a_notebook_and_a_console_is_none(self):
        with mock.patch.dict(os.environ, {"JPY_SESSION_NAME": "/home/user/churn.ipynb"}):
            self.assertEqual(
                notebook.tags_of(self.shell(["", "x"], kernel=object())),
                {"plumbline.notebook.cell": "1", "mlflow.source.type": "NOTEBOOK", "mlflow.source.name": "churn.ipynb"},
            )
            self.assertEqual(notebook.tags_of(self.shell(["", "x"])), {"plumbline.notebook.cell": "1"})
        self.assertEqual(notebook.tags_of(None), {})

    def test_a_shell_that_keeps_no_history_has_no_cells(self):
        self.assertEqual(notebook.cells_of(types.SimpleNamespace(history_manager=None)), [])


class Choice(unittest.TestCase):
    def test_kinds_are_chosen_by_name(self):
        for wish, expected in [("", set(KINDS)), ("all", set(KINDS)), ("off", set()), ("git, Seeds", {"git", "seeds"}), ("nothing-known", set())]:
            with self.subTest(wish=wish), mock.patch.dict(os.environ, {"PLUMBLINE_CAPTURE": wish}):
                self.assertEqual(captured_kinds(), expected)

    def test_only_what_was_chosen_is_gathered(self):
        tags, files = gather(observe({"hardware"}), {"hardware"})
        self.assertEqual((sorted(tags), files), (["plumbline.hardware", "plumbline.os", "plumbline.python"], {}))
        tags, files = gather(observe({"packages"}), {"packages"})
        self.assertEqual((tags, set(files) - {"source/requirements.txt", "source/python_env.yaml"}), ({}, set()))


class Hardware(unittest.TestCase):
    def test_cards_are_counted_with_their_memory_and_driver(self):
        answer = types.SimpleNamespace(stdout=b"NVIDIA H100, 81559, 550.54\nNVIDIA H100, 81559, 550.54\nNVIDIA T4, [N/A], 550.54\n")
        with mock.patch("subprocess.run", return_value=answer), mock.patch.dict(os.environ, {"CUDA_VISIBLE_DEVICES": "0,1"}):
            self.assertEqual(hardware._gpus(), ["2 × NVIDIA H100 80 GB, driver 550.54", "1 × NVIDIA T4, driver 550.54", "visible 0,1"])

    def test_without_the_drivers_tool_no_card_is_seen(self):
        with mock.patch("subprocess.run", side_effect=FileNotFoundError):
            self.assertEqual(hardware._gpus(), ["no GPU seen"])
