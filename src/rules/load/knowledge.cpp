// The knowledge table of a rule.
#include <fmt/format.h>

#include "rules/load/loader.h"
#include "rules/load/rule_keys.h"

namespace qiuhao::rules {
Status Loader::read_knowledge() {
  const Node* node = root_.find("knowledge");
  if (node == nullptr || node->is_nothing()) return {};
  check_keys_of(*node, knowledge_keys(), {"knowledge", "knowledge "});
  if (rule_.grain != Grain::line) {
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
  const bool by_item = key != nullptr && path_of(*key) == "line.item";
  const bool by_day = as_of != nullptr && path_of(*as_of) == "line.day";
  if (use.table.empty() || !by_item || !by_day) {
    return at(*node, "bad_rule",
              {"knowledge is {table: NAME, key: line.item, as_of: line.day}",
               "knowledge 应为 {table: 表名, key: line.item, as_of: line.day}"});
  }
  const std::string match = node->text_of("match");
  if (match == "second")
    use.match = KnowledgeUse::Match::second;
  else if (!match.empty() && match != "any")
    return at(*node, "bad_rule", {"match is any (the default) or second", "match 是 any（默认）或 second"});
  rule_.knowledge = use;
  return {};
}

}  // namespace qiuhao::rules
