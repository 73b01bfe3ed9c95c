"""The table of providers against sums of our own over the rows that `sql` gives, and what models make of it."""

import collections
import csv
import datetime
import pathlib
import shutil
import tempfile
import unittest

from program import must, run


class Features(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.base = pathlib.Path(tempfile.mkdtemp(prefix="qiuhao-features-"))
        cls.workspace = cls.base / "workspace"
        must("simulate", cls.base / "city", "--people", 32000, "--months", 1, "--seed", 8)
        must("import", cls.workspace, cls.base / "city")
        cls.visits = cls.rows("select provider_id, person_id, kind, days, start, main_diagnosis from visit", "visits")
        cls.lines = cls.rows("select provider_id, day, item, doctor, amount, charge_class, refunded from line", "lines")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.base, ignore_errors=True)

    @classmethod
    def rows(cls, statement, name):
        file = cls.base / f"{name}.csv"
        must("sql", cls.workspace, statement, "--format", "csv", "--out", file)
        with open(file, encoding="utf-8-sig", newline="") as opened:
            return list(csv.DictReader(opened))

    def features(self, *options):
        file = self.base / "features.csv"
        must("screen", "features", self.workspace, "--out", file, *options)
        with open(file, encoding="utf-8-sig", newline="") as opened:
            return {row["provider"]: row for row in csv.DictReader(opened)}

    def check(self, features, visits, lines):
        by_provider = collections.defaultdict(list)
        for visit in visits:
            by_provider[visit["provider_id"]].append(visit)
        lines_of = collections.defaultdict(list)
        for line in lines:
            lines_of[line["provider_id"]].append(line)
        self.assertEqual(set(features), set(by_provider))
        self.assertGreater(len(features), 15)
        for provider, seen in by_provider.items():
            row = features[provider]
            own = lines_of[provider]
            starts = [datetime.datetime.fromisoformat(visit["start"]) for visit in seen]
            stays = [visit for visit in seen if visit["kind"] == "inpatient"]
            amount = sum(float(line["amount"] or 0) for line in own)
            doctors = {line["doctor"] for line in own if line["doctor"]}
            days = collections.Counter(start.date() for start in starts)
            diagnoses = collections.Counter(visit["main_diagnosis"][:3] for visit in seen if visit["main_diagnosis"])
            wanted = {
                "visits": len(seen),
                "people": len({visit["person_id"] for visit in seen}),
                "stay_share": len(stays) / len(seen),
                "night_share": sum(start.hour >= 22 or start.hour < 6 for start in starts) / len(seen),
                "weekend_share": sum(start.weekday() >= 5 for start in starts) / len(seen),
                "busiest_day": max(days.values()) / (len(seen) / len(days)),
                "open_days": len(days),
                "diagnoses": len(diagnoses) if diagnoses else None,
                "top_diagnosis_share": max(diagnoses.values()) / len(seen) if diagnoses else None,
                "mean_stay_days": sum(int(visit["days"]) for visit in stays) / len(stays) if stays else None,
                "short_stay_share": sum(int(visit["days"]) <= 2 for visit in stays) / len(stays) if stays else None,
                "lines_per_visit": len(own) / len(seen),
                "amount_per_visit": amount / len(seen),
                "items": len({line["item"] for line in own if line["item"]}),
                "doctors": len(doctors),
                "visits_per_doctor": len(seen) / len(doctors) if doctors else None,
                "refund_share": sum(float(line["refunded"] or 0) > 0 for line in own) / len(own),
            }
            shares = {"drug_share": {"09", "11"}, "exam_share": {"03", "04"}, "bed_share": {"01", "07"}}
            for name, classes in shares.items():
                share = sum(float(line["amount"] or 0) for line in own if line["charge_class"] in classes) / amount
                wanted[name] = share if share else None
            for name, value in wanted.items():
                if value is None:
                    self.assertIn(row[name], ("", "0.0", "0"), (provider, name))
                else:
                    self.assertAlmostEqual(float(row[name]), value, places=6, msg=(provider, name))

    def test_are_sums_over_visits_and_lines(self):
        self.check(self.features(), self.visits, self.lines)

    def test_of_a_period(self):
        visits = [visit for visit in self.visits if "2025-01-05" <= visit["start"][:10] <= "2025-01-20"]
        lines = [line for line in self.lines if "2025-01-05" <= line["day"] <= "2025-01-20"]
        features = self.features("--from", "2025-01-05", "--to", "2025-01-20")
        with_lines = {line["provider_id"] for line in lines}
        visits = [visit for visit in visits if visit["provider_id"] in with_lines]
        self.check({code: row for code, row in features.items() if code in with_lines}, visits, lines)

    def test_are_what_models_read(self):
        file = self.base / "outliers.csv"
        must("screen", "features", self.workspace, "--out", file)
        told = must("screen", "outliers", file, "--id", "provider")
        self.assertIn("H34990", told)

    def test_findings_of_an_audit_are_joined(self):
        must("audit", self.workspace, "--format", "csv,parquet")
        features = self.features("--findings", "latest")
        run_folder = self.workspace / "exports" / "audit-000001"
        with open(run_folder / "findings.csv", encoding="utf-8-sig", newline="") as file:
            findings = [{name.split(" / ")[0]: cell for name, cell in row.items()} for row in csv.DictReader(file)]
        counts, money = collections.Counter(), collections.Counter()
        for finding in findings:
            for rule in (finding["rule"], "findings"):
                counts[finding["provider"], rule] += 1
                money[finding["provider"], rule] += float(finding["net"] or 0)
        self.assertGreater(len(counts), 50)
        rules = {rule for _, rule in counts}
        for provider, row in features.items():
            self.assertLess(rules, set(row))
            self.assertIn("R0553_net", row)  # of every rule of the run, found or not
            for rule in rules:
                visits = float(row["visits"])
                self.assertAlmostEqual(float(row[rule]), counts[provider, rule] / visits, places=9)
                self.assertAlmostEqual(float(row[f"{rule}_net"]), money[provider, rule] / visits, places=6)
        self.assertEqual(set(self.features("--findings", "1")["H34990200001"]), set(features["H34990200001"]))

    def test_what_is_refused(self):
        for options, code, word in ((["--format", "parquet"], 2, "--out"), (["--from", "2025-13-01"], 2, "--from"),
                                    (["--findings", "77"], 3, "audit-000077")):
            done = run("screen", "features", self.workspace, *options)
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertIn(word, done.stderr)


if __name__ == "__main__":
    unittest.main()
