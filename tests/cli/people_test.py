"""`qiuhao draw`: records are what a plain reading of the documentation gives, with a look ahead by trying; rules that
leave too few are told with what each removes."""

import csv
import hashlib
import io
import itertools
import json
import pathlib
import random
import shutil
import tempfile
import unittest

import repeat_draw
from program import run


def items(cell):
    for mark in "；、|":
        cell = cell.replace(mark, ";")
    return [item.strip() for item in cell.split(";") if item.strip()]


def can_be_filled(people, taken, count, quotas, institutions):
    """By trying every choice of the rest; people are (institution, specialties)."""
    rest = [person for person in people if person not in taken]
    for more in itertools.combinations(rest, count - len(taken)):
        chosen = [people[person] for person in [*taken, *more]]
        if len({institution for institution, _ in chosen}) < institutions:
            continue
        places = [specialty for specialty, least in quotas.items() for _ in range(least)]
        if any(all(specialty in chosen[at][1] for specialty, at in zip(places, order))
               for order in itertools.permutations(range(len(chosen)), len(places))):
            return True
    return False


class People(unittest.TestCase):
    def setUp(self):
        self.base = pathlib.Path(tempfile.mkdtemp(prefix="qiuhao-people-"))
        self.addCleanup(shutil.rmtree, self.base, ignore_errors=True)
        random.seed(3)
        self.roster = self.base / "roster.csv"
        self.rows = []
        for number in range(14):
            self.rows.append({"id": f"E{number:02}", "name": f"专家{number}",
                              "institution": random.choice(["甲医院", "乙医院", "丙医院", "丁中心"]),
                              "specialties": random.choice(["骨科", "医保；骨科", "影像", "医保", ""]),
                              "past": "甲医院" if number == 4 else "", "conflicts": "张院长、乙公司" if number == 7 else ""})
        with open(self.roster, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, self.rows[0])
            writer.writeheader()
            writer.writerows(random.sample(self.rows, len(self.rows)))
        self.history = self.base / "history.csv"
        self.history.write_text("id,date\nE09,2026-11-01\nE09,2026-10-01\nE10,2026-11-02\n", encoding="utf-8")
        self.rules = ["--inspected", "甲医院", "--party", "张院长", "--past", "past", "--conflicts", "conflicts",
                      "--history", self.history, "--most", 2, "--within-days", 90, "--on", "2026-11-30"]

    def commit(self, name, *options):
        return run("draw", "commit", self.roster, *self.rules, "--out", self.base / f"{name}.json", "--seed",
                   self.base / f"{name}.seed", *options)

    def test_records_are_repeated_by_trying(self):
        quotas = {"骨科": 1, "医保": 1}
        for turn in range(12):
            name = f"turn{turn}"
            made = self.commit(name, "--count", 4, "--spares", 2, "--institutions", 2, "--quota", "骨科=1", "--quota",
                               "医保=1")
            self.assertEqual(made.returncode, 0, made.stderr)
            commitment, reveal, record = (self.base / f"{name}{end}" for end in (".json", "-reveal.json", ".csv"))
            self.assertIn(hashlib.sha256(commitment.read_bytes()).hexdigest(), made.stdout)
            drawn = run("draw", "people", self.roster, "--history", self.history, "--commitment", commitment,
                        "--seed", self.base / f"{name}.seed", "--out", record, "--reveal", reveal)
            self.assertEqual(drawn.returncode, 0, drawn.stderr)
            found = {row["id"]: row for row in csv.DictReader(io.StringIO(record.read_text(encoding="utf-8")))}
            self.assertEqual(set(found), {row["id"] for row in self.rows})
            excluded = {row["id"] for row in self.rows
                        if row["institution"] == "甲医院" or "甲医院" in items(row["past"])
                        or "张院长" in items(row["conflicts"])} | {"E09"}
            self.assertEqual({key for key, row in found.items() if row["part"] == "excluded"}, excluded)
            people = {row["id"]: (row["institution"], items(row["specialties"])) for row in self.rows
                      if row["id"] not in excluded}
            key = repeat_draw.key_of(json.loads(reveal.read_text()))
            order = repeat_draw.Source(key, "people").shuffled(sorted(row["id"] for row in self.rows), len(self.rows))
            taken, left = [], []
            for person in (person for person in order if person in people):
                if len(taken) < 4 and can_be_filled(people, [*taken, person], 4, quotas, 2):
                    taken.append(person)
                else:
                    left.append(person)
            by_order = sorted((int(row["order"]), key) for key, row in found.items() if row["order"])
            self.assertEqual([key for _, key in by_order], taken + left[:2])
            counts = [found[key]["counts_for"] for key in taken]
            self.assertEqual({specialty: counts.count(specialty) for specialty in quotas}, quotas)
            for key in taken:
                self.assertIn(found[key]["counts_for"], ["", *people[key][1]])
            checked = run("draw", "verify", self.roster, record, "--history", self.history, "--commitment",
                          commitment, "--reveal", reveal)
            self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
            record.write_text(record.read_text(encoding="utf-8").replace(",drawn,", ",spare,", 1), encoding="utf-8")
            checked = run("draw", "verify", self.roster, record, "--history", self.history, "--commitment",
                          commitment, "--reveal", reveal)
            self.assertEqual(checked.returncode, 1)
            self.assertIn("where the seed gives", checked.stdout)

    def test_too_few_are_told_before_anything_is_written(self):
        told = self.commit("few", "--count", 14)
        self.assertEqual(told.returncode, 3)
        self.assertRegex(told.stderr, r"\d+ of 14 people may be drawn, and 14 are needed")
        self.assertRegex(told.stderr, r"works_there removes \d+ \(\d+ by itself alone\)")
        self.assertFalse((self.base / "few.seed").exists())
        for options, words in [(["--count", 2, "--quota", "眼科=1"], "0 of 眼科 where 1 are needed"),
                               (["--count", 2, "--quota", "骨科=3"], "each counts for one quota"),
                               (["--count", 2, "--quota", "骨科"], "--quota 骨科: write a whole number above 0"),
                               (["--count", 5, "--institutions", 5], "institutions where 5 are needed"),
                               (["--count", 2, "--quota", 1], "names no specialty"), (["--count", 0], "from 1 to")]:
            told = self.commit("bad", *options)
            self.assertIn(told.returncode, (2, 3), options)
            self.assertRegex(told.stderr, words)

    def test_the_history_is_committed_too(self):
        self.assertEqual(self.commit("h", "--count", 2).returncode, 0)
        words = ["draw", "people", self.roster, "--commitment", self.base / "h.json", "--seed", self.base / "h.seed",
                 "--out", self.base / "h.csv", "--reveal", self.base / "hr.json"]
        told = run(*words)
        self.assertIn("name it with --history", told.stderr)
        self.history.write_text("id,date\n", encoding="utf-8")
        told = run(*words, "--history", self.history)
        self.assertIn("is not the history committed", told.stderr)
        self.assertFalse((self.base / "h.csv").exists())


if __name__ == "__main__":
    unittest.main()
