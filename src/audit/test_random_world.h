// For tests: a random tape with the knowledge, registers and parameters that formulas (test_formulas.h) ask for, all in
// a few values and days so that they meet.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "audit/test_world.h"
#include "claims/part_file.h"
#include "rules/plan.h"

namespace qiuhao::audit {

inline constexpr int kPeople = 60;

class RandomTape {
 public:
  explicit RandomTape(const claims::Schema& schema, std::uint64_t seed) : schema_(schema), random_(seed) {
    builder_ = std::make_unique<claims::PartBuilder>(schema);
    add(claims::Entity::provider, {{"id", "H0"}, {"kind", "hospital"}});
    add(claims::Entity::provider, {{"id", "H1"}});
    add(claims::Entity::provider, {{"id", "H2"}, {"kind", "pharmacy"}});
    for (int number = 0; number < kPeople; ++number) person(number);
  }
  claims::Part part() { return claims::build(std::move(builder_)); }

 private:
  int pick(int count) { return static_cast<int>(random_() % static_cast<std::uint64_t>(count)); }
  void add(claims::Entity entity, const TestRow& row) { add_row(*builder_, schema_, entity, row); }
  void maybe(TestRow& row, const char* field, const std::string& value) {
    if (pick(6) > 0) row[field] = value;
  }

  void person(int number) {
    const RowIndex first = builder_->next_row(claims::Entity::visit);
    const int visits = pick(6);
    for (int visit = 0; visit < visits; ++visit) {
      const int provider = pick(4);
      TestRow row{{"id", fmt::format("V{}-{}", number, visit)}};
      maybe(row, "start", fmt::format("2025-03-0{} 10:00:00", 1 + visit / 2));
      maybe(row, "end", fmt::format("2025-03-0{} 12:00:00", 1 + visit / 2 + pick(3)));
      maybe(row, "kind", pick(2) == 0 ? "inpatient" : "outpatient");
      maybe(row, "provider_level", fmt::to_string(pick(4)));
      maybe(row, "region", std::array{"340602", "340603", "341300", "110101"}[static_cast<std::size_t>(pick(4))]);
      if (provider < 3) row["provider"] = fmt::format("H{}", provider);
      add(claims::Entity::visit, row);
      builder_->link(claims::Link::visit_person).append_index(static_cast<RowIndex>(number));
      builder_->link(claims::Link::visit_provider)
          .append_index(provider < 3 ? static_cast<RowIndex>(provider) : kNoRow);
    }
    const int lines = visits == 0 ? 0 : pick(60);
    for (int line = 0; line < lines; ++line) {
      TestRow row{{"id", fmt::format("L{}-{:02}", number, line)},
                  {"day", fmt::format("2025-03-0{}", 1 + line * 6 / lines)},
                  {"item", fmt::format("A{}", pick(7))}};
      maybe(row, "quantity", fmt::to_string(pick(10) - 1));
      maybe(row, "in_scope", fmt::format("{}.50", pick(40)));
      maybe(row, "amount", fmt::format("{}.50", pick(40)));
      maybe(row, "department", fmt::format("D{}", pick(3)));
      maybe(row, "prescription", fmt::format("R{}", pick(9)));
      maybe(row, "doctor", fmt::format("D{}", pick(6)));
      add(claims::Entity::line, row);
      builder_->link(claims::Link::line_visit).append_index(first + static_cast<RowIndex>(pick(visits)));
      builder_->link(claims::Link::line_staff).append_index(kNoRow);
    }
    TestRow row{{"id", fmt::format("P{}", number)}};
    maybe(row, "sex", pick(2) == 0 ? "1" : "2");
    add(claims::Entity::person, row);
    builder_->finish_person();
  }

  const claims::Schema& schema_;
  std::mt19937_64 random_;
  std::unique_ptr<claims::PartBuilder> builder_;
};

inline std::vector<knowledge::Point> random_points(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto pick = [&](int count) { return static_cast<int>(random() % static_cast<std::uint64_t>(count)); };
  std::vector<knowledge::Point> points;
  for (const char* kind :
       {"药品区分性别使用", "药品限医疗机构级别", "药品限就医方式", "药品限支付疗程", "医疗服务项目重复收费"}) {
    for (int number = 0; number < 6; ++number) {
      knowledge::Point point;
      point.id = fmt::format("K{}", points.size());
      point.kind = kind;
      point.is_read = pick(8) > 0;
      point.items = {fmt::format("A{}", pick(7)), fmt::format("A{}", pick(7))};  // now and then the same twice
      if (pick(3) == 0) point.effective_to = *parse_day("2025-03-03");
      knowledge::Limits limits;
      if (pick(4) > 0) limits.sex = 1 + pick(2);
      if (pick(4) > 0) limits.level_min = pick(4);
      if (pick(4) > 0) limits.modes = {"inpatient"};
      if (pick(4) > 0) limits.max_days = pick(4);
      point.limits = std::move(limits);
      points.push_back(point);
    }
  }
  return points;
}

// Of D0 to D3, in periods that overlap or end; in each rows lack a value now and then.
inline rules::Registers random_registers(const claims::Schema& schema, std::uint64_t seed, bool has_all_lists) {
  std::mt19937_64 random(seed);
  const auto pick = [&](int count) { return static_cast<int>(random() % static_cast<std::uint64_t>(count)); };
  auto rows = std::make_shared<claims::RegisterRows>(schema.of(claims::Register::licence));
  for (int doctor = 0; doctor < 4; ++doctor) {
    for (int period = 0; period < 3; ++period) {
      if (pick(4) == 0) continue;
      const Day from = *parse_day("2025-02-27") + 3 * period + pick(3);
      for (std::size_t index = 0; index < rows->schema().fields.size(); ++index) {
        const std::string& name = rows->schema().fields[index].name;
        ColumnBuilder& builder = rows->builder(static_cast<claims::FieldIndex>(index));
        if (name == "doctor")
          builder.append_text(fmt::format("D{}", doctor));
        else if (name == "from")
          builder.append_day(from);
        else if (name == "to" && pick(2) == 0)
          builder.append_day(from + pick(6));
        else if (name == "title" && pick(4) > 0)
          builder.append_text(pick(2) == 0 ? "231" : "233");
        else if (name == "antibiotic_grade" && pick(5) > 0)
          builder.append_number(pick(4));
        else
          builder.append_absent();
      }
    }
  }
  rules::Registers registers;
  registers.rows[rules::kLicences] = std::move(rows);
  // Lists of people, of whom some are on none; one of the lists may never have been read.
  for (rules::RegisterNumber number = rules::kLicences + 1; number < rules::kRuleRegisters.size(); ++number) {
    if (pick(5) == 0 && !has_all_lists) continue;
    auto list = std::make_shared<claims::RegisterRows>(schema.of(rules::kRuleRegisters[number]));
    for (int person = 0; person < 60; ++person) {
      for (int period = 0; period < 2; ++period) {
        if (pick(3) == 0) continue;
        const Day from = *parse_day("2025-02-27") + 4 * period + pick(3);
        for (std::size_t index = 0; index < list->schema().fields.size(); ++index) {
          const std::string& name = list->schema().fields[index].name;
          ColumnBuilder& builder = list->builder(static_cast<claims::FieldIndex>(index));
          if (name == "person")
            builder.append_text(fmt::format("P{}", person));
          else if (name == "from")
            builder.append_day(from);
          else if (name == "to" && pick(2) == 0)
            builder.append_day(from + pick(5));
          else if (name == "listed")
            builder.append_text("1");
          else if (name == "diagnosis")
            builder.append_text(pick(2) == 0 ? "A" : "B1");
          else
            builder.append_absent();
        }
      }
    }
    registers.rows[number] = std::move(list);
  }
  return registers;
}

// Values of some regions and times, so that subjects side by side have others and some have none.
inline rules::Parameters random_parameters(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto pick = [&](int count) { return static_cast<int>(random() % static_cast<std::uint64_t>(count)); };
  std::vector<rules::Parameter> rows;
  for (const char* name : {"most", "part", "times", "kinds"}) {
    for (const char* region : {"", "34", "340600", "340602", "341300", "110000"}) {
      if (pick(3) == 0) continue;
      const Day change = *parse_day("2025-03-02") + pick(4);
      for (const bool is_later : {false, true}) {
        if (pick(5) == 0) continue;
        rules::Parameter row;
        row.name = name;
        row.region = region;
        row.value = row.name == "part"    ? fmt::format("0.{}", 1 + pick(9))
                    : row.name == "times" ? fmt::format("{}.5", pick(4))
                    : row.name == "kinds" ? std::array{"inpatient", "outpatient;inpatient", "pharmacy"}[pick(3)]
                                          : fmt::to_string(pick(7));
        (is_later ? row.from : row.to) = is_later ? change : change - 1;
        rows.push_back(std::move(row));
      }
    }
  }
  rules::Parameters parameters = *rules::Parameters::make(std::move(rows));
  parameters.set_own_region(pick(2) == 0 ? "340602" : "");
  return parameters;
}

// The part as a file has it, without some of its people.
inline claims::Part written(const claims::Part& part, const claims::Schema& schema, std::uint64_t seed) {
  const auto file = std::filesystem::temp_directory_path() / fmt::format("qiuhao-judge-{}-{}.part", ::getpid(), seed);
  EXPECT_TRUE(claims::write_part(part, schema, file));
  claims::Part read = *claims::open_part(file, schema);
  std::filesystem::remove(file);
  EXPECT_TRUE(read.has_sums());
  std::mt19937_64 random(seed);
  auto gone = std::make_shared<claims::GonePeople>(claims::GonePeople::none(kPeople));
  for (RowIndex person = 0; person < kPeople; ++person) {
    if (random() % 5 == 0) gone->set(person);
  }
  read.gone_ = std::move(gone);
  return read;
}

}  // namespace qiuhao::audit
