// Numbers and sentences for people.
#include "audit/report_text.h"

#include <fmt/format.h>

#include "audit/money.h"

namespace qiuhao::audit {

namespace {

std::string with_commas(const std::string& digits) {
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i != 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

}  // namespace

std::string grouped(std::size_t count) { return with_commas(std::to_string(count)); }

std::string grouped_yuan(Cents cents) {
  std::string text = format_cents(cents);
  const bool is_negative = text.starts_with('-');
  if (is_negative) text.erase(0, 1);
  const std::size_t dot = text.find('.');
  return (is_negative ? "-" : "") + with_commas(text.substr(0, dot)) + text.substr(dot);
}

std::string short_yuan(Cents cents) {
  constexpr Cents kTenThousandYuan = 1'000'000;
  if (cents > -kTenThousandYuan && cents < kTenThousandYuan) return grouped_yuan(cents) + " 元";
  // 分 of 万元: half away from zero.
  const Cents half = cents < 0 ? -5'000 : 5'000;
  return grouped_yuan((cents + half) / 10'000) + " 万元";
}

std::size_t count_of(const std::map<std::string, std::size_t>& by_name) {
  std::size_t sum = 0;
  for (const auto& [name, count] : by_name) sum += count;
  return sum;
}

Advice advice_for(const claims::Schema& schema, const std::string& reason) {
  if (reason.starts_with("param.")) {
    const std::string name = reason.substr(reason.find('.') + 1);
    return {fmt::format("该地区没有参数 {} 的值：请写入 policy/parameters 后重新审核。", name),
            fmt::format("The region has no value of {}: write one into policy/parameters, then audit again.", name)};
  }
  const auto found = schema.find(reason);
  if (!found) {
    return {fmt::format("公式无法计算（{}）：请用 qiuhao explain 查看该行，并核对其数值。", reason),
            fmt::format("A formula could not be worked out ({}): look at the line with qiuhao explain.", reason)};
  }
  const claims::Field& field = schema.field(found->first, found->second);
  std::string columns;
  for (const auto& [table, column] : field.national) {
    // Numbers are messages; the tables have names.
    if (table.front() < '0' || table.front() > '9') columns += (columns.empty() ? "" : ", ") + table + "." + column;
  }
  if (columns.empty()) {
    return {fmt::format("{}（{}）由其他字段推算，请检查 {}。", field.label, reason, field.derived),
            fmt::format("{} is worked out ({}); see that what it comes from is filled.", reason, field.derived)};
  }
  return {fmt::format("{}（{}）缺失：请在 {} 中补齐后重新导入并审核。", field.label, reason, columns),
          fmt::format("{} is empty: fill {} in the tables, then import and audit again.", reason, columns)};
}

std::string_view grain_zh(rules::Grain grain) {
  switch (grain) {
    case rules::Grain::line: return "明细";
    case rules::Grain::visit: return "就诊";
    case rules::Grain::person_day: return "参保人当日";
    case rules::Grain::person: return "参保人";
    case rules::Grain::pair: return "项目对";
    case rules::Grain::provider_period: return "机构当月";
    case rules::Grain::diagnosis: return "诊断";
    case rules::Grain::operation: return "手术操作";
  }
  return "";
}

std::string_view grain_en(rules::Grain grain) {
  switch (grain) {
    case rules::Grain::line: return "line";
    case rules::Grain::visit: return "visit";
    case rules::Grain::person_day: return "person's day";
    case rules::Grain::person: return "person";
    case rules::Grain::pair: return "pair of lines";
    case rules::Grain::provider_period: return "provider's month";
    case rules::Grain::diagnosis: return "diagnosis";
    case rules::Grain::operation: return "operation";
  }
  return "";
}

std::string order_text(const std::vector<rules::Rule>& rules) {
  std::string text;
  for (const rules::RuleIndex index : money_order(rules)) text += (text.empty() ? "" : " → ") + rules[index].code;
  return text;
}

}  // namespace qiuhao::audit
