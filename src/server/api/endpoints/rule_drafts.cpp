// Drafts of rules: proposed, looked at beside the rule in force, decided by a second person, withdrawn.
#include <fmt/format.h>

#include "rules/rule_tests.h"
#include "server/api/endpoints.h"
#include "server/api/endpoints/at_workbench.h"
#include "server/api/endpoints/written.h"
#include "server/workbench/line_difference.h"

namespace qiuhao::server {
namespace {

DraftBy draft_by(const Call& call) { return {call.by().asker.login, call.request.client, call.now}; }
std::int64_t number_of(const Call& call) { return std::stoll(call.path_value("id")); }

// The rule of a draft that is right by itself and by its tests, and newer than the one in force.
Result<rules::Rule> tried(Workbench& bench, const std::string& text, const RuleLibrary::Entry* in_force) {
  ASSIGN(Workbench::Checked checked, bench.check(text));
  if (!checked.rule) return fail(std::move(checked.errors.front()));
  TRY(rules::check_test_coverage(*checked.rule));
  ASSIGN(const std::string told, bench.run_tests(text));
  text::JsonReader reader;
  ASSIGN(const text::JsonView report, reader.read(told));
  if (report.find("mistakes").size() > 0 || report.find("failed").text() != "0")
    return input_error("draft_fails_its_tests", Sentence{"not all tests inside the rule pass; see POST /api/rules/test",
                                                         "规则内的测试未全部通过；详见 POST /api/rules/test"});
  if (in_force != nullptr && checked.rule->version <= in_force->rule.version)
    return input_error(
        "version_not_raised",
        Sentence{fmt::format("version {} is in force; give the draft a higher one", in_force->rule.version),
                 fmt::format("现行版本为 {}；草案的版本号须更高", in_force->rule.version)});
  return std::move(*checked.rule);
}

void write_head(text::JsonWriter& json, const RuleDraft& draft) {
  json.field("id", draft.id)
      .field("code", draft.code)
      .field("name", draft.name)
      .field("version", draft.version)
      .field("why", draft.why)
      .field("state", name_of(draft.state))
      .field("proposed_by", draft.proposed_by);
  write_time(json, "proposed_at", draft.proposed_at / database::kMicrosASecond);
  json.field("decided_by", draft.decided_by).field("decision", draft.decision).key("decided_at");
  if (draft.decided_at == 0) {
    json.null();
    return;
  }
  std::string at = format_time(draft.decided_at / database::kMicrosASecond);
  at[10] = 'T';
  json.value(at + "+08:00");
}

void write_difference(text::JsonWriter& json, const RuleDraft& draft) {
  constexpr const char* kNames[] = {"same", "gone", "new"};
  const auto number = [&](const char* key, int line) {
    json.key(key);
    if (line == 0)
      json.null();
    else
      json.value(line);
  };
  json.key("difference").begin_array();
  for (const DifferentLine& line : difference_of(draft.base, draft.text)) {
    json.begin_object().field("change", kNames[static_cast<std::size_t>(line.change)]);
    number("before", line.before);
    number("after", line.after);
    json.field("text", line.text).end_object();
  }
  json.end_array();
}

std::string text_in_force(const RuleLibrary& library, const std::string& code) {
  const auto* entry = library.find(code);
  return entry == nullptr ? "" : entry->rule.text;
}

// The approval stands once it is committed; the file follows.
Status publish(const Call& call, Workbench& bench, std::int64_t id) {
  ASSIGN(const RuleDraft draft, call.desk.rule_drafts().find(id));
  if (draft.state != DraftState::approved) return {};
  TRY(write_rule_file(bench.sources().own_rules, draft));
  return call.desk.rule_drafts().note_published(id);
}

}  // namespace

Result<http::Answer> propose_rule(const Call& call) {
  ASSIGN(Workbench * bench, at_workbench(call, "library.draft"));
  ASSIGN(const auto library, bench->library());
  NewDraft fresh{call.body_text("code"), "", 0, call.body_text("text"), "", call.body_text("why")};
  const auto* in_force = library->find(fresh.code);
  ASSIGN(const rules::Rule rule, tried(*bench, fresh.text, in_force));
  if (rule.code != fresh.code)
    return input_error("wrong_code", Sentence{fmt::format("the text is of rule {}, not of {}", rule.code, fresh.code),
                                              fmt::format("文本是规则 {} 的，不是 {} 的", rule.code, fresh.code)});
  fresh.name = rule.name;
  fresh.version = rule.version;
  fresh.base = text_in_force(*library, fresh.code);
  ASSIGN(const std::int64_t id, call.desk.rule_drafts().propose(draft_by(call), fresh));
  text::JsonWriter json;
  json.begin_object().field("id", id).end_object();
  return json_answer(201, json.take());
}

Result<http::Answer> list_rule_drafts(const Call& call) {
  TRY(at_workbench(call, "library.read"));
  const std::string state = call.text("state");
  ASSIGN(const auto all, call.desk.rule_drafts().list(state.empty() ? std::nullopt : draft_state_named(state)));
  text::JsonWriter json;
  json.begin_object().key("drafts").begin_array();
  for (const RuleDraft& draft : all) {
    json.begin_object();
    write_head(json, draft);
    json.end_object();
  }
  json.end_array().end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> show_rule_draft(const Call& call) {
  ASSIGN(Workbench * bench, at_workbench(call, "library.read"));
  ASSIGN(const RuleDraft draft, call.desk.rule_drafts().find(number_of(call)));
  ASSIGN(const auto library, bench->library());
  text::JsonWriter json;
  json.begin_object();
  write_head(json, draft);
  const bool waits = draft.state == DraftState::proposed;
  json.field("text", draft.text).field("base", draft.base);
  json.field("is_behind", waits && text_in_force(*library, draft.code) != draft.base);
  write_difference(json, draft);
  json.end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> decide_rule_draft(const Call& call) {
  const std::int64_t id = number_of(call);
  const RuleDraft draft = call.desk.rule_drafts().find(id).value_or(RuleDraft());
  TRY(call.desk.database().read([&](database::Transaction& transaction) {
    return require(transaction, call, "library.publish", identity::Target::in_region("", {draft.proposed_by}));
  }));
  TRY(call.desk.rule_drafts().find(id));
  if (call.desk.workbench() == nullptr)
    return input_error("no_workbench", Sentence{"the service has no workbench of rules", "本服务没有规则工作台"});
  Workbench& bench = *call.desk.workbench();
  const bool approve = call.body_text("approve") == "true";
  const bool was_approved = draft.state == DraftState::approved;  // and its file could not be written
  if (approve && draft.state == DraftState::proposed) {
    ASSIGN(const auto library, bench.library());
    if (text_in_force(*library, draft.code) != draft.base)
      return input_error("rule_moved_on",
                         Sentence{"the rule in force has changed since the draft was made; draft it anew",
                                  "草案提出后现行规则已有变动；请重新起草"});
    TRY(tried(bench, draft.text, library->find(draft.code)));
  }
  if (!(approve && was_approved))
    TRY(call.desk.rule_drafts().decide(draft_by(call), id, approve, call.body_text("why")));
  if (approve) TRY(publish(call, bench, id));
  return empty_answer(204);
}

Result<http::Answer> withdraw_rule_draft(const Call& call) {
  TRY(at_workbench(call, "library.draft"));
  TRY(call.desk.rule_drafts().withdraw(draft_by(call), number_of(call), call.body_text("why")));
  return empty_answer(204);
}

}  // namespace qiuhao::server
