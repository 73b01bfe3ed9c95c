"""`qiuhao sample` and repeat_draw.py, which shares no code with it, draw the same; promises that do not fit are told;
appraisals are what Python makes of the same file."""

import csv
import hashlib
import json
import math
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import unittest

from program import run

REPEAT = pathlib.Path(__file__).resolve().parent / "repeat_draw.py"


class Samples(unittest.TestCase):
    def setUp(self):
        self.base = pathlib.Path(tempfile.mkdtemp(prefix="qiuhao-sample-"))
        self.addCleanup(shutil.rmtree, self.base, ignore_errors=True)
        random.seed(7)
        self.frame = self.base / "frame.csv"
        with open(self.frame, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["claim", "ward", "paid"])
            rows = [[f"C{number}", random.choice(["内科", "外科, 东区", "ICU"]), f"{random.lognormvariate(6, 1.2):.2f}"]
                    for number in range(900)]
            rows[5][2] = "250000.00"  # larger than any interval
            random.shuffle(rows)
            writer.writerows(rows)
        self.rows = {row[0]: row for row in rows}

    def promise(self, name, *options, public=""):
        commitment, seed = self.base / f"{name}.json", self.base / f"{name}.seed"
        made = run("sample", "commit", self.frame, "--id", "claim", "--out", commitment, "--seed", seed,
                   *options, *(["--public", "a lottery"] if public else []))
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertIn(hashlib.sha256(commitment.read_bytes()).hexdigest(), made.stdout)
        self.assertEqual(seed.stat().st_mode & 0o777, 0o600)
        self.assertNotIn(seed.read_text().strip(), commitment.read_text())
        drawn = run("sample", "draw", self.frame, "--commitment", commitment, "--seed", seed, "--out",
                    self.base / f"{name}.csv", "--reveal", self.base / f"{name}-reveal.json",
                    *(["--public", public] if public else []))
        self.assertEqual(drawn.returncode, 0, drawn.stderr)
        return commitment, self.base / f"{name}-reveal.json", self.base / f"{name}.csv"

    def test_anybody_repeats_the_list(self):
        ways = {"simple": ["--count", 40, "--spares", 7],
                "strata": ["--method", "stratified", "--stratum", "ward", "--count", 33, "--spares", 3],
                "neyman": ["--method", "stratified", "--stratum", "ward", "--count", 50, "--allocation", "neyman",
                           "--spread", "paid"],
                "stated": ["--method", "stratified", "--stratum", "ward", "--of", "内科=3", "--of", "外科, 东区=4",
                           "--of", "ICU=5"],
                "pps": ["--method", "pps", "--size", "paid", "--count", 60]}
        for name, options in ways.items():
            for public in ("", "03 07 11 19 24 30 05"):
                with self.subTest(name=name, public=public):
                    commitment, reveal, found = self.promise(name + str(len(public)), *options, public=public)
                    repeated = subprocess.run([sys.executable, "-B", REPEAT, self.frame, commitment, reveal],
                                              capture_output=True, text=True, timeout=300)
                    self.assertEqual(repeated.returncode, 0, repeated.stderr)
                    self.assertEqual(repeated.stdout, found.read_text(encoding="utf-8"))
                    checked = run("sample", "verify", self.frame, found, "--commitment", commitment, "--reveal",
                                  reveal, "--published", hashlib.sha256(commitment.read_bytes()).hexdigest())
                    self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def test_what_does_not_fit_is_told(self):
        commitment, reveal, found = self.promise("told", "--count", 20, "--spares", 2)

        def verify(frame=self.frame, listed=found, commitment=commitment, reveal=reveal, published=""):
            return run("sample", "verify", frame, listed, "--commitment", commitment, "--reveal", reveal,
                       *(["--published", published] if published else []))

        lines = found.read_text().splitlines()
        changed = self.base / "changed.csv"
        other = next(claim for claim in self.rows if f",{claim}," not in found.read_text())
        changed.write_text("\n".join(lines[:3] + [lines[3].replace(lines[3].split(",")[3], other)] + lines[4:]) + "\n")
        told = verify(listed=changed)
        self.assertEqual(told.returncode, 1)
        self.assertIn("lacks", told.stdout)
        self.assertIn(other, told.stdout)
        self.assertEqual(verify(published="0" * 64).returncode, 1)
        bigger = self.base / "bigger.csv"
        bigger.write_text(self.frame.read_text(encoding="utf-8") + "C9999,ICU,1.00\n", encoding="utf-8")
        told = verify(frame=bigger)
        self.assertEqual(told.returncode, 1)
        self.assertIn("is not the frame committed", told.stdout)
        other_seed = self.base / "other.json"
        content = json.loads(reveal.read_text())
        content["seed"] = "0" * 64
        other_seed.write_text(json.dumps(content))
        told = verify(reveal=other_seed)
        self.assertEqual(told.returncode, 1)
        self.assertIn("the seed is not the one committed", told.stdout)
        # Asking for fewer after the promise changes the commitment's hash, so the reveal no longer opens it.
        fewer = self.base / "fewer.json"
        fewer.write_text(commitment.read_text().replace('"sample": "20"', '"sample": "19"'))
        told = verify(commitment=fewer)
        self.assertEqual(told.returncode, 1)
        self.assertIn("the reveal is of commitment", told.stdout)
        self.assertEqual(verify(commitment=found).returncode, 3)
        self.assertEqual(verify(listed=self.base / "none.csv").returncode, 3)

    def test_promises_are_kept_or_refused(self):
        commitment, _, _ = self.promise("kept", "--count", 5)
        seed = self.base / "kept.seed"

        def draw(commitment=commitment, seed=seed, frame=self.frame, *more):
            return run("sample", "draw", frame, "--commitment", commitment, "--seed", seed, "--out",
                       self.base / "x.csv", "--reveal", self.base / "x.json", *more)

        again = run("sample", "commit", self.frame, "--id", "claim", "--count", 5, "--out", commitment, "--seed",
                    self.base / "new.seed")
        self.assertEqual(again.returncode, 3)
        self.assertIn("never written over", again.stderr)
        self.assertFalse((self.base / "new.seed").exists(), "no seed without its commitment")
        again = run("sample", "commit", self.frame, "--id", "claim", "--count", 5, "--out", self.base / "new.json",
                    "--seed", seed)
        self.assertEqual(again.returncode, 3)
        self.assertIn("never written over", again.stderr)
        told = run("sample", "commit", self.frame, "--id", "claim", "--count", 5, "--out", self.base / "one",
                   "--seed", self.base / "x" / ".." / "one")
        self.assertEqual(told.returncode, 2)
        self.assertIn("would be written over", told.stderr)
        before = self.frame.read_bytes()
        told = run("sample", "draw", self.frame, "--commitment", commitment, "--seed", seed, "--out", self.frame,
                   "--reveal", self.base / "x.json")
        self.assertIn("would be written over", told.stderr)
        self.assertEqual(self.frame.read_bytes(), before)
        seed.chmod(0o644)
        self.assertIn("may be read by others", draw().stderr)
        seed.chmod(0o600)
        told = draw(commitment, seed, self.frame, "--public", "afterthought")
        self.assertIn("no public value was promised", told.stderr)
        seed.write_text("0" * 64 + "\n")
        self.assertIn("is not the one committed", draw().stderr)
        seed.write_text("short\n")
        self.assertIn("64 hexadecimal digits", draw().stderr)
        self.assertFalse((self.base / "x.csv").exists())
        for options, words in [(["--count", 901], "at most all of them"), ([], "--count is missing"),
                               (["--count", 5, "--method", "pps"], "--size is missing"),
                               (["--count", 5, "--method", "stratified"], "--stratum is missing"),
                               (["--count", 5, "--method", "pps", "--size", "ward"], "no amount"),
                               (["--count", 2, "--method", "stratified", "--stratum", "ward"], "take at least 6")]:
            told = run("sample", "commit", self.frame, "--id", "claim", "--out", self.base / "no.json", "--seed",
                       self.base / "no.seed", *options)
            self.assertIn(words, told.stderr)
            self.assertIn(told.returncode, (2, 3))
            self.assertFalse((self.base / "no.seed").exists())

    def test_appraisals_are_right(self):
        commitment, _, found = self.promise("appraised", "--method", "stratified", "--stratum", "ward", "--count", 60)
        strata = {}
        examined = self.base / "examined.csv"
        with open(found, encoding="utf-8") as file, open(examined, "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["claim", "ward", "paid", "right"])
            for row in csv.DictReader(file):
                paid = float(self.rows[row["id"]][2])
                right = round(paid * random.choice([1, 1, 0.5, 0]), 2)
                writer.writerow([row["id"], row["stratum"], f"{paid:.2f}", f"{right:.2f}"])
                strata.setdefault(row["stratum"], []).append(round(paid - right, 2))
        units = {name: sum(row[1] == name for row in self.rows.values()) for name in strata}
        point = sum(units[name] * statistics.fmean(values) for name, values in strata.items())
        error = math.sqrt(sum(units[name] * (units[name] - len(values)) * statistics.variance(values) / len(values)
                              for name, values in strata.items()))
        said = run("sample", "appraise", examined, "--examined", "paid", "--audited", "right", "--stratum", "ward",
                   "--commitment", commitment, "--format", "json")
        self.assertEqual(said.returncode, 0, said.stderr)
        whole = json.loads(said.stdout)["whole"]
        self.assertAlmostEqual(whole["point"], point, delta=0.006)
        self.assertAlmostEqual(whole["error_total"], error, delta=0.006)
        lower = point - 1.6448536269514722 * error
        self.assertAlmostEqual(whole["limits"][1]["lower"], lower, delta=0.006)
        self.assertLessEqual(whole["limits"][1]["asked_back"], max(lower, 0) + 1e-6)
        sizes = [word for name, count in units.items() for word in ("--units", f"{name}={count}")]
        listed = ["--list", found, "--id", "claim"]
        again = run("sample", "appraise", examined, "--examined", "paid", "--audited", "right", "--stratum", "ward",
                    "--commitment", commitment, "--format", "json", *listed)
        self.assertEqual((again.stdout, again.stderr), (said.stdout, ""))
        lines = examined.read_text(encoding="utf-8").splitlines()
        partly = self.base / "partly.csv"
        for changed, words in [(lines[:-1], f"not examined: {lines[-1].split(',')[0]}"),
                               (lines + lines[-1:], "was examined in an earlier row"),
                               (lines + ["C99999," + lines[-1].split(",", 1)[1]], "never drawn")]:
            partly.write_text("\n".join(changed) + "\n", encoding="utf-8")
            told = run("sample", "appraise", partly, "--examined", "paid", "--audited", "right", "--stratum", "ward",
                       "--commitment", commitment, *listed)
            self.assertIn(words, told.stderr)
        by_hand = run("sample", "appraise", examined, "--examined", "paid", "--audited", "right", "--stratum",
                      "ward", "--format", "json", *sizes)
        self.assertEqual(by_hand.stdout, said.stdout)
        for lang, words in (("en", "to ask back"), ("zh", "建议追回")):
            self.assertIn(words, run("sample", "appraise", examined, "--examined", "paid", "--audited", "right",
                                     "--stratum", "ward", "--commitment", commitment, lang=lang).stdout)
        told = run("sample", "appraise", examined, "--examined", "paid", "--audited", "right", "--stratum", "ward",
                   "--units", "ICU=300")
        self.assertEqual(told.returncode, 3)
        self.assertIn("how many units has stratum", told.stderr)
        told = run("sample", "appraise", examined, "--difference", "ward", "--units", 900)
        self.assertIn("row 1, column ward", told.stderr)

    def test_samples_proportional_to_size_are_appraised_by_their_list(self):
        commitment, _, found = self.promise("sized", "--method", "pps", "--size", "paid", "--count", 50)
        examined = self.base / "sized-examined.csv"
        total, certain = 0, 0
        with open(found, encoding="utf-8") as file, open(examined, "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["claim", "overpaid", "chance"])
            for row in csv.DictReader(file):
                overpaid = round(float(self.rows[row["id"]][2]) * 0.25, 2)
                total += overpaid / float(row["chance"])
                certain += row["part"] == "certain"
                writer.writerow([row["id"], f"{overpaid:.2f}", row["chance"]])
        self.assertGreaterEqual(certain, 1)
        said = run("sample", "appraise", examined, "--difference", "overpaid", "--chance", "chance", "--commitment",
                   commitment, "--format", "json")
        self.assertEqual(said.returncode, 0, said.stderr)
        whole = json.loads(said.stdout)["whole"]
        self.assertAlmostEqual(whole["point"], total, delta=0.01)
        # A quarter of every size: the estimate is nearly exact, and its error says so.
        self.assertAlmostEqual(whole["point"], 0.25 * sum(float(row[2]) for row in self.rows.values()), delta=5)
        self.assertLess(whole["error_total"], 5)
        told = run("sample", "appraise", examined, "--difference", "overpaid", "--chance", "overpaid", "--units",
                   900)
        self.assertIn("no chance above 0", told.stderr)
        told = run("sample", "appraise", examined, "--difference", "overpaid", "--chance", "chance", "--stratum",
                   "claim", "--units", 900)
        self.assertIn("choose one", told.stderr)

    def test_sizes_are_said(self):
        said = run("sample", "size", "--units", 10000, "--share", 0.5, "--within", "5%", "--format", "json")
        self.assertEqual([json.loads(line)["sample"] for line in said.stdout.splitlines()], [162, 264, 370, 623])
        told = run("sample", "size", "--units", 10000, "--deviation", 5)
        self.assertEqual(told.returncode, 2)
        self.assertIn("--mean", told.stderr)


if __name__ == "__main__":
    unittest.main()
