// Every kind of window gives what its definition gives, on random tapes with random keys, conditions and days, in every
// grain. QIUHAO_WINDOW_TAPES=1000000 makes the run long, QIUHAO_WINDOW_SEED repeats one.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "rules/subjects.h"
#include "rules/test_world.h"
#include "rules/windows/test_brute.h"
#include "rules/windows/window.h"

namespace qiuhao::rules {
namespace {

using claims::Entity;

const std::vector<BruteWhere>& conditions(Entity of) {
  static const std::vector<BruteWhere> kOfLine = {
      {"r.quantity > 0", [](const Tape&, const TapeRow& row) { return row.number(kLineQuantity) > 0; }},
      {"r.visit.kind == 'inpatient'",
       [](const Tape& tape, const TapeRow& row) {
         return tape.visits[static_cast<std::size_t>(row.visit)].values[kVisitKind] == "inpatient";
       }},
      {"r.prescription != 'R1'",
       [](const Tape&, const TapeRow& row) -> std::optional<bool> {
         if (!row.has(kLinePrescription)) return std::nullopt;
         return row.values[kLinePrescription] != "R1";
       }},
      {"r.quantity * 2 >= 3 && person.sex == '1'", [](const Tape& tape, const TapeRow& row) {
         return row.number(kLineQuantity) * 2 >= 30'000 && tape.person.values[kPersonSex] == "1";
       }}};
  static const std::vector<BruteWhere> kOfVisit = {
      {"r.kind == 'inpatient'", [](const Tape&, const TapeRow& row) { return row.values[kVisitKind] == "inpatient"; }},
      {"has(r.end)", [](const Tape&, const TapeRow& row) { return row.has(kVisitEnd); }},
      {"r.lines.exists(x, x.quantity > 1)",
       [](const Tape& tape, const TapeRow& row) {
         return std::any_of(tape.lines.begin(), tape.lines.end(), [&](const TapeRow& line) {
           return tape.visits[static_cast<std::size_t>(line.visit)].id == row.id && line.number(kLineQuantity) > 10'000;
         });
       }},
      {"r.department == 'D1'", [](const Tape&, const TapeRow& row) -> std::optional<bool> {
         if (!row.has(kVisitDepartment)) return std::nullopt;
         return row.values[kVisitDepartment] == "D1";
       }}};
  static const std::vector<BruteWhere> kOfOperation = {
      {"r.code == 'A'", [](const Tape&, const TapeRow& row) { return row.values[kOperationCode] == "A"; }}};
  return of == Entity::line ? kOfLine : of == Entity::visit ? kOfVisit : kOfOperation;
}

const std::vector<BruteSupply>& supplies() {
  const auto days = [](const TapeRow& row) -> std::optional<double> {
    if (!row.has(kLineDaysSupply)) return std::nullopt;
    return static_cast<double>(row.number(kLineDaysSupply));
  };
  static const std::vector<BruteSupply> kAll = {
      {"line.days_supply", days},
      {"r.days_supply * 3", [days](const TapeRow& row) { return days(row).transform([](double d) { return d * 3; }); }},
      {"line.quantity * decimal('2.5')",
       [](const TapeRow& row) { return static_cast<double>(row.number(kLineQuantity)) / 10'000 * 2.5; }}};
  return kAll;
}

const std::vector<BrutePoint>& course_points() {
  static const std::vector<BrutePoint> kAll = {{"K1", {"A", "B"}, 20'452, 30'000, 7},
                                               {"K2", {"B", "C"}, 0, 20'456, 7},
                                               {"K3", {"C"}, 0, 30'000, 3},
                                               {"K4", {"A", "D"}, 0, 30'000, -1}};
  return kAll;
}
const std::vector<BrutePoint>& pair_points() {
  static const std::vector<BrutePoint> kAll = {
      {"P1", {"A", "C"}, 0, 30'000, -1}, {"P2", {"B", "B"}, 0, 30'000, -1}, {"P3", {"D", "A"}, 20'453, 30'000, -1}};
  return kAll;
}

std::shared_ptr<const knowledge::Library> library_of(const knowledge::Kinds& kinds) {
  std::vector<knowledge::Point> points;
  const auto add = [&](const std::vector<BrutePoint>& brute, const std::string& kind) {
    for (const BrutePoint& from : brute) {
      knowledge::Point point;
      point.id = from.id;
      point.kind = kind;
      point.items = from.items;
      point.effective_from = from.from;
      point.effective_to = from.to;
      point.is_read = true;
      if (from.max_days >= 0) point.limits = *knowledge::parse_limits(fmt::format("max_days={}", from.max_days));
      points.push_back(std::move(point));
    }
  };
  add(course_points(), "药品限支付疗程");
  add(pair_points(), "医疗服务项目重复收费");
  return knowledge::Library::make(kinds, std::move(points), kNoDay);
}

// A rule with a few random windows.
struct Sample {
  std::string grain;
  std::string table;  // of knowledge; "" for none
  std::vector<BruteWindow> windows;
  std::string text;
  std::shared_ptr<const Plan> plan;
};

class SampleMaker {
 public:
  explicit SampleMaker(TapeMaker& random) : random_(random) {}

  Sample make() {
    Sample sample;
    sample.grain = random_.pick({"line", "line", "line", "visit", "visit", "person_day", "pair", "operation"});
    if (sample.grain == "line") sample.table = random_.pick({"", "", "drug_course", "service_pair"});
    if (sample.grain == "pair") sample.table = "service_pair";
    if (sample.grain == "pair") sample.windows.push_back(pair(sample));
    const int count = 2 + random_.below(5);
    while (static_cast<int>(sample.windows.size()) < count) {
      const bool is_pair = sample.grain == "line" && sample.table == "service_pair" && random_.below(2) == 0;
      sample.windows.push_back(is_pair ? pair(sample) : window(sample));
    }
    sample.text = text_of(sample);
    return sample;
  }

 private:
  BruteWindow pair(const Sample& sample) {
    BruteWindow window;
    window.kind = "pair";
    window.by = keys(sample, window);
    finish(window);
    return window;
  }

  BruteWindow window(const Sample& sample) {
    BruteWindow window;
    const bool has_line = sample.grain == "line" || sample.grain == "pair";
    window.kind = random_.pick({"history", "previous", "next", "same", "rate", "overlap", "supply"});
    if (window.kind == "overlap" && sample.grain == "person_day") window.kind = "history";
    if (window.kind == "supply" && !has_line) window.kind = "same";
    window.of = random_.of(std::vector{Entity::line, Entity::visit, Entity::operation});
    if (window.kind == "supply") window.of = Entity::line;
    if (window.kind == "overlap") window.of = has_line && random_.below(2) == 0 ? Entity::line : Entity::visit;
    window.by = keys(sample, window);
    if (window.of == Entity::line && sample.table == "drug_course" && random_.below(2) == 0) {
      window.by.push_back(random_.pick({"k.point", "k.max_days"}));
    }
    if (window.kind != "same") {
      window.at = window.of == Entity::line    ? random_.pick({"line.time", "line.day", "visit.start", "visit.end"})
                  : window.of == Entity::visit ? random_.pick({"visit.start", "visit.start", "visit.end"})
                                               : random_.pick({"operation.date", "visit.start"});
    }
    if (window.kind == "overlap") {
      window.to = window.of == Entity::line ? random_.pick({"visit.end", "line.day"}) : "visit.end";
    }
    if (window.kind == "history") {
      window.first_day = random_.below(12) - 9;
      window.last_day = window.first_day + random_.below(6);
    }
    if (window.kind == "rate") {
      window.last_day = 1 + random_.below(5);
      window.n = 1 + random_.below(4);
    }
    if (window.kind == "supply") window.supply = &random_.of(supplies());
    finish(window);
    return window;
  }

  void finish(BruteWindow& window) {
    if (random_.below(2) == 0) window.where = &random_.of(conditions(window.of));
  }

  std::vector<std::string> keys(const Sample& sample, const BruteWindow& window) {
    std::vector<std::string> all = {"person.id", "person.sex", "day", "person.id"};
    if (sample.grain != "person_day") {
      for (const char* path : {"visit.id", "visit.provider", "visit.department", "provider.id", "provider.kind"}) {
        all.emplace_back(path);
      }
    }
    if ((sample.grain == "line" || sample.grain == "pair") && window.of == Entity::line) {
      for (const char* path : {"line.item", "line.item", "line.prescription", "line.department"})
        all.emplace_back(path);
    }
    if (sample.grain == "operation" && window.of == Entity::operation) {
      for (const char* path : {"operation.code", "operation.code", "operation.date"}) all.emplace_back(path);
    }
    std::vector<std::string> by;
    for (int count = 1 + random_.below(3); count > 0; --count) by.push_back(random_.of(all));
    return by;
  }

  static std::string window_text(const BruteWindow& window) {
    const std::string of(claims::kEntityNames[static_cast<std::size_t>(window.of)]);
    std::string text = fmt::format("{{{}: {}, by: [{}]", window.kind, window.kind == "pair" ? "service_pair" : of,
                                   fmt::join(window.by, ", "));
    if (window.where != nullptr) text += fmt::format(", where: \"{}\"", window.where->text);
    if (window.kind == "history") text += fmt::format(", days: [{}, {}]", window.first_day, window.last_day);
    if (window.kind == "rate") text += fmt::format(", n: {}, days: {}", window.n, window.last_day);
    if (window.kind == "supply") text += fmt::format(", days_supply: \"{}\"", window.supply->text);
    if (window.kind == "overlap") return text + fmt::format(", from: {}, to: {}}}", window.at, window.to);
    if (window.kind == "previous" || window.kind == "next") return text + fmt::format(", order: {}}}", window.at);
    return text + (window.at.empty() ? "}" : fmt::format(", at: {}}}", window.at));
  }

  static std::string text_of(const Sample& sample) {
    std::string text = rule_text("when: true\ntests: []\n");
    text.replace(text.find("grain: line"), 11, "grain: " + sample.grain);
    text.replace(text.find("line.in_scope"), 13, "decimal('1')");
    text.replace(text.find("{line.in_scope}"), 15, "一");
    if (sample.grain == "line" && !sample.table.empty()) {
      text += fmt::format("knowledge: {{table: {}, key: line.item, as_of: line.day{}}}\n", sample.table,
                          sample.table == "service_pair" ? ", match: second" : "");
    }
    text += "windows:\n";
    for (std::size_t index = 0; index < sample.windows.size(); ++index) {
      text += fmt::format("  w{}: {}\n", index, window_text(sample.windows[index]));
    }
    return text;
  }

  TapeMaker& random_;
};

// What a window gave, in the words of Brute::window.
std::string shown(const Subject& subject, std::size_t index, const Tape& tape) {
  const claims::Part& part = subject.plan().part();
  const auto first_of = [&](cel::StructId of) {
    using claims::Link;
    const Link link = of == static_cast<cel::StructId>(Entity::line)    ? Link::person_lines
                      : of == static_cast<cel::StructId>(Entity::visit) ? Link::person_visits
                                                                        : Link::person_operations;
    return part.range(link, 1).begin;
  };
  const cel::Value value = subject.variable(static_cast<cel::SlotId>(kFirstWindowSlot + index));
  if (value.is_error()) {
    return value.text == nullptr ? "none" : "absent " + std::string(value.as_text());
  }
  if (value.kind == cel::Kind::boolean) return value.is_true() ? "true" : "false";
  if (value.kind == cel::Kind::list) {
    std::string text = "rows";
    for (const RowIndex row : value.list->rows) text += " " + std::to_string(row - first_of(value.list->row_struct));
    return text;
  }
  if (value.row_struct != kSupplyStruct) {
    return "row " + std::to_string(static_cast<RowIndex>(value.integer) - first_of(value.row_struct));
  }
  const auto row = static_cast<RowIndex>(value.integer);
  const cel::Value on_hand = subject.field(kSupplyStruct, kSupplyOnHand, row);
  const cel::Value covered = subject.field(kSupplyStruct, kSupplyCoveredTo, row);
  (void)tape;
  return fmt::format("supply {} {}", std::to_string(to_double(on_hand.as_decimal())),
                     covered.is_error() ? "none" : std::to_string(covered.as_date()));
}

class Tapes {
 public:
  Tapes(std::uint64_t seed, std::size_t tapes, std::size_t samples)
      : seed_(seed), random_(seed), schema_(shipped_schema()), shapes_(schema_), tapes_(tapes) {
    const auto kinds = shipped_kinds();
    const auto library = library_of(kinds);
    for (std::size_t index = 0; index < samples; ++index) {
      Sample sample = SampleMaker(random_).make();
      auto rule = parse_rule(sample.text, "r.yaml", *schema_);
      if (!rule) {
        ADD_FAILURE() << rule.error().text() << "\n" << sample.text;
        continue;
      }
      std::vector<Rule> rules;
      rules.push_back(std::move(*rule));
      auto plan = Plan::make(schema_, std::move(rules), library);
      EXPECT_TRUE(plan.has_value()) << plan.error().text();
      sample.plan = *plan;
      samples_.push_back(std::move(sample));
    }
  }

  // Compares until the first difference.
  void run() {
    for (std::size_t index = 0; index < tapes_ && !testing::Test::HasFailure(); ++index) {
      compare(random_.of(samples_), random_.make());
    }
    fmt::print("seed {}: {} tapes, {} rules, {} subjects, {} windows compared\n", seed_, tapes_, samples_.size(),
               subjects_, windows_);
    EXPECT_GT(windows_, tapes_);
  }

 private:
  void compare(const Sample& sample, const Tape& tape) {
    const claims::Part part = shapes_.part_of(tape);
    const PartPlan laid(*sample.plan, part);
    Subject subject(laid);
    subject.set_person(1);
    const auto& points = sample.table == "service_pair" ? pair_points() : course_points();
    const Brute brute(tape, points, sample.table == "service_pair");
    const Grain grain = sample.plan->rules()[0].grain;
    std::size_t pairs = 0;
    for_each_subject(subject, grain, [&] {
      if (testing::Test::HasFailure()) return;
      ++subjects_;
      const BruteSubject same = subject_of(subject, points);
      if (grain == Grain::pair) ++pairs;
      for (std::size_t index = 0; index < sample.windows.size(); ++index) {
        ++windows_;
        const std::string wanted = brute.window(sample.windows[index], same);
        if (grain == Grain::pair && sample.windows[index].kind == "pair") {
          expect_partner(subject, part, wanted, sample);
          continue;
        }
        const std::string found = shown(subject, index, tape);
        ASSERT_EQ(found, wanted) << "seed " << seed_ << ", window w" << index << " of\n"
                                 << sample.text << "at line " << same.line << " visit " << same.visit << "\n"
                                 << describe(tape);
      }
    });
    if (grain == Grain::pair) {
      EXPECT_EQ(pairs, count_pairs(sample, tape, brute)) << "seed " << seed_ << "\n" << sample.text << describe(tape);
    }
  }

  // The pair at hand is one of those that the definition gives for its line b.
  void expect_partner(const Subject& subject, const claims::Part& part, const std::string& wanted,
                      const Sample& sample) {
    const RowIndex a = subject.ref().other - part.range(claims::Link::person_lines, 1).begin;
    EXPECT_NE((wanted + " ").find(fmt::format(" {} ", a)), std::string::npos) << "seed " << seed_ << "\n"
                                                                              << sample.text << wanted;
  }

  static std::size_t count_pairs(const Sample& sample, const Tape& tape, const Brute& brute) {
    std::size_t pairs = 0;
    for (std::size_t b = 0; b < tape.lines.size(); ++b) {
      const TapeRow& line = tape.lines[b];
      for (const BrutePoint& point : pair_points()) {
        if (point.items[1] != line.values[kLineItem]) continue;
        const BruteSubject subject{"pair", static_cast<int>(b), line.visit, -1, static_cast<Day>(line.number(kLineDay)),
                                   &point};
        const std::string rows = brute.window(sample.windows[0], subject);
        if (!rows.starts_with("rows")) continue;
        for (std::size_t a = 0; a < tape.lines.size(); ++a) {
          const bool once = a != b && (point.items[0] != point.items[1] || a < b);
          if (once && (rows + " ").find(fmt::format(" {} ", a)) != std::string::npos) ++pairs;
        }
      }
    }
    return pairs;
  }

  static BruteSubject subject_of(const Subject& subject, const std::vector<BrutePoint>& points) {
    using claims::Link;
    const claims::Part& part = subject.plan().part();
    BruteSubject same;
    same.grain = grain_name(subject.grain());
    same.day = subject.day();
    if (subject.visit() != kNoRow)
      same.visit = static_cast<int>(subject.visit() - part.range(Link::person_visits, 1).begin);
    const bool of_line = subject.grain() == Grain::line || subject.grain() == Grain::pair;
    if (of_line) same.line = static_cast<int>(subject.line() - part.range(Link::person_lines, 1).begin);
    if (subject.grain() == Grain::operation)
      same.operation = static_cast<int>(subject.code_row() - part.range(Link::person_operations, 1).begin);
    const PointIndex point = subject.candidate().point;
    for (const BrutePoint& brute : points) {
      if (point != kNoPoint && subject.plan().plan().library()[point].id == brute.id) same.point = &brute;
    }
    return same;
  }

  static std::string describe(const Tape& tape) {
    std::string text;
    for (const Entity of : {Entity::visit, Entity::line, Entity::operation}) {
      for (const TapeRow& row : tape.rows(of)) {
        text += fmt::format("{} {} visit {}:", claims::kEntityNames[static_cast<std::size_t>(of)], row.id, row.visit);
        for (std::size_t field = 0; field < kTapeFields; ++field) {
          if (!row.values[field].empty()) text += fmt::format(" {}={}", kTapeFieldNames[field].name, row.values[field]);
        }
        text += "\n";
      }
    }
    return text;
  }

  std::uint64_t seed_;
  TapeMaker random_;
  std::shared_ptr<const claims::Schema> schema_;
  TapeSchema shapes_;
  std::size_t tapes_;
  std::vector<Sample> samples_;
  std::size_t subjects_ = 0;
  std::size_t windows_ = 0;
};

std::uint64_t number_of(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

TEST(RandomTapes, EveryWindowGivesWhatItsDefinitionGives) {
  const std::uint64_t tapes = number_of("QIUHAO_WINDOW_TAPES", 2'000);
  const std::uint64_t seed = number_of("QIUHAO_WINDOW_SEED", 1);
  const std::uint64_t samples = std::clamp<std::uint64_t>(tapes / 20, 1, 2'000);
  Tapes(seed, tapes, samples).run();
}

}  // namespace
}  // namespace qiuhao::rules
