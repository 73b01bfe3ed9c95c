// Limits: what the constraint reader found in the Chinese text of a knowledge point, or what its publisher stated
// outright; absent means not stated. They are kept with a publication as one line of text, so that an earlier result
// repeats even if the reader changes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/day.h"
#include "base/decimal.h"
#include "base/result.h"

namespace qiuhao::knowledge {

enum class AgeUnit { years, months, days };

inline constexpr int kChildYears = 18;  // 儿童 without numbers: under 18 full years

struct Limits {
  std::optional<int> sex;      // 1 male, 2 female
  std::optional<int> age_min;  // in full age_unit, inclusive
  std::optional<int> age_max;  // in full age_unit, inclusive: 12 years admits the day before the 13th birthday
  AgeUnit age_unit = AgeUnit::years;
  bool child = false;                    // 儿童 without numbers: see kChildYears
  std::optional<int> level_min;          // of the provider, 1..3
  std::vector<std::string> modes;        // visit kinds that may use it: inpatient, outpatient, emergency, pharmacy
  std::vector<std::string> insurance;    // work_injury, maternity
  std::optional<int> max_days;           // paid for at most so many days
  std::optional<int> min_gap_days;       // between two uses
  std::optional<int> max_count;          // at most so many in each `per`
  std::string per;                       // hour, day, week, visit, hours:N, days:N
  std::string operation_group;           // 胃肠手术组: operations through one cut
  bool never = false;                    // never paid
  bool never_alone = false;              // not paid alone, nor among only its like
  bool never_online = false;             // not in an internet hospital
  std::vector<std::string> icd;          // one of the diagnoses must be one of these: C34, E10-E14
  std::vector<std::string> icd_never;    // none of the diagnoses may be one of these
  bool has_more = false;                 // diagnoses are not all that is asked for
  std::vector<std::string> departments;  // codes of those that may charge it
  std::vector<std::string> diseases;     // special diseases (病种编号) under which it is paid
  std::vector<std::string> needs;        // item codes: one of these goes with it, or was given before
  std::vector<std::string> operations;   // beginnings of ICD-9-CM-3 codes
  std::optional<Decimal> price_max;      // 元 a unit
  std::optional<Decimal> amount_max;     // 元 in each `per`
  std::optional<Decimal> quantity_max;   // units in each `per`
  std::optional<int> percent;            // of the full price
  std::optional<int> hours_max;
  std::optional<int> min_count;    // so many different ones at least
  std::optional<int> within_days;  // how far back or apart
  std::optional<int> grade;        // of an antibiotic: 1 非限制, 2 限制, 3 特殊
  std::optional<int> level;        // of the provider, just this one: 1..3
  std::string group;               // things of one kind: drugs of one pharmacology
  std::string bundle;              // code of the item that holds these as its parts

  bool operator==(const Limits&) const = default;
};

// Limits as points hold them: immutable, and the same object for many points that state the same.
class SharedLimits {
 public:
  SharedLimits() = default;  // none stated
  SharedLimits(Limits limits) : limits_(std::make_shared<const Limits>(std::move(limits))) {}

  operator const Limits&() const { return **this; }
  const Limits& operator*() const { return limits_ == nullptr ? none() : *limits_; }
  const Limits* operator->() const { return &**this; }

 private:
  static const Limits& none();
  std::shared_ptr<const Limits> limits_;
};

// "sex=2", "age_min=3 age_max=12 age_unit=years", "max_count=1 per=days:14"; "" for none.
std::string format_limits(const Limits& limits);

// The names of all limits, as format_limits writes them.
std::vector<std::string_view> limit_names();

// The reverse; refuses an unknown field or value with "bad_limits".
Result<Limits> parse_limits(std::string_view text);

// Reads the limits of many points, and each text only once.
class LimitsReader {
 public:
  // As parse_limits.
  Result<SharedLimits> read(const std::string& text);

 private:
  std::unordered_map<std::string, SharedLimits> known_;
};

// Whether a person born on `born` is outside the age limits on a day; false when no age is stated.
bool is_outside_age(const Limits& limits, Day born, Day on);

}  // namespace qiuhao::knowledge
