// Findings about diagnoses and operations: random tapes against a reckoning by hand, what files say of them, and
// finding them again.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "audit/export_rows.h"
#include "audit/find_subject.h"
#include "audit/test_grains.h"

namespace qiuhao::audit {
namespace {

using claims::Entity;
using claims::Link;

constexpr const char* kDiagnoses[] = {"O80.900", "O99", "N40.x00", "N51", "N52.000", "J18.900", "C61", ""};
constexpr const char* kOperations[] = {"74.1x00", "68.4900", "60.2900", "47.0900"};

knowledge::Point point_of(const std::string& id, const std::string& kind, std::vector<std::string> codes, int sex) {
  knowledge::Point point;
  point.id = id;
  point.kind = kind;
  point.items = knowledge::ItemList(codes);
  knowledge::Limits limits;
  limits.sex = sex;
  point.limits = limits;
  point.is_read = true;
  return point;
}

std::string rule_about(const std::string& code, const std::string& grain, const std::string& rest) {
  return rule_of(code, "明确违规", grain, "person.sex != k.sex", "decimal('3.00')", fmt::format("{{{}.code}}", grain),
                 fmt::format("knowledge: {{table: {0}_sex, key: {0}.code, as_of: visit.start}}\n{1}", grain, rest));
}

// People with a visit or more; each visit has a line of 5 元, diagnoses and operations, and a row of each is a finding
// when its code is of the other sex.
class CodeWorld {
 public:
  CodeWorld(std::uint64_t seed, int people, int people_of_part, const std::string& rest = "")
      : random_(seed),
        folder_(std::filesystem::temp_directory_path() /
                fmt::format("qiuhao-codes-{}-{}-{}", seed, people_of_part, ::getpid())) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ / "tape/parts");
    std::vector<rules::Rule> rules;
    for (const auto& [code, grain] : {std::pair{"R1", "diagnosis"}, {"R2", "operation"}}) {
      auto rule = rules::parse_rule(rule_about(code, grain, rest), "test.yaml", *schema_);
      EXPECT_TRUE(rule.has_value()) << rule.error().text();
      rules.push_back(std::move(*rule));
    }
    const auto kinds = knowledge::read_kinds(QIUHAO_SOURCE_DIR "/policy/knowledge/kinds.yaml");
    std::vector<knowledge::Point> points{point_of("K1", "诊断与患者性别不符", {"O00-O99"}, 2),
                                         point_of("K2", "诊断与患者性别不符", {"N40-N51", "C60-C63"}, 1),
                                         point_of("K3", "手术操作编码与性别不符", {"65-71", "72-75"}, 2),
                                         point_of("K4", "手术操作编码与性别不符", {"60-64"}, 1)};
    plan_ = *rules::Plan::make(schema_, std::move(rules), knowledge::Library::make(*kinds, std::move(points), 20'500));
    write(people, people_of_part);
  }
  CodeWorld(const CodeWorld&) = delete;
  CodeWorld& operator=(const CodeWorld&) = delete;
  ~CodeWorld() { std::filesystem::remove_all(folder_); }

  const claims::Schema& schema() const { return *schema_; }
  const rules::Plan& plan() const { return *plan_; }
  claims::Tape tape() const { return *claims::Tape::open(folder_, *schema_); }
  AuditResult audit(const AuditOptions& options = {}) const { return *run_audit(tape(), plan_, options); }
  // "R1 D7 V3 H1", of those found, undecided, and wanted.
  static std::set<std::string> told(const CodeWorld& world, const AuditResult& result);
  std::set<std::string> wanted;
  std::set<std::string> wanted_early;  // of visits up to 2025-03-31
  std::set<std::string> wanted_of_h1;
  std::size_t undecided = 0;

 private:
  int below(int limit) { return static_cast<int>(random_() % static_cast<std::uint64_t>(limit)); }
  void write(int people, int people_of_part);
  void write_person(claims::PartBuilder& builder);
  void write_codes(claims::PartBuilder& builder, RowIndex visit, const std::string& sex, bool is_early,
                   const std::string& names);

  std::mt19937_64 random_;
  Path folder_;
  std::shared_ptr<const claims::Schema> schema_ =
      std::make_shared<const claims::Schema>(*claims::Schema::load(QIUHAO_SOURCE_DIR "/policy/schema"));
  std::shared_ptr<const rules::Plan> plan_;
  int next_ = 0;
};

void CodeWorld::write_codes(claims::PartBuilder& builder, RowIndex visit, const std::string& sex, bool is_early,
                            const std::string& names) {
  const auto take = [&](const char* rule, const std::string& id, bool of_women, bool of_men) {
    if (!of_women && !of_men) return;
    if (sex.empty()) {
      ++undecided;
    } else if ((sex == "1") == of_women) {
      const std::string text = fmt::format("{} {} {}", rule, id, names);
      wanted.insert(text);
      if (is_early) wanted_early.insert(text);
      if (names.ends_with("H1")) wanted_of_h1.insert(text);
    }
  };
  for (int count = below(4); count > 0; --count) {
    const std::string code = kDiagnoses[below(8)];
    const std::string id = fmt::format("D{}", next_++);
    TestRow row{{"id", id}};
    if (!code.empty()) row["code"] = code;
    add_row(builder, *schema_, Entity::diagnosis, row);
    builder.link(Link::diagnosis_visit).append_index(visit);
    take("R1", id, code.starts_with("O"), code == "N40.x00" || code == "N51" || code == "C61");
  }
  for (int count = below(3); count > 0; --count) {
    const std::string code = kOperations[below(4)];
    const std::string id = fmt::format("O{}", next_++);
    add_row(builder, *schema_, Entity::operation, {{"id", id}, {"code", code}});
    builder.link(Link::operation_visit).append_index(visit);
    take("R2", id, code.starts_with("74") || code.starts_with("68"), code.starts_with("60"));
  }
}

void CodeWorld::write_person(claims::PartBuilder& builder) {
  constexpr const char* kSexes[] = {"1", "2", ""};
  const std::string sex = kSexes[below(3)];
  TestRow row{{"id", fmt::format("P{}", next_++)}};
  if (!sex.empty()) row["sex"] = sex;
  add_row(builder, *schema_, Entity::person, row);
  const RowIndex person = builder.next_row(Entity::person) - 1;
  const int visits = 1 + below(3);
  std::vector<std::tuple<RowIndex, std::string, bool, std::string>> made;
  for (int number = 0; number < visits; ++number) {
    const std::string id = fmt::format("V{}", next_++);
    const int provider = below(2);
    const std::string day = fmt::format("2025-0{}-15", 1 + 2 * number + below(2));
    made.emplace_back(builder.next_row(Entity::visit), day, day < "2025-04", fmt::format("{} H{}", id, provider));
    add_row(builder, *schema_, Entity::visit, {{"id", id}, {"provider", fmt::format("H{}", provider)}, {"start", day}});
    builder.link(Link::visit_person).append_index(person);
    builder.link(Link::visit_provider).append_index(static_cast<RowIndex>(provider));
  }
  for (const auto& [visit, day, is_early, names] : made) {
    add_row(builder, *schema_, Entity::line,
            {{"id", fmt::format("L{}", next_++)},
             {"item", "A"},
             {"day", day},
             {"time", day},
             {"quantity", "1"},
             {"amount", "5.00"},
             {"in_scope", "5.00"}});
    builder.link(Link::line_visit).append_index(visit);
    builder.link(Link::line_staff).append_index(kNoRow);
    write_codes(builder, visit, sex, is_early, names);
  }
  builder.finish_person();
}

void CodeWorld::write(int people, int people_of_part) {
  claims::Manifest manifest{1, {}};
  while (people > 0) {
    auto builder = std::make_unique<claims::PartBuilder>(*schema_);
    for (const char* code : {"H0", "H1"}) add_row(*builder, *schema_, Entity::provider, {{"id", code}});
    for (int person = 0; person < people_of_part && people > 0; ++person, --people) write_person(*builder);
    const claims::Part part = claims::build(std::move(builder));
    const std::string file = fmt::format("tape/parts/{:06}.part", manifest.parts.size() + 1);
    const auto checksum = claims::write_part(part, *schema_, folder_ / file);
    EXPECT_TRUE(checksum.has_value()) << checksum.error().text();
    manifest.parts.push_back(
        {file, part.rows(Entity::person), part.rows(Entity::visit), part.rows(Entity::line), *checksum});
  }
  EXPECT_TRUE(claims::publish_manifest(folder_, manifest).has_value());
}

std::set<std::string> CodeWorld::told(const CodeWorld& world, const AuditResult& result) {
  const claims::Tape tape = world.tape();
  RowReader reader(tape.parts(), result);
  FindingCells cells;
  std::set<std::string> out;
  for (const Finding& finding : result.findings) {
    reader.read(finding, cells);
    const auto text = [&](std::size_t column) { return std::string(cells[column].text); };
    const std::string id = text(finding_column("diagnosis")) + text(finding_column("operation"));
    EXPECT_TRUE(out.insert(fmt::format("{} {} {} {}", text(finding_column("rule")), id, text(finding_column("visit")),
                                       text(finding_column("provider"))))
                    .second);
  }
  return out;
}

TEST(CodeGrains, EveryRowOfTheOtherSexIsFoundAndNoOther) {
  const CodeWorld whole(3, 900, 10'000);
  const CodeWorld split(3, 900, 130);
  EXPECT_GT(whole.wanted.size(), 300U);
  for (const CodeWorld* world : {&whole, &split}) {
    for (const int threads : {1, 3}) {
      AuditOptions options;
      options.threads = threads;
      const AuditResult result = world->audit(options);
      EXPECT_EQ(CodeWorld::told(*world, result), world->wanted);
      EXPECT_EQ(result.undecided.size(), world->undecided);
      EXPECT_EQ(result.gross, 0) << "they blame no line";
      for (const Finding& finding : result.findings) EXPECT_TRUE(result.lines_of(finding).empty());
    }
  }
}

TEST(CodeGrains, PeriodsAndProvidersAreThoseOfTheVisit) {
  const CodeWorld world(4, 400, 150);
  AuditOptions early;
  early.to = day_from_civil({2025, 3, 31});
  EXPECT_EQ(CodeWorld::told(world, world.audit(early)), world.wanted_early);
  EXPECT_LT(world.wanted_early.size(), world.wanted.size());
  AuditOptions one;
  one.providers = {"H1"};
  EXPECT_EQ(CodeWorld::told(world, world.audit(one)), world.wanted_of_h1);
}

TEST(CodeGrains, WhatARuleBlamesIsTakenOnce) {
  const CodeWorld world(5, 200, 50, "lines: visit.lines\n");
  const AuditResult result = world.audit();
  std::map<std::pair<std::uint16_t, RowIndex>, Cents> taken;
  for (const Finding& finding : result.findings) {
    EXPECT_EQ(finding.gross, 300);
    ASSERT_EQ(result.lines_of(finding).size(), 1U);
    taken[{finding.part, result.lines_of(finding).front()}] += finding.net;
  }
  for (const auto& [line, cents] : taken) EXPECT_LE(cents, 500);
}

TEST(CodeGrains, AFindingIsFoundAgainByItsNumber) {
  const CodeWorld world(6, 60, 25);
  const AuditResult result = world.audit();
  const claims::Tape tape = world.tape();
  ASSERT_FALSE(result.findings.empty());
  std::set<std::string> ids;
  for (const Finding& finding : result.findings) {
    EXPECT_TRUE(ids.insert(finding.id.hex()).second);
    const rules::Rule& rule = world.plan().rules()[finding.rule];
    const Entity entity = rules::entity_of(rule.grain);
    SubjectNames names;
    std::string& name = entity == Entity::diagnosis ? names.diagnosis : names.operation;
    name = tape.parts()[finding.part].column(entity, world.schema().of(entity).find("id"))->text(finding.row);
    const auto place = find_subject(tape, world.plan(), finding.rule, finding.point, names);
    ASSERT_TRUE(place.has_value()) << place.error().text();
    EXPECT_EQ(place->part, finding.part);
    EXPECT_EQ(place->subject, finding.subject());
  }
  SubjectNames nobody;
  nobody.diagnosis = "D-none";
  EXPECT_EQ(find_subject(tape, world.plan(), 0, 0, nobody).error().code, "no_such_diagnosis");
}

TEST(CodeGrains, ATableOfItemsDoesNotFit) {
  const auto schema = std::make_shared<const claims::Schema>(*claims::Schema::load(QIUHAO_SOURCE_DIR "/policy/schema"));
  const auto kinds = knowledge::read_kinds(QIUHAO_SOURCE_DIR "/policy/knowledge/kinds.yaml");
  std::string text = rule_about("R1", "diagnosis", "");
  text.replace(text.find("diagnosis_sex"), 13, "drug_sex");
  std::vector<rules::Rule> rules;
  rules.push_back(*rules::parse_rule(text, "test.yaml", *schema));
  const auto plan = rules::Plan::make(schema, std::move(rules), knowledge::Library::make(*kinds, {}, 20'500));
  EXPECT_EQ(plan.error().code, "wrong_table");
}

}  // namespace
}  // namespace qiuhao::audit
