#!/usr/bin/env python3
"""Runs bench/run with a stand-in program and bars of its own: what meets a bar, what falls short, what is refused."""
import json
import unittest

from repository import Repository, run

PROGRAM = """#!/bin/sh
case "$1" in
  --list) echo audit; echo "import  reads a city"; echo broken; exit 0 ;;
  broken) exit 7 ;;
esac
echo "warming up"
echo '{"measure": "rows_per_second", "value": 500, "unit": "1/s", "against": "duckdb", "ratio": 2.0}'
[ "$2" = --small ] || echo '{"measure": "latency_us", "value": 80, "unit": "us"}'
"""


class BenchRunTest(unittest.TestCase):
    def setUp(self):
        self.repository = Repository()
        self.addCleanup(self.repository.close)
        self.program = self.repository.write("qiuhao-bench", PROGRAM, executable=True)

    def bench(self, bars, *arguments):
        file = self.repository.write("bars.json", json.dumps(bars) if isinstance(bars, dict) else bars)
        return run("bench/run", *arguments, QIUHAO_BENCH_PROGRAM=self.program, QIUHAO_BENCH_BARS=file)

    def code(self, bars, *arguments):
        return self.bench(bars, *arguments).returncode

    def test_names(self):
        self.assertEqual(self.bench({}, "--list").stdout.split(), ["audit", "import", "broken"])
        unknown = self.bench({}, "audits")
        self.assertEqual(unknown.returncode, 2)
        self.assertIn("audit, import, broken", unknown.stderr)
        self.assertEqual(self.code({}), 2)

    def test_measures_without_a_bar_pass(self):
        result = self.bench({}, "audit")
        self.assertEqual(result.returncode, 0)
        self.assertRegex(result.stdout, r"rows_per_second +500 1/s +\(2 x duckdb\)")
        self.assertIn("warming up", result.stdout)

    def test_bars_on_value_and_ratio_at_their_edges(self):
        for bar, code in [({"at_least": 500}, 0), ({"at_least": 501}, 1), ({"at_most": 500}, 0), ({"at_most": 499}, 1),
                          ({"at_least": 2.0, "field": "ratio"}, 0), ({"at_least": 2.1, "field": "ratio"}, 1)]:
            self.assertEqual(self.code({"rows_per_second": bar}, "audit"), code, bar)

    def test_a_missing_ratio_is_short(self):
        self.assertEqual(self.code({"latency_us": {"at_most": 9, "field": "ratio"}}, "audit"), 1)

    def test_a_measure_that_its_benchmark_no_longer_prints_is_short(self):
        self.assertEqual(self.code({"gone": {"at_most": 9, "bench": "audit"}}, "audit"), 1)
        self.assertEqual(self.code({"gone": {"at_most": 9, "bench": "import"}}, "audit"), 0)

    def test_bars_of_the_full_run_do_not_bind_the_small_one(self):
        bars = {"rows_per_second": {"at_least": 501, "full_only": True}}
        self.assertEqual(self.code(bars, "audit", "--small"), 0)
        self.assertEqual(self.code(bars, "audit"), 1)

    def test_wrong_bars_are_refused(self):
        for bars in ["{", {"a": {}}, {"a": {"at_least": 1, "at_most": 2}}, {"a": {"atleast": 1}},
                     {"a": {"at_least": 1, "field": "unit"}}]:
            self.assertEqual(self.code(bars, "audit"), 2, bars)

    def test_a_failing_program_is_our_fault(self):
        self.assertEqual(self.code({}, "broken"), 4)


if __name__ == "__main__":
    unittest.main()
