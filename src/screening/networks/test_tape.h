// A tape for tests of screening, written as visits with their settlements and lines, and what the shipped parameters
// say.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "audit/test_world.h"
#include "screening/networks/networks.h"

namespace qiuhao::screening {

struct TestSettlement {
  std::string id, time, total, fund;
  bool is_refund = false;
  std::string original = {};
};

struct TestLine {
  std::string item, time;
  std::string doctor = {}, quantity = {};
};

struct TestVisit {
  std::string person, id, provider, kind, start;
  std::string end = {}, diagnosis = {}, discharge_way = {};
  std::vector<TestSettlement> settlements = {};
  std::vector<TestLine> lines = {};
};

// A visit that is settled at its start for 10.00 yuan, of which the fund pays 8.00.
inline TestVisit settled(const std::string& person, const std::string& id, const std::string& provider,
                         const std::string& time) {
  return {person, id, provider, "outpatient", time, time, "", "", {{"S" + id, time, "10.00", "8.00"}}};
}

inline TestVisit stay(const std::string& person, const std::string& id, const std::string& provider,
                      const std::string& start, const std::string& end, const std::string& diagnosis,
                      const std::string& total = "1000.00") {
  return {person, id, provider, "inpatient", start, end, diagnosis, "", {{"S" + id, end, total, total}}};
}

struct TestPerson {
  std::string sex, born;
};

class TestTape {
 public:
  // Visits in any order; people stand by name.
  TestTape(const std::string& name, std::vector<TestVisit> visits, std::size_t people_of_part = 1'000,
           const std::map<std::string, TestPerson>& people = {})
      : folder_(std::filesystem::temp_directory_path() / fmt::format("qiuhao-screening-{}-{}", name, ::getpid())),
        people_(people) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ / "tape/parts");
    schema_ = std::make_shared<const claims::Schema>(*claims::Schema::load(QIUHAO_SOURCE_DIR "/policy/schema"));
    std::stable_sort(visits.begin(), visits.end(), [](const TestVisit& a, const TestVisit& b) {
      return std::tie(a.person, a.start) < std::tie(b.person, b.start);
    });
    write(visits, people_of_part);
  }
  TestTape(const TestTape&) = delete;
  TestTape& operator=(const TestTape&) = delete;
  ~TestTape() { std::filesystem::remove_all(folder_); }

  const Path& folder() const { return folder_; }
  const claims::Schema& schema() const { return *schema_; }
  claims::Tape tape() const { return *claims::Tape::open(folder_, *schema_); }

 private:
  void write_person(claims::PartBuilder& builder, std::span<const TestVisit> visits,
                    const std::vector<std::string>& providers) const {
    using claims::Entity;
    using claims::Link;
    audit::TestRow row{{"id", visits[0].person}};
    if (const auto known = people_.find(visits[0].person); known != people_.end()) {
      row["sex"] = known->second.sex;
      row["birth_date"] = known->second.born;
    }
    audit::add_row(builder, *schema_, Entity::person, row);
    const RowIndex person = builder.next_row(Entity::person) - 1;
    const RowIndex first = builder.next_row(Entity::visit);
    for (const TestVisit& visit : visits) {
      audit::TestRow cells{{"id", visit.id}, {"provider", visit.provider}, {"start", visit.start}};
      if (!visit.kind.empty()) cells["kind"] = visit.kind;
      if (!visit.end.empty()) cells["end"] = visit.end;
      if (!visit.diagnosis.empty()) cells["main_diagnosis"] = visit.diagnosis;
      if (!visit.discharge_way.empty()) cells["discharge_way"] = visit.discharge_way;
      audit::add_row(builder, *schema_, Entity::visit, cells);
      builder.link(Link::visit_person).append_index(person);
      const auto provider = std::find(providers.begin(), providers.end(), visit.provider);
      builder.link(Link::visit_provider).append_index(static_cast<RowIndex>(provider - providers.begin()));
    }
    for (RowIndex number = 0; number < visits.size(); ++number) add_rows(builder, visits[number], first + number);
    builder.finish_person();
  }

  void add_rows(claims::PartBuilder& builder, const TestVisit& visit, RowIndex row) const {
    using claims::Entity;
    using claims::Link;
    for (const TestLine& line : visit.lines) {
      audit::TestRow cells{{"id", "L" + visit.id + line.item + line.time},
                           {"item", line.item},
                           {"time", line.time},
                           {"day", line.time.substr(0, 10)},
                           {"amount", "3.00"},
                           {"in_scope", "2.00"}};
      if (!line.doctor.empty()) cells["doctor"] = line.doctor;
      if (!line.quantity.empty()) cells["quantity"] = line.quantity;
      audit::add_row(builder, *schema_, Entity::line, cells);
      builder.link(Link::line_visit).append_index(row);
      builder.link(Link::line_staff).append_index(kNoRow);
    }
    for (const TestSettlement& settlement : visit.settlements) {
      audit::TestRow cells{{"id", settlement.id},
                           {"time", settlement.time},
                           {"total", settlement.total},
                           {"fund_paid", settlement.fund},
                           {"is_refund", settlement.is_refund ? "1" : "0"}};
      if (!settlement.original.empty()) cells["original"] = settlement.original;
      audit::add_row(builder, *schema_, Entity::settlement, cells);
      builder.link(Link::settlement_visit).append_index(row);
    }
  }

  void write(const std::vector<TestVisit>& visits, std::size_t people_of_part) {
    std::set<std::string> codes;
    for (const TestVisit& visit : visits) codes.insert(visit.provider);
    // Backwards, so that the rows of providers are not in the order of their codes.
    const std::vector<std::string> providers(codes.rbegin(), codes.rend());
    claims::Manifest manifest{1, {}};
    for (std::size_t at = 0; at < visits.size();) {
      auto builder = std::make_unique<claims::PartBuilder>(*schema_);
      for (const std::string& code : providers)
        audit::add_row(*builder, *schema_, claims::Entity::provider, {{"id", code}, {"name", code + "医院"}});
      std::string first = visits[at].person;
      std::string last;
      for (std::size_t people = 0; people < people_of_part && at < visits.size(); ++people) {
        std::size_t end = at;
        while (end < visits.size() && visits[end].person == visits[at].person) ++end;
        write_person(*builder, std::span(visits).subspan(at, end - at), providers);
        last = visits[at].person;
        at = end;
      }
      const claims::Part part = claims::build(std::move(builder));
      const std::string file = fmt::format("tape/parts/{:06}.part", manifest.parts.size() + 1);
      const auto checksum = claims::write_part(part, *schema_, folder_ / file);
      ASSERT_TRUE(checksum.has_value()) << checksum.error().text();
      manifest.parts.push_back({file, part.rows(claims::Entity::person), part.rows(claims::Entity::visit),
                                part.rows(claims::Entity::line), *checksum, first, last});
    }
    ASSERT_TRUE(claims::publish_manifest(folder_, manifest).has_value());
  }

  Path folder_;
  std::map<std::string, TestPerson> people_;
  std::shared_ptr<const claims::Schema> schema_;
};

inline Thresholds shipped_thresholds() {
  const auto parameters = rules::Parameters::load({QIUHAO_SOURCE_DIR "/policy/parameters"});
  return *read_thresholds(*parameters, *parse_day("2025-12-31"));
}

// "2025-03-01 09:05:00" of a day and a minute of it.
inline std::string minute_text(const std::string& first_day, int days, int minute, int second = 0) {
  return format_time((Seconds{*parse_day(first_day)} + days) * 86'400 - kShanghaiOffset + minute * 60 + second);
}

}  // namespace qiuhao::screening
