"""Runs one module of tests and writes an object of JSON to standard output for each test: python report.py MODULE"""

import json
import os
import sys
import unittest

FOLDER = os.path.dirname(os.path.abspath(__file__))


class Reported(unittest.TestResult):
    def __init__(self, *_):
        super().__init__()
        self.failed = {}

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._fail(test, self.failures[-1][1])

    def addError(self, test, err):
        super().addError(test, err)
        self._fail(test, self.errors[-1][1])

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._fail(test, "%s\n%s" % (subtest, self._exc_info_to_string(err, subtest)))

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._fail(test, "it was skipped: " + reason)

    def _fail(self, test, text):
        self.failed.setdefault(test.id(), []).append(text)

    def stopTest(self, test):
        super().stopTest(test)
        name = test.id().split(".")[-1].replace("test_", "", 1).replace("_", " ")
        print(json.dumps({"name": name, "failure": "\n".join(self.failed.get(test.id(), []))}), flush=True)


if __name__ == "__main__":
    sys.path[:0] = [FOLDER, os.path.dirname(FOLDER)]
    result = Reported()
    unittest.defaultTestLoader.loadTestsFromName(sys.argv[1]).run(result)
    for _, text in result.errors:
        print(text, file=sys.stderr)
