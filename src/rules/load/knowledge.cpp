// The knowledge table of a rule.
#include <fmt/format.h>

#include "rules/load/loader.h"

namespace qiuhao::rules {
namespace {

constexpr std::string_view kKnowledgeKeys[] = {"table", "key", "as_of", "match"};

}  // namespace

Status Loader::read_knowledge() {
  const Node* node = root_.find("knowledge");
  if (node == nullptr || node->is_nothing()) return {};
  check_keys_of(*node, kKnowledgeKeys, "knowledge");
  if (rule_.grain != Grain::line) {
    const std::string mend = rule_.grain == Grain::pair ? "leave it out, for the pair window names the table"
                                                        : "write grain: line, or ask listed(table, x.item, x.day)";
    return at(*node, "bad_rule",
              fmt::format("knowledge is met by lines, and grain {} has none; {}", grain_name(rule_.grain), mend));
  }
  KnowledgeUse use;
  use.table = node->text_of("table");
  if (use.table.empty() || node->text_of("key") != "line.item" || node->text_of("as_of") != "line.day") {
    return at(*node, "bad_rule", "knowledge is {table: NAME, key: line.item, as_of: line.day}");
  }
  const std::string match = node->text_of("match");
  if (match == "second")
    use.match = KnowledgeUse::Match::second;
  else if (!match.empty() && match != "any")
    return at(*node, "bad_rule", "match is any (the default) or second");
  rule_.knowledge = use;
  return {};
}

}  // namespace qiuhao::rules
