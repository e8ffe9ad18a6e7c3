import unittest

from plumbline.addresses import BadAddress, is_in_clear, origin_of, server_address


class Addresses(unittest.TestCase):
    def test_what_is_typed_becomes_an_origin(self):
        for typed, expected in [
            ("plumbline.example.com", "https://plumbline.example.com"),
            ("localhost:3000", "http://localhost:3000"),
            ("127.0.0.1:3000", "http://127.0.0.1:3000"),
            ("[::1]:3000", "http://[::1]:3000"),
            (" https://Plumbline.Example.com:443/w/default/experiments?x=1#y ", "https://plumbline.example.com"),
            ("http://plumbline:3000/", "http://plumbline:3000"),
        ]:
            with self.subTest(typed=typed):
                self.assertEqual(server_address(typed), expected)

    def test_what_names_no_server_is_refused(self):
        for typed in ["", "ftp://example.com", "https://", "https://example.com:port", "file:///mlruns", "https://me:pw@example.com"]:
            with self.subTest(typed=typed), self.assertRaises(BadAddress) as refused:
                server_address(typed)
            self.assertNotIn("pw", str(refused.exception))

    def test_origins_differ_by_scheme_host_and_port(self):
        self.assertEqual(origin_of("https://a.example/x"), origin_of("https://A.example:443"))
        for other in ["http://a.example", "https://a.example:444", "https://b.a.example", "https://a.example.evil", "https://a.example@evil.example"]:
            with self.subTest(other=other):
                self.assertNotEqual(origin_of("https://a.example"), origin_of(other))
        for nothing in [None, "", "sqlite:///mlflow.db", "databricks", "https://[broken"]:
            self.assertIsNone(origin_of(nothing))

    def test_only_another_machine_without_tls_is_in_clear(self):
        self.assertEqual([is_in_clear(origin) for origin in ("http://a.example", "https://a.example", "http://127.0.0.1:3000")], [True, False, False])
