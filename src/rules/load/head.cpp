// The head of a rule file: its keys, words, dates and grain.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

#include "rules/load/loader.h"
#include "rules/load/rule_keys.h"

namespace qiuhao::rules {
namespace {

using text::Node;

// Names that formulas have already, in both languages, and the row of a window.
constexpr std::string_view kTakenNames[] = {"person", "visit", "line", "provider", "k",      "r",  "param",
                                            "参保人", "就诊",  "费用", "机构",     "知识点", "行", "参数"};
constexpr std::string_view kTakenOfDay[] = {"day", "lines", "日期", "费用列"};
constexpr std::string_view kTakenOfPeriod[] = {"month", "月份", "stock", "进销存"};
constexpr std::string_view kTakenOfDiagnosis[] = {"diagnosis", "诊断"};
constexpr std::string_view kTakenOfOperation[] = {"operation", "手术操作"};

bool is_taken(Grain grain, std::string_view name) {
  const auto among = [&](std::span<const std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  return among(kTakenNames) || (grain == Grain::person_day && among(kTakenOfDay)) ||
         (grain == Grain::provider_period && among(kTakenOfPeriod)) ||
         (grain == Grain::diagnosis && among(kTakenOfDiagnosis)) ||
         (grain == Grain::operation && among(kTakenOfOperation));
}

}  // namespace

claims::Entity entity_of(Grain grain) {
  switch (grain) {
    case Grain::visit: return claims::Entity::visit;
    case Grain::person: return claims::Entity::person;
    case Grain::diagnosis: return claims::Entity::diagnosis;
    case Grain::operation: return claims::Entity::operation;
    case Grain::line:
    case Grain::pair:
    case Grain::person_day:
    case Grain::provider_period: break;
  }
  return claims::Entity::line;
}

void Loader::check_keys_of(const Node& node, std::span<const std::string_view> known, const Sentence& what) {
  for (const auto& [key, value] : node.entries) {
    if (std::find(known.begin(), known.end(), key.scalar) != known.end()) continue;
    note(at(key, "unknown_key",
            {fmt::format("unknown key '{}' of {}; write one of {}", key.scalar, what.english, fmt::join(known, ", ")),
             fmt::format("{}没有键“{}”；可写 {}", what.chinese, key.scalar, fmt::join(known, "、"))}));
  }
}

Status Loader::check_name(const Node& key) const {
  const std::string& name = key.scalar;
  const bool ascii_letter = !name.empty() && (std::isalpha(static_cast<unsigned char>(name[0])) != 0 || name[0] == '_');
  const bool is_word = (ascii_letter || (!name.empty() && static_cast<unsigned char>(name[0]) >= 0x80)) &&
                       std::all_of(name.begin(), name.end(), [](char byte) {
                         const auto code = static_cast<unsigned char>(byte);
                         return code >= 0x80 || std::isalnum(code) != 0 || code == '_';
                       });
  if (!is_word)
    return at(key, "bad_name",
              {fmt::format("'{}' is no name; write letters, digits and _", name),
               fmt::format("“{}”不能作名称；请用文字、数字和 _", name)});
  bool taken = is_taken(rule_.grain, name);
  for (const Window& window : rule_.windows) taken |= window.name == name;
  for (const Let& let : rule_.lets) taken |= let.name == name;
  if (taken)
    return at(key, "bad_name",
              {fmt::format("the name '{}' has a meaning already; write another", name),
               fmt::format("名称“{}”已有含义；请换一个", name)});
  return {};
}

void Loader::check_keys() {
  for (const auto& [key, value] : root_.entries) {
    const auto is_it = [&](const RuleKey& known) { return known.name == key.scalar; };
    if (std::ranges::none_of(rule_keys(), is_it)) {
      note(at(key, "unknown_key",
              {fmt::format("unknown key '{}'; docs/reference/rule-file.md lists the keys", key.scalar),
               fmt::format("没有键“{}”；docs/reference/rule-file.md 列出全部键", key.scalar)}));
    }
  }
  for (const auto& [key, must, form, english, chinese] : rule_keys()) {
    const Node* value = root_.find(key);
    if (must && (value == nullptr || value->is_nothing())) {
      note(at(root_, "missing_key",
              {fmt::format("needs the key '{}': {}", key, english), fmt::format("缺少键“{}”：{}", key, chinese)}));
    }
  }
}

void Loader::read_words() {
  rule_.code = root_.text_of("rule");
  if (const Node* code = root_.find("rule")) rule_.code_place = place(*code);
  rule_.name = root_.text_of("name");
  rule_.klass = root_.text_of("class");
  rule_.national = root_.text_of("national");
  rule_.certainty = root_.text_of("certainty");
  const Node* certainty = root_.find("certainty");
  if (certainty != nullptr && rule_.certainty != "明确违规" && rule_.certainty != "可疑") {
    note(at(*certainty, "bad_rule", {"certainty is 明确违规 or 可疑", "certainty 应为 明确违规 或 可疑"}));
  }
  const Node* version = root_.find("version");
  if (version != nullptr) {
    const std::string& digits = version->scalar;
    if (digits.empty() || digits.size() > 6 || digits.find_first_not_of("0123456789") != std::string::npos) {
      note(at(*version, "bad_rule", {"version is a whole number from 1", "version 是从 1 起的整数"}));
    } else {
      rule_.version = std::stoi(digits);
    }
  }
  const bool both_said = root_.find("rule") != nullptr && root_.find("name") != nullptr;
  if (both_said && (rule_.code.empty() || rule_.code.size() > 40 || rule_.name.empty() || rule_.name.size() > 200)) {
    note(at(root_, "bad_rule",
            {"rule needs a code of at most 40 bytes and a name of at most 200",
             "规则要有最多 40 字节的编码和最多 200 字节的名称"}));
  }
}

Result<Day> Loader::read_day(const Node& node) const {
  if (node.is_nothing()) return kNoDay;
  auto day = parse_day(node.scalar);
  if (!day) return at(node, "bad_date", day.error().sentence());
  return *day;
}

void Loader::read_effective() {
  const Node* node = root_.find("effective");
  if (node == nullptr) return;
  if (!node->is_sequence() || node->items.size() != 2) {
    note(at(*node, "bad_rule",
            {"effective is [from, to]; null stands for open", "effective 写作 [起, 止]；null 表示不限"}));
    return;
  }
  const auto from = read_day(node->items[0]);
  const auto to = read_day(node->items[1]);
  const bool both = static_cast<int>(note(from)) + static_cast<int>(note(to)) == 2;
  if (!both) return;
  rule_.effective_from = *from;
  rule_.effective_to = *to;
  if (*to != kNoDay && *from != kNoDay && *to < *from)
    note(at(*node, "bad_rule", {"effective ends before it begins", "effective 的止早于起"}));
}

void Loader::read_basis() {
  const Node* node = root_.find("basis");
  if (node == nullptr) return;
  for (const Node& item : node->items) rule_.basis.push_back({item.text_of("document"), item.text_of("clause")});
  if (rule_.basis.empty() || rule_.basis[0].document.empty()) {
    note(at(*node, "bad_rule",
            {"basis is a list of {document: …, clause: …}", "basis 是列表，每项为 {document: 文件, clause: 条款}"}));
  }
}

void Loader::read_moments() {
  const Node* node = root_.find("moments");
  if (node == nullptr) return;
  bool all_known = true;
  for (const Node& item : node->items) {
    if (item.scalar == "before") {
      rule_.moments |= static_cast<unsigned>(Moment::before);
    } else if (item.scalar == "during") {
      rule_.moments |= static_cast<unsigned>(Moment::during);
    } else if (item.scalar == "after") {
      rule_.moments |= static_cast<unsigned>(Moment::after);
    } else {
      all_known = false;
      note(at(item, "bad_rule",
              {fmt::format("moment '{}' is not known; write before, during or after", item.scalar),
               fmt::format("没有时点“{}”；请写 before、during 或 after", item.scalar)}));
    }
  }
  if (rule_.moments == 0 && all_known)
    note(at(*node, "bad_rule",
            {"moments is a list of before, during and after", "moments 是 before、during、after 的列表"}));
}

Status Loader::read_grain() {
  const std::string word = root_.text_of("grain");
  const auto known = std::find(kGrainNames.begin(), kGrainNames.end(), word);
  if (known == kGrainNames.end()) {
    const Node* node = root_.find("grain");
    if (node == nullptr || node->is_nothing()) return {};  // check_keys has said so; line is as good as any
    return at(*node, "bad_rule",
              {fmt::format("grain '{}' is not known; write one of {}", word, fmt::join(kGrainNames, ", ")),
               fmt::format("没有粒度“{}”；可写 {}", word, fmt::join(kGrainNames, "、"))});
  }
  rule_.grain = static_cast<Grain>(known - kGrainNames.begin());
  return {};
}

}  // namespace qiuhao::rules
