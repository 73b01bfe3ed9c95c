"""`qiuhao workflows` as a clerk meets it: what is shipped is right and covered; mistakes are told with
place and mend; missed expectations and what no test shows end with 1; diagrams in three forms."""

import pathlib
import shutil
import tempfile
import unittest

from program import run

POLICY = pathlib.Path(__file__).resolve().parents[2] / "policy" / "workflows"


class Workflows(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="qiuhao-workflows-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def changed(self, file, before, after):
        text = (POLICY / file).read_text(encoding="utf-8")
        self.assertIn(before, text)
        target = self.folder / file
        target.write_text(text.replace(before, after, 1), encoding="utf-8")
        return target

    def test_shipped_workflows_are_right_and_covered(self):
        checked = run("workflows", "check", "--lang", "en")
        self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertIn("4 workflows are right", checked.stdout)
        tested = run("workflows", "test", "--coverage", "--lang", "zh")
        self.assertEqual(tested.returncode, 0, tested.stdout + tested.stderr)
        self.assertIn("未通过 0，未覆盖 0 处", tested.stdout)

    def test_mistakes_have_a_place_and_a_mend(self):
        file = self.changed("recovery.yaml", "from: [overdue]", "from: [overdeu]")
        told = run("workflows", "check", file, "--lang", "en")
        self.assertEqual(told.returncode, 3)
        self.assertRegex(told.stderr, r"recovery\.yaml:\d+:\d+: unknown state 'overdeu'; did you mean overdue\?")
        self.assertIn("没有状态“overdeu”", run("workflows", "check", file, "--lang", "zh").stderr)
        alone = run("workflows", "check", POLICY / "tip-off.yaml", "--lang", "en")
        self.assertEqual(alone.returncode, 3)
        self.assertIn("no workflow is called 'penalty_case'", alone.stderr)

    def test_missed_expectations_end_with_1(self):
        file = self.changed("tip-off.yaml", 'reward: "3600.00"', 'reward: "3600.01"')
        told = run("workflows", "test", file, "--lang", "en")
        self.assertEqual(told.returncode, 1)
        self.assertIn("reward: expected 3600.01, got 3600.00", told.stdout)
        self.assertEqual(run("workflows", "test", file, "--run", "登记").returncode, 0)
        self.assertEqual(run("workflows", "test", file, "--run", "no such test").returncode, 2)

    def test_what_no_test_shows_ends_with_1_when_asked(self):
        text = (POLICY / "recovery.yaml").read_text(encoding="utf-8")
        file = self.folder / "recovery.yaml"
        file.write_text(text[:text.index("  - name: 撤销须另一人")], encoding="utf-8")
        self.assertEqual(run("workflows", "test", file).returncode, 0)
        told = run("workflows", "test", file, "--coverage", "--lang", "en")
        self.assertEqual(told.returncode, 1)
        self.assertIn("no test does 'withdraw'", told.stdout)

    def test_diagrams(self):
        text = run("workflows", "show", "tip_off", "--lang", "zh")
        self.assertEqual(text.returncode, 0, text.stderr)
        self.assertIn("└── 逾期未领 [期限届满] ──▶ 视为放弃奖励", text.stdout)
        for form, begin in (("mermaid", "stateDiagram-v2"), ("graphviz", "digraph tip_off")):
            self.assertTrue(run("workflows", "show", "tip_off", "--format", form).stdout.startswith(begin))
        wrong = run("workflows", "show", "tipp_off", "--lang", "en")
        self.assertEqual(wrong.returncode, 2)
        self.assertIn("did you mean tip_off?", wrong.stderr)


if __name__ == "__main__":
    unittest.main()
