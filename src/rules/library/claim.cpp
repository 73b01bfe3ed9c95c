// Claims made of wishes, and claims as text.
#include "rules/library/claim.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/check.h"

namespace qiuhao::rules {
namespace {

using claims::Entity;

constexpr Seconds kMorning = 9 * 3600;

// Sets fields of one row by name, in the form that columns keep.
class RowMaker {
 public:
  RowMaker(const claims::Schema& schema, Entity entity, std::string id)
      : fields_(schema.of(entity)), row_{std::move(id), "", {}} {
    row_.values.resize(fields_.fields.size());
    text("id", row_.id);
  }

  RowMaker& text(std::string_view name, const std::string& words) {
    if (const auto field = fields_.find(name); field != claims::kNoField && !words.empty()) {
      row_.values[field] = TestValue::of_text(words);
    }
    return *this;
  }
  RowMaker& number(std::string_view name, std::int64_t value) {
    if (const auto field = fields_.find(name); field != claims::kNoField) {
      row_.values[field] = TestValue::of_number(value);
    }
    return *this;
  }
  RowMaker& decimal(std::string_view name, Decimal value) {
    const auto field = fields_.find(name);
    if (field == claims::kNoField) return *this;
    const auto fitted = rescale(value, fields_.fields[field].scale);
    return fitted ? number(name, fitted->units) : *this;
  }
  TestRow of_visit(std::string visit) {
    row_.visit = std::move(visit);
    return std::move(row_);
  }
  TestRow row() { return std::move(row_); }

 private:
  const claims::EntitySchema& fields_;
  TestRow row_;
};

Seconds time_on(Day day, Seconds of_day) { return Seconds{day} * 86'400 + of_day - kShanghaiOffset; }

// Kind of care, as the national code list has it.
std::string medical_type(const ClaimWish& wish) {
  if (wish.kind == "inpatient") return wish.insurance == "maternity" ? "52" : "21";
  if (wish.insurance == "maternity") return "51";
  if (wish.kind == "emergency") return "13";
  return wish.kind == "pharmacy" ? "41" : "11";
}

std::string insurance_code(const ClaimWish& wish) {
  if (wish.insurance == "maternity") return "510";
  if (wish.insurance == "work_injury") return "410";
  return wish.insurance == "resident" ? "390" : "310";
}

void add_visits(const ClaimWish& wish, const claims::Schema& schema, TestCase& claim) {
  for (int number = 0; number < wish.visits; ++number) {
    const std::string id = fmt::format("V{}", number + 1);
    const Seconds start = time_on(wish.day, kMorning + number * 3600);
    const Seconds end = time_on(wish.day + wish.days - 1, kMorning + number * 3600 + 1800);
    claim.visits.push_back(RowMaker(schema, Entity::visit, id)
                               .text("provider", "H1")
                               .number("provider_level", wish.level)
                               .text("kind", wish.kind)
                               .text("medical_type", medical_type(wish))
                               .text("insurance", insurance_code(wish))
                               .text("insurance_kind", wish.insurance)
                               .number("start", start)
                               .number("end", end)
                               .number("days", wish.days)
                               .text("disease", wish.disease)
                               .text("department", wish.department)
                               .text("main_diagnosis", wish.diagnoses.empty() ? "" : wish.diagnoses[0])
                               .row());
    for (const std::string& code : wish.diagnoses) {
      claim.diagnoses.push_back(RowMaker(schema, Entity::diagnosis, fmt::format("D{}", claim.diagnoses.size() + 1))
                                    .text("code", code)
                                    .of_visit(id));
    }
  }
}

std::string text_of(const claims::Field& field, const TestValue& value) {
  if (value.is_text) {
    const bool is_word = value.words.find_first_of(" ,:{}[]#'\"") == std::string::npos &&
                         value.words.find_first_not_of("0123456789.") != std::string::npos;
    return is_word ? value.words : "'" + value.words + "'";
  }
  if (field.type == claims::FieldType::date) return format_day(static_cast<Day>(value.number));
  if (field.type == claims::FieldType::time) return "'" + format_time(value.number) + "'";
  if (field.type == claims::FieldType::integer) return fmt::to_string(value.number);
  return "'" + format_decimal({value.number, static_cast<std::uint8_t>(field.scale)}) + "'";
}

std::string row_text(const TestRow& row, const claims::EntitySchema& fields) {
  std::vector<std::string> words;
  for (std::size_t index = 0; index < fields.fields.size(); ++index) {
    if (!row.values[index]) continue;
    words.push_back(
        fmt::format("{}: {}", fields.fields[index].name, text_of(fields.fields[index], *row.values[index])));
  }
  if (!row.visit.empty()) words.push_back("visit: " + row.visit);
  return fmt::format("{{{}}}", fmt::join(words, ", "));
}

// "icd=C34,E10 sex=2" as "icd: [C34, E10], sex: 2".
std::string limits_text(std::string_view limits) {
  std::string text;
  while (!limits.empty()) {
    const std::string_view word = limits.substr(0, limits.find(' '));
    limits.remove_prefix(std::min(word.size() + 1, limits.size()));
    const std::size_t equals = word.find('=');
    std::string value(word.substr(equals + 1));
    if (value == "yes") value = "true";
    if (value.find(',') != std::string::npos) value = "[" + value + "]";
    text += fmt::format(", {}: {}", word.substr(0, equals), value);
  }
  return text;
}

std::string point_text(const knowledge::Point& point) {
  std::string text = fmt::format("{{point: {}, items: [{}]", point.id, fmt::join(point.items, ", "));
  if (point.effective_from != kNoDay) text += ", effective_from: " + format_day(point.effective_from);
  if (point.effective_to != kNoDay) text += ", effective_to: " + format_day(point.effective_to);
  return text + limits_text(format_limits(point.limits)) + "}";
}

}  // namespace

TestCase make_claim(const ClaimWish& wish, const claims::Schema& schema) {
  CHECK(wish.day != kNoDay && wish.visits > 0);
  TestCase claim;
  claim.person = RowMaker(schema, Entity::person, "P1")
                     .text("sex", wish.sex)
                     .number("birth_date", wish.birth_date == kNoDay ? add_months(wish.day, -12 * 40) : wish.birth_date)
                     .row();
  claim.providers.push_back(
      RowMaker(schema, Entity::provider, "H1").text("kind", wish.kind == "pharmacy" ? "pharmacy" : "hospital").row());
  claim.has_one_provider = true;
  add_visits(wish, schema, claim);
  for (const ClaimLine& line : wish.lines) {
    const Day day = wish.day + line.day_after;
    // Every line has its own minute, in the order given.
    const auto order = static_cast<Seconds>(claim.lines.size() % 600);
    const bool is_herb = line.item.starts_with('T');
    claim.lines.push_back(RowMaker(schema, Entity::line, fmt::format("L{}", claim.lines.size() + 1))
                              .text("item", line.item)
                              .number("day", day)
                              .number("time", time_on(day, kMorning + 60 * order))
                              .text("item_class", is_herb ? "102" : "")
                              .text("prescription", is_herb ? "RX1" : "")
                              .text("department", wish.department)
                              .decimal("quantity", line.quantity)
                              .decimal("price", line.price)
                              .decimal("amount", line.amount)
                              .decimal("in_scope", line.amount)
                              .of_visit(fmt::format("V{}", line.visit + 1)));
  }
  return claim;
}

void move_row(TestRow& row, const claims::EntitySchema& fields, Day by) {
  for (std::size_t index = 0; index < fields.fields.size(); ++index) {
    auto& value = row.values[index];
    if (!value) continue;
    if (fields.fields[index].type == claims::FieldType::date) value->number += by;
    if (fields.fields[index].type == claims::FieldType::time) value->number += std::int64_t{by} * 86'400;
  }
}

std::string claim_text(const TestCase& claim, const claims::Schema& schema, const knowledge::Kinds& kinds) {
  std::vector<std::string> parts;
  parts.push_back("person: " + row_text(claim.person, schema.of(Entity::person)));
  const auto add = [&](std::string_view one, std::string_view many, Entity entity, const std::vector<TestRow>& rows) {
    if (rows.empty()) return;
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < std::min(kMostRowsShown, rows.size()); ++i) {
      texts.push_back(row_text(rows[i], schema.of(entity)));
    }
    if (rows.size() == 1) {
      parts.push_back(fmt::format("{}: {}", one, texts[0]));
      return;
    }
    const std::string more = rows.size() > kMostRowsShown ? fmt::format(" … {} in all", rows.size()) : "";
    parts.push_back(fmt::format("{}: [{}{}]", many, fmt::join(texts, ", "), more));
  };
  add("provider", "providers", Entity::provider, claim.providers);
  add("visit", "visits", Entity::visit, claim.visits);
  add("diagnosis", "diagnoses", Entity::diagnosis, claim.diagnoses);
  add("operation", "operations", Entity::operation, claim.operations);
  add("settlement", "settlements", Entity::settlement, claim.settlements);
  add("line", "lines", Entity::line, claim.lines);
  for (const knowledge::Kind& kind : kinds.all()) {
    std::vector<std::string> points;
    for (const knowledge::Point& point : claim.points) {
      if (point.kind == kind.name) points.push_back(point_text(point));
    }
    if (!points.empty()) parts.push_back(fmt::format("{}: [{}]", kind.table, fmt::join(points, ", ")));
  }
  return fmt::format("{{{}}}", fmt::join(parts, ", "));
}

}  // namespace qiuhao::rules
