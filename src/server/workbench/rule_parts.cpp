// The text in either language has the same keys in the same order, for only names differ.
#include "server/workbench/rule_parts.h"

#include <fmt/format.h>

#include <algorithm>

#include "rules/load/rule_keys.h"

namespace qiuhao::server {
namespace {

using text::Node;

// What a part says: a formula as it is, a window as its lines of the file.
std::string words_of(const Node& value, std::string_view text, std::size_t end) {
  if (value.is_scalar()) return value.scalar;
  std::string_view slice = text.substr(value.offset, end - value.offset);
  while (!slice.empty() && (slice.back() == '\n' || slice.back() == ' ')) slice.remove_suffix(1);
  return std::string(slice);
}

std::vector<RulePart> cut(const Node& root, std::string_view text) {
  std::vector<RulePart> parts;
  for (std::size_t at = 0; at < root.entries.size(); ++at) {
    const auto& [key, value] = root.entries[at];
    const auto known = std::ranges::find(rules::rule_keys(), std::string_view(key.scalar), &rules::RuleKey::name);
    if (known == rules::rule_keys().end()) continue;
    const std::size_t end = at + 1 < root.entries.size() ? root.entries[at + 1].first.offset : text.size();
    const bool is_one = known->form == rules::KeyForm::formula || known->name == "message";
    const bool is_map = known->form == rules::KeyForm::formulas || known->form == rules::KeyForm::windows;
    if (is_one) parts.push_back({key.scalar, "", key.line, words_of(value, text, end), ""});
    for (std::size_t inner = 0; is_map && inner < value.entries.size(); ++inner) {
      const auto& [name, held] = value.entries[inner];
      const std::size_t inner_end = inner + 1 < value.entries.size() ? value.entries[inner + 1].first.offset : end;
      parts.push_back({key.scalar, name.scalar, name.line, words_of(held, text, inner_end), ""});
    }
  }
  return parts;
}

std::vector<RulePart> cut_in(const rules::Rule& rule, Language language) {
  const std::string text = rules::rule_in(rule, language);
  const auto root = text::parse_yaml(text, rule.file);
  return root ? cut(*root, text) : std::vector<RulePart>();
}

}  // namespace

std::vector<RulePart> parts_of(const rules::Rule& rule) {
  std::vector<RulePart> parts = cut_in(rule, Language::english);
  const std::vector<RulePart> chinese = cut_in(rule, Language::chinese);
  for (std::size_t at = 0; at < std::min(parts.size(), chinese.size()); ++at) parts[at].chinese = chinese[at].english;
  return parts;
}

std::vector<RuleCase> cases_of(const rules::Rule& rule) {
  std::vector<RuleCase> cases;
  for (const Node& item : rule.tests.items) {
    RuleCase one{item.text_of("name"), item.line, {}};
    if (one.name.empty()) one.name = fmt::format("{}", cases.size() + 1);
    const Node* expect = item.find("expect");
    if (expect != nullptr && expect->is_map()) one.outcomes.push_back(expect->text_of("outcome"));
    for (std::size_t at = 0; expect != nullptr && at < expect->items.size(); ++at)
      one.outcomes.push_back(expect->items[at].text_of("outcome"));
    cases.push_back(std::move(one));
  }
  return cases;
}

}  // namespace qiuhao::server
