// What an editor asks of a rule's text: its mistakes, and what its tests come to.
#include "server/api/endpoints.h"
#include "server/api/endpoints/at_workbench.h"
#include "server/workbench/mistakes.h"

namespace qiuhao::server {
namespace {

// Lengths in the page are of characters; what costs is bytes.
Result<std::string> text_of(const Call& call) {
  std::string text = call.body_text("text");
  if (text.size() <= kRuleTextBytesMost) return text;
  return input_error("text_too_large", Sentence{"a rule's text has 256 KB at most", "规则文本不超过 256 KB"});
}

// A rule that is wrong has no tests to run.
std::string untested_json(std::span<const Error> errors, const std::string& text) {
  text::JsonWriter json;
  json.begin_object().field("passed", 0).field("failed", 0).key("tests").begin_array().end_array();
  write_mistakes(json, errors, text);
  json.end_object();
  return json.take();
}

}  // namespace

Result<http::Answer> check_rule(const Call& call) {
  ASSIGN(Workbench * bench, at_workbench(call, "library.read"));
  ASSIGN(const std::string text, text_of(call));
  ASSIGN(const Workbench::Checked checked, bench->check(text));
  text::JsonWriter json;
  json.begin_object().field("is_right", checked.rule.has_value());
  json.field("code", checked.rule ? checked.rule->code : "").field("name", checked.rule ? checked.rule->name : "");
  json.field("version", checked.rule ? checked.rule->version : 0);
  write_mistakes(json, checked.errors, text);
  json.end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> test_rule(const Call& call) {
  ASSIGN(Workbench * bench, at_workbench(call, "library.draft"));
  ASSIGN(const std::string text, text_of(call));
  ASSIGN(const Workbench::Checked checked, bench->check(text));
  if (!checked.rule) return json_answer(200, untested_json(checked.errors, text));
  ASSIGN(std::string told, bench->run_tests(text));
  return json_answer(200, std::move(told));
}

}  // namespace qiuhao::server
