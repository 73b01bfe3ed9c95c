#!/usr/bin/env python3
"""Plants links that lead somewhere and links that do not, and expects tools/check-docs to tell them apart."""
import tempfile
import unittest

from repository import Repository, run


class CheckDocsTest(unittest.TestCase):
    def setUp(self):
        self.repository = Repository()
        self.addCleanup(self.repository.close)
        self.repository.write("docs/there.md", "# The tape\n\n## 术语 terms\n\n## Same\n\n## Same\n")

    def findings(self, text):
        self.repository.write("docs/page.md", text)
        result = run("tools/check-docs", "--root", self.repository.root)
        self.assertEqual(result.returncode, 1 if result.stdout else 0, result.stderr)
        return [line for line in result.stdout.splitlines() if not line.startswith("check-docs:")]

    def test_links_that_lead_somewhere(self):
        self.assertEqual(self.findings(
            "# Page\n\n[a](there.md) [b](there.md#the-tape) [c](#page) [d](../src/LAYERS) [e](https://example.org/x)\n"
            "[f](there.md#术语-terms) [g](there.md#same-1) ![h](<there.md>) `[x](code.md)`\n\n[ref]: there.md\n"
            "```\n[x](gone.md)\n```\n"), [])

    def test_links_that_lead_nowhere(self):
        for link in ["gone.md", "there.md#no-such", "#no-such", "../../outside.md"]:
            found = self.findings(f"# Page\n\nsee [x]({link})\n")
            self.assertEqual(len(found), 1, link)
            self.assertRegex(found[0], r"^docs/page.md:3: link .*; ")
        self.assertEqual(len(self.findings("# Page\n\n[ref]: gone.md\n")), 1)

    def test_named_source_paths(self):
        self.assertEqual(self.findings("# Page\n\nsee `src/LAYERS` and `qiuhao audit`\n"), [])
        self.assertRegex(self.findings("# Page\n\nsee `src/gone.h`\n")[0], r"^docs/page.md:3: `src/gone.h`")

    def test_a_folder_that_is_no_checkout_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            result = run("tools/check-docs", "--root", folder)
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stderr, r"^check-docs: .* is no git checkout; ")


if __name__ == "__main__":
    unittest.main()
