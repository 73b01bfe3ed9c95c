"""`qiuhao screen networks` through the program itself: a gang written into the tables of a simulated city is found, in
every form of output; wrong use and wrong tables end with a sentence and the right exit code."""

import csv
import datetime
import json
import pathlib
import shutil
import tempfile
import unittest

from program import run

DAYS = 7


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        return reader.fieldnames, list(reader)


def write(path, names, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


def plant(city):
    """Four people's first visits become visits together, by turns at two hospitals; who they are."""
    visit_names, visits = read(city / "mdtrt_d.csv")
    settlement_names, settlements = read(city / "setl_d.csv")
    settled = {row["mdtrt_id"]: row for row in settlements}
    providers = sorted({(row["fixmedins_code"], row["fixmedins_name"], row["hosp_lv"]) for row in visits})[:2]
    of_people, seen = {}, set()
    for row in visits:
        if row["med_type"] in ("11", "12", "14") and row["mdtrt_id"] not in seen:
            seen.add(row["mdtrt_id"])
            of_people.setdefault(row["psn_no"], []).append(row)
    gang = [person for person, rows in of_people.items() if len(rows) >= DAYS][:4]
    assert len(gang) == 4
    for place, person in enumerate(gang):
        for day, row in enumerate(of_people[person][:DAYS]):
            begin = datetime.datetime(2025, 2, 3, 9, 0) + datetime.timedelta(days=8 * day, minutes=5 * place)
            settlement = settled[row["mdtrt_id"]]
            for table in (row, settlement):
                table["fixmedins_code"], table["fixmedins_name"], table["hosp_lv"] = providers[day % 2]
            row["begntime"], row["endtime"] = str(begin), str(begin + datetime.timedelta(minutes=20))
            settlement["begndate"] = settlement["enddate"] = str(begin.date())
            settlement["setl_time"] = str(begin + datetime.timedelta(minutes=25))
    write(city / "mdtrt_d.csv", visit_names, visits)
    write(city / "setl_d.csv", settlement_names, settlements)
    return gang


class Networks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.base = pathlib.Path(tempfile.mkdtemp(prefix="qiuhao-networks-"))
        city = cls.base / "city"
        made = run("simulate", city, "--people", "300", "--months", "6", "--seed", "5")
        assert made.returncode == 0, made.stderr
        cls.gang = plant(city)
        cls.workspace = cls.base / "workspace"
        done = run("import", cls.workspace, *sorted(city.glob("*_d.csv")))
        assert done.returncode == 0, done.stderr

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.base, ignore_errors=True)

    def test_the_gang_is_found_in_every_form(self):
        shown = run("screen", "networks", self.workspace, "--lang", "zh")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        self.assertIn("4 人在 2 家机构", shown.stdout)
        as_json = json.loads(run("screen", "networks", self.workspace, "--format", "json").stdout)
        gangs = [row for row in as_json["networks"] if row["people"] == 4]
        self.assertEqual(len(gangs), 1)
        self.assertEqual((gangs[0]["edges"], gangs[0]["days"], gangs[0]["density"]), (6, DAYS, 1))
        members = {row["person"] for row in as_json["members"] if row["network"] == gangs[0]["network"]}
        self.assertEqual(len(members), 4)
        meetings = [row for row in as_json["meetings"] if row["network"] == gangs[0]["network"]]
        self.assertEqual(len(meetings), 6 * DAYS)
        folder, file = self.base / "tables", self.base / "report.json"
        self.assertEqual(run("screen", "networks", self.workspace, "--format", "csv", "--out", folder).returncode, 0)
        _, rows = read(folder / "meetings.csv")
        self.assertEqual(len(rows), len(as_json["meetings"]))
        self.assertEqual(run("screen", "networks", self.workspace, "--format", "json", "--out", file,
                             "--threads", "3").returncode, 0)
        self.assertEqual(json.loads(file.read_text(encoding="utf-8")), as_json)

    def test_contacts_by_pseudonym(self):
        as_json = json.loads(run("screen", "networks", self.workspace, "--format", "json").stdout)
        people = [row["person"] for row in as_json["members"]][:4]
        table = self.base / "contacts.csv"
        table.write_text("person,kind,value\n" + "".join(f"{person},agent,王某\n" for person in people),
                         encoding="utf-8")
        told = json.loads(run("screen", "networks", self.workspace, "--contacts", table, "--format", "json").stdout)
        self.assertEqual([(row["kind"], row["value"], row["people"]) for row in told["shared_contacts"]],
                         [("agent", "王某", 4)])

    def test_contacts_by_the_national_number(self):
        table = self.base / "numbers.csv"
        table.write_text("psn_no,kind,value\n" + "".join(f"{person},phone,139\n" for person in self.gang) +
                         "9999,phone,139\n", encoding="utf-8")
        told = json.loads(run("screen", "networks", self.workspace, "--contacts", table, "--format", "json").stdout)
        self.assertEqual([row["people"] for row in told["shared_contacts"]], [4])
        of_gang = [row["look_alike"] for row in told["networks"] if row["people"] == 4]
        self.assertEqual(of_gang, ["same_address"])

    def test_own_parameters_stand_over_the_shipped_ones(self):
        own = self.workspace / "policy" / "parameters" / "own.csv"
        own.parent.mkdir(parents=True, exist_ok=True)
        header = "name,label,region,value,unit,from,to,source\n"
        try:
            own.write_text(header + f"covisit_days_least,天数,,{DAYS + 1},天,,,本市\n", encoding="utf-8")
            none = run("screen", "networks", self.workspace)
            self.assertIn("covisit_days_least", none.stdout)
            self.assertNotIn("4 people met", none.stdout)
            own.write_text(header + "covisit_days_least,天数,,many,天,,,本市\n", encoding="utf-8")
            refused = run("screen", "networks", self.workspace)
            self.assertEqual(refused.returncode, 3)
            self.assertIn("own.csv:2: covisit_days_least is 'many'; write a number from 2 to 366", refused.stderr)
        finally:
            own.unlink()

    def test_wrong_use_ends_with_2_and_wrong_input_with_3(self):
        taken = self.base / "taken"
        taken.mkdir(exist_ok=True)
        (taken / "something").write_text("")
        bad = self.base / "bad.csv"
        bad.write_text("person,kind,value\nP,telegram,1\n")
        for code, sentence, words in [
                (2, "--out", ["--format", "csv"]),
                (2, "--out", ["--out", "x"]),
                (2, "new or empty", ["--format", "csv", "--out", taken]),
                (2, "--memory 7: write a size", ["--memory", "7"]),
                (2, "--from", ["--from", "2025-02-30"]),
                (2, "--threads", ["--threads", "0"]),
                (3, "bad.csv:2: 'telegram' is no kind", ["--contacts", bad]),
                (3, "no_such.csv", ["--contacts", self.base / "no_such.csv"])]:
            ended = run("screen", "networks", self.workspace, *words)
            self.assertEqual(ended.returncode, code, (words, ended.stderr))
            self.assertIn(sentence, ended.stderr, words)
        self.assertEqual(run("screen", "networks", self.base / "nowhere").returncode, 3)
        self.assertEqual(run("screen").returncode, 2)
        self.assertIn("--contacts", run("screen", "networks", "--help").stdout)


if __name__ == "__main__":
    unittest.main()
