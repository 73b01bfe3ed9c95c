"""Backtests through the program itself: what they say is the difference of two complete audits; samples repeat;
versions that audits used are there, and what is gone or broken is refused with a sentence that says what to do."""

import csv
import json
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from program import PROGRAM, must, run

ROOT = pathlib.Path(__file__).resolve().parents[2]
RULES = ROOT / "policy" / "rules"
FIGURES = ["finding_id", "rule", "gross", "lines", "point"]


def rows_of(file):
    """Rows by the English names of their columns."""
    with open(file, encoding="utf-8-sig", newline="") as source:
        reader = csv.reader(source)
        names = [name.split(" / ")[0] for name in next(reader)]
        return [dict(zip(names, row)) for row in reader]


def rule_file(code):
    return next(RULES.glob(f"{code}_*.yaml"))


def subject(row):
    """What a finding is about, without its lines and point."""
    return (row["rule"], row["grain"], row["person"], row["visit"], row["line"], row["left_line"], row["provider"]
            if row["grain"] == "provider_period" else "", row["day"], row["peer_group"])


def cents(text):
    return round(float(text or 0) * 100)


def setUpModule():
    Case.base = pathlib.Path(tempfile.mkdtemp(prefix="qiuhao-backtest-"))
    Case.workspace = Case.base / "workspace"
    must("simulate", Case.base / "city", "--people", 2500, "--months", 6, "--seed", 11)
    must("import", Case.workspace, Case.base / "city")
    must("audit", Case.workspace, "--format", "csv")
    Case.old = rows_of(Case.workspace / "exports" / "audit-000001" / "findings.csv")
    assert len(Case.old) > 300, len(Case.old)


def tearDownModule():
    shutil.rmtree(Case.base, ignore_errors=True)


class Case(unittest.TestCase):
    """One simulated city, audited once, for all of them."""

    def place(self, name):
        folder = self.base / self.id().rsplit(".", 1)[-1]
        folder.mkdir(exist_ok=True)
        return folder / name

    def changed(self, code, *pairs):
        """A copy of a shipped rule with texts replaced, each of which must be there."""
        text = rule_file(code).read_text(encoding="utf-8")
        for old, new in pairs:
            self.assertIn(old, text)
            text = text.replace(old, new)
        file = self.place(f"{code}.yaml")
        file.write_text(text, encoding="utf-8")
        return file

    def audit_with(self, files, name):
        """All findings of a complete audit with these rule files over the shipped ones."""
        copy = self.place(name)
        shutil.copytree(self.workspace, copy, ignore=shutil.ignore_patterns("exports", "backtests"))
        (copy / "policy" / "rules").mkdir(parents=True)
        for file in files:
            shutil.copy(file, copy / "policy" / "rules")
        out = self.place(name + "-run")
        must("audit", copy, "--format", "csv", "--out", out)
        return rows_of(out / "findings.csv"), json.loads((out / "summary.json").read_text(encoding="utf-8"))

    def assert_is_difference(self, out, before, after):
        was = {}
        now = {}
        for rows, into in ((before, was), (after, now)):
            for row in rows:
                into.setdefault(subject(row), []).append(tuple(row[name] for name in FIGURES))
        added, gone, changed = [], [], []
        for about in sorted(set(was) | set(now)):
            old, new = was.get(about, []), now.get(about, [])
            point = FIGURES.index("point")
            for finding in list(new):
                same = [other for other in old if other[point] == finding[point]]
                if same:
                    old.remove(same[0])
                    new.remove(finding)
                    if same[0] != finding:
                        changed.append(finding)
            pairs = min(len(old), len(new))
            changed += new[:pairs]
            added += new[pairs:]
            gone += old[pairs:]
        told = [[tuple(row[name] for name in FIGURES) for row in rows_of(out / f"{kind}.csv")]
                for kind in ("new", "gone", "changed")]
        for ours, theirs in zip(told, (added, gone, changed)):
            self.assertEqual(sorted(ours), sorted(theirs))
        return [len(kind) for kind in told]

    def test_is_the_difference_of_two_audits(self):
        old_net = json.loads((self.workspace / "exports" / "audit-000001" / "summary.json").read_text())["net"]
        cases = [("R0107", ("effective: [null, null]", "effective: [2025-03-01, null]"), {"gone"}),
                 ("R0107", ("!(visit.kind in k.modes)", "true"), {"new"}),
                 ("R0201", ("gap <= param.split_stay_gap_days", "gap <= 3"), None),
                 ("R0112", ("amount: share(line.in_scope, over, line.quantity)", "amount: decimal('1.00')"),
                  {"changed"}),
                 ("R0207", ("min_n: 30", "min_n: 12"), None)]
        for number, (code, change, kinds) in enumerate(cases):
            with self.subTest(rule=code, change=change):
                file = self.changed(code, change)
                out = self.place(f"{number}-out")
                must("rules", "backtest", self.workspace, file, "--out", out)
                new, summary = self.audit_with([file], str(number))
                before = [row for row in self.old if row["rule"] == code]
                after = [row for row in new if row["rule"] == code]
                counts = self.assert_is_difference(out, before, after)
                if kinds is not None:
                    self.assertEqual({kind for kind, count in zip(("new", "gone", "changed"), counts) if count}, kinds)
                told = json.loads((out / "summary.json").read_text(encoding="utf-8"))
                self.assertEqual(cents(told["overlap"]["net_change"]), cents(summary["net"]) - cents(old_net))

    def test_compare_of_two_libraries(self):
        library = self.place("library")
        shutil.copytree(RULES, library)
        (library / rule_file("R0114").name).unlink()
        changed = self.changed("R0107", ("effective: [null, null]", "effective: [2025-04-01, null]"))
        shutil.copy(changed, library / rule_file("R0107").name)
        out = self.place("out")
        must("rules", "compare", self.workspace, "--old", "audit-000001", "--new", library, "--out", out)
        now = [row for row in self.old if row["rule"] != "R0114" and
               (row["rule"] != "R0107" or row["day"] >= "2025-04-01")]
        counts = self.assert_is_difference(out, self.old, now)
        self.assertGreater(counts[1], 10)
        told = json.loads((out / "summary.json").read_text(encoding="utf-8"))
        self.assertEqual([rule["code"] for rule in told["rules"]], ["R0107", "R0114"])
        same = run("rules", "compare", self.workspace, "--new", "shipped")
        self.assertEqual(same.returncode, 0)
        self.assertIn("nothing can differ", same.stdout)

    def test_knowledge_withdrawn(self):
        """The first publication takes the place of the starter points: with one of them left, all else goes."""
        starter = (ROOT / "policy" / "knowledge" / "starter.csv").read_text(encoding="utf-8").splitlines()
        table = list(csv.reader(starter))
        points = {row["point"] for row in self.old if row["rule"] == "R0107"}
        kept = sorted(points)[0]
        file = self.place("one.csv")
        with open(file, "w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows([table[0]] + [row for row in table[1:] if row[0] == kept])
        out = self.place("out")
        text = must("knowledge", "backtest", self.workspace, file, "--out", out)
        self.assertIn("starter points", text)
        gone = rows_of(out / "gone.csv")
        of_rule = [row for row in gone if row["rule"] == "R0107"]
        others = [row for row in self.old if row["rule"] == "R0107" and row["point"] != kept]
        self.assertEqual(sorted(row["finding_id"] for row in of_rule), sorted(row["finding_id"] for row in others))
        self.assertEqual(rows_of(out / "new.csv"), [])
        self.assertFalse((self.workspace / "knowledge").exists())

    def test_sample_repeats(self):
        file = self.changed("R0107", ("effective: [null, null]", "effective: [2025-03-01, null]"))

        def sample(*more):
            text = must("rules", "backtest", self.workspace, file, *more)
            return re.findall(r"^\S+ (?:new|gone|changed)  ([0-9a-f]{32})", text, re.M)

        first = sample("--threads", 1)
        self.assertEqual(len(first), 5)
        self.assertEqual(sample("--threads", 3), first)
        self.assertEqual(len(sample("--sample", 2)), 2)
        self.assertNotEqual(sample("--seed", 2), first)
        self.assertIn("not in force on that day", must("rules", "backtest", self.workspace, file))

    def test_decisions(self):
        file = self.changed("R0107", ("effective: [null, null]", "effective: [2025-03-01, null]"))
        mine = [row for row in self.old if row["rule"] == "R0107"]
        gone = [row for row in mine if row["day"] < "2025-03-01"]
        stay = [row for row in mine if row["day"] >= "2025-03-01"]
        decisions = self.place("decisions.csv")
        lines = ["finding,decision,by,on,reason"]
        lines += [f"{row['finding_id']},confirmed,甲,2025-07-01,查实" for row in gone[:3] + stay[:4]]
        lines += [f"{row['finding_id']},refused,乙,2025-07-01," for row in gone[3:5] + stay[4:5]]
        lines += ["0123456789abcdef0123456789abcdef,refused,,,"]
        decisions.write_text("\n".join(lines) + "\n", encoding="utf-8")
        out = self.place("out")
        text = must("rules", "backtest", self.workspace, file, "--decisions", decisions, "--out", out)
        self.assertIn("11 decisions", text)
        self.assertIn("1 about findings of neither version", text)
        told = json.loads((out / "summary.json").read_text(encoding="utf-8"))["decisions"]
        self.assertEqual((told["old"]["confirmed"], told["old"]["refused"]), (7, 3))
        self.assertEqual((told["new"]["confirmed"], told["new"]["refused"]), (4, 1))
        self.assertEqual((told["unknown"], told["confirmed_gone"], told["refused_gone"]), (1, 3, 2))
        self.assertEqual(sorted(row["finding_id"] for row in rows_of(out / "confirmed_gone.csv")),
                         sorted(row["finding_id"] for row in gone[:3]))
        self.assertEqual(rows_of(out / "confirmed_gone.csv")[0]["decided_by"], "甲")
        decisions.write_text("finding,decision\n12,confirmed\n", encoding="utf-8")
        broken = run("rules", "backtest", self.workspace, file, "--decisions", decisions)
        self.assertEqual(broken.returncode, 3)
        self.assertIn("decisions.csv:2: '12' is no id of a finding", broken.stderr)

    def test_versions_that_audits_used(self):
        file = self.changed("R0107", ("effective: [null, null]", "effective: [2025-03-01, null]"))
        version = re.search(r"^version: (\d+)", rule_file("R0107").read_text(encoding="utf-8"), re.M)[1]
        default = must("rules", "backtest", self.workspace, file)
        for against in (version, "audit-000001"):
            text = must("rules", "backtest", self.workspace, file, "--against", against)
            self.assertIn("policy/past/", text)
            hits = r"命中 hits\s+([\d,]+)\s+([\d,]+)"
            self.assertEqual(re.search(hits, text).groups(), re.search(hits, default).groups())
        none = must("rules", "backtest", self.workspace, file, "--against", "none")
        self.assertIn("消失 gone 0", none)
        for against in ("77", "audit-000099", "abcdef12"):
            gone = run("rules", "backtest", self.workspace, file, "--against", against)
            self.assertEqual(gone.returncode, 2)
            self.assertRegex(gone.stderr, rf"there is no such version of R0107; there are {version} \([0-9a-f]{{8}}\)")
        gone = run("rules", "compare", self.workspace, "--old", "audit-000099", "--new", "shipped")
        self.assertEqual(gone.returncode, 2)
        self.assertIn("there are audit-000001", gone.stderr)

    def test_what_cannot_be_used(self):
        broken = self.changed("R0107", ("when: ", "when: line.qty > 1 && "))
        refused = run("rules", "backtest", self.workspace, broken)
        self.assertEqual(refused.returncode, 3)
        self.assertRegex(refused.stderr, r"R0107\.yaml:\d+:\d+: unknown field line\.qty")
        file = rule_file("R0107")
        outside = run("rules", "backtest", self.workspace, file, "--from", "2031-01-01")
        self.assertEqual(outside.returncode, 2)
        self.assertRegex(outside.stderr, r"no line of the tape lies in the period; the tape goes from 2025-01-0\d to")
        full = run("rules", "backtest", self.workspace, file, "--out", self.workspace)
        self.assertEqual(full.returncode, 2)
        self.assertIn("something is there", full.stderr)
        nothing = run("knowledge", "backtest", self.workspace)
        self.assertEqual(nothing.returncode, 2)
        self.assertIn("--old and --new", nothing.stderr)

    def test_new_rule_that_the_library_lacks(self):
        file = self.changed("R0107", ("rule: R0107", "rule: B0107"))
        text = must("rules", "backtest", self.workspace, file)
        self.assertIn("B0107: 无 none", text)
        self.assertRegex(text, r"R0107 .*药品限就医方式")  # overlap with the rule it copies

    def test_interrupted(self):
        """Whatever the moment: the whole, or a part that says so."""
        file = self.changed("R0112", ("effective: [null, null]", "effective: [2025-03-01, null]"))
        process = subprocess.Popen([str(PROGRAM), "--lang", "en", "rules", "backtest", str(self.workspace), str(file)],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        time.sleep(0.15)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
        self.assertIn(process.returncode, (0, 1, -signal.SIGINT))
        if process.returncode == 1:
            self.assertIn("PARTIAL: interrupted after", out)


if __name__ == "__main__":
    unittest.main()
