"""Figures of DRG in `screen peers`: stays grouped again in Python from tables made here, and a hospital that adds a
major complication to every stay."""

import collections
import csv
import json
import math
import pathlib
import shutil
import tempfile
import unittest

from program import must, run

ADDED = "E87.200"  # made a major complication below


def read(file):
    with open(file, encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def write(file, rows):
    with open(file, "w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def codes_of(diagnoses, operations):
    """A row for each code: of diagnoses their letter's medical group and two surgical ones, of operations those."""
    rows = []
    for place, code in enumerate(sorted(diagnoses)):
        flags = ("1", "") if place % 5 == 1 else ("", "1") if place % 11 == 2 or code == ADDED else ("", "")
        table = f"7-{place % 3}" if any(flags) else ""
        if place % 7 == 3:
            rows.append((code, "", *flags, table))  # no group may be led to
            continue
        rows.append((code, code[0] + "R1", *flags, table))
        rows.append((code, code[0] + "B2", *flags, table))
    for code in sorted(operations):
        rows += [(code, letter + group, "", "", "") for letter in "CIJKMNOS" for group in ("B2", "C1")]
    names = ("code", "adrg", "is_cc", "is_mcc", "exclusion_table")
    return [dict(zip(names, row)) for row in rows]


def weights_of():
    rows = []
    for number, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
        rows += [(letter + "R11", 2 + number / 10), (letter + "R13", 1 + number / 10), (letter + "R15", 0.5)]
        rows += [(letter + "B29", 3 + number / 10), (letter + "C19", 4.0)]
    return [{"drg": drg, "weight": str(weight)} for drg, weight in rows]


class PeersDrg(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.base = pathlib.Path(tempfile.mkdtemp(prefix="qiuhao-drg-"))
        city, cls.workspace = cls.base / "city", cls.base / "workspace"
        must("simulate", city, "--people", 6000, "--seed", 9, "--level", "none", "--provider-times", 50)
        cls.padder = cls.add_to_every_stay_of_one(city)
        must("import", cls.workspace, city)
        own = cls.workspace / "policy" / "parameters"
        own.mkdir(parents=True)
        (own / "own.csv").write_text("name,label,region,value,unit,from,to,source\n"
                                     "peer_mean_stays_least,均值,,10,次,,,测试\n", encoding="utf-8")
        asked = {}
        for name, statement in {
                "stays": """select v.id, v.provider_id, v.provider_level, v.main_diagnosis, sum(l.amount) as amount
                            from visit v join line l on l.visit_id = v.id
                            where v.kind = 'inpatient' and v."end" is not null group by all""",
                "diagnosis": "select visit_id, code, is_main from diagnosis where code is not null",
                "operation": "select visit_id, code from operation where code is not null"}.items():
            out = cls.base / f"{name}.csv"
            must("sql", cls.workspace, statement, "--format", "csv", "--out", out)
            asked[name] = read(out)
        cls.stays = asked["stays"]
        cls.diagnoses, cls.operations = collections.defaultdict(list), collections.defaultdict(list)
        for row in asked["diagnosis"]:
            cls.diagnoses[row["visit_id"]].append(row)
        for row in asked["operation"]:
            cls.operations[row["visit_id"]].append(row["code"])
        cls.codes = codes_of({row["code"] for row in asked["diagnosis"]}, {row["code"] for row in asked["operation"]})
        cls.weights = weights_of()
        write(cls.base / "codes.csv", cls.codes)
        write(cls.base / "weights.csv", cls.weights)
        cls.report = json.loads(must("screen", "peers", cls.workspace, "--format", "json", "--drg",
                                     cls.base / "codes.csv", "--weights", cls.base / "weights.csv"))

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.base, ignore_errors=True)

    @staticmethod
    def add_to_every_stay_of_one(city):
        """Every stay of the secondary hospital with most of them has one more diagnosis."""
        settlements = {row["mdtrt_id"]: row for row in read(city / "setl_d.csv") if row["hosp_lv"] in ("05", "06")}
        rows = read(city / "setl_list_diag_d.csv")
        first = {row["mdtrt_id"]: row for row in reversed(rows)}
        stays = {row["mdtrt_id"] for row in read(city / "mdtrt_d.csv") if row["med_type"].startswith("2")}
        counts = collections.Counter(settlements[visit]["fixmedins_code"] for visit in first
                                     if visit in settlements and visit in stays)
        padder = counts.most_common(1)[0][0]
        for visit, row in first.items():
            if visit in settlements and settlements[visit]["fixmedins_code"] == padder:
                rows.append(row | {"setl_list_diag_id": row["setl_list_diag_id"] + "X", "maindiag_flag": "0",
                                   "diag_code": ADDED, "diag_name": "酸中毒", "rid": row["rid"] + "X"})
        write(city / "setl_list_diag_d.csv", rows)
        return padder

    def grouped(self):
        """Of each stay with a main diagnosis: has_cc, has_mcc, may lead to a group, weight."""
        facts, leads = {}, collections.defaultdict(set)
        for row in self.codes:
            facts[row["code"]] = row
            if row["adrg"]:
                leads[row["code"]].add(row["adrg"])
        weights = {row["drg"]: float(row["weight"]) for row in self.weights}
        result = {}
        for stay in self.stays:
            main = stay["main_diagnosis"]
            if not main:
                continue
            own_table = facts[main]["exclusion_table"] if main in facts else None
            added = [facts[row["code"]] for row in self.diagnoses[stay["id"]]
                     if row["is_main"] != "1" and row["code"] != main]
            added = [one for one in added if not one["exclusion_table"] or one["exclusion_table"] != own_table]
            has_mcc = any(one["is_mcc"] for one in added)
            has_cc = has_mcc or any(one["is_cc"] for one in added)
            letters = {group[0] for group in leads[main]}
            surgical = sorted({group for code in self.operations[stay["id"]] for group in leads[code]
                               if group[0] in letters})
            medical = sorted(group for group in leads[main] if group[1] >= "R")
            group = (surgical + medical + [None])[0]
            weight = None
            if group:
                weight = weights.get(group + ("1" if has_mcc else "3" if has_cc else "5"), weights.get(group + "9"))
            result[stay["id"]] = (has_cc, has_mcc, bool(leads[main]), weight)
        return result

    def test_stays_are_grouped_as_by_hand(self):
        grouped = self.grouped()
        weighed = [(float(stay["amount"]), grouped[stay["id"]][3]) for stay in self.stays
                   if stay["id"] in grouped and grouped[stay["id"]][3]]
        rate = sum(amount for amount, _ in weighed) / sum(weight for _, weight in weighed)
        values = collections.defaultdict(lambda: collections.defaultdict(list))
        weights = collections.defaultdict(lambda: collections.defaultdict(list))  # by level and illness, then provider
        for stay in self.stays:
            if stay["id"] not in grouped:
                continue
            has_cc, has_mcc, is_group, weight = grouped[stay["id"]]
            of = values[stay["provider_id"]]
            of["drg_complications"].append(has_cc)
            of["drg_major_complications"].append(has_mcc)
            of["drg_no_group"].append(not is_group)
            if weight:
                of["drg_low_cost"].append(float(stay["amount"]) < weight * rate * 0.5)
                illness = (stay["provider_level"], stay["main_diagnosis"][:3])
                weights[illness][stay["provider_id"]].append(math.log(weight))
        for by_provider in weights.values():
            for provider, own in by_provider.items():
                others = [one for other, theirs in by_provider.items() if other != provider for one in theirs]
                if len(others) >= 10 and len(set(others)) > 1:  # peers that say how the illness's weights spread
                    values[provider]["drg_weight"] += own
        compared = collections.Counter()
        for test in self.report["tests"]:
            if not test["figure"].startswith("drg_"):
                continue
            own = values[test["provider"]][test["figure"]]
            self.assertEqual(test["stays"], len(own), test)
            mean = sum(own) / len(own)
            if test["figure"] == "drg_weight":
                mean = math.exp(mean)
            self.assertAlmostEqual(test["value"], mean, places=4, msg=str(test))
            compared[test["figure"]] += 1
        self.assertEqual(set(compared), {"drg_complications", "drg_major_complications", "drg_no_group", "drg_low_cost",
                                         "drg_weight"})
        self.assertTrue(any(weight and group for _, _, group, weight in grouped.values()))

    def test_the_hospital_that_adds_stands_out(self):
        outliers = {(test["provider"], test["figure"]) for test in self.report["tests"] if test["outlier"]}
        self.assertIn((self.padder, "drg_major_complications"), outliers)
        told = must("screen", "peers", self.workspace, "--drg", self.base / "codes.csv")
        self.assertIn("按DRG有严重并发症合并症的住院占比", told)

    def test_without_weights_or_tables(self):
        figures = {test["figure"] for test in json.loads(
            must("screen", "peers", self.workspace, "--format", "json", "--drg", self.base / "codes.csv"))["tests"]}
        self.assertIn("drg_no_group", figures)
        self.assertNotIn("drg_weight", figures)
        figures = {test["figure"] for test in json.loads(
            must("screen", "peers", self.workspace, "--format", "json"))["tests"]}
        self.assertFalse([figure for figure in figures if figure.startswith("drg_")])

    def test_what_is_refused(self):
        (self.base / "few.csv").write_text("code,adrg\nI63.900,BR2\n", encoding="utf-8")
        (self.base / "light.csv").write_text("drg,weight\nBR21,0\n", encoding="utf-8")
        for options, word in ((["--drg", self.base / "few.csv"], "is_cc"),
                              (["--drg", self.base / "codes.csv", "--weights", self.base / "light.csv"], "light.csv:2"),
                              (["--drg", self.base / "none.csv"], "none.csv"),
                              (["--weights", self.base / "weights.csv"], "--drg")):
            done = run("screen", "peers", self.workspace, *options)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(word, done.stderr)


if __name__ == "__main__":
    unittest.main()
