"""SQL over the tape and its export as Parquet, through the program itself: answers, formats, names, limits, and what is
refused."""

import csv
import io
import json
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from program import PROGRAM, run

VIEWS = ["person", "visit", "line", "diagnosis", "operation", "settlement", "provider", "staff"]
CHINESE = ["参保人", "就诊", "费用", "诊断", "手术操作", "结算", "机构", "人员"]
SLOW = "select count(*) from line a, line b, line c where hash(a.id, b.id, c.id) % 7 = 1"


class Sql(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.base = pathlib.Path(tempfile.mkdtemp(prefix="qiuhao-sql-"))
        cls.workspace = cls.base / "workspace"
        for words in (["simulate", cls.base / "city", "--people", 800, "--months", 5, "--seed", 6],
                      ["import", cls.workspace, cls.base / "city"]):
            done = run(*words)
            assert done.returncode == 0, done.stderr
        manifest = json.loads((cls.workspace / "tape" / "manifest.json").read_text())
        cls.counts = {name: sum(part[name] for part in manifest["parts"]) for name in ("people", "visits", "lines")}

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.base, ignore_errors=True)

    def sql(self, statement, *options, **more):
        return run("sql", self.workspace, statement, *options, **more)

    def rows(self, statement, *options):
        done = self.sql(statement, "--format", "json", *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [json.loads(line, parse_float=str) for line in done.stdout.splitlines()]

    def refused(self, statement, code, *words, options=()):
        done = self.sql(statement, *options)
        self.assertEqual(done.returncode, code, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)
        self.assertEqual(done.stdout, "")

    def test_counts_are_the_tapes(self):
        for view, name in (("person", "people"), ("visit", "visits"), ("line", "lines")):
            self.assertEqual(self.rows(f"select count(*) n from {view}"), [{"n": self.counts[name]}])
        with open(self.base / "city" / "fee_list_d.csv", encoding="utf-8", newline="") as file:
            names = {row["hilist_code"] for row in csv.DictReader(file)}
        found = {row["item"] for row in self.rows("select distinct item from line")}
        self.assertTrue(found and found <= names)

    def test_values_are_typed_and_exact(self):
        row = self.rows("select id, amount, day, time, \"end\", days, price_limit, person_id from line "
                        "join (select id as visit_id, \"end\", days from visit) using (visit_id) "
                        "order by line.id limit 1")[0]
        self.assertRegex(row["amount"], r"^\d+\.\d\d$")  # a number of JSON, kept as written
        self.assertRegex(row["day"], r"^\d{4}-\d\d-\d\d$")
        self.assertRegex(row["time"], r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")
        self.assertTrue(row["time"].startswith(row["day"]))
        self.assertIs(type(row["days"]), int)
        self.assertRegex(row["person_id"], r"^[0-9a-f]{24}$")
        odd = self.rows("select 'a\"b' || chr(10) || '中' t, [1, 2] l, {'x': 1} s, true b, "
                        "null z, 'nan'::double f, 0.5 d")
        self.assertEqual(odd, [{"t": 'a"b\n中', "l": [1, 2], "s": {"x": 1}, "b": True, "z": None, "f": "nan",
                                "d": "0.5"}])

    def test_chinese_names(self):
        for english, chinese in zip(VIEWS, CHINESE):
            self.assertEqual(self.rows(f"select count(*) n from {chinese}", "--chinese"),
                             self.rows(f"select count(*) n from {english}"))
        self.assertEqual(self.rows("select sum(金额) x from 费用 join 就诊 using (就诊流水号) "
                                   "where 就医方式 = 'inpatient'", "--chinese"),
                         self.rows("select sum(amount) x from line join visit on visit_id = visit.id "
                                   "where kind = 'inpatient'"))
        listed = run("sql", self.workspace, "--chinese").stdout
        self.assertIn("参保人代号", listed)
        self.assertIn("DECIMAL(18,2)", run("sql", self.workspace).stdout)

    def test_csv_is_read_back(self):
        done = self.sql("select id, item_name, amount, price_limit, '' empty, 'a,\"b\"' q from line order by id",
                        "--format", "csv")
        rows = list(csv.reader(io.StringIO(done.stdout)))
        self.assertEqual(rows[0], ["id", "item_name", "amount", "price_limit", "empty", "q"])
        self.assertEqual(len(rows) - 1, self.counts["lines"])
        self.assertEqual(rows[1][5], 'a,"b"')
        self.assertIn(',"",', done.stdout.splitlines()[1])  # empty, where absent is nothing
        out = self.base / "answer.csv"
        out.write_text("old")
        self.assertEqual(self.sql("select 1 a", "--format", "csv", "--out", out).returncode, 0)
        self.assertEqual(out.read_text(), "a\n1\n")
        self.assertEqual(list(self.base.glob("*.part-*")), [])

    def test_parquet_keeps_types(self):
        out = self.base / "answer.parquet"
        self.refused("select 1", 2, "--out", options=["--format", "parquet"])
        done = self.sql("select day, amount, amount, id from line", "--format", "parquet", "--out", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(out.read_bytes()[:4], b"PAR1")
        self.assertGreater(out.stat().st_size, 1000)
        self.assertIn(b"amount_1", out.read_bytes())

    def test_tables_fit_eighty_columns(self):
        for statement in ("select * from line limit 3", "select * from visit",
                          "select id, item_name, amount, person_id, visit_id from line limit 3",
                          "select item_name from line where item_name is not null"):
            done = self.sql(statement, env={"COLUMNS": "80"})
            self.assertEqual(done.returncode, 0, done.stderr)
            for line in done.stdout.splitlines():
                width = sum(2 if ord(c) > 0x2e80 else 1 for c in line)
                self.assertLessEqual(width, 80, line)
        self.assertIn("the first 200 rows", done.stdout)
        self.assertEqual(len(self.sql("select id from line", "--rows", "7").stdout.splitlines()), 1 + 7 + 1)

    def test_no_rows_are_an_answer(self):
        nothing = "select id, amount from line where false"
        self.assertIn("0 行 rows", self.sql(nothing).stdout)
        self.assertEqual(self.sql(nothing, "--format", "csv").stdout, "id,amount\n")
        self.assertEqual(self.sql(nothing, "--format", "json").stdout, "")
        out = self.base / "none.parquet"
        self.assertEqual(self.sql(nothing, "--format", "parquet", "--out", out).returncode, 0)
        self.assertEqual(out.read_bytes()[:4], b"PAR1")

    def test_only_reading_is_allowed(self):
        outside = self.base / "outside.csv"
        for statement in (f"copy line to '{outside}'", f"attach '{outside}'", "create table x as select 1",
                          "drop view line", "set memory_limit = '9GB'", "install httpfs", "load json",
                          "pragma database_size; select 1", "select 1; select 2",
                          f"select * from read_csv('{self.base}/city/setl_d.csv')",
                          f"select * from '{self.base}/city/setl_d.csv'", "select * from glob('/*')",
                          "select content from read_text('/etc/hostname')", f"export database '{outside}'"):
            self.refused(statement, 3)
        self.assertFalse(outside.exists())
        self.refused("select * from read_csv('/etc/passwd')", 3, "only the views of the workspace")

    def test_mistakes_have_place_and_mend(self):
        self.refused("select quantty from line", 3, "SQL:1:8: there is no column quantty; did you mean quantity?", "^")
        self.refused("select\n  id form line", 3, "SQL:2:11", "no SQL near 'line'")
        self.refused("select * from lines", 3, "did you mean line?")
        self.refused("select 数量 from 费用用", 3, "没有表 费用用；是不是 费用？", options=["--chinese", "--lang", "zh"])
        self.assertEqual(run("sql", self.base / "nowhere", "select 1").returncode, 3)
        self.assertEqual(run("sql", self.workspace, "select 1", "--memory", "much").returncode, 2)

    def test_time_and_memory_have_limits(self):
        begin = time.monotonic()
        self.refused(SLOW, 3, "longer than 1 s", "--seconds", options=["--seconds", "1"])
        self.assertLess(time.monotonic() - begin, 30)
        self.refused("select list(l) from (select * from line a, (select unnest(range(1000)))) l", 4, "--memory",
                     options=["--memory", "60MB", "--seconds", "60"])
        self.assertEqual(list((self.workspace / "tmp").glob("sql-*")), [])

    def test_ctrl_c_ends_a_statement(self):
        out = self.base / "never.csv"
        with subprocess.Popen([PROGRAM, "sql", self.workspace, SLOW, "--format", "csv", "--out", out],
                              stderr=subprocess.PIPE, text=True) as process:
            time.sleep(1)
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 4, said)
        self.assertIn("interrupted", said)
        self.assertFalse(out.exists())
        self.assertEqual(list((self.workspace / "tmp").glob("sql-*")), [])

    def test_a_statement_comes_from_standard_input(self):
        done = run("sql", self.workspace, "-", "--format", "csv", input="select count(*) n\nfrom line -- all\n;\n")
        self.assertEqual(done.stdout, f"n\n{self.counts['lines']}\n", done.stderr)

    def test_a_corrected_visit_stands_once(self):
        changed = self.base / "changed"
        shutil.copytree(self.workspace, changed)
        with open(self.base / "city" / "mdtrt_d.csv", encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            visits = [row | {"adm_dept_name": "改正"} for row, _ in zip(reader, range(5))]
        folder = self.base / "corrected"
        folder.mkdir()
        with open(folder / "mdtrt_d.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, reader.fieldnames)
            writer.writeheader()
            writer.writerows(visits)
        done = run("import", changed, folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        for view in VIEWS:
            counted = f"select count(*) n, count(distinct id) ids from {view}"
            counts = [run("sql", where, counted, "--format", "csv").stdout for where in (self.workspace, changed)]
            self.assertEqual(counts[0], counts[1], view)
        found = run("sql", changed, "select id from visit where department_name = '改正'", "--format", "csv").stdout
        self.assertEqual(sorted(found.split()[1:]), sorted(row["mdtrt_id"] for row in visits))

    def test_an_export_holds_the_tape_by_month(self):
        out = self.base / "parquet"
        done = run("export", self.workspace, out)
        self.assertEqual(done.returncode, 0, done.stderr)
        months = [row["m"] for row in self.rows("select distinct strftime(day, '%Y-%m') m from line order by m")]
        self.assertEqual(sorted(path.name for path in (out / "line").iterdir()), [f"month={month}" for month in months])
        self.assertEqual([path.name for path in (out / "person").iterdir()], ["data_0.parquet"])
        self.assertEqual(sorted(path.name for path in out.iterdir()), sorted(VIEWS))
        self.assertIn(f"{self.counts['lines']:,}", done.stdout)
        self.assertEqual([path for path in self.base.iterdir() if path.name.startswith(".export-")], [])
        again = run("export", self.workspace, out)
        self.assertEqual(again.returncode, 2)
        self.assertIn("new or empty", again.stderr)
        some = self.base / "导出" / "一月"
        some.parent.mkdir()
        done = run("export", self.workspace, some, "--tables", "费用,visit", "--chinese")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(sorted(path.name for path in some.iterdir()), sorted(["费用", "就诊"]))
        self.assertEqual([path.name for path in some.parent.iterdir()], ["一月"])
        self.assertEqual(len(list((some / "费用").glob("month=*/*.parquet"))), len(months))
        self.assertEqual(run("export", self.workspace, self.base / "x", "--tables", "lines").returncode, 2)

    def test_an_interrupted_export_leaves_nothing(self):
        out = self.base / "cut"
        with subprocess.Popen([PROGRAM, "export", self.workspace, out, "--threads", "1"], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True) as process:
            while "exporting" not in process.stderr.readline():
                pass
            process.send_signal(signal.SIGTERM)
            said, _ = process.communicate(timeout=60)
        # It may have been done already; then it is whole.
        self.assertEqual(out.exists(), process.returncode == 0, said)
        self.assertIn(process.returncode, (0, 4))
        self.assertEqual([path for path in self.base.iterdir() if path.name.startswith(".export-")], [])


if __name__ == "__main__":
    unittest.main()
