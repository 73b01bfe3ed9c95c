"""Peers through the program itself: shares, exact chances, over-dispersion and the rate of false discoveries against
sums over the visits; a hospital whose lines are made alike is found, and what is refused."""

import collections
import csv
import fractions
import json
import math
import pathlib
import shutil
import statistics
import tempfile
import unittest

from program import must, run

NORMAL = statistics.NormalDist()
TESTED = "25-羟基维生素D测定"


def tail_of(events, cases, target):
    """The exact chance of so many events or more."""
    below = sum(math.comb(cases, event) * target**event * (1 - target)**(cases - event) for event in range(events))
    return float(1 - below)


def score_of(events, cases, target):
    return (events - cases * target) / math.sqrt(cases * target * (1 - target))


def over_dispersion(counts):
    """Of the peers about what the middle of them has."""
    counts = [pair for _, pair in sorted(counts.items(), key=lambda one: (one[1][0] / one[1][1], one[0]))
              if pair[1] >= 10]
    moved = len(counts) // 10
    middle = counts[moved:len(counts) - moved]
    target = (sum(events for events, _ in middle) + 0.5) / (sum(cases for _, cases in middle) + 1)
    scores = sorted(score_of(events, cases, target) for events, cases in counts)
    low, high = scores[moved], scores[-1 - moved]
    cut = NORMAL.inv_cdf(0.9)
    of_normal = 0.2 * cut**2 + 0.8 - 2 * cut * NORMAL.pdf(cut)
    return max(1.0, sum(min(max(score, low), high)**2 for score in scores) / len(scores) / of_normal)


class Peers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.base = pathlib.Path(tempfile.mkdtemp(prefix="qiuhao-peers-"))
        cls.workspace = cls.base / "workspace"
        must("simulate", cls.base / "city", "--people", 6000, "--seed", 8, "--level", "none", "--provider-times", 50)
        cls.busiest = cls.make_one_hospital_test_everybody(cls.base / "city")
        must("import", cls.workspace, cls.base / "city")
        out = cls.base / "stays.csv"
        must("sql", cls.workspace, "select provider_id, provider_level, days from visit where kind = 'inpatient'",
             "--format", "csv", "--out", out)
        with open(out, encoding="utf-8-sig", newline="") as file:
            cls.stays = list(csv.DictReader(file))
        cls.report = json.loads(must("screen", "peers", cls.workspace, "--format", "json"))

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.base, ignore_errors=True)

    @staticmethod
    def make_one_hospital_test_everybody(city):
        """All laboratory lines of the secondary hospital with most lines are the one test."""
        with open(city / "fee_list_d.csv", encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            names, rows = reader.fieldnames, list(reader)
        with open(city / "setl_d.csv", encoding="utf-8-sig", newline="") as file:
            secondary = {row["fixmedins_code"] for row in csv.DictReader(file) if row["hosp_lv"] in ("05", "06")}
        counts = collections.Counter(row["fixmedins_code"] for row in rows if row["fixmedins_code"] in secondary)
        busiest = counts.most_common(1)[0][0]
        for row in rows:
            if row["fixmedins_code"] == busiest and row["med_chrgitm_type"] == "04":
                row["hilist_name"] = TESTED
        with open(city / "fee_list_d.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(rows)
        return busiest

    def test_the_hospital_stands_out(self):
        outliers = [test for test in self.report["tests"] if test["outlier"]]
        self.assertIn((self.busiest, "batch_tests"), {(test["provider"], test["figure"]) for test in outliers})
        self.assertLess(len({test["provider"] for test in outliers}), 4)
        told = must("screen", "peers", self.workspace)
        self.assertIn(self.busiest, told)
        self.assertIn("做成套筛查检验的住院占比", told)

    def test_shares_are_counted_and_chances_exact(self):
        short = [test for test in self.report["tests"] if test["figure"] == "short_stays"]
        groups = collections.defaultdict(list)
        for test in short:
            groups[test["kind"], test["level"]].append(test)
        self.assertTrue(groups)
        for tests in groups.values():
            level = {test["level"] for test in tests}.pop()
            counts = {}
            for stay in self.stays:
                if stay["provider_level"] == level:
                    events, cases = counts.get(stay["provider_id"], (0, 0))
                    counts[stay["provider_id"]] = (events + (int(stay["days"]) <= 2), cases + 1)
            self.assertEqual({test["provider"] for test in tests}, set(counts))
            all_events = sum(events for events, _ in counts.values())
            all_cases = sum(cases for _, cases in counts.values())
            scores = {}
            for provider, (events, cases) in counts.items():
                target = fractions.Fraction(2 * (all_events - events) + 1, 2 * (all_cases - cases + 1))
                scores[provider] = score_of(events, cases, float(target))
                if scores[provider] > 0:
                    scores[provider] = -NORMAL.inv_cdf(tail_of(events, cases, target))
            dispersion = over_dispersion(counts)
            for test in tests:
                events, cases = counts[test["provider"]]
                self.assertEqual(test["stays"], cases)
                self.assertAlmostEqual(test["value"], events / cases)
                self.assertAlmostEqual(test["dispersion"], dispersion, places=3)
                self.assertAlmostEqual(test["z"], scores[test["provider"]] / math.sqrt(dispersion), places=3)
                if dispersion == 1:
                    self.assertAlmostEqual(test["chance"], NORMAL.cdf(-scores[test["provider"]]), places=5)

    def test_false_discoveries_are_those_of_the_whole_list(self):
        chances = sorted(test["chance"] for test in self.report["tests"])
        for test in self.report["tests"]:
            least = min(chance * len(chances) / (place + 1) for place, chance in enumerate(chances)
                        if chance >= test["chance"] * (1 - 1e-9))
            self.assertAlmostEqual(test["false_share"] / min(1, least), 1, places=3)
            if test["outlier"]:
                self.assertLessEqual(test["false_share"], 0.05)
                self.assertGreater(test["distance"], 3)

    def test_of_a_period_and_as_csv(self):
        out = self.base / "peers.csv"
        must("screen", "peers", self.workspace, "--format", "csv", "--out", out, "--to", "2025-06-30")
        with open(out, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertTrue(rows)
        of_year = {(test["provider"], test["figure"]): test["stays"] for test in self.report["tests"]}
        for row in rows:
            self.assertLess(int(row["stays"]), of_year[row["provider"], row["figure"]])

    def test_what_is_refused(self):
        for options, word in ((["--from", "2025-13-01"], "--from"), (["--most", "0"], "--most")):
            done = run("screen", "peers", self.workspace, *options)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(word, done.stderr)


if __name__ == "__main__":
    unittest.main()
