// Writing the report.
#include "server/workbench/tests_json.h"

#include <algorithm>

#include "server/workbench/mistakes.h"

namespace qiuhao::server {
namespace {

void write_failure(text::JsonWriter& json, const rules::TestFailure& failure) {
  json.begin_object().field("subject", failure.subject);
  json.key("note").begin_object().field("zh", failure.note.chinese).field("en", failure.note.english).end_object();
  json.key("differences").begin_array();
  for (const rules::TestDifference& difference : failure.differences)
    json.begin_object()
        .field("what", difference.what)
        .field("expected", difference.expected)
        .field("met", difference.found)
        .end_object();
  json.end_array().end_object();
}

}  // namespace

std::string tests_json(const rules::Rule& rule, const Result<rules::RuleTestReport>& ran) {
  text::JsonWriter json;
  json.begin_object().field("passed", ran ? ran->passed : 0).field("failed", ran ? ran->failed : 0);
  json.key("tests").begin_array();
  for (std::size_t at = 0; ran && at < ran->names.size(); ++at) {
    const int line = rule.tests.items[at].line;
    const auto is_of_it = [&](const rules::TestFailure& failure) {
      return failure.test == ran->names[at] && failure.place.line == line;
    };
    json.begin_object().field("name", ran->names[at]).field("line", line);
    json.field("passed", std::ranges::none_of(ran->failures, is_of_it)).key("failures").begin_array();
    for (const rules::TestFailure& failure : ran->failures) {
      if (is_of_it(failure)) write_failure(json, failure);
    }
    json.end_array().end_object();
  }
  json.end_array();
  if (ran)
    write_mistakes(json, {}, rule.text);
  else
    write_mistakes(json, std::span(&ran.error(), 1), rule.text);
  json.end_object();
  return json.take();
}

}  // namespace qiuhao::server
