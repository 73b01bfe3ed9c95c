// Random tapes for the tests of windows: one person's visits, lines and operations as texts, and the part they make.
// Times crowd around local midnights at the turn of a year, many are equal, and every field that may be absent
// sometimes is.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "claims/part.h"
#include "rules/test_case.h"

namespace qiuhao::rules {

// The fields that tapes fill, "" for absent; times as seconds, days as numbers of days, decimals in units of the
// column.
enum TapeField : std::size_t {
  kLineItem,
  kLineTime,
  kLineDay,
  kLinePrescription,
  kLineDepartment,
  kLineQuantity,
  kLineDaysSupply,
  kTapeVisitProvider,
  kVisitDepartment,
  kVisitKind,
  kVisitStart,
  kVisitEnd,
  kOperationCode,
  kOperationDate,
  kPersonSex,
  kProviderKind,
  kTapeFields,
};
struct TapeFieldName {
  claims::Entity entity;
  const char* name;
};
inline constexpr std::array<TapeFieldName, kTapeFields> kTapeFieldNames = {{
    {claims::Entity::line, "item"},
    {claims::Entity::line, "time"},
    {claims::Entity::line, "day"},
    {claims::Entity::line, "prescription"},
    {claims::Entity::line, "department"},
    {claims::Entity::line, "quantity"},
    {claims::Entity::line, "days_supply"},
    {claims::Entity::visit, "provider"},
    {claims::Entity::visit, "department"},
    {claims::Entity::visit, "kind"},
    {claims::Entity::visit, "start"},
    {claims::Entity::visit, "end"},
    {claims::Entity::operation, "code"},
    {claims::Entity::operation, "date"},
    {claims::Entity::person, "sex"},
    {claims::Entity::provider, "kind"},
}};

struct TapeRow {
  std::string id;
  int visit = 0;      // of a line or operation: place of its visit
  int provider = -1;  // of a visit
  std::array<std::string, kTapeFields> values;
  std::int64_t number(TapeField field) const { return std::stoll(values[field]); }
  bool has(TapeField field) const { return !values[field].empty(); }
};

struct Tape {
  TapeRow person;
  std::array<TapeRow, 2> providers;
  std::vector<TapeRow> visits;  // by start, then id
  std::vector<TapeRow> lines;   // by time, then id
  std::vector<TapeRow> operations;

  const std::vector<TapeRow>& rows(claims::Entity of) const {
    return of == claims::Entity::line ? lines : of == claims::Entity::visit ? visits : operations;
  }
};

class TapeMaker {
 public:
  explicit TapeMaker(std::uint64_t seed) : random_(seed) {}

  Tape make() {
    Tape tape;
    tape.person.values[kPersonSex] = pick({"1", "2", ""});
    tape.providers[0].values[kProviderKind] = "hospital";
    tape.providers[1].values[kProviderKind] = pick({"pharmacy", ""});
    const int visits = 1 + below(5);
    for (int index = 0; index < visits; ++index) tape.visits.push_back(visit(index));
    sort(tape.visits, kVisitStart);
    const int lines = below(18);
    for (int index = 0; index < lines; ++index) tape.lines.push_back(line(index, visits));
    sort(tape.lines, kLineTime);
    const int operations = below(4);
    for (int index = 0; index < operations; ++index) tape.operations.push_back(operation(index, visits));
    return tape;
  }
  int below(int limit) { return static_cast<int>(random_() % static_cast<std::uint64_t>(limit)); }
  template <typename T>
  const T& of(const std::vector<T>& all) {
    return all[static_cast<std::size_t>(below(static_cast<int>(all.size())))];
  }
  std::string pick(std::initializer_list<const char*> words) {
    return words.begin()[below(static_cast<int>(words.size()))];
  }

 private:
  // 2025-12-28 to 2026-01-06, around local midnight and noon.
  std::int64_t time() {
    static constexpr std::array<std::int64_t, 5> kClock = {0, 1, 43'200, 86'399, 86'398};
    return std::int64_t{20'450 + below(10)} * 86'400 - kShanghaiOffset + kClock[static_cast<std::size_t>(below(5))];
  }
  TapeRow visit(int index) {
    TapeRow row;
    row.id = "V" + std::to_string(below(1'000)) + "_" + std::to_string(index);
    row.provider = below(5) - 1;
    if (row.provider > 1) row.provider %= 2;
    row.values[kTapeVisitProvider] = row.provider < 0 ? "H9" : "H" + std::to_string(row.provider);
    row.values[kVisitDepartment] = pick({"D1", "D2", "", "D1"});
    row.values[kVisitKind] = pick({"inpatient", "inpatient", "outpatient"});
    const std::int64_t start = time();
    row.values[kVisitStart] = std::to_string(start);
    // Open stays, stays that end as they begin, and ends that are wrong.
    if (below(4) > 0)
      row.values[kVisitEnd] = std::to_string(below(12) == 0 ? start - 3'600 : start + below(5) * 43'200);
    return row;
  }
  TapeRow line(int index, int visits) {
    TapeRow row;
    row.id = "L" + std::to_string(below(1'000)) + "_" + std::to_string(index);
    row.visit = below(visits);
    row.values[kLineItem] = pick({"A", "B", "C", "D"});
    const std::int64_t at = time();
    row.values[kLineTime] = std::to_string(at);
    row.values[kLineDay] = std::to_string(day_of(at));
    row.values[kLinePrescription] = pick({"R1", "R2", ""});
    row.values[kLineDepartment] = pick({"D1", "D3", ""});
    // Refunds leave lines of nothing, and of less than nothing.
    row.values[kLineQuantity] = std::to_string((below(6) - 1) * 10'000 + (below(3) == 0 ? 2'500 : 0));
    row.values[kLineDaysSupply] = pick({"", "1", "2", "3", "7", "-2", "0"});
    return row;
  }
  TapeRow operation(int index, int visits) {
    TapeRow row;
    row.id = "O" + std::to_string(index);
    row.visit = below(visits);
    row.values[kOperationCode] = pick({"A", "B"});
    row.values[kOperationDate] = below(3) == 0 ? "" : std::to_string(day_of(time()));
    return row;
  }
  static void sort(std::vector<TapeRow>& rows, TapeField time) {
    std::sort(rows.begin(), rows.end(), [&](const TapeRow& a, const TapeRow& b) {
      return a.number(time) != b.number(time) ? a.number(time) < b.number(time) : a.id < b.id;
    });
  }

  std::mt19937_64 random_;
};

// Where each filled field lies, so that making a part costs no search.
class TapeSchema {
 public:
  explicit TapeSchema(std::shared_ptr<const claims::Schema> schema) : schema_(std::move(schema)) {
    for (std::size_t entity = 0; entity < claims::kEntities; ++entity) {
      fields_[entity].assign(schema_->of(static_cast<claims::Entity>(entity)).fields.size(), kTapeFields);
    }
    for (std::size_t field = 0; field < kTapeFields; ++field) {
      const auto [entity, name] = kTapeFieldNames[field];
      fields_[static_cast<std::size_t>(entity)][schema_->of(entity).find(name)] = static_cast<TapeField>(field);
    }
  }

  // A part of this person alone, after another one without rows, so that row numbers and places differ.
  claims::Part part_of(const Tape& tape) const {
    using claims::Entity;
    using claims::Link;
    auto builder = std::make_unique<claims::PartBuilder>(*schema_);
    for (std::size_t index = 0; index < 2; ++index) {
      append(*builder, Entity::provider, tape.providers[index], "H" + std::to_string(index));
    }
    append(*builder, Entity::person, {}, "P0");
    append_visit_of_other(*builder);
    builder->finish_person();
    append(*builder, Entity::person, tape.person, "P1");
    const RowIndex first = builder->next_row(Entity::visit);
    for (const TapeRow& visit : tape.visits) {
      append(*builder, Entity::visit, visit, visit.id);
      builder->link(Link::visit_person).append_index(1);
      builder->link(Link::visit_provider)
          .append_index(visit.provider < 0 ? kNoRow : static_cast<RowIndex>(visit.provider));
    }
    for (const TapeRow& line : tape.lines) {
      append(*builder, Entity::line, line, line.id);
      builder->link(Link::line_visit).append_index(first + static_cast<RowIndex>(line.visit));
      builder->link(Link::line_staff).append_index(kNoRow);
    }
    for (const TapeRow& operation : tape.operations) {
      append(*builder, Entity::operation, operation, operation.id);
      builder->link(Link::operation_visit).append_index(first + static_cast<RowIndex>(operation.visit));
    }
    builder->finish_person();
    return claims::build(std::move(builder));
  }

 private:
  void append_visit_of_other(claims::PartBuilder& builder) const {
    TapeRow visit;
    visit.values[kVisitStart] = "1";
    append(builder, claims::Entity::visit, visit, "V");
    builder.link(claims::Link::visit_person).append_index(0);
    builder.link(claims::Link::visit_provider).append_index(kNoRow);
    TapeRow line;
    line.values[kLineItem] = "A";
    line.values[kLineDay] = "20000";
    append(builder, claims::Entity::line, line, "L");
    builder.link(claims::Link::line_visit).append_index(0);
    builder.link(claims::Link::line_staff).append_index(kNoRow);
  }
  void append(claims::PartBuilder& builder, claims::Entity entity, const TapeRow& row, const std::string& id) const {
    const auto& fields = schema_->of(entity).fields;
    for (std::size_t index = 0; index < fields.size(); ++index) {
      ColumnBuilder& column = builder.field(entity, static_cast<claims::FieldIndex>(index));
      const TapeField known = fields_[static_cast<std::size_t>(entity)][index];
      const Storage storage = fields[index].storage();
      if (fields[index].name == "id") {
        column.append_text(id);
      } else if (known == kTapeFields || !row.has(known)) {
        column.append_absent();
      } else if (storage == Storage::code || storage == Storage::text) {
        column.append_text(row.values[known]);
      } else if (storage == Storage::day) {
        column.append_day(static_cast<Day>(row.number(known)));
      } else {
        column.append_number(row.number(known));
      }
    }
    builder.finish_row(entity);
  }

  std::shared_ptr<const claims::Schema> schema_;
  std::array<std::vector<TapeField>, claims::kEntities> fields_;
};

}  // namespace qiuhao::rules
