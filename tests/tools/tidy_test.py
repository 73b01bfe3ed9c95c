#!/usr/bin/env python3
"""Plants one sample for each check of tools/tidy, and look-alikes that are right, and expects just the planted ones."""
import shutil
import tempfile
import unittest

from repository import Repository, run

PURPOSE = "// A sample.\n"
SLASH = "/"


class TidyTest(unittest.TestCase):
    def setUp(self):
        self.repository = Repository()
        self.addCleanup(self.repository.close)

    def findings(self, *arguments):
        result = run("tools/tidy", "--root", self.repository.root, *arguments)
        lines = result.stdout.splitlines()
        self.assertEqual(result.stderr, "")
        self.assertEqual(result.returncode, 1 if any("warning" not in line for line in lines) else 0, result.stdout)
        return [line for line in lines if not line.startswith("tidy:")]

    def expect(self, name, text, beginning, *arguments):
        """One finding, at this place, that offers something after a semicolon."""
        self.repository.write(name, text)
        found = self.findings(*arguments)
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(beginning), found[0])
        self.assertRegex(found[0], r"; \S")

    def expect_clean(self, name, text, *arguments):
        self.repository.write(name, text)
        self.assertEqual(self.findings(*arguments), [])

    def test_an_empty_checkout_is_clean(self):
        self.assertEqual(self.findings(), [])

    def test_long_file(self):
        self.expect("src/base/a.cpp", PURPOSE + "int a();\n" * 500, "src/base/a.cpp:1: 501 lines")

    def test_file_of_the_limit_only_warns(self):
        self.expect("src/base/a.cpp", PURPOSE + "int a();\n" * 499, "src/base/a.cpp:1: warning: 500 lines")

    def test_file_of_the_aim_is_clean(self):
        self.expect_clean("src/base/a.cpp", PURPOSE + "int a();\n" * 299)

    def test_long_function(self):
        body = "  a();\n" * 69
        self.expect("src/base/a.cpp", PURPOSE + "namespace x {\nvoid f(int b) {\n" + body + "}\n}\n",
                    "src/base/a.cpp:3: a function of 71 lines")

    def test_function_of_the_limit_is_clean(self):
        body = "  if (b) { a(); }\n" * 68
        self.expect_clean("src/base/a.cpp", PURPOSE + "namespace x {\nvoid f(int b) {\n" + body + "}\n}\n")

    def test_directives_begin_no_function(self):
        macro = '#define A(b) \\\n  c(b)\n'
        self.expect_clean("src/base/a.cpp", PURPOSE + macro + "namespace x {\n" + "int a();\n" * 80 + "}\n")

    def test_long_function_forms(self):
        body = "  a();\n" * 70
        for head in ["T::T() : a_{1}, b_{2}", "bool operator==(const T& o) const", "auto f = [](int a)", "TEST(A, B)",
                     "template <class T>\nauto f(T t = {}) -> T", "struct T { void f() noexcept"]:
            tail = "}\n}\n" if head.startswith("struct") else "}\n"
            self.repository.write("src/base/a.cpp", PURPOSE + head + " {\n" + body + tail)
            self.assertEqual(len(self.findings()), 1, head)

    def test_long_class_and_table_are_no_functions(self):
        rows = "  {1, 2},\n" * 80
        members = "  int f() { return 1; }\n" * 80
        text = "const T kRows[] = {\n" + rows + "};\nclass C {\n" + members + "};\n"
        self.expect_clean("src/base/a.cpp", PURPOSE + text)

    def test_braces_in_texts_and_comments_do_not_count(self):
        text = 'void f() {\n  a("{", \'{\', R"(})"); // {{{\n}\n' + "int a();\n" * 80
        self.expect_clean("src/base/a.cpp", PURPOSE + text)

    def test_banned_names(self):
        self.expect("src/base/string_utils.h", PURPOSE, "src/base/string_utils.h:1: the name says")
        self.setUp()
        self.expect("docs/common/a.md", "# A\n", "docs/common/a.md:1: the name says")

    def test_banned_words(self):
        for line in ["std::cout << 1;", "using namespace std;", "#include <iostream>", "#include <regex>",
                     "printf(\"a\");", "fprintf(stderr, \"a\");", "std::printf(\"a\");"]:
            self.expect("src/text/a.cpp", PURPOSE + "\n" + line + "\n", "src/text/a.cpp:3: ")

    def test_words_in_their_folder_or_in_comments_are_right(self):
        self.expect_clean("src/cli/a.cpp", PURPOSE + "void f() { std::cout << 1; }\n")
        self.expect_clean("src/text/a.cpp", PURPOSE + '// std::cout, printf(\nvoid f() { g("using namespace x"); }\n')
        self.expect_clean("src/text/b.cpp", PURPOSE + "void f() { snprintf(a, 1, b); }\n")

    def test_width_counts_characters_not_bytes(self):
        self.expect_clean("src/base/a.cpp", PURPOSE + "// " + "秋" * 117 + "\n")
        self.expect("src/base/a.cpp", PURPOSE + "// " + "秋" * 118 + "\n", "src/base/a.cpp:2: 121 characters")

    def test_unfinished_marks(self):
        for word in ["TO" + "DO", "FIX" + "ME", "X" * 3]:
            self.expect("docs/a.md", f"# A\n\n{word} later\n", "docs/a.md:3: ")

    def test_tabs_blanks_and_last_line(self):
        self.expect("tools/a", "#!/bin/sh\n\techo\n", "tools/a:2: a tab")
        self.expect("tools/a", "#!/bin/sh\necho \n", "tools/a:2: blanks")
        self.expect("tools/a", "#!/bin/sh\necho", "tools/a:2: no newline")

    def test_missing_purpose(self):
        self.expect("src/base/a.h", "#pragma once\n", "src/base/a.h:1: no purpose comment")
        self.expect("src/base/a.h", "//\n#pragma once\n", "src/base/a.h:1: no purpose comment")

    def test_tiers(self):
        self.expect("src/text/a.cpp", PURPOSE + '#include "cel/cel.h"\n', "src/text/a.cpp:2: text includes cel")
        self.expect_clean("src/text/a.cpp", PURPOSE + '#include "base/a.h"\n#include "text/b.h"\n')

    def test_same_tier_is_not_allowed(self):
        self.repository.write("src/LAYERS", "0 base\n1 text\n1 columns\n")
        self.expect("src/text/a.cpp", PURPOSE + '#include "columns/column.h"\n', "src/text/a.cpp:2: text includes col")

    def test_folder_without_tier(self):
        self.expect("src/lost/a.cpp", PURPOSE, "src/lost/a.cpp:1: folder lost has no tier")

    def test_simulate_uses_base_only(self):
        self.expect_clean("simulate/a.cpp", PURPOSE + '#include "base/day.h"\n#include "simulate/a.h"\n')
        self.expect("simulate/a.cpp", PURPOSE + '#include "text/csv.h"\n', "simulate/a.cpp:2: simulate includes text")

    def test_machine_paths(self):
        for top in ["work", "root", "home"]:
            self.expect("docs/a.md", f"# A\n\nsee {SLASH}{top}/x/y\n", "docs/a.md:3: a path of one machine")
        self.expect_clean("docs/a.md", "# A\n\nsee docs/work/x and https://example.org/home/x\n")

    def test_a_line_that_says_so_is_left_alone(self):
        self.expect_clean("src/text/a.cpp", PURPOSE + "#include <regex>  // tidy:allow the sample of a test\n")

    def test_ignored_files_are_not_ours(self):
        self.repository.write(".gitignore", "/build/\n")
        self.expect_clean("build/utils.cpp", "\t")

    def test_layout(self):
        if not shutil.which("clang-format"):
            self.skipTest("no clang-format on PATH")
        self.expect("src/base/a.cpp", PURPOSE + "int  f( );\n", "src/base/a.cpp:2: layout differs", "--format")
        self.expect_clean("src/base/a.cpp", PURPOSE + "int f();\n", "--format")

    def test_a_folder_that_is_no_checkout_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            result = run("tools/tidy", "--root", folder)
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stderr, r"^tidy: .* is no git checkout; ")


if __name__ == "__main__":
    unittest.main()
