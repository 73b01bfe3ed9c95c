"""Bad input, full disks and interruptions, through the program itself: each ends with a sentence that names place and
mend, the right exit code, and the workspace as it was."""

import csv
import gzip
import hashlib
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from program import PROGRAM, run

ROOT = pathlib.Path(__file__).resolve().parents[2]


def state_of(folder):
    """Every file of a workspace with its content, so that two states can be compared."""
    state = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.is_file():
            state[str(path.relative_to(folder))] = hashlib.sha256(path.read_bytes()).hexdigest()
    return state


class BadInput(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.base = pathlib.Path(tempfile.mkdtemp(prefix="qiuhao-bad-"))
        cls.city = cls.base / "city"
        made = run("simulate", cls.city, "--people", "300", "--months", "6", "--seed", "5")
        assert made.returncode == 0, made.stderr
        (cls.city / "truth.csv").unlink()
        cls.workspace = cls.base / "workspace"
        done = run("import", cls.workspace, cls.city)
        assert done.returncode == 0, done.stderr
        with open(cls.city / "fee_list_d.csv", encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            cls.header = next(reader)
            cls.rows = [row for row, _ in zip(reader, range(200))]

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.base, ignore_errors=True)

    def new_file(self, name, content):
        path = self.base / self.id().rsplit(".", 1)[-1] / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return path

    def fee_file(self, name, change=lambda rows: None):
        """A fee_list_d file with fresh keys whose rows `change` may spoil; returns its path."""
        rows = [list(row) for row in self.rows[:50]]
        key = self.header.index("bkkp_sn")
        tag = self.id().rsplit(".", 1)[-1]
        for number, row in enumerate(rows):
            row[key] = f"{tag}-{number}"
            row[self.header.index("init_feedetl_sn")] = ""
            row[self.header.index("vali_flag")] = "1"
            if row[self.header.index("cnt")].startswith("-"):
                row[self.header.index("cnt")] = "1"
        change(rows)
        lines = [",".join(self.header)] + [",".join(row) for row in rows]
        return self.new_file(name, ("\n".join(lines) + "\n").encode())

    def refused(self, result, code, *words):
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        for word in words:
            self.assertIn(word, result.stderr)
        self.assertNotIn("our mistake", result.stderr)

    def refused_unchanged(self, arguments, code, *words, **options):
        before = state_of(self.workspace)
        self.refused(run(*arguments, **options), code, *words)
        self.assertEqual(before, state_of(self.workspace))

    def rejected(self, path, *words):
        """Imports a copy of the workspace with the file and returns its rejected rows."""
        workspace = self.base / (self.id().rsplit(".", 1)[-1] + "-workspace")
        shutil.copytree(self.workspace, workspace)
        done = run("import", workspace, path)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        found = [file for file in (workspace / "rejected").rglob("*.csv")]
        self.assertEqual(len(found), 1, found)
        csv.field_size_limit(sys.maxsize)
        with open(found[0], encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        text = " ".join(str(value) for row in rows for value in row.values())
        for word in words:
            self.assertIn(word, text)
        return rows

    def test_truncated_gzip(self):
        whole = gzip.compress((self.city / "fee_list_d.csv").read_bytes())
        path = self.new_file("fee_list_d.csv.gz", whole[: len(whole) // 2])
        self.refused_unchanged(["import", self.workspace, path], 3, "fee_list_d.csv.gz")

    def test_missing_key_column(self):
        header = [column for column in self.header if column != "bkkp_sn"]
        path = self.new_file("fee.csv", (",".join(header) + "\n" + ",".join("1" for _ in header) + "\n").encode())
        self.refused_unchanged(["import", self.workspace, path], 3, "fee.csv", "bkkp_sn")

    def test_file_of_another_table(self):
        path = self.new_file("weather.csv", b"city,degrees\nHefei,31\n")
        self.refused_unchanged(["import", self.workspace, path], 3, "weather.csv")

    def test_empty_folder_and_missing_file(self):
        empty = self.base / "empty"
        empty.mkdir()
        self.refused_unchanged(["import", self.workspace, empty], 3, "empty")
        self.refused_unchanged(["import", self.workspace, self.base / "nowhere.csv"], 3, "nowhere.csv")

    def test_day_that_does_not_exist(self):
        def spoil(rows):
            rows[7][self.header.index("fee_ocur_time")] = "2023-02-30 10:00:00"

        rows = self.rejected(self.fee_file("fees.csv", spoil), "2023-02-30", "fee_ocur_time", "fees.csv")
        self.assertEqual([row["line"] for row in rows], ["9"])

    def test_quantity_beyond_all_numbers(self):
        def spoil(rows):
            rows[3][self.header.index("cnt")] = "1e400"

        rows = self.rejected(self.fee_file("fees.csv", spoil), "1e400", "cnt")
        self.assertEqual([row["line"] for row in rows], ["5"])

    def test_line_of_ten_megabytes(self):
        def spoil(rows):
            rows[10][self.header.index("memo")] = "x" * 10_000_000

        rows = self.rejected(self.fee_file("fees.csv", spoil))
        self.assertIn("12", [row["line"] for row in rows])
        self.assertLess(max(len(row["original_row"]) for row in rows), 100_000)

    def test_bytes_that_are_not_text(self):
        path = self.fee_file("fees.csv")
        content = path.read_bytes().split(b"\n")
        content[5] = content[5].replace(b",,", b",\xff\xfe\xc3,", 1)
        path.write_bytes(b"\n".join(content))
        rows = self.rejected(path)
        self.assertEqual([row["line"] for row in rows], ["6"])

    def test_rule_with_a_type_error(self):
        rules = self.workspace / "policy" / "rules"
        rules.mkdir(parents=True, exist_ok=True)
        source = next((ROOT / "policy" / "rules").glob("R0101*.yaml")).read_text(encoding="utf-8")
        broken = source.replace("amount: line.in_scope", "amount: line.item_name", 1)
        self.assertNotEqual(source, broken)
        (rules / "broken.yaml").write_text(broken, encoding="utf-8")
        try:
            self.refused_unchanged(["audit", self.workspace], 3, "broken.yaml:", "line.item_name")
        finally:
            (rules / "broken.yaml").unlink()

    def test_knowledge_that_supersedes_in_a_circle(self):
        def point(name, supersedes):
            return ('{"kp_id":"%s","rule_class":"药品区分性别使用","med_codes":["X1"],"med_code":"X1","med_code_count":1,'
                    '"item_name":"药","constraint":"限女性","supersedes":"%s"}\n' % (name, supersedes))

        path = self.new_file("circle.jsonl", (point("A", "B") + point("B", "A")).encode())
        self.refused_unchanged(["knowledge", "import", self.workspace, path, "--publish"], 3, "circle.jsonl")

    def test_wrong_use(self):
        self.refused(run("audit"), 2)
        self.refused(run("nonsense"), 2)
        self.refused(run("audit", self.workspace, "--rules", "R9999"), 2, "R9999")
        self.refused(run("audit", self.workspace, "--from", "2025-02-30"), 2, "2025-02-30")

    def test_workspace_without_claims(self):
        self.refused(run("audit", self.base / "nothing"), 3, "import")

    def small_disk(self, size, options=""):
        """A tmpfs of so many megabytes; skips where mounting is not allowed."""
        place = self.base / (self.id().rsplit(".", 1)[-1] + "-disk")
        place.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}m{options}", "tmpfs", place]
        mounted = subprocess.run(command, capture_output=True)
        if mounted.returncode != 0:
            self.skipTest("mounting is not allowed here")
        self.addCleanup(lambda: subprocess.run(["umount", "-l", place], check=False))
        return place

    def test_full_disk(self):
        place = self.small_disk(24)
        done = run("import", place / "workspace", self.city)
        if done.returncode == 0:
            filler = place / "filler"
            with self.assertRaises(OSError), open(filler, "wb") as file:
                while True:
                    file.write(b"x" * 65_536)
                    file.flush()
        before = state_of(place / "workspace")
        result = run("import", place / "workspace", self.city, self.fee_file("fees.csv"))
        self.refused(result, 4, "disk")
        after = state_of(place / "workspace")
        self.assertEqual({name: before.get(name) for name in after if name.startswith("tape/")},
                         {name: after[name] for name in after if name.startswith("tape/")})

    def test_read_only_disk(self):
        place = self.small_disk(64)
        shutil.copytree(self.workspace, place / "workspace")
        subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        before = state_of(place / "workspace")
        self.refused(run("import", place / "workspace", self.fee_file("fees.csv")), 4, "Read-only", "disk")
        self.assertEqual(before, state_of(place / "workspace"))

    def test_interrupted_import_leaves_the_workspace_as_it_was(self):
        workspace = self.base / "interrupted"
        shutil.copytree(self.workspace, workspace)
        before = state_of(workspace)
        path = self.fee_file("fees.csv")
        for number in range(12):
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            process = subprocess.Popen([PROGRAM, "import", workspace, path], **quiet)
            time.sleep(0.01 + 0.03 * number)
            process.send_signal(signal.SIGINT if number % 2 == 0 else signal.SIGKILL)
            process.wait(timeout=60)
            after = state_of(workspace)
            if process.returncode == 0:
                break
            before_tape = {name: value for name, value in before.items() if name.startswith("tape/manifest")}
            after_tape = {name: value for name, value in after.items() if name.startswith("tape/manifest")}
            if number % 2 == 0:
                self.assertEqual(before_tape, after_tape)
        # Whatever was cut short, the next import ends as one that never was.
        clean = self.base / "never-interrupted"
        shutil.copytree(self.workspace, clean)
        self.assertEqual(run("import", clean, path).returncode, 0)
        self.assertEqual(run("import", workspace, path).returncode, 0)
        for command in (["audit", workspace], ["audit", clean]):
            self.assertEqual(run(*command).returncode, 0)
        tables = [sorted((folder / "exports").glob("audit-*/findings.csv"))[-1] for folder in (workspace, clean)]
        self.assertEqual(tables[0].read_bytes(), tables[1].read_bytes())


if __name__ == "__main__":
    unittest.main()
