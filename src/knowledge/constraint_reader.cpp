// One small reader for each reading that kinds.yaml may name.
#include "knowledge/constraint_reader.h"

#include <re2/re2.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/check.h"
#include "knowledge/age_reader.h"
#include "knowledge/first_line_reader.h"
#include "knowledge/indication_reader.h"
#include "knowledge/plain_text.h"
#include "knowledge/sex_reader.h"

namespace qiuhao::knowledge {
namespace {

using Found = std::optional<Limits>;

constexpr int kHoursOfDay = 24;
constexpr int kMaxDays = 3'650;
constexpr int kMaxCount = 100'000;

// A number that is the whole text, within 1 and most.
std::optional<int> whole_number(std::string_view text, int most) {
  int number = 0;
  if (!RE2::FullMatch(re2::StringPiece(text.data(), text.size()), "(\\d{1,6})", &number)) return std::nullopt;
  if (number < 1 || number > most) return std::nullopt;
  return number;
}

Found read_sex_limit(const ConstraintText& text) {
  Limits limits;
  limits.sex = read_sex(std::string(text.item_name) + ";" + std::string(text.constraint));
  if (text.stated.empty()) return limits.sex ? Found(limits) : std::nullopt;
  const auto stated = read_sex(text.stated);
  if (!stated || (limits.sex && *limits.sex != *stated)) return std::nullopt;
  limits.sex = stated;
  return limits;
}

Found read_insurance(const std::string& plain, std::string_view stated) {
  Limits limits;
  const std::string all = plain + ";" + std::string(stated);
  if (has_any(all, {"非工伤", "非生育", "除工伤", "除生育"})) return std::nullopt;
  if (has_any(all, {"工伤"})) limits.insurance.emplace_back("work_injury");
  if (has_any(all, {"生育"})) limits.insurance.emplace_back("maternity");
  return limits.insurance.empty() ? std::nullopt : Found(limits);
}

Found read_mode(const std::string& plain, std::string_view stated) {
  // 单次住院最多支付14天 is how long, not where; 出院 does not say where either.
  const std::string text = mask(plain + ";" + std::string(stated), {"单次住院", "出院", "住院病历"});
  for (const std::string& clause : clauses(text)) {
    const bool names_mode = has_any(clause, {"住院", "门诊", "急诊", "药店"});
    if (names_mode && has_any(clause, {"不得", "不予", "除外", "不能用于", "禁止", "不含", "非住院", "未住院"})) {
      return std::nullopt;
    }
  }
  const bool is_limit = !stated.empty() || has_any(text, {"限", "方可", "方予", "仅", "须", "只能", "需"});
  Limits limits;
  if (has_any(text, {"急诊"})) limits.modes.emplace_back("emergency");
  if (has_any(text, {"住院"})) limits.modes.emplace_back("inpatient");
  if (has_any(text, {"门诊", "门急诊"})) limits.modes.emplace_back("outpatient");
  if (has_any(text, {"药店"})) limits.modes.emplace_back("pharmacy");
  return is_limit && !limits.modes.empty() ? Found(limits) : std::nullopt;
}

Found read_pair(const ConstraintText& text) {
  if (text.item_count != 2) return std::nullopt;
  Limits limits;
  const std::string stated = plain_text(text.stated);
  if (stated == "单日") limits.per = "day";
  if (stated == "单次就诊") limits.per = "visit";
  if (stated == "同1小时" || stated == "同一小时") limits.per = "hour";
  int hours = 0;
  if (RE2::FullMatch(stated, "(\\d{1,2})小时", &hours)) limits.per = "hours:" + std::to_string(hours);
  return stated.empty() || !limits.per.empty() ? Found(limits) : std::nullopt;
}

Found read_operation_group(const std::string& plain, std::string_view stated) {
  const std::string group = stated.empty() ? plain : plain_text(stated);
  const bool is_one_group = group.ends_with("手术组") && group.find_first_of(",; =") == std::string::npos;
  if (!is_one_group) return std::nullopt;
  Limits limits;
  limits.operation_group = group;
  return limits;
}

Found read_icd(const Diseases* diseases, const ConstraintText& text) {
  if (diseases == nullptr) return std::nullopt;
  const auto indication = read_indication(*diseases, text.constraint);
  if (!indication) return std::nullopt;
  Limits limits;
  limits.icd = indication->icd;
  limits.has_more = indication->has_more;
  return limits;
}

// A text that says who may not have it: 妊娠期禁用, 12岁以下儿童禁用.
constexpr std::string_view kForbidden[] = {"禁用", "禁忌", "忌用", "不得使用", "不适当用药"};

std::string without_forbidden(std::string text) {
  for (const std::string_view word : kForbidden) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word)) text.erase(at, word.size());
  }
  return text;
}

// Whoever has one of the diagnoses. What is forbidden under further conditions alone is left to people.
Found read_contraindication(const Diseases* diseases, const std::string& plain) {
  if (diseases == nullptr || !has_any(plain, kForbidden)) return std::nullopt;
  const auto named = read_indication(*diseases, without_forbidden(plain));
  if (!named || named->has_more) return std::nullopt;
  Limits limits;
  limits.icd_never = named->icd;
  return limits;
}

// The ages outside the range that is forbidden, where they are one range.
Found read_forbidden_age(const AgeReader& ages, const std::string& plain) {
  if (!has_any(plain, kForbidden)) return std::nullopt;
  const std::string text = without_forbidden(plain);
  auto forbidden = ages.read_range(text, false);
  if (!forbidden) forbidden = ages.read_child("限" + text);
  if (!forbidden || (forbidden->age_min && forbidden->age_max)) return std::nullopt;
  Limits limits;
  limits.age_unit = forbidden->age_unit;
  if (forbidden->age_max) limits.age_min = *forbidden->age_max + 1;
  if (forbidden->age_min && *forbidden->age_min > 0) limits.age_max = *forbidden->age_min - 1;
  if (forbidden->child) limits.age_min = kChildYears;
  return limits.age_min || limits.age_max ? Found(limits) : std::nullopt;
}

Found read_second_line(std::string_view constraint) {
  auto first = read_first_line(constraint);
  if (!first) return std::nullopt;
  Limits limits;
  limits.needs = std::move(*first);
  return limits;
}

Found flag_when(bool is_said, bool Limits::*flag) {
  if (!is_said) return std::nullopt;
  Limits limits;
  limits.*flag = true;
  return limits;
}

}  // namespace

struct ConstraintReader::Patterns {
  AgeReader ages;
  RE2 level{"(一|二|三)级(甲等|乙等|及其?以上|以上|及以下|以下)?(?:的)?[^,;]{0,12}?(?:医院|医疗机构)"};
  RE2 level_below{"[一二三]级(?:及)?以下"};
  RE2 stated_level{"(一|二|三)级(?:及以上)?"};
  RE2 max_days{
      "(?:支付|使用|疗程|时间|用药)?(?:最长)?(?:不超过|不得超过|最多支付|最多使用|最长支付)(\\d{1,4})(?:天|日)"};
  RE2 longer{"(?:不超过|不得超过|最多支付|最多使用|最长支付)[^,;]{0,4}(?:个月|年|周|小时|支|次疗程)"};
  RE2 gap{"间隔(?:时间)?不(?:短于|少于|低于|小于)(\\d{1,4})(?:天|日)"};
  RE2 weekly{"每周(?:最多|不超过)?(?:支付)?(\\d{1,3})次"};
  RE2 stated_days{"(\\d{1,4})天"};
  RE2 stated_cycle{"(\\d{1,4})/(\\d{1,4})"};
  RE2 per_day{"每(?:日|天)(?:最多|不超过|不得超过|限)(?:支付)?(\\d{1,5})次?"};

  Found read_level(const std::string& plain, std::string_view stated) const;
  Found read_course(const std::string& plain, std::string_view stated) const;
  Found read_frequency(const std::string& plain, std::string_view stated) const;
  Found read_cycle(const std::string& plain, std::string_view stated) const;
  Found read_child(const std::string& plain, std::string_view stated) const;
};

namespace {

int level_of(std::string_view numeral) { return numeral == "三" ? 3 : numeral == "二" ? 2 : 1; }

}  // namespace

// The lowest level that any part of the text admits: a provider below it is outside whatever the rest says.
Found ConstraintReader::Patterns::read_level(const std::string& plain, std::string_view stated) const {
  Limits limits;
  if (RE2::PartialMatch(plain, level_below)) return std::nullopt;
  for (const std::string& clause : clauses(plain)) {
    // 首次处方时需由二级及以上… limits the first prescription only; a claim does not tell which is the first.
    const bool is_conditional = clause.find("首次") != std::string::npos && clause.find("级") != std::string::npos;
    re2::StringPiece rest(clause);
    std::string numeral;
    while (RE2::FindAndConsume(&rest, level, &numeral)) {
      if (is_conditional) return std::nullopt;
      limits.level_min = std::min(limits.level_min.value_or(3), level_of(numeral));
    }
  }
  std::string numeral;
  if (stated.empty()) return limits.level_min ? Found(limits) : std::nullopt;
  if (!RE2::FullMatch(re2::StringPiece(stated.data(), stated.size()), stated_level, &numeral)) return std::nullopt;
  if (limits.level_min && *limits.level_min != level_of(numeral)) return std::nullopt;
  limits.level_min = level_of(numeral);
  return limits;
}

Found ConstraintReader::Patterns::read_course(const std::string& plain, std::string_view stated) const {
  Limits limits;
  re2::StringPiece rest(plain);
  int days = 0;
  while (RE2::FindAndConsume(&rest, max_days, &days)) {
    if (days < 1 || days > kMaxDays || (limits.max_days && *limits.max_days != days)) return std::nullopt;
    limits.max_days = days;
  }
  if (RE2::PartialMatch(plain, longer)) return std::nullopt;
  if (!stated.empty()) {
    if (!RE2::FullMatch(re2::StringPiece(stated.data(), stated.size()), stated_days, &days)) return std::nullopt;
    if (limits.max_days && *limits.max_days != days) return std::nullopt;
    limits.max_days = days;
  }
  int gap_days = 0;
  if (RE2::PartialMatch(plain, gap, &gap_days)) limits.min_gap_days = gap_days;
  return limits.max_days ? Found(limits) : std::nullopt;
}

Found ConstraintReader::Patterns::read_frequency(const std::string& plain, std::string_view stated) const {
  Limits limits;
  limits.per = "day";
  int count = 0;
  if (has_any(plain + "!", {"次/日!", "次/天!"}) || plain == "日" || plain == "天" || plain == "每日" ||
      plain == "每天") {
    limits.max_count = 1;
  } else if (plain == "小时" || plain == "每小时") {
    limits.max_count = kHoursOfDay;
  } else if (RE2::FullMatch(plain, "限?(?:" + per_day.pattern() + ");?", &count) && count > 0) {
    limits.max_count = count;
  }
  if (!limits.max_count) return std::nullopt;
  if (stated.empty()) return limits;
  limits.max_count = whole_number(stated, kMaxCount);
  return limits.max_count ? Found(limits) : std::nullopt;
}

Found ConstraintReader::Patterns::read_cycle(const std::string& plain, std::string_view stated) const {
  Limits limits;
  int count = 0;
  int days = 0;
  if (RE2::PartialMatch(plain, weekly, &count) && count > 0) {
    limits.max_count = count;
    limits.per = "week";
  }
  if (RE2::PartialMatch(plain, gap, &days) && days > 0) {
    limits.min_gap_days = days;
    limits.max_count = 1;
    limits.per = "days:" + std::to_string(days);
  }
  if (stated.empty()) return limits.max_count ? Found(limits) : std::nullopt;
  if (!RE2::FullMatch(re2::StringPiece(stated.data(), stated.size()), stated_cycle, &count, &days)) return std::nullopt;
  const bool agrees = !limits.min_gap_days || *limits.min_gap_days == days;
  if (!agrees || (limits.max_count && *limits.max_count != count) || count < 1 || days < 1) return std::nullopt;
  limits.max_count = count;
  if (limits.per != "week" || days != 7) limits.per = "days:" + std::to_string(days);
  return limits;
}

Found ConstraintReader::Patterns::read_child(const std::string& plain, std::string_view stated) const {
  const Found from_text = ages.read_child(plain);
  if (stated.empty() || !from_text) return from_text;
  // The column names the group; a text that names a narrower range is nearer.
  const Found from_column = ages.read_child("限" + plain_text(stated));
  return from_text->child ? from_column : from_text;
}

ConstraintReader::ConstraintReader(const Diseases* diseases)
    : patterns_(std::make_unique<const Patterns>()), diseases_(diseases) {}
ConstraintReader::~ConstraintReader() = default;

ReadConstraint ConstraintReader::read(Reading reading, const ConstraintText& text) const {
  const std::string plain = plain_text(text.constraint);
  const auto find = [&]() -> Found {
    switch (reading) {
      case Reading::by_people: return std::nullopt;
      case Reading::sex: return read_sex_limit(text);
      case Reading::child: return patterns_->read_child(plain, text.stated);
      case Reading::age: return patterns_->ages.read_range(plain, false);
      case Reading::level: return patterns_->read_level(plain, text.stated);
      case Reading::mode: return read_mode(plain, text.stated);
      case Reading::insurance: return read_insurance(plain, text.stated);
      case Reading::course: return patterns_->read_course(plain, text.stated);
      case Reading::pair: return read_pair(text);
      case Reading::frequency: return patterns_->read_frequency(plain, text.stated);
      case Reading::cycle: return patterns_->read_cycle(plain, text.stated);
      case Reading::operation_group: return read_operation_group(plain, text.stated);
      case Reading::never: return flag_when(has_any(plain, {"不得纳入基金支付范围", "均不予支付"}), &Limits::never);
      case Reading::never_alone:
        return flag_when(has_any(plain, {"单独使用时", "单方使用"}) && has_any(plain, {"不予支付"}),
                         &Limits::never_alone);
      case Reading::never_online:
        return flag_when(has_any(plain, {"互联网"}) && has_any(plain, {"不得开具"}), &Limits::never_online);
      case Reading::indication: return read_icd(diseases_, text);
      case Reading::contraindication: return read_contraindication(diseases_, plain);
      case Reading::second_line: return read_second_line(text.constraint);
      case Reading::forbidden_age: return read_forbidden_age(patterns_->ages, plain);
    }
    CHECK(false);
  };
  const Found found = text.item_count == 0 ? std::nullopt : find();
  return {found.value_or(Limits()), found.has_value()};
}

}  // namespace qiuhao::knowledge
