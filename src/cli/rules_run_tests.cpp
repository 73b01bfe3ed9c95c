// `qiuhao rules test`: the tests inside rule files, told as `promtool test rules` tells them.
#include <fmt/format.h>

#include "base/files.h"
#include "cli/audit_sources.h"
#include "cli/rules_parts.h"
#include "rules/rule_tests.h"

namespace qiuhao::cli {
namespace {

std::string xml_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      // XML 1.0 has no other control characters than these.
      case '\n':
      case '\t': out += c; break;
      default: out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return out;
}

// A <testsuite> of one rule.
std::string junit_suite(const rules::Rule& rule, const rules::RuleTestReport& report, Language language) {
  std::string out =
      fmt::format("  <testsuite name=\"{} {}\" tests=\"{}\" failures=\"{}\" file=\"{}\">\n", xml_text(rule.code),
                  xml_text(rule.name), report.names.size(), report.failed, xml_text(rule.file));
  for (const std::string& name : report.names) {
    std::string failures;
    for (const rules::TestFailure& failure : report.failures) {
      if (failure.test == name) {
        failures += fmt::format("      <failure>{}</failure>\n", xml_text(failure.text(language)));
      }
    }
    out += fmt::format("    <testcase classname=\"{}\" name=\"{}\"{}", xml_text(rule.code), xml_text(name),
                       failures.empty() ? "/>\n" : ">\n" + failures + "    </testcase>\n");
  }
  return out + "  </testsuite>\n";
}

}  // namespace

Result<int> run_tests_of_rules(const RulesOptions& options) {
  if (!options.report.empty()) return report_tests(options);
  ASSIGN(const auto schema, load_schema());
  ASSIGN(const knowledge::Kinds kinds, workspace_kinds(options.workspace));
  ASSIGN(const auto files, rule_files(options));
  const bool chinese = options.language == Language::chinese;
  std::size_t passed = 0;
  std::size_t failed = 0;
  std::string suites;
  for (const std::string& file : files) {
    ASSIGN(const rules::Rule rule, rules::load_rule(file, *schema));
    ASSIGN(const rules::RuleTestReport report, rules::run_rule_tests(rule, schema, kinds, options.filter));
    passed += report.passed;
    failed += report.failed;
    if (!options.junit.empty()) suites += junit_suite(rule, report, options.language);
    if (report.names.empty() && !options.filter.empty()) continue;
    const bool is_right = report.failed == 0;
    const std::string counts = chinese ? fmt::format("通过 {}，未通过 {}", report.passed, report.failed)
                                       : fmt::format("{} passed, {} failed", report.passed, report.failed);
    fmt::print("{} {} {}: {}\n", is_right ? "ok  " : "FAIL", rule.code, rule.name, counts);
    for (const rules::TestFailure& failure : report.failures) fmt::print("  {}\n", failure.text(options.language));
  }
  if (!options.junit.empty()) {
    TRY(write_file_atomically(options.junit, fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "
                                                         "tests=\"{}\" failures=\"{}\">\n{}</testsuites>\n",
                                                         passed + failed, failed, suites)));
  }
  if (passed + failed == 0 && !options.filter.empty()) {
    return usage_error("no_such_test", Sentence{fmt::format("no test has '{}' in its name", options.filter),
                                                fmt::format("没有名称含“{}”的测试", options.filter)});
  }
  fmt::print("{}\n", chinese ? fmt::format("{} 条规则，测试通过 {}，未通过 {}", files.size(), passed, failed)
                             : fmt::format("{} rules, {} tests passed, {} failed", files.size(), passed, failed));
  return failed == 0 ? 0 : 1;
}

}  // namespace qiuhao::cli
