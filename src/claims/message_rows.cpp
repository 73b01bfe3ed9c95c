// The same derivations as an import's, over values that are typed already.
#include "claims/message_rows.h"

#include <fmt/format.h>

#include "base/check.h"
#include "base/day.h"
#include "base/decimal.h"
#include "claims/assembly/derive.h"

namespace qiuhao::claims {
namespace {

constexpr Seconds kHour = 3'600;
constexpr std::size_t kShownBytes = 40;
// More than any bill has: 1,000,000,000,000 元, 10,000,000,000 units. Sums of all lines that a message can bring fit.
constexpr std::int64_t kUnitsMost = 100'000'000'000'000;

// The beginning, to the end of a character.
std::string_view shown(std::string_view text) {
  if (text.size() <= kShownBytes) return text;
  std::size_t end = kShownBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

std::unexpected<Error> not_readable(const Field& field, std::string code, std::string_view text, const char* english,
                                    const char* chinese) {
  return input_error(std::move(code),
                     {fmt::format("{}: '{}' is no {}", field.label, shown(text), english),
                      fmt::format("{}“{}”不是{}", field.label, shown(text), chinese)},
                     {"", 0, 0, field.name});
}

// At the field's scale. Places beyond it are rounded, as clients send prices computed in floating point.
Result<LooseValue> number_of(const Field& field, std::string_view text) {
  const auto parsed = parse_decimal(text);
  const auto scaled = parsed ? rescale(*parsed, field.scale) : std::nullopt;
  if (!scaled)
    return not_readable(field, "bad_number", text, "number; write digits such as 12.50", "数，请写成 12.50 这样的数字");
  if (scaled->units > kUnitsMost || scaled->units < -kUnitsMost)
    return not_readable(field, "bad_number", text, "number that a bill can have; it is too large", "合理的数，过大");
  return LooseValue::of_number(scaled->units);
}

Result<LooseValue> value_of(const Field& field, std::string_view text) {
  switch (field.type) {
    case FieldType::code:
    case FieldType::text:
    case FieldType::id: return LooseValue::of_text(std::string(text));
    case FieldType::date: {
      // A day may come with a time of day.
      if (const auto day = parse_day(text)) return LooseValue::of_number(*day);
      if (const auto time = parse_time(text)) return LooseValue::of_number(day_of(*time));
      return not_readable(field, "bad_date", text, "date; write it as 2026-01-31", "日期，请写成 2026-01-31");
    }
    case FieldType::time: {
      if (const auto time = parse_time(text)) return LooseValue::of_number(*time);
      return not_readable(field, "bad_time", text, "time; write it as 2026-01-31 08:15:00",
                          "时间，请写成 2026-01-31 08:15:00");
    }
    case FieldType::decimal:
    case FieldType::integer: return number_of(field, text);
  }
  CHECK(false);
  return LooseValue{};
}

std::int64_t hours_between(Seconds from, Seconds to) {
  const Seconds passed = to - from;
  return passed >= 0 ? passed / kHour : -((-passed + kHour - 1) / kHour);
}

}  // namespace

std::string_view said(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text == "-" || text == "null" || text == "NULL" ? "" : text;
}

MessageRows::MessageRows(const Schema& schema, Entity entity, const std::vector<std::string_view>& tables)
    : entity_(entity), schema_(&schema.of(entity)) {
  for (const std::string_view table : tables) {
    for (std::size_t index = 0; index < schema_->fields.size(); ++index) {
      const auto name = schema_->fields[index].national.find(std::string(table));
      if (name != schema_->fields[index].national.end()) names_.emplace(name->second, static_cast<FieldIndex>(index));
    }
  }
  for (std::size_t index = 0; index < schema_->fields.size(); ++index) {
    const std::string& derived = schema_->fields[index].derived;
    const std::size_t of = derived.find(" of ");
    if (of == std::string::npos) continue;
    const std::string word = derived.substr(0, of);
    const std::string rest = derived.substr(of + 4);
    const std::size_t both = rest.find(" and ");
    Derived found{Derived::Kind::mapped, static_cast<FieldIndex>(index), schema_->find(rest.substr(0, both)), kNoField};
    if (found.from == kNoField) continue;  // sums and pseudonyms come from whoever makes the row
    if (word == "day") found.kind = Derived::Kind::day;
    if (word == "days") found.kind = Derived::Kind::days;
    if (word == "hours") found.kind = Derived::Kind::hours;
    if (both != std::string::npos) found.end = schema_->find(rest.substr(both + 5));
    derived_.push_back(found);
  }
  if (entity == Entity::line) {
    refunded_ = schema_->find("refunded");
    money_ = {schema_->find("in_scope"), schema_->find("amount"), schema_->find("own_expense"),
              schema_->find("first_self_pay")};
  }
}

FieldIndex MessageRows::find(std::string_view national_name) const {
  const auto found = names_.find(national_name);
  return found == names_.end() ? kNoField : found->second;
}

Status MessageRows::set(LooseRow& row, FieldIndex field, std::string_view text) const {
  text = said(text);
  if (text.empty()) return {};
  const Field& of = schema_->fields[field];
  ASSIGN(LooseValue value, value_of(of, text));
  if (of.is_key) row.id = value.words;
  row.values[field] = std::move(value);
  return {};
}

LooseRow MessageRows::make() const {
  LooseRow row;
  row.values.resize(schema_->fields.size());
  return row;
}

void MessageRows::derive(LooseRow& row) const {
  for (const Derived& derived : derived_) {
    auto& target = row.values[derived.target];
    const auto& from = row.values[derived.from];
    if (target || !from) continue;
    switch (derived.kind) {
      case Derived::Kind::day: target = LooseValue::of_number(day_of(from->number)); break;
      case Derived::Kind::days: {
        const auto& end = row.values[derived.end];
        if (!end) break;
        const Day first = day_of(from->number);
        const Day last = day_of(end->number);
        if (last >= first) target = LooseValue::of_number(std::int64_t{last} - first + 1);
        break;
      }
      case Derived::Kind::hours: {
        const auto& end = row.values[derived.end];
        if (end) target = LooseValue::of_number(hours_between(from->number, end->number));
        break;
      }
      case Derived::Kind::mapped: {
        const Field& field = schema_->fields[derived.target];
        const std::string* value = assembly::mapped_value(field.value_map, from->words);
        if (value == nullptr) break;
        target = field.storage() == Storage::number ? LooseValue::of_number(std::stoll(*value))
                                                    : LooseValue::of_text(*value);
        break;
      }
    }
  }
  if (entity_ != Entity::line) return;
  derive_in_scope(row);
  auto& refunded = row.values[refunded_];
  if (!refunded) refunded = LooseValue::of_number(0);
}

void MessageRows::derive_in_scope(LooseRow& row) const {
  auto& in_scope = row.values[money_.in_scope];
  const auto& amount = row.values[money_.amount];
  const auto& own = row.values[money_.own_expense];
  const auto& first = row.values[money_.first_self_pay];
  if (!in_scope && amount && own && first)
    in_scope = LooseValue::of_number(amount->number - own->number - first->number);
}

}  // namespace qiuhao::claims
