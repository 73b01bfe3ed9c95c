// The knowledge table of a rule.
#include <fmt/format.h>

#include "rules/load/loader.h"
#include "rules/load/rule_keys.h"

namespace qiuhao::rules {
namespace {

// What the knowledge of a grain is written as; null where there is none.
struct KnowledgeForm {
  Grain grain;
  std::string_view key;
  std::string_view as_of;
};
constexpr KnowledgeForm kForms[] = {{Grain::line, "line.item", "line.day"},
                                    {Grain::diagnosis, "diagnosis.code", "visit.start"},
                                    {Grain::operation, "operation.code", "visit.start"}};

const KnowledgeForm* form_of(Grain grain) {
  for (const KnowledgeForm& form : kForms) {
    if (form.grain == grain) return &form;
  }
  return nullptr;
}

}  // namespace

Status Loader::read_knowledge() {
  const Node* node = root_.find("knowledge");
  if (node == nullptr || node->is_nothing()) return {};
  check_keys_of(*node, knowledge_keys(), {"knowledge", "knowledge "});
  const KnowledgeForm* form = form_of(rule_.grain);
  if (form == nullptr) {
    const Sentence mend =
        rule_.grain == Grain::pair
            ? Sentence{"leave it out, for the pair window names the table", "请去掉，pair 窗口已指明知识表"}
            : Sentence{"write grain: line, or ask listed(table, x.item, x.day)",
                       "请写 grain: line，或用 listed(表, x.item, x.day) 查询"};
    return at(
        *node, "bad_rule",
        {fmt::format("knowledge is met by lines, and grain {} has none; {}", grain_name(rule_.grain), mend.english),
         fmt::format("knowledge 按费用匹配，粒度 {} 没有费用；{}", grain_name(rule_.grain), mend.chinese)});
  }
  KnowledgeUse use;
  use.table = node->text_of("table");
  const Node* key = node->find("key");
  const Node* as_of = node->find("as_of");
  const bool has_key = key != nullptr && path_of(*key) == form->key;
  const bool has_day = as_of != nullptr && path_of(*as_of) == form->as_of;
  if (use.table.empty() || !has_key || !has_day) {
    return at(*node, "bad_rule",
              {fmt::format("knowledge is {{table: NAME, key: {}, as_of: {}}}", form->key, form->as_of),
               fmt::format("knowledge 应为 {{table: 表名, key: {}, as_of: {}}}", form->key, form->as_of)});
  }
  const std::string match = node->text_of("match");
  if (!match.empty() && rule_.grain != Grain::line)
    return at(*node, "bad_rule", {"match is of items of lines; leave it out", "match 只用于费用的项目；请去掉"});
  if (match == "second")
    use.match = KnowledgeUse::Match::second;
  else if (!match.empty() && match != "any")
    return at(*node, "bad_rule", {"match is any (the default) or second", "match 是 any（默认）或 second"});
  rule_.knowledge = use;
  return {};
}

}  // namespace qiuhao::rules
