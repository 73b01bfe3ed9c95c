// Numbers and sentences that the report, the sheets and the terminal share.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "audit/audit.h"

namespace qiuhao::audit {

std::string grouped(std::size_t count);  // "1,234,567"
std::string grouped_yuan(Cents cents);   // "-1,234.50"
// In 万元 from 10,000 元 on: "1,234.57 万元", else "812.30 元".
std::string short_yuan(Cents cents);

std::size_t count_of(const std::map<std::string, std::size_t>& by_name);  // the sum

// What to do about lines of which a rule could not tell; one sentence.
struct Advice {
  std::string zh;
  std::string en;
};
Advice advice_for(const claims::Schema& schema, const std::string& reason);

// What findings of a grain are about: 明细, 就诊, 参保人当日, …; and line, visit, person's day, ….
std::string_view grain_zh(rules::Grain grain);
std::string_view grain_en(rules::Grain grain);

// "R0101 → R0102 → …": who takes first from a line that several rules hit.
std::string order_text(const std::vector<rules::Rule>& rules);

}  // namespace qiuhao::audit
