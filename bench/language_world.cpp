// The fee lines that evaluators are measured over, and the twenty rules.
#include "language_world.h"

#include <fmt/format.h>

#include "base/hash.h"

namespace qiuhao::bench {
namespace {

enum Field : cel::FieldId {
  kItem,
  kMode,
  kSex,
  kSexLimit,
  kLevel,
  kDiagnosis,
  kAge,
  kAgeMin,
  kAgeMax,
  kQuantity,
  kPrice,
  kCap,
  kAmount,
  kInScope,
  kDays,
  kDay,
};

constexpr WorldField kFields[] = {
    {"item", cel::Kind::text, 0, Storage::code},         {"mode", cel::Kind::text, 0, Storage::code},
    {"sex", cel::Kind::text, 0, Storage::code},          {"sex_limit", cel::Kind::text, 0, Storage::code},
    {"level", cel::Kind::text, 0, Storage::code},        {"diagnosis", cel::Kind::text, 0, Storage::code},
    {"age", cel::Kind::integer, 0, Storage::number},     {"age_min", cel::Kind::integer, 0, Storage::number},
    {"age_max", cel::Kind::integer, 0, Storage::number}, {"quantity", cel::Kind::decimal, 4, Storage::number},
    {"price", cel::Kind::decimal, 6, Storage::number},   {"cap", cel::Kind::decimal, 6, Storage::number},
    {"amount", cel::Kind::decimal, 2, Storage::number},  {"in_scope", cel::Kind::decimal, 2, Storage::number},
    {"days", cel::Kind::integer, 0, Storage::number},    {"day", cel::Kind::date, 0, Storage::day},
};

constexpr const char* kModes[] = {"outpatient", "inpatient", "emergency", "chronic", "pharmacy"};

constexpr WorldRule kRules[] = {
    {"(has(line.sex_limit) && line.sex in ['1', '2'] && line.sex != line.sex_limit) || "
     "(has(line.age_min) && line.age < line.age_min) || (has(line.age_max) && line.age > line.age_max)",
     "(sex_limit IS NOT NULL AND sex IN ('1', '2') AND sex <> sex_limit) OR (age_min IS NOT NULL AND age < age_min) OR "
     "(age_max IS NOT NULL AND age > age_max)"},
    {"line.quantity > 0 && line.price > line.cap", "quantity > 0 AND price > cap"},
    {"line.quantity > 0 && line.mode == 'inpatient' && line.days > 30",
     "quantity > 0 AND mode = 'inpatient' AND days > 30"},
    {"line.quantity > 0 && line.mode == 'inpatient' && line.diagnosis.startsWith('J18') && line.age < 18",
     "quantity > 0 AND mode = 'inpatient' AND starts_with(diagnosis, 'J18') AND age < 18"},
    {"line.quantity > 0 && line.in_scope > line.amount", "quantity > 0 AND in_scope > amount"},
    {"line.quantity > 0 && line.mode in ['outpatient', 'pharmacy'] && line.quantity > 90",
     "quantity > 0 AND mode IN ('outpatient', 'pharmacy') AND quantity > 90"},
    {"line.quantity > 0 && line.level == '1' && line.price > 500", "quantity > 0 AND level = '1' AND price > 500"},
    {"line.quantity > 0 && line.age >= 65 && line.sex == '2' && line.diagnosis.startsWith('O')",
     "quantity > 0 AND age >= 65 AND sex = '2' AND starts_with(diagnosis, 'O')"},
    {"line.quantity > 0 && line.item.startsWith('XA') && line.mode == 'pharmacy' && line.quantity > 10",
     "quantity > 0 AND starts_with(item, 'XA') AND mode = 'pharmacy' AND quantity > 10"},
    {"line.price * line.quantity > line.amount + 1.0", "price * quantity > amount + 1"},
    {"line.quantity > 0 && line.day >= date('2025-07-01') && line.day < date('2025-10-01') && line.price > line.cap",
     "quantity > 0 AND day >= DATE '2025-07-01' AND day < DATE '2025-10-01' AND price > cap"},
    {"line.quantity > 0 && line.mode == 'inpatient' && line.days <= 1 && line.amount > 1000",
     "quantity > 0 AND mode = 'inpatient' AND days <= 1 AND amount > 1000"},
    {"line.quantity > 0 && line.mode == 'emergency' && line.level in ['1', '2'] && line.amount > 2000",
     "quantity > 0 AND mode = 'emergency' AND level IN ('1', '2') AND amount > 2000"},
    {"line.quantity < 0 && line.amount > 0", "quantity < 0 AND amount > 0"},
    {"line.quantity > 0 && line.sex == '1' && line.diagnosis in ['O80', 'O82', 'N81', 'C53']",
     "quantity > 0 AND sex = '1' AND diagnosis IN ('O80', 'O82', 'N81', 'C53')"},
    {"line.quantity > 0 && line.mode == 'chronic' && line.quantity > 30 && !line.diagnosis.startsWith('I10')",
     "quantity > 0 AND mode = 'chronic' AND quantity > 30 AND NOT starts_with(diagnosis, 'I10')"},
    {"line.quantity > 0 && (line.age < 1 || line.age > 100) && line.amount > 500",
     "quantity > 0 AND (age < 1 OR age > 100) AND amount > 500"},
    {"line.quantity > 0 && line.price > line.cap && line.level == '3' && line.mode == 'inpatient'",
     "quantity > 0 AND price > cap AND level = '3' AND mode = 'inpatient'"},
    {"line.amount - line.in_scope > 500.005 && line.mode != 'pharmacy'",
     "amount - in_scope > 500.005 AND mode <> 'pharmacy'"},
    {"line.quantity > 0 && line.age >= 60 && line.mode == 'pharmacy' && line.price > 200 && line.day >= "
     "date('2025-07-01')",
     "quantity > 0 AND age >= 60 AND mode = 'pharmacy' AND price > 200 AND day >= DATE '2025-07-01'"},
};

}  // namespace

std::span<const WorldField> world_fields() { return kFields; }
WorldRule world_rule() { return kRules[0]; }
std::span<const WorldRule> world_rules() { return kRules; }

LanguageWorld::LanguageWorld(std::size_t rows) : rows_(rows) {
  const cel::StructId line = environment_.add_struct("line");
  for (const WorldField& field : kFields) {
    environment_.add_field(line, field.name, "", cel::Type::of(field.kind),
                           static_cast<cel::FieldId>(builders_.size()));
    builders_.emplace_back(field.storage, field.scale);
  }
  environment_.add_variable("line", "", cel::Type::row_of(line), 0);
  std::uint64_t state = 20'260'101;
  for (std::size_t row = 0; row < rows; ++row) {
    state += 0x9E3779B97F4A7C15;
    fill(row, mix(state, row));
  }
  for (std::size_t field = 0; field < builders_.size(); ++field) {
    fields_.push_back(cel::FieldColumn::of(kFields[field].kind, builders_[field].view()));
  }
  structs_[0] = fields_.data();
}

void LanguageWorld::fill(std::size_t, std::uint64_t random) {
  const auto pick = [&](std::uint64_t count) {
    random = mix(random, count);
    return static_cast<std::int64_t>(random % count);
  };
  builders_[kItem].append_text(fmt::format("X{}{:05}", static_cast<char>('A' + pick(14)), pick(2'000)));
  builders_[kMode].append_text(kModes[pick(5)]);
  // As in claims, limits are kept but for one line in a hundred.
  const bool is_man = pick(2) == 0, is_kept = pick(100) > 0;
  builders_[kSex].append_text(is_man ? "1" : "2");
  if (pick(10) < 9)
    builders_[kSexLimit].append_text(is_man == is_kept ? "1" : "2");
  else
    builders_[kSexLimit].append_absent();
  builders_[kLevel].append_text(fmt::format("{}", 1 + pick(3)));
  builders_[kDiagnosis].append_text(fmt::format("{}{:02}", static_cast<char>('A' + pick(20)), pick(100)));
  const std::int64_t age = pick(105);
  builders_[kAge].append_number(age);
  for (const Field limit : {kAgeMin, kAgeMax}) {
    const bool is_low = limit == kAgeMin;
    if (pick(10) < 9)
      builders_[limit].append_number(is_low == (pick(100) > 0) ? pick(age + 1) : age + pick(20));
    else
      builders_[limit].append_absent();
  }
  const std::int64_t quantity = (pick(20) == 0 ? -1 : 1) * (1 + pick(100)), price = 1 + pick(100'000'000'0);
  builders_[kQuantity].append_number(quantity * 10'000);
  builders_[kPrice].append_number(price);
  builders_[kCap].append_number(price + pick(20'000'000) - 2'000'000);
  const std::int64_t amount = quantity * price / 10'000;
  builders_[kAmount].append_number(amount);
  builders_[kInScope].append_number(amount - pick(100'000) + 100);
  builders_[kDays].append_number(pick(45));
  builders_[kDay].append_day(static_cast<std::int32_t>(20'089 + pick(365)));
}

}  // namespace qiuhao::bench
