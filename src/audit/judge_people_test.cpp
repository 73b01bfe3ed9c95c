// The quick way of judging a run of people gives what the plain way gives: formulas of every kind over random tapes,
// with and without limits of days and providers, in runs of every size.
#include "audit/judge_people.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <random>

#include "audit/judge_plainly.h"
#include "audit/test_live.h"
#include "audit/test_same.h"
#include "audit/test_world.h"
#include "claims/part_file.h"

namespace qiuhao::audit {
namespace {

using claims::Entity;
using claims::Link;

constexpr int kPeople = 60;

struct Formula {
  const char* grain;
  const char* text;
  const char* table = "";  // of knowledge
};

constexpr const char* kSecond = ", match: second";

const Formula kFormulas[] = {
    {"line", "when: line.quantity > 3"},
    {"line", "where: visit.kind == 'inpatient'\nwhen: line.quantity > 3 && person.sex == '1'"},
    {"line", "where: line.in_scope > 20\nwhen: line.quantity > 3 || line.item == 'A1'"},
    {"line", "where: provider.kind == 'hospital'\nwhen: line.in_scope / line.quantity > 5"},
    {"line", "let: {twice: line.quantity * 2}\nwhere: has(visit.kind)\nwhen: twice > 8"},
    {"line",
     "windows: {d: {same: line, by: [person.id, line.item], where: r.quantity > 0}}\nwhere: line.quantity > 5\nwhen: "
     "size(d) > 4"},
    {"line", "windows: {d: {same: line, by: [visit.id, line.day]}}\nwhen: size(d) < 2 && line.quantity > 0"},
    {"line",
     "windows: {d: {same: line, by: [line.department, day], where: r.quantity / (r.quantity - 2) > 0}}\nwhen: size(d) "
     ">= 2"},
    {"line", "windows: {d: {same: line, by: [line.prescription]}}\nwhen: size(d) == 2"},
    {"line", "windows: {d: {same: visit, by: [visit.provider]}}\nwhen: size(d) > 1 && line.quantity == 4"},
    {"line", "windows: {d: {same: line, by: [person.sex, line.item]}}\nwhen: size(d) > 6"},
    {"line", "where: line.quantity / (line.quantity - 2) > 1\nwhen: \"false\""},
    {"line", "when: person.sex != k.sex && line.quantity > 0", "drug_sex"},
    {"line", "when: line.in_scope > 5 && visit.provider_level < k.level_min", "drug_provider_level"},
    {"line", "when: \"!(visit.kind in k.modes)\"", "drug_visit_mode"},
    {"line",
     "windows: {c: {same: line, by: [visit.id, k.point], where: r.quantity > 0}}\nwhen: size(c) > k.max_days\nexcept: "
     "{多: line.quantity > 6}",
     "drug_course"},
    {"line",
     "windows: {c: {same: line, by: [person.id, line.day, k.max_days], where: r.quantity > 0}}\nwhen: size(c) > 2",
     "drug_course"},
    {"line", "windows: {c: {history: line, by: [person.id, k.point], at: line.day, days: [-9, 0]}}\nwhen: size(c) > 2",
     "drug_course"},
    {"line",
     "windows: {m: {pair: service_pair, by: [visit.id, line.day], where: r.quantity > 0}}\nwhen: line.quantity > 0 && "
     "size(m) > 0",
     "service_pair"},
    {"pair",
     "windows: {p: {pair: service_pair, left: item, right: item, by: [person.id, visit.provider, line.day], where: "
     "r.quantity > 0}}\nwhen: p.a.visit.id != p.b.visit.id\nlines: p.b"},
    {"visit", "where: visit.kind == 'inpatient'\nwhen: size(visit.lines) > 4"},
    {"visit",
     "windows: {l: {previous: visit, by: [person.id, visit.provider], order: visit.start}}\nwhen: has(l.id) && l.kind "
     "== visit.kind"},
    {"visit", "windows: {s: {same: visit, by: [person.id, visit.kind]}}\nwhen: size(s) > 2"},
    {"visit",
     "windows: {o: {overlap: visit, by: [person.id], from: visit.start, to: visit.end, where: r.kind == "
     "'inpatient'}}\nwhen: has(o.id) && o.provider != visit.provider"},
    {"visit",
     "windows: {n: {next: visit, by: [person.id], order: visit.start, where: r.kind == 'inpatient'}}\nwhere: "
     "visit.kind "
     "== 'inpatient'\nwhen: has(n.id)"},
    {"visit", "windows: {n: {next: visit, by: [visit.provider], order: visit.start}}\nwhen: \"!has(n.id)\""},
    {"visit",
     "windows: {p: {previous: visit, by: [person.id], order: visit.start}}\nlet: {again: has(p.id)}\nwhere: "
     "again\nwhen: "
     "p.kind != visit.kind"},
    {"line",
     "windows: {p: {previous: line, by: [line.item], order: line.day}}\nlet: {near: 'has(p.id) ? daysBetween(p.day, "
     "line.day) : 99'}\nwhen: near < 2 && p.quantity > line.quantity"},
    {"line",
     "windows: {p: {previous: line, by: [visit.provider, line.prescription], order: visit.start}}\nwhen: has(p.id)"},
    {"line", "windows: {n: {next: visit, by: [person.id], order: visit.start}}\nwhen: n.kind == 'inpatient'"},
    {"line", "let: {money: 'has(line.in_scope) ? line.in_scope : line.amount'}\nwhen: money > 20 && line.quantity > 2"},
    {"line",
     "windows: {d: {same: line, by: [visit.id, line.prescription], where: '!listed(\"drug_course\", r.item, "
     "r.day)'}}\nwhen: size(d) == 0 && line.quantity > 2"},
    {"line", "windows: {d: {same: line, by: [line.amount, line.day]}}\nwhen: size(d) > 1"},
    {"line",
     "when: listed('drug_course', line.item.substring(0, 1), line.day) || listed('drug_course', line.item, line.day)"},
    {"person_day",
     "windows: {p: {previous: visit, by: [person.id], order: visit.start}}\nwhen: has(p.id) && p.kind == 'inpatient'"},
    {"person_day",
     "windows: {s: {same: visit, by: [person.id, day], where: \"r.kind in ['inpatient', 'outpatient']\"}}\nwhere: "
     "size(s) >= 2\nwhen: size(lines) > 1"},
    {"person_day", "where: person.sex == '1'\nwhen: size(lines) > 2"},
    {"person", "where: size(person.visits) >= 3\nwhen: size(person.lines) > 20 && person.sex == '2'"},
    {"person", "when: person.lines.exists(x, x.quantity > 8)"},
    {"line", "parameters: {most: int}\nwhen: line.quantity > param.most"},
    {"line",
     "parameters: {part: decimal, most: int}\nwhere: line.quantity > 2\nwhen: line.in_scope * param.part > 3.5 "
     "|| line.quantity > param.most"},
    {"line", "parameters: {most: int}\nwhen: has(param.most) && line.quantity > param.most && line.in_scope > 5"},
    {"line", "parameters: {most: int}\nwhen: line.in_scope > 5 && k.level_min >= param.most", "drug_provider_level"},
    {"line", "parameters: {times: double}\nwhen: double(line.quantity) > param.times * 2.0"},
    {"visit", "parameters: {kinds: texts}\nwhen: visit.kind in param.kinds"},
    {"visit",
     "windows: {s: {same: visit, by: [person.id]}}\nparameters: {most: int}\nlet: {limit: param.most}\nwhere: "
     "size(s) > limit\nwhen: visit.provider_level < 3"},
    {"visit",
     "windows: {p: {previous: visit, by: [person.id], order: visit.start}}\nparameters: {most: int}\nwhen: "
     "has(p.end) && daysBetween(date(p.end), date(visit.start)) <= param.most"},
    {"person_day", "parameters: {most: int}\nwhen: size(lines) > param.most"},
    {"person", "parameters: {most: int}\nwhen: size(person.visits) > param.most"},
    {"line", "when: licence.antibiotic_grade < 2 && line.quantity > 2"},
    {"line",
     "let: {right: 'has(licence.antibiotic_grade) ? licence.antibiotic_grade : 0'}\nwhere: line.quantity > 2\nwhen: "
     "right < 2"},
    {"line", "where: licence.title == '231'\nwhen: line.quantity > 2 && licence.from < line.day"},
    {"line", "when: k.level_min > licence.antibiotic_grade", "drug_provider_level"},
    {"pair",
     "windows: {p: {pair: service_pair, left: item, right: item, by: [person.id, line.day]}}\nwhen: "
     "licence.antibiotic_grade > 1\nlines: p.b"},
    {"line", "when: death.listed == '1' && line.in_scope > 5"},
    {"line", "where: custody.listed == '1'\nwhen: licence.antibiotic_grade < 3"},
    {"visit", "when: custody.listed == '1' && has(custody.to)"},
    {"visit",
     "let: {injured: work_injury.listed == '1'}\nwhere: size(visit.lines) > 1\nwhen: injured && "
     "work_injury.diagnosis == 'A'"},
    {"person_day", "when: custody.listed == '1' && size(lines) > 1"},
    {"person", "when: assistance.listed == '0'"},
    {"pair",
     "windows: {p: {pair: service_pair, left: item, right: item, by: [person.id, line.day]}}\nwhen: "
     "death.listed == '1'\nlines: p.b"},
};

std::string rule_text(std::size_t number, const Formula& formula) {
  const std::string table = formula.table;
  const std::string knowledge = table.empty()
                                    ? ""
                                    : fmt::format("knowledge: {{table: {}, key: line.item, as_of: line.day{}}}\n",
                                                  table, table == "service_pair" ? kSecond : "");
  const std::string grain = formula.grain;
  const char* amount = grain == "line" ? "line.in_scope" : grain == "pair" ? "p.b.in_scope" : "decimal('3.00')";
  return fmt::format(
      "rule: T{:02}\nname: 试\nversion: 1\neffective: [2025-03-02, null]\nclass: 试\ncertainty: {}\nbasis: "
      "[{{document: "
      "试, clause: 一}}]\nmoments: [after]\ngrain: {}\n{}amount: {}\nmessage: 试\ntests: []\n{}\n",
      number, number % 3 == 0 ? "明确违规" : "可疑", grain, knowledge, amount, formula.text);
}

std::vector<rules::Rule> rules_of_formulas(const claims::Schema& schema) {
  std::vector<rules::Rule> rules;
  for (const Formula& formula : kFormulas) {
    auto rule = rules::parse_rule(rule_text(rules.size(), formula), "test.yaml", schema);
    EXPECT_TRUE(rule) << formula.text << "\n" << rule.error().text();
    if (rule) rules.push_back(std::move(*rule));
  }
  return rules;
}

class RandomTape {
 public:
  explicit RandomTape(const claims::Schema& schema, std::uint64_t seed) : schema_(schema), random_(seed) {
    builder_ = std::make_unique<claims::PartBuilder>(schema);
    add(Entity::provider, {{"id", "H0"}, {"kind", "hospital"}});
    add(Entity::provider, {{"id", "H1"}});
    add(Entity::provider, {{"id", "H2"}, {"kind", "pharmacy"}});
    for (int number = 0; number < kPeople; ++number) person(number);
  }
  claims::Part part() { return claims::build(std::move(builder_)); }

 private:
  int pick(int count) { return static_cast<int>(random_() % static_cast<std::uint64_t>(count)); }
  void add(Entity entity, const TestRow& row) { add_row(*builder_, schema_, entity, row); }
  void maybe(TestRow& row, const char* field, const std::string& value) {
    if (pick(6) > 0) row[field] = value;
  }

  void person(int number) {
    const RowIndex first = builder_->next_row(Entity::visit);
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
      add(Entity::visit, row);
      builder_->link(Link::visit_person).append_index(static_cast<RowIndex>(number));
      builder_->link(Link::visit_provider).append_index(provider < 3 ? static_cast<RowIndex>(provider) : kNoRow);
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
      add(Entity::line, row);
      builder_->link(Link::line_visit).append_index(first + static_cast<RowIndex>(pick(visits)));
      builder_->link(Link::line_staff).append_index(kNoRow);
    }
    TestRow row{{"id", fmt::format("P{}", number)}};
    maybe(row, "sex", pick(2) == 0 ? "1" : "2");
    add(Entity::person, row);
    builder_->finish_person();
  }

  const claims::Schema& schema_;
  std::mt19937_64 random_;
  std::unique_ptr<claims::PartBuilder> builder_;
};

std::vector<knowledge::Point> random_points(std::uint64_t seed) {
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
rules::Registers random_registers(const claims::Schema& schema, std::uint64_t seed, bool has_all_lists) {
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
rules::Parameters random_parameters(std::uint64_t seed) {
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
claims::Part written(const claims::Part& part, const claims::Schema& schema, std::uint64_t seed) {
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

// Judges a part both ways; the number of verdicts kept.
void compare(const rules::Plan& plan, const claims::Part& part, const AuditOptions& options, RowIndex people_of_run,
             std::vector<std::size_t>& kept) {
  const PartScope scope(plan, part, 0, options);
  const FilterPrograms programs(plan);
  PeopleJudge quick(scope, programs);
  PartTotals quick_totals(plan, part);
  PartTotals plain_totals(plan, part);
  scope.add_sums_to(quick_totals);
  for (RowIndex begin = 0; begin < kPeople; begin += people_of_run) {
    const claims::Range people{begin, std::min<RowIndex>(kPeople, begin + people_of_run)};
    ChunkResult quick_result;
    ChunkResult plain_result;
    quick.judge(people, quick_result, quick_totals);
    judge_people_plainly(scope, people, plain_result, plain_totals);
    ASSERT_EQ(difference(quick_result, plain_result), "");
    for (const Finding& finding : plain_result.findings) ++kept[finding.rule];
    for (const Undecided& undecided : plain_result.undecided) ++kept[undecided.rule];
  }
  ASSERT_EQ(difference(quick_totals, plain_totals), "");
}

// A visit taken off the tape and judged with the tape behind it gives what the audit says of it.
void compare_live(const std::shared_ptr<const rules::Plan>& plan, const claims::Part& part,
                  std::vector<std::size_t>& kept) {
  const VisitJudge judge(plan);
  for (RowIndex person = 0; person < kPeople; ++person) {
    if (part.is_gone(person)) continue;
    const claims::Range visits = part.range(Link::person_visits, person);
    for (RowIndex visit = visits.begin; visit < visits.end; ++visit)
      ASSERT_EQ(live_difference(judge, part, person, visit, kept), "") << "person " << person << " visit " << visit;
  }
}

TEST(VisitJudge, GivesWhatTheAuditSaysOfTheVisit) {
  const auto schema = std::make_shared<const claims::Schema>(*claims::Schema::load(QIUHAO_SOURCE_DIR "/policy/schema"));
  const auto kinds = knowledge::read_kinds(QIUHAO_SOURCE_DIR "/policy/knowledge/kinds.yaml");
  std::vector<std::size_t> kept(std::size(kFormulas));
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const auto plan = rules::Plan::make(schema, rules_of_formulas(*schema),
                                        knowledge::Library::make(*kinds, random_points(seed), kNoDay),
                                        random_parameters(seed), random_registers(*schema, seed, true));
    ASSERT_TRUE(plan) << plan.error().text();
    const claims::Part built = RandomTape(*schema, seed).part();
    const claims::Part part = seed % 2 == 0 ? built : written(built, *schema, seed);
    ASSERT_NO_FATAL_FAILURE(compare_live(*plan, part, kept)) << "seed " << seed;
  }
  for (std::size_t rule = 0; rule < kept.size(); ++rule) EXPECT_GT(kept[rule], 5U) << kFormulas[rule].text;
}

TEST(PeopleJudge, GivesWhatThePlainWayGives) {
  const auto schema = std::make_shared<const claims::Schema>(*claims::Schema::load(QIUHAO_SOURCE_DIR "/policy/schema"));
  const auto kinds = knowledge::read_kinds(QIUHAO_SOURCE_DIR "/policy/knowledge/kinds.yaml");
  std::vector<std::size_t> kept(std::size(kFormulas));
  const char* wanted = std::getenv("QIUHAO_JUDGE_TAPES");
  const auto last = static_cast<std::uint64_t>(wanted == nullptr ? 12 : std::max(12, std::atoi(wanted)));
  for (std::uint64_t seed = 1; seed <= last; ++seed) {
    const auto plan = rules::Plan::make(schema, rules_of_formulas(*schema),
                                        knowledge::Library::make(*kinds, random_points(seed), kNoDay),
                                        random_parameters(seed), random_registers(*schema, seed, false));
    ASSERT_TRUE(plan) << plan.error().text();
    const claims::Part built = RandomTape(*schema, seed).part();
    const claims::Part part = seed % 2 == 0 ? built : written(built, *schema, seed);
    AuditOptions days;
    days.from = *parse_day("2025-03-02");
    days.to = *parse_day("2025-03-04");
    AuditOptions providers;
    providers.providers = {"H1"};
    for (const AuditOptions& options : {AuditOptions{}, days, providers}) {
      for (const RowIndex people_of_run : {1U, 7U, 60U}) {
        ASSERT_NO_FATAL_FAILURE(compare(**plan, part, options, people_of_run, kept)) << "seed " << seed;
      }
    }
  }
  for (std::size_t rule = 0; rule < kept.size(); ++rule) EXPECT_GT(kept[rule], 20U) << kFormulas[rule].text;
}

// A plan of one rule reads less of the lines ahead.
TEST(PeopleJudge, GivesWhatThePlainWayGivesByEachRuleAlone) {
  const auto schema = std::make_shared<const claims::Schema>(*claims::Schema::load(QIUHAO_SOURCE_DIR "/policy/schema"));
  const auto kinds = knowledge::read_kinds(QIUHAO_SOURCE_DIR "/policy/knowledge/kinds.yaml");
  std::set<std::string> needs;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const claims::Part part = written(RandomTape(*schema, seed).part(), *schema, seed);
    const auto library = knowledge::Library::make(*kinds, random_points(seed), kNoDay);
    for (std::size_t number = 0; number < std::size(kFormulas); ++number) {
      std::vector<rules::Rule> all = rules_of_formulas(*schema), one;
      one.push_back(std::move(all[number]));
      const auto plan = rules::Plan::make(schema, std::move(one), library, random_parameters(seed),
                                          random_registers(*schema, seed, false));
      ASSERT_TRUE(plan) << plan.error().text();
      const rules::RunNeeds asked = rules::run_needs(**plan);
      needs.insert(fmt::format("{} {} {}", asked.items, asked.lines, asked.visits));
      std::vector<std::size_t> kept(1);
      for (const RowIndex people_of_run : {7U, 60U})
        ASSERT_NO_FATAL_FAILURE(compare(**plan, part, {}, people_of_run, kept)) << kFormulas[number].text;
    }
  }
  EXPECT_EQ(needs,
            (std::set<std::string>{"false false false", "false false true", "true false false", "true true true"}));
}

}  // namespace
}  // namespace qiuhao::audit
