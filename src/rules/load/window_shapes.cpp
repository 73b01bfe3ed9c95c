// The forms of the keys of windows, and the schema of each kind.
#include "rules/load/window_shapes.h"

#include <fmt/format.h>

#include <vector>

#include "base/check.h"
#include "base/result.h"
#include "rules/rule.h"
#include "text/document.h"

namespace qiuhao::rules {
namespace {

std::string whole_number(int least, int most) {
  return fmt::format(R"("type": "integer", "minimum": {}, "maximum": {})", least, most);
}

std::string days_shape(WindowKind kind) {
  if (kind == WindowKind::rate) return whole_number(1, kMaxWindowDays);
  return fmt::format(R"("type": "array", "minItems": 2, "maxItems": 2, "items": {{{}}})",
                     whole_number(-kMaxWindowDays, kMaxWindowDays));
}

std::string list_shape(std::size_t least, std::size_t most) {
  return fmt::format(R"("type": "array", "minItems": {}, "maxItems": {}, "items": {{"type": "string"}})", least, most);
}

struct KeyShape {
  std::string shape;
  Sentence meaning;
};

KeyShape shape_of_key(WindowKind kind, std::string_view key) {
  const std::string text = R"("type": "string")";
  if (key == "by") return {list_shape(1, kMaxKeyTerms), {"the rows with the same values", "这些字段都相同的行"}};
  if (key == "at") return {text, {"date or time of the row", "行的日期或时间"}};
  if (key == "order") return {text, {"date or time that rows stand in order of", "排列先后所按的日期或时间"}};
  if (key == "from") return {text, {"date or time at which the row begins", "起始的日期或时间"}};
  if (key == "to") return {text, {"date or time at which it ends", "结束的日期或时间"}};
  if (key == "days" && kind == WindowKind::rate) {
    return {days_shape(kind), {"inside so many days; 1 is the day itself", "多少天之内；1 表示当天"}};
  }
  if (key == "days") {
    return {days_shape(kind), {"[from, to], counted from the subject's day", "[起, 止]，从判断对象当天数起"}};
  }
  if (key == "n") return {whole_number(1, kMaxRateEvents), {"true at the n-th event", "第几次起成立"}};
  if (key == "days_supply") {
    return {std::string(kFormulaShape), {"CEL to int or decimal: days that a row is for", "CEL：一行够用的天数"}};
  }
  if (key == "left" || key == "right") return {R"("const": "item")", {"always item", "只能是 item"}};
  if (key == "of") return {list_shape(2, 2), {"[provider.id, month]", "[provider.id, month]"}};
  if (key == "group") {
    return {list_shape(0, kMaxKeyTerms), {"those with the same values are peers", "这些字段都相同的机构是同类"}};
  }
  if (key == "min_n") return {whole_number(1, kMaxPeerRows), {"fewest visits that count", "参与比较的最少就诊次数"}};
  CHECK_NOTE(key == "where", std::string(key));  // a new key needs its form here
  return {std::string(kFormulaShape), {"CEL over r, the row, to bool: rows that count", "CEL，r 为行：哪些行算在内"}};
}

// The key that names the kind: what its rows are.
KeyShape shape_of_kind(WindowKind kind) {
  if (kind == WindowKind::pair) return {R"("type": "string")", {"table of pairs", "成对项目的知识表"}};
  if (kind == WindowKind::peer) {
    return {R"("type": "string")",
            {"avg(x), sum(x), max(x), count(condition), share(condition) over visit; part(line.amount, condition)",
             "以 visit 表示就诊：avg(x)、sum(x)、max(x)、count(条件)、share(条件)；part(line.amount, 条件)"}};
  }
  std::vector<std::string_view> names;
  for (const claims::Entity entity : kWindowRows)
    names.push_back(claims::kEntityNames[static_cast<std::size_t>(entity)]);
  return {fmt::format(R"("enum": {})", json_list(names)), {"what its rows are", "行是什么"}};
}

std::string property(std::string_view key, const KeyShape& shape) {
  return fmt::format(R"({}: {{"description": {}, {}}})", text::json_quote(key),
                     text::json_quote(shape.meaning.chinese + " " + shape.meaning.english), shape.shape);
}

std::string window_shape(const WindowKeys& keys) {
  std::vector<std::string_view> must{keys.name};
  std::string properties = property(keys.name, shape_of_kind(keys.kind));
  const auto add = [&](std::string_view key) {
    if (!key.empty()) properties += ",\n          " + property(key, shape_of_key(keys.kind, key));
  };
  for (const std::string_view key : keys.must) {
    add(key);
    if (!key.empty()) must.push_back(key);
  }
  for (const std::string_view key : keys.may) add(key);
  return fmt::format(
      "        {{\"title\": {}, \"type\": \"object\", \"additionalProperties\": false, \"required\": {},\n"
      "         \"properties\": {{\n          {}}}}}",
      text::json_quote(keys.name), json_list(must), properties);
}

}  // namespace

std::string json_list(std::span<const std::string_view> words) {
  std::string list;
  for (const std::string_view word : words) list += (list.empty() ? "" : ", ") + text::json_quote(word);
  return "[" + list + "]";
}

std::string window_shapes() {
  std::string kinds;
  for (const WindowKeys& keys : window_keys()) kinds += (kinds.empty() ? "" : ",\n") + window_shape(keys);
  return fmt::format(
      "\"type\": \"object\", \"maxProperties\": {}, \"additionalProperties\": {{\n      \"oneOf\": [\n{}]}}",
      kMaxWindows, kinds);
}

}  // namespace qiuhao::rules
