// Reading the knowledge points of a rule's test.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "rules/rule_tests.h"
#include "rules/test_case.h"

namespace qiuhao::rules {
namespace {

using text::Node;

// Keys of a point that are no limits.
constexpr std::array<std::string_view, 6> kPointKeys = {"point",      "items",          "item_name",
                                                        "constraint", "effective_from", "effective_to"};

std::unexpected<Error> at(const std::string& file, const Node& node, std::string code, Sentence sentence) {
  return input_error(std::move(code), std::move(sentence), {file, node.line, node.column, ""});
}

Result<Day> read_day(const Node& node, const std::string& file) {
  if (node.is_nothing()) return kNoDay;
  const auto day = parse_day(node.scalar);
  if (!day) return at(file, node, day.error().code, day.error().sentence());
  return *day;
}

Result<knowledge::Point> read_point(const Node& node, const knowledge::Kind& kind, std::size_t number,
                                    const std::string& file) {
  if (!node.is_map())
    return at(file, node, "bad_test",
              {"a knowledge point is a map: {items: [CODE], …}", "知识点应为映射：{items: [编码], …}"});
  knowledge::Point point;
  point.kind = kind.name;
  point.is_read = true;
  point.id = node.find("point") != nullptr ? node.text_of("point") : fmt::format("K{}", number);
  point.items = node.texts_of("items");
  point.item_name = node.text_of("item_name");
  point.constraint = node.text_of("constraint");
  if (point.items.empty())
    return at(file, node, "bad_test", {"a knowledge point needs items: [CODE, …]", "知识点要有 items: [编码, …]"});
  for (const std::string_view code : point.items) {
    if (knowledge::is_code_of(code, kind.codes_of)) continue;
    return at(file, *node.find("items"), "bad_test",
              {fmt::format("'{}' is no code of {}s, nor a range of them", code,
                           knowledge::kCodesOfNames[static_cast<std::size_t>(kind.codes_of)]),
               fmt::format("“{}”不是 {} 的编码或编码段", code,
                           knowledge::kCodesOfNames[static_cast<std::size_t>(kind.codes_of)])});
  }
  for (const auto& [key, value] : node.entries) {
    if (key.scalar == "effective_from") {
      ASSIGN(point.effective_from, read_day(value, file));
    } else if (key.scalar == "effective_to") {
      ASSIGN(point.effective_to, read_day(value, file));
    }
  }
  std::string limits;
  for (const auto& [key, value] : node.entries) {
    if (std::find(kPointKeys.begin(), kPointKeys.end(), key.scalar) != kPointKeys.end()) continue;
    const std::vector<std::string> words = node.texts_of(key.scalar);
    std::string joined = fmt::format("{}", fmt::join(words, ","));
    if (joined == "true") joined = "yes";
    const std::string limit = fmt::format("{}={}", key.scalar, joined);
    if (const auto read = knowledge::parse_limits(limit); !read || limit.find(' ') != std::string::npos) {
      return at(file, key, "bad_limits",
                {fmt::format("'{}' is no limit; write e.g. sex: 2 or max_days: 14", limit),
                 fmt::format("“{}”不是限定；请写成 sex: 2 或 max_days: 14", limit)});
    }
    limits += limit + " ";
  }
  ASSIGN(point.limits, knowledge::parse_limits(limits));
  return point;
}

}  // namespace

Status read_test_points(const Node& table, const Node& node, const std::string& file, const knowledge::Kinds& kinds,
                        std::vector<knowledge::Point>& points) {
  const auto kind = kinds.find_table(table.scalar);
  if (!kind) {
    return at(
        file, table, "unknown_table",
        {fmt::format("unknown table '{}'; write person, visit, visits, line, lines, provider or a table of "
                     "policy/knowledge/kinds.yaml",
                     table.scalar),
         fmt::format(
             "没有表“{}”；请写 person、visit、visits、line、lines、provider 或 policy/knowledge/kinds.yaml 中的知识表",
             table.scalar)});
  }
  if (!node.is_sequence() || node.items.size() > kMaxTestRows) {
    return at(file, node, "bad_test",
              {fmt::format("{} is a list of at most {} points", table.scalar, kMaxTestRows),
               fmt::format("{} 是最多 {} 个知识点的列表", table.scalar, kMaxTestRows)});
  }
  for (const Node& item : node.items) {
    ASSIGN(knowledge::Point point, read_point(item, kinds[*kind], points.size() + 1, file));
    for (const knowledge::Point& other : points) {
      if (other.id == point.id)
        return at(file, item, "bad_test",
                  {fmt::format("the point {} stands twice", point.id), fmt::format("知识点 {} 出现两次", point.id)});
    }
    points.push_back(std::move(point));
  }
  return {};
}

}  // namespace qiuhao::rules
