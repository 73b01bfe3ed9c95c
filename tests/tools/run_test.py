#!/usr/bin/env python3
"""Runs ./run with a stand-in for the program, and tools/install-packages with lists of its own."""
import unittest

from repository import Repository, run

PROGRAM = """#!/bin/sh
echo "$@" >> "$QIUHAO_DEMO/../calls"
[ "$1" = "$FAIL_AT" ] && exit 3
[ "$1" = simulate ] || [ "$1" = import ] && mkdir -p "$2"
exit 0
"""


SETTLE = """import os, sys
with open(os.path.dirname(os.environ["QIUHAO_DEMO"]) + "/calls", "a") as calls:
    print("settle", *sys.argv[2:4], file=calls)
sys.exit(3 if os.environ["FAIL_AT"] == "settle" else 0)
"""


class RunTest(unittest.TestCase):
    def setUp(self):
        self.repository = Repository()
        self.addCleanup(self.repository.close)
        self.program = self.repository.write("qiuhao", PROGRAM, executable=True)
        self.settle = self.repository.write("settle.py", SETTLE)
        self.demo = self.repository.root / "demo"

    def commands(self, *arguments, fail_at="", code=0):
        """The commands that a call gave to the program."""
        calls = self.repository.write("calls", "")
        result = run("run", *arguments, QIUHAO_PROGRAM=self.program, QIUHAO_DEMO=self.demo, QIUHAO_SETTLE=self.settle,
                     FAIL_AT=fail_at)
        self.assertEqual(result.returncode, code, result.stderr)
        return [line.replace(str(self.demo), "demo") for line in calls.read_text().splitlines()]

    def test_all_steps_then_only_the_audit(self):
        audit, serve = "audit demo/workspace", "serve demo/workspace --port 8080"
        self.assertEqual(self.commands(), ["simulate demo/city --people 20000 --months 12 --seed 1",
                                           "import demo/workspace demo/city", audit,
                                           "settle --workspace demo/workspace", serve])
        self.assertEqual(self.commands(), [audit, "findings take demo/workspace", serve])
        self.assertEqual(self.commands("--no-serve"), [audit, "findings take demo/workspace"])

    def test_another_size_makes_another_city(self):
        self.commands("--no-serve")
        again = self.commands("--people", "500", "--no-serve")
        self.assertEqual(again[0], "simulate demo/city --people 500 --months 12 --seed 1")
        self.assertEqual(len(again), 4)
        self.assertEqual(again[-1], "settle --workspace demo/workspace")

    def test_a_step_that_failed_is_made_again(self):
        self.assertEqual(len(self.commands(fail_at="import", code=3)), 2)
        self.assertEqual(self.commands("--no-serve", fail_at="settle", code=3)[0], "import demo/workspace demo/city")
        self.assertEqual(self.commands("--no-serve"), ["audit demo/workspace", "settle --workspace demo/workspace"])

    def test_a_code_of_somebody(self):
        self.assertEqual(self.commands("--code", "zhou"), ["settle --code zhou"])
        self.commands("--code", code=2)

    def test_wrong_use_is_refused_before_anything_is_done(self):
        for arguments in [("--people",), ("--people", "many"), ("--people", "0"), ("--people=-5",), ("--fast",)]:
            self.assertEqual(self.commands(*arguments, code=2), [], arguments)

    def test_build_only(self):
        self.assertEqual(self.commands("--build"), [])


class InstallPackagesTest(unittest.TestCase):
    def setUp(self):
        self.repository = Repository()
        self.addCleanup(self.repository.close)

    def missing(self, text):
        return run("tools/install-packages", "--list", self.repository.write("list.txt", text)).stdout.split()

    def test_names_what_is_missing(self):
        self.assertEqual(self.missing("# a comment\n\ngit  # there\nno-such-package  # why\n"), ["no-such-package"])

    def test_a_program_on_path_stands_for_its_package(self):
        self.assertEqual(self.missing("no-such-package unless:sh\nother unless:no-such-program  # why\n"), ["other"])

    def test_a_missing_list_is_wrong_use(self):
        self.assertEqual(run("tools/install-packages", "--list", "no-such-list").returncode, 2)


if __name__ == "__main__":
    unittest.main()
