// Reading rule files.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>

#include "base/files.h"
#include "base/hash.h"
#include "rules/rule.h"
#include "rules/world.h"

namespace qiuhao::rules {
namespace {

using text::Node;

// Reads one file; the first mistake ends it.
class Loader {
 public:
  Loader(const Node& root, const std::string& file, const claims::Schema& schema)
      : root_(root), file_(file), schema_(schema) {}

  Result<Rule> load();

 private:
  std::unexpected<Error> at(const Node& node, std::string code, std::string message) const {
    return input_error(std::move(code), std::move(message), {file_, node.line, node.column, ""});
  }
  Place place(const Node& node) const { return {file_, node.line, node.column, ""}; }
  // Refuses a map with other keys than these.
  Status check_keys_of(const Node& node, std::span<const std::string_view> known, std::string_view what) const;
  // Refuses a name that formulas could not use or that already means something.
  Status check_name(const Node& key, const Rule& rule) const;

  Status check_keys() const;
  Status read_words(Rule& rule) const;
  Status read_effective(Rule& rule) const;
  Status read_basis(Rule& rule) const;
  Status read_moments(Rule& rule) const;
  Status read_knowledge(Rule& rule) const;
  Status read_windows(Rule& rule, cel::Environment& environment) const;
  Result<Window> read_window(const std::string& name, const Node& node, const Rule& rule) const;
  Result<KeyTerm> read_term(const Node& node, const Rule& rule) const;
  Status read_lets(Rule& rule, cel::Environment& environment) const;
  Status read_formulas(Rule& rule, const cel::Environment& environment) const;
  Result<Day> read_day(const Node& node) const;

  const Node& root_;
  const std::string& file_;
  const claims::Schema& schema_;
};

constexpr std::string_view kKeys[] = {"rule",  "name",    "version", "effective", "class",   "national", "certainty",
                                      "basis", "moments", "grain",   "knowledge", "windows", "where",    "let",
                                      "when",  "amount",  "message", "except",    "tests"};
constexpr std::string_view kKnowledgeKeys[] = {"table", "key", "as_of", "match"};
constexpr std::string_view kWindowKeys[] = {"same", "pair", "by", "where"};
// Names that formulas have already, in both languages, and the row of a window.
constexpr std::string_view kTakenNames[] = {"person", "visit", "line", "provider", "k",      "r",
                                            "参保人", "就诊",  "费用", "机构",     "知识点", "行"};
constexpr std::string_view kMust[] = {"rule",    "name",  "version", "effective", "class",   "certainty", "basis",
                                      "moments", "grain", "when",    "amount",    "message", "tests"};

Status Loader::check_keys_of(const Node& node, std::span<const std::string_view> known, std::string_view what) const {
  for (const auto& [key, value] : node.entries) {
    if (std::find(known.begin(), known.end(), key.scalar) != known.end()) continue;
    return at(key, "unknown_key",
              fmt::format("unknown key '{}' of {}; write one of {}", key.scalar, what, fmt::join(known, ", ")));
  }
  return {};
}

Status Loader::check_name(const Node& key, const Rule& rule) const {
  const std::string& name = key.scalar;
  const bool ascii_letter = !name.empty() && (std::isalpha(static_cast<unsigned char>(name[0])) != 0 || name[0] == '_');
  const bool is_word = (ascii_letter || (!name.empty() && static_cast<unsigned char>(name[0]) >= 0x80)) &&
                       std::all_of(name.begin(), name.end(), [](char byte) {
                         const auto code = static_cast<unsigned char>(byte);
                         return code >= 0x80 || std::isalnum(code) != 0 || code == '_';
                       });
  if (!is_word) return at(key, "bad_name", fmt::format("'{}' is no name; write letters, digits and _", name));
  bool is_taken = std::find(std::begin(kTakenNames), std::end(kTakenNames), name) != std::end(kTakenNames);
  for (const Window& window : rule.windows) is_taken |= window.name == name;
  for (const Let& let : rule.lets) is_taken |= let.name == name;
  if (is_taken) return at(key, "bad_name", fmt::format("the name '{}' has a meaning already; write another", name));
  return {};
}

Status Loader::check_keys() const {
  if (!root_.is_map()) return at(root_, "bad_rule", "a rule file is a map that begins with 'rule: CODE'");
  for (const auto& [key, value] : root_.entries) {
    if (std::find(std::begin(kKeys), std::end(kKeys), key.scalar) == std::end(kKeys)) {
      return at(key, "unknown_key",
                fmt::format("unknown key '{}'; docs/reference/rule-file.md lists the keys", key.scalar));
    }
  }
  for (const std::string_view key : kMust) {
    const Node* value = root_.find(key);
    if (value == nullptr || value->is_nothing())
      return at(root_, "missing_key", fmt::format("needs the key '{}'", key));
  }
  if (root_.text_of("grain") != "line") {
    return at(*root_.find("grain"), "bad_rule",
              fmt::format("grain '{}' is not known; write line", root_.text_of("grain")));
  }
  return {};
}

Status Loader::read_words(Rule& rule) const {
  rule.code = root_.text_of("rule");
  rule.name = root_.text_of("name");
  rule.klass = root_.text_of("class");
  rule.national = root_.text_of("national");
  rule.certainty = root_.text_of("certainty");
  if (rule.certainty != "明确违规" && rule.certainty != "可疑") {
    return at(*root_.find("certainty"), "bad_rule", "certainty is 明确违规 or 可疑");
  }
  const std::string version = root_.text_of("version");
  if (version.empty() || version.size() > 6 || version.find_first_not_of("0123456789") != std::string::npos) {
    return at(*root_.find("version"), "bad_rule", "version is a whole number from 1");
  }
  rule.version = std::stoi(version);
  if (rule.code.empty() || rule.code.size() > 40 || rule.name.empty() || rule.name.size() > 200) {
    return at(root_, "bad_rule", "rule needs a code of at most 40 bytes and a name of at most 200");
  }
  return {};
}

Result<Day> Loader::read_day(const Node& node) const {
  if (node.is_nothing()) return kNoDay;
  auto day = parse_day(node.scalar);
  if (!day) return at(node, "bad_date", day.error().message);
  return *day;
}

Status Loader::read_effective(Rule& rule) const {
  const Node& node = *root_.find("effective");
  if (!node.is_sequence() || node.items.size() != 2) {
    return at(node, "bad_rule", "effective is [from, to]; null stands for open");
  }
  ASSIGN(rule.effective_from, read_day(node.items[0]));
  ASSIGN(rule.effective_to, read_day(node.items[1]));
  if (rule.effective_to != kNoDay && rule.effective_from != kNoDay && rule.effective_to < rule.effective_from) {
    return at(node, "bad_rule", "effective ends before it begins");
  }
  return {};
}

Status Loader::read_basis(Rule& rule) const {
  const Node& node = *root_.find("basis");
  for (const Node& item : node.items) rule.basis.push_back({item.text_of("document"), item.text_of("clause")});
  if (rule.basis.empty() || rule.basis[0].document.empty()) {
    return at(node, "bad_rule", "basis is a list of {document: …, clause: …}");
  }
  return {};
}

Status Loader::read_moments(Rule& rule) const {
  const Node& node = *root_.find("moments");
  for (const Node& item : node.items) {
    if (item.scalar == "before")
      rule.moments |= static_cast<unsigned>(Moment::before);
    else if (item.scalar == "during")
      rule.moments |= static_cast<unsigned>(Moment::during);
    else if (item.scalar == "after")
      rule.moments |= static_cast<unsigned>(Moment::after);
    else
      return at(item, "bad_rule", fmt::format("moment '{}' is not known; write before, during or after", item.scalar));
  }
  if (rule.moments == 0) return at(node, "bad_rule", "moments is a list of before, during and after");
  return {};
}

Status Loader::read_knowledge(Rule& rule) const {
  const Node* node = root_.find("knowledge");
  if (node == nullptr || node->is_nothing()) return {};
  TRY(check_keys_of(*node, kKnowledgeKeys, "knowledge"));
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
  rule.knowledge = use;
  return {};
}

Result<KeyTerm> Loader::read_term(const Node& node, const Rule& rule) const {
  KeyTerm term;
  term.path = node.scalar;
  if (node.scalar == "k.point") {
    if (!rule.knowledge) return at(node, "bad_rule", "by k.point needs the key 'knowledge'");
    term.is_point = true;
    return term;
  }
  const auto found = schema_.find(node.scalar);
  const bool usable = found && (found->first == claims::Entity::line || found->first == claims::Entity::visit ||
                                found->first == claims::Entity::person);
  if (!usable) {
    return at(node, "unknown_field",
              fmt::format("'{}' cannot be a key; write a field of line, visit or person, or k.point", node.scalar));
  }
  term.entity = found->first;
  term.field = found->second;
  return term;
}

Result<Window> Loader::read_window(const std::string& name, const Node& node, const Rule& rule) const {
  Window window;
  window.name = name;
  TRY(check_keys_of(node, kWindowKeys, "a window"));
  const Node* pair = node.find("pair");
  const Node* same = node.find("same");
  if ((pair == nullptr) == (same == nullptr)) {
    return at(node, "bad_rule", fmt::format("window {} needs one of 'same: line' and 'pair: TABLE'", name));
  }
  if (same != nullptr && same->scalar != "line")
    return at(*same, "bad_rule", "a window is over lines; write same: line");
  if (pair != nullptr) {
    window.kind = Window::Kind::pair;
    const bool fits =
        rule.knowledge && rule.knowledge->match == KnowledgeUse::Match::second && rule.knowledge->table == pair->scalar;
    if (!fits) return at(*pair, "bad_rule", "a pair window needs knowledge of the same table with match: second");
  }
  const Node* by = node.find("by");
  if (by == nullptr || by->items.empty())
    return at(node, "bad_rule", fmt::format("window {} needs by: [field, …]", name));
  for (const Node& item : by->items) {
    ASSIGN(KeyTerm term, read_term(item, rule));
    if (term.is_point && pair != nullptr) {
      return at(item, "bad_rule", "a pair window is of one point already; leave k.point out");
    }
    window.by.push_back(std::move(term));
  }
  if (const Node* where = node.find("where")) {
    const cel::Environment environment = make_environment(schema_, false, true);
    ASSIGN(cel::Program program,
           cel::compile(where->scalar, environment, cel::Type::of(cel::Kind::boolean), place(*where)));
    // Rows are gathered once for a person, whichever line is judged; so the line cannot be part of the condition.
    for (const std::string& name : program.variables()) {
      if (name == "r" || name == "person" || name == "行" || name == "参保人") continue;
      return at(*where, "bad_rule",
                fmt::format("where of window {} is about r and person; read {} in a let, as in {}.filter(x, …)",
                            window.name, name, window.name));
    }
    window.where.emplace(std::move(program));
  }
  return window;
}

Status Loader::read_windows(Rule& rule, cel::Environment& environment) const {
  const Node* node = root_.find("windows");
  if (node == nullptr) return {};
  if (node->entries.size() > kMaxWindows) return at(*node, "bad_rule", fmt::format("at most {} windows", kMaxWindows));
  for (const auto& [key, value] : node->entries) {
    TRY(check_name(key, rule));
    ASSIGN(Window window, read_window(key.scalar, value, rule));
    environment.add_variable(key.scalar, "",
                             cel::Type::list_of(cel::Type::row_of(static_cast<cel::StructId>(claims::Entity::line))),
                             static_cast<cel::SlotId>(kFirstWindowSlot + rule.windows.size()));
    rule.windows.push_back(std::move(window));
  }
  return {};
}

Status Loader::read_lets(Rule& rule, cel::Environment& environment) const {
  const Node* node = root_.find("let");
  if (node == nullptr) return {};
  if (node->entries.size() > kMaxLets) return at(*node, "bad_rule", fmt::format("at most {} lets", kMaxLets));
  for (const auto& [key, value] : node->entries) {
    TRY(check_name(key, rule));
    ASSIGN(cel::Program program, cel::compile(value.scalar, environment, cel::Type::any(), place(value)));
    environment.add_variable(key.scalar, "", program.type(),
                             static_cast<cel::SlotId>(kFirstLetSlot + rule.lets.size()));
    rule.lets.push_back({key.scalar, std::move(program)});
  }
  return {};
}

Status Loader::read_formulas(Rule& rule, const cel::Environment& environment) const {
  const cel::Type boolean = cel::Type::of(cel::Kind::boolean);
  if (const Node* where = root_.find("where")) {
    ASSIGN(cel::Program program, cel::compile(where->scalar, environment, boolean, place(*where)));
    rule.where.emplace(std::move(program));
  }
  const Node& when = *root_.find("when");
  ASSIGN(cel::Program condition, cel::compile(when.scalar, environment, boolean, place(when)));
  rule.when.push_back(std::move(condition));
  const Node& amount = *root_.find("amount");
  ASSIGN(cel::Program money,
         cel::compile(amount.scalar, environment, cel::Type::of(cel::Kind::decimal), place(amount)));
  rule.amount.push_back(std::move(money));
  const Node& message = *root_.find("message");
  ASSIGN(cel::Message sentence, cel::compile_message(message.scalar, environment, place(message)));
  rule.message.push_back(std::move(sentence));
  if (const Node* excepts = root_.find("except")) {
    for (const auto& [key, value] : excepts->entries) {
      ASSIGN(cel::Program program, cel::compile(value.scalar, environment, boolean, place(value)));
      rule.excepts.push_back({key.scalar, std::move(program)});
    }
  }
  return {};
}

Result<Rule> Loader::load() {
  TRY(check_keys());
  Rule rule;
  rule.file = file_;
  TRY(read_words(rule));
  TRY(read_effective(rule));
  TRY(read_basis(rule));
  TRY(read_moments(rule));
  TRY(read_knowledge(rule));
  cel::Environment environment = make_environment(schema_, rule.knowledge.has_value(), false);
  TRY(read_windows(rule, environment));
  TRY(read_lets(rule, environment));
  TRY(read_formulas(rule, environment));
  rule.tests = *root_.find("tests");
  if (!rule.tests.is_sequence()) return at(rule.tests, "bad_rule", "tests is a list of {name: …, given: …, expect: …}");
  return rule;
}

}  // namespace

Result<Rule> parse_rule(const std::string& content, const std::string& file, const claims::Schema& schema) {
  ASSIGN(const Node root, text::parse_yaml(content, file));
  ASSIGN(Rule rule, Loader(root, file, schema).load());
  rule.hash = hash128(content).hex();
  rule.text = content;
  return rule;
}

Result<Rule> load_rule(const std::string& file, const claims::Schema& schema) {
  ASSIGN(const std::string content, read_file(file, text::kMaxDocumentBytes));
  return parse_rule(content, file, schema);
}

}  // namespace qiuhao::rules
