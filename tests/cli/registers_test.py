"""Registers through the program itself: `qiuhao screen traces` and `screen beds` find what is planted in a simulated
city and nothing else, in every form of output, and lists of people are judged by rules; wrong use ends with a
sentence."""

import csv
import io
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

PROGRAM = pathlib.Path(os.environ["QIUHAO_PROGRAM"])


def run(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=300)


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class Registers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.city = cls.folder / "tables"
        cls.workspace = cls.folder / "w"
        made = run("simulate", cls.city, "--people", 3000, "--seed", 5, "--level", "bad")
        assert made.returncode == 0, made.stderr
        read = run("import", cls.workspace, cls.city)
        assert read.returncode == 0, read.stderr
        cls.schemes = rows_of(cls.city / "truth_schemes.csv")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def claimed(self, name):
        return {row["visit"] for row in self.schemes if row["name"] == name and row["claimed"] == "1"}

    def leads(self):
        said = run("screen", "traces", self.workspace, "--format", "csv")
        self.assertEqual(said.returncode, 0, said.stderr)
        return list(csv.DictReader(io.StringIO(said.stdout.lstrip("\ufeff"))))

    def test_boxes_of_schemes_are_found_and_those_of_honest_lives_are_not(self):
        leads = self.leads()
        visits = {signal: {row["settlement"][1:] for row in leads if row["signal"] == signal} for signal in
                  ("resold", "swapped", "never_bought", "sold_early")}
        self.assertEqual(visits["resold"], self.claimed("回流药重复结算"))
        self.assertEqual(visits["swapped"], self.claimed("扫码串换药品"))
        self.assertTrue(visits["never_bought"] >= self.claimed("无采购记录的药品"))
        fraud = {row["visit"] for row in self.schemes if row["claimed"] == "1"}
        self.assertTrue(visits["never_bought"] | visits["sold_early"] <= fraud)

    def test_providers_of_schemes_are_found_and_no_other(self):
        truth = {row["name"]: row["provider"] for row in rows_of(self.city / "truth_providers.csv")}
        uncoded = [row["provider"] for row in self.leads() if row["signal"] == "uncoded"]
        self.assertEqual(uncoded, [truth["无码销售"]])
        beds = json.loads(run("screen", "beds", self.workspace, "--format", "json").stdout)
        self.assertEqual({row["provider"] for row in beds["crowded"]}, {truth["床位超量"]})
        self.assertEqual(beds["without_beds"], [])

    def test_other_forms_say_the_same(self):
        leads = self.leads()
        told = json.loads(run("screen", "traces", self.workspace, "--format", "json").stdout)
        resold = {row["code"] for row in leads if row["signal"] == "resold"}
        self.assertEqual({row["code"] for row in told["resold"]}, resold)
        self.assertEqual(len(told["swapped"]), sum(row["signal"] == "swapped" for row in leads))
        self.assertEqual(told["resold_codes"], len(told["resold"]))
        table = run("screen", "traces", self.workspace, "--most", 1).stdout
        self.assertIn(told["resold"][0]["code"], table)
        self.assertNotIn(told["resold"][-1]["code"], table)
        out = self.folder / "leads.json"
        self.assertEqual(run("screen", "traces", self.workspace, "--format", "json", "--out", out).returncode, 0)
        self.assertEqual(json.loads(out.read_text(encoding="utf-8")), told)
        late = json.loads(run("screen", "traces", self.workspace, "--from", "2030-01-01", "--format", "json").stdout)
        self.assertEqual(late["resold"] + late["swapped"] + late["early"] + late["uncoded"], [])
        self.assertIn("床位", run("screen", "beds", self.workspace).stdout)
        csv_beds = run("screen", "beds", self.workspace, "--format", "csv").stdout
        self.assertTrue(csv_beds.startswith("\ufeffprovider,first,days,fullest,people,beds\n"))

    def test_lists_of_people_are_judged(self):
        schemes = {"R0554": "死亡名单在册仍购药", "R0555": "羁押期间冒用购药",
                   "R0556": "救助身份不符", "R0557": "工伤伤情由医保支付"}
        for rule, name in schemes.items():
            said = run("audit", self.workspace, "--rules", rule)
            self.assertEqual(said.returncode, 0, said.stderr)
            hits = next(line for line in said.stdout.splitlines() if line.startswith(rule)).split()[2]
            self.assertEqual(int(hits.replace(",", "")), len(self.claimed(name)), rule)

    def test_without_registers_it_says_what_to_import(self):
        tables = self.folder / "few"
        run("simulate", tables, "--people", 100, "--seed", 1)
        self.assertFalse((tables / "trace.csv").exists())
        workspace = self.folder / "few-w"
        self.assertEqual(run("import", workspace, tables).returncode, 0)
        for what, word in (("traces", "drug_trac_codg"), ("beds", "aprv_bed_cnt")):
            said = run("screen", what, workspace)
            self.assertEqual(said.returncode, 3, said.stdout)
            self.assertIn(word, said.stderr)
            self.assertEqual(run("screen", what, self.workspace, "--from", "2025-13-01").returncode, 2)
        audit = run("audit", workspace, "--rules", "R0554")
        self.assertEqual(audit.returncode, 0, audit.stderr)
        self.assertIn("death", audit.stdout)


if __name__ == "__main__":
    unittest.main()
