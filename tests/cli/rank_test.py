"""Rankings through the program itself: sums against the findings of an audit, what decisions do, what is refused."""

import collections
import csv
import decimal
import json
import pathlib
import shutil
import tempfile
import unittest

from program import must, run


class Rank(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.base = pathlib.Path(tempfile.mkdtemp(prefix="qiuhao-rank-"))
        cls.workspace = cls.base / "workspace"
        must("simulate", cls.base / "city", "--people", 1500, "--months", 6, "--seed", 5)
        must("import", cls.workspace, cls.base / "city")
        must("audit", cls.workspace, "--format", "csv", "--out", cls.base / "run")
        with open(cls.base / "run" / "findings.csv", encoding="utf-8-sig", newline="") as file:
            cls.findings = [{key.split(" / ")[0]: value for key, value in row.items()} for row in csv.DictReader(file)]

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.base, ignore_errors=True)

    def ranking(self, *options):
        return json.loads(must("rank", self.workspace, "--format", "json", "--top", 1_000_000, *options))

    def test_at_risk_is_the_net_money_of_the_findings(self):
        for by, column in (("provider", "provider"), ("person", "person"), ("rule", "rule")):
            wanted = collections.defaultdict(decimal.Decimal)
            counts = collections.Counter()
            without = 0
            for finding in self.findings:
                if not finding[column]:
                    without += 1
                    continue
                wanted[finding[column]] += decimal.Decimal(finding["net"])
                counts[finding[column]] += 1
            ranking = self.ranking("--by", by)
            self.assertEqual(ranking["without_subject"], without)
            self.assertEqual({one["code"]: one["findings"] for one in ranking["subjects"]}, counts)
            for one in ranking["subjects"]:
                self.assertEqual(decimal.Decimal(one["at_risk"]), wanted[one["code"]], one["code"])
                self.assertEqual(sum(part["findings"] for part in one["parts"]), one["findings"])
            expected = [decimal.Decimal(one["expected"]) for one in ranking["subjects"]]
            self.assertEqual(expected, sorted(expected, reverse=True))

    def test_doctors_are_those_of_lines(self):
        ranking = self.ranking("--by", "doctor")
        self.assertGreater(len(ranking["subjects"]), 3)
        self.assertEqual(sum(one["findings"] for one in ranking["subjects"]) + ranking["without_subject"],
                         len(self.findings))

    def test_decisions_teach_and_leave_the_list(self):
        before = {one["code"]: one for one in self.ranking("--by", "rule")["subjects"]}
        rule = max((code for code, one in before.items() if one["parts"][0]["share"] > 0.8),
                   key=lambda code: before[code]["findings"])
        decided = [finding["finding_id"] for finding in self.findings if finding["rule"] == rule][:-1]
        file = self.base / "decisions.csv"
        rows = [f"{one},refused" for one in decided] + ["0" * 32 + ",confirmed"]
        file.write_text("\n".join(["finding,decision", *rows, ""]))
        after = self.ranking("--by", "rule", "--decisions", file)
        self.assertEqual((after["decided"], after["unknown_decisions"]), (len(decided), 1))
        left = {one["code"]: one for one in after["subjects"]}
        self.assertEqual(left[rule]["findings"], 1)
        self.assertLess(left[rule]["parts"][0]["share"], before[rule]["parts"][0]["share"] / 2)
        suspect = next(code for code, one in before.items() if one["parts"][0]["share"] < 0.6)
        self.assertEqual(left[suspect], before[suspect] | {"rank": left[suspect]["rank"]})

    def test_tables_say_why_and_what_next(self):
        table = must("rank", self.workspace)
        first = self.ranking()["subjects"][0]
        self.assertIn(first["code"], table)
        self.assertIn("qiuhao rank", table)
        parts = must("rank", self.workspace, "--subject", first["code"])
        for part in first["parts"]:
            self.assertIn(part["rule"], parts)
        out = self.base / "list.csv"
        must("rank", self.workspace, "--format", "csv", "--out", out)
        with open(out, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([row["code"] for row in rows], [one["code"] for one in self.ranking()["subjects"]])

    def test_what_is_refused(self):
        bad = self.base / "bad.csv"
        bad.write_text("finding,decision\nxyz,confirmed\n")
        for options, code, words in ((["--subject", "H0"], 2, ["--subject", "H0"]),
                                     (["--by", "moon"], 2, ["--by"]),
                                     (["--decisions", bad], 3, ["bad.csv:2"]),
                                     (["--decisions", self.base / "none.csv"], 3, ["none.csv"]),
                                     (["--rules", "R9999"], 2, ["R9999"])):
            done = run("rank", self.workspace, *options)
            self.assertEqual(done.returncode, code, done.stderr)
            for word in words:
                self.assertIn(word, done.stderr + done.stdout)


if __name__ == "__main__":
    unittest.main()
