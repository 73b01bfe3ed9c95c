"""qiuhao-conformance says so when lines fail or are none: exit codes, and the sentence that names the line."""
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

PROGRAM = os.environ["QIUHAO_CONFORMANCE_PROGRAM"]


class Refusals(unittest.TestCase):
    def run_lines(self, *lines, name="lines.jsonl", arguments=()):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / name
            file.write_text("\n".join(lines) + "\n")
            done = subprocess.run([PROGRAM, str(file), *arguments], capture_output=True, text=True, timeout=60)
            return done.returncode, done.stdout + done.stderr

    def test_good_lines_pass(self):
        code, text = self.run_lines('{"section": "s", "name": "n", "expr": "1 + 1", "value": {"int": "2"}}')
        self.assertEqual(code, 0, text)
        self.assertIn("1 of    1", text)

    def test_every_way_to_fail_is_named(self):
        failing = [
            ('{"expr": "1 + 1", "value": {"int": "3"}}', "gives 2, not 3"),
            ('{"expr": "1 + 1", "value": {"uint": "2"}}', "gives 2, not 2u"),
            ('{"expr": "1.0", "value": {"int": "1"}}', "gives 1.0, not 1"),
            ('{"expr": "-0.0", "value": {"double": "0.0"}}', "gives -0.0, not 0.0"),
            ('{"expr": "1 + 1", "error": ["no"]}', "no error, but 2"),
            ('{"expr": "1 + 1", "value": {"int": "2"}, "static_type": "string"}', "is of type int, not string"),
            ('{"expr": "1 +", "value": {"int": "2"}}', "the expression ends"),
            ('{"expr": "1 / 0", "value": {"int": "2"}}', "gives error: division by zero"),
            ('{"expr": "x", "vars": {"x": "nonsense("}, "value": {"int": "2"}}', "is no type"),
            ('{"expr": "x", "vars": {"x": "' + "list(" * 1000 + '"}, "value": {"int": "2"}}', "is no type"),
            ('{"expr": "x", "vars": 7, "value": {"int": "2"}}', "unknown name x"),
            ('{"expr": "x", "bindings": {"x": {"int": "one"}}, "value": {"int": "2"}}', "x is no value"),
            ('{"expr": "f()", "functions": {"f": [{"args": 1}]}, "value": {"int": "2"}}', "needs args and result"),
            ('{"expr": "size()", "functions": {"size": [{"args": [], "result": "int"}]}, "value": {"int": "2"}}',
             "size is a standard function"),
            ('{"expr": "1", "value": {"int": "1", "uint": "1"}}', "the line's value is no value"),
            ('{"expr": "1"}', "no test"),
            ('{"value": {"int": "1"}}', "no test"),
            ('[1, 2]', "no test"),
            ('{"expr": ', "no JSON"),
        ]
        for line, sentence in failing:
            code, text = self.run_lines(line, arguments=["--failures"])
            self.assertEqual(code, 1, line + "\n" + text)
            self.assertIn(sentence, text, line)
            self.assertIn("lines:1:", text, line)

    def test_a_known_file_is_held_to_its_floor(self):
        code, text = self.run_lines('{"expr": "1", "value": {"int": "1"}}', name="basic.jsonl")
        self.assertEqual(code, 1, text)
        self.assertIn("below its floor of 30", text)

    def test_paths_that_are_none(self):
        with tempfile.TemporaryDirectory() as folder:
            for path in (folder, folder + "/missing.jsonl"):
                done = subprocess.run([PROGRAM, path], capture_output=True, text=True, timeout=60)
                self.assertEqual(done.returncode, 3, done.stderr)
                self.assertIn(path, done.stderr)


if __name__ == "__main__":
    unittest.main()
