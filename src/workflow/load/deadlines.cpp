// Deadlines: where they run, how long, whose they are, and what happens when they pass.
#include <algorithm>

#include "workflow/load/loader.h"

namespace qiuhao::workflow {
namespace {

const Sentence kWhat{"a deadline", "期限"};

}  // namespace

void Loader::read_deadline_names() {
  each_of("deadlines", [&](const Node& key, const Node& body) {
    if (!check_keys(body, {"title", "runs_in", "term", "extension", "owner", "escalations", "when_passed", "basis"},
                    kWhat))
      return;
    kind_.deadlines.push_back(named<Deadline>(key, body));
  });
  if (kind_.deadlines.size() > kMaxDeadlines)
    wrong(*root_.find("deadlines"), "bad_workflow",
          {fmt::format("a workflow has at most {} deadlines", kMaxDeadlines),
           fmt::format("一个流程最多 {} 个期限", kMaxDeadlines)});
}

void Loader::read_deadlines() {
  for (Deadline& deadline : kind_.deadlines) read_deadline(deadline, *root_.find("deadlines")->find(deadline.name));
}

void Loader::read_deadline(Deadline& deadline, const Node& body) {
  if (must_find(body, "runs_in", kWhat) != nullptr) deadline.runs_in = states_of(body, "runs_in");
  deadline.runs_in.resize(kind_.states.size(), false);
  if (const Node* term = must_find(body, "term", kWhat)) deadline.term = read_term(*term);
  if (const Node* extension = body.find("extension")) {
    auto term = read_term(*extension);
    const Node* most = extension->find("most");
    if (term) deadline.extension = {std::move(*term), most == nullptr ? 1 : read_whole(*most, 1, 100)};
  }
  if (const Node* owner = must_find(body, "owner", kWhat)) deadline.owner = party_of(*owner).value_or(Party{});
  if (const Node* basis = must_find(body, "basis", kWhat)) deadline.basis = read_basis(*basis);
  if (const Node* escalations = body.find("escalations")) {
    for (const Node& item : escalations->items) {
      if (!check_keys(item, {"working_days", "to"}, {"an escalation", "升级提醒"})) continue;
      const Node* days = must_find(item, "working_days", {"an escalation", "升级提醒"});
      const Node* to = must_find(item, "to", {"an escalation", "升级提醒"});
      if (days == nullptr || to == nullptr) continue;
      const auto role = number_of(*to, kind_.roles, {"role", "角色"});
      const int after = read_whole(*days, 0, kMaxTerm);
      if (!deadline.escalations.empty() && after < deadline.escalations.back().working_days)
        wrong(*days, "bad_workflow", {"escalations come in order of their days", "升级提醒按天数从小到大排列"});
      if (role) deadline.escalations.push_back({after, *role});
    }
  }
  if (const Node* passed = body.find("when_passed"))
    deadline.when_passed = number_of(*passed, kind_.actions, {"action", "操作"});
}

std::optional<TermRule> Loader::read_term(const Node& node) {
  const Sentence what{"a term", "期限的长度"};
  if (!check_keys(node, {"count", "unit", "most"}, what)) return std::nullopt;
  const Node* count = must_find(node, "count", what);
  const Node* unit = must_find(node, "unit", what);
  if (count == nullptr || unit == nullptr) return std::nullopt;
  std::optional<TermUnit> known;
  std::vector<std::string> names;
  for (const TermUnit one : {TermUnit::working_days, TermUnit::days, TermUnit::months, TermUnit::years}) {
    names.emplace_back(term_unit_name(one));
    if (term_unit_name(one) == unit->scalar) known = one;
  }
  if (!known) {
    const Sentence unknown{fmt::format("unknown unit '{}'", unit->scalar), fmt::format("没有单位“{}”", unit->scalar)};
    wrong(*unit, "unknown_name", unknown + cel::suggest_name(unit->scalar, names));
    return std::nullopt;
  }
  auto program = compile(*count, cel::Type::of(cel::Kind::integer));
  if (!program) return std::nullopt;
  if (program->fields().empty()) {
    wrong(*count, "number_without_basis",
          {"a term is no bare number: make it a parameter, with its day and its basis",
           "期限不能直接写数字：请设为参数，写明起始日和依据"});
    return std::nullopt;
  }
  return TermRule{std::move(*program), *known};
}

}  // namespace qiuhao::workflow
