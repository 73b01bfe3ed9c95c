// What made-up claims show of two points, and the tests of rules as further claims where no made-up one is a hit.
#include <fmt/format.h>

#include <algorithm>

#include "rules/library/point_check.h"
#include "rules/rule_tests.h"

namespace qiuhao::rules {
namespace {

constexpr std::size_t kMostRulesAsked = 3;
constexpr std::size_t kMostTestsAsked = 8;

void move_claim(TestCase& claim, const claims::Schema& schema, Day by) {
  using claims::Entity;
  move_row(claim.person, schema.of(Entity::person), by);
  const std::pair<Entity, std::vector<TestRow>*> all[] = {{Entity::visit, &claim.visits},
                                                          {Entity::line, &claim.lines},
                                                          {Entity::diagnosis, &claim.diagnoses},
                                                          {Entity::operation, &claim.operations},
                                                          {Entity::settlement, &claim.settlements}};
  for (const auto& [entity, rows] : all) {
    for (TestRow& row : *rows) move_row(row, schema.of(entity), by);
  }
}

// Which of the codes it is; their number when it is none.
std::size_t place_of(const knowledge::ItemList& items, std::string_view wanted) {
  std::size_t place = 0;
  for (const std::string_view item : items) {
    if (item == wanted) break;
    ++place;
  }
  return place;
}

// The claim of a test with the items of the test's points exchanged for those of the point at hand.
std::optional<TestCase> claim_of_test(TestCase test, const claims::Schema& schema, const std::string& kind,
                                      const std::vector<std::string>& items, Day day) {
  const auto& lines = schema.of(claims::Entity::line);
  const claims::FieldIndex item = lines.find("item");
  const claims::FieldIndex line_day = lines.find("day");
  if (test.lines.empty()) return std::nullopt;
  for (TestRow& line : test.lines) {
    for (const knowledge::Point& given : test.points) {
      if (given.kind != kind) continue;
      const auto place = place_of(given.items, line.values[item]->words);
      if (place == given.items.size()) continue;
      line.values[item] = TestValue::of_text(items[std::min(place, items.size() - 1)]);
      break;
    }
  }
  test.points.clear();  // the library's own count here
  move_claim(test, schema, day - static_cast<Day>(test.lines[0].values[line_day]->number));
  return test;
}

bool expects_hit(const TestCase& test) {
  return std::ranges::any_of(test.expected, [](const Expectation& one) { return one.outcome == Outcome::hit; });
}

}  // namespace

std::vector<Trial> PointChecker::trials_of(PointIndex a, PointIndex b, const std::string& item, Day day) const {
  const Allowed first = allowed_by(point(a).limits, kind_of(a), day);
  const Allowed second = allowed_by(point(b).limits, kind_of(b), day);
  std::vector<Trial> trials;
  for (const ThingClaim& one : claims_for(first, second, item, day)) {
    trials.push_back(judged(one.thing, make_claim(one.wish, plan_.schema()), {a, b}));
  }
  for (const PointIndex index : {a, b}) {
    const bool is_shown = std::ranges::any_of(trials, [&](const Trial& trial) { return blames(trial.found, index); });
    if (!is_shown) add_trials_of_tests(index, {a, b}, item, day, trials);
  }
  return trials;
}

void PointChecker::add_trials_of_tests(PointIndex index, const std::vector<PointIndex>& asked, const std::string& item,
                                       Day day, std::vector<Trial>& trials) const {
  const auto& rules = rules_of(index);
  std::vector<std::string> items{item};
  if (is_pair(index)) items.assign(point(index).items.begin(), point(index).items.end());
  std::size_t tests_asked = 0;
  for (std::size_t i = 0; i < std::min(kMostRulesAsked, rules.size()); ++i) {
    const Rule& rule = plan_.rules()[rules[i]];
    for (std::size_t number = 0; number < rule.tests.items.size() && tests_asked < kMostTestsAsked; ++number) {
      const auto test =
          read_test_case(rule.tests.items[number], number + 1, rule, plan_.schema(), plan_.library().kinds());
      if (!test || !expects_hit(*test)) continue;
      ++tests_asked;
      if (auto claim = claim_of_test(*test, plan_.schema(), point(index).kind.str(), items, day)) {
        trials.push_back(judged(Thing::none, std::move(*claim), asked));
      }
    }
  }
}

void PointChecker::try_contradiction(PointIndex a, PointIndex b, const std::string& item,
                                     const std::vector<Trial>& trials) {
  for (const Thing thing :
       {Thing::sex, Thing::age, Thing::mode, Thing::insurance, Thing::diagnosis, Thing::department, Thing::disease}) {
    const Trial* only_a = nullptr;
    const Trial* only_b = nullptr;
    bool is_all_found = true;
    for (const Trial& trial : trials) {
      if (trial.thing != thing) continue;
      const bool by_a = blames(trial.found, a);
      const bool by_b = blames(trial.found, b);
      is_all_found &= by_a || by_b;
      if (by_a && !by_b) only_a = &trial;
      if (by_b && !by_a) only_b = &trial;
    }
    if (!is_all_found || only_a == nullptr || only_b == nullptr) continue;
    keep(finding(FindingClass::contradiction, {a, b}, item,
                 {fmt::format("{} and {} leave nothing that is right for item {}", described(a), described(b), item),
                  fmt::format("{} 与 {} 矛盾：项目 {} 怎样收费都违规", described(a), described(b), item)}),
         {only_b, only_a}, {a, b});
    return;
  }
  ++report_.of(FindingClass::contradiction).unconfirmed;
}

void PointChecker::try_swallowed(PointIndex a, PointIndex by, const std::string& item, const std::vector<Trial>& trials,
                                 bool is_equal) {
  const Trial* both = nullptr;
  for (const Trial& trial : trials) {
    const bool by_a = blames(trial.found, a);
    if (by_a && !blames(trial.found, by)) {
      ++report_.of(FindingClass::swallowed).unconfirmed;
      return;
    }
    if (by_a && both == nullptr) both = &trial;
  }
  if (both == nullptr) {
    ++report_.of(FindingClass::swallowed).unconfirmed;
    return;
  }
  const Sentence what =
      is_equal ? Sentence{fmt::format("{} says what {} says already", described(a), described(by)),
                          fmt::format("{} 与 {} 重复", described(a), described(by))}
               : Sentence{fmt::format("{} has no effect: {} is stricter on the same items and days", described(a),
                                      described(by)),
                          fmt::format("{} 不起作用：{} 对同样的项目和时间更严", described(a), described(by))};
  keep(finding(FindingClass::swallowed, {a, by}, item, what), {both}, {a, by});
}

void PointChecker::try_twice(PointIndex a, PointIndex b, const std::string& item, const std::vector<Trial>& trials) {
  const Trial* both = nullptr;
  for (const Trial& trial : trials) {
    const bool by_a = blames(trial.found, a);
    const bool by_b = blames(trial.found, b);
    if (by_a != by_b) {
      ++report_.of(FindingClass::twice).unconfirmed;
      return;
    }
    if (by_a && both == nullptr) both = &trial;
  }
  if (both == nullptr) {
    ++report_.of(FindingClass::twice).unconfirmed;
    return;
  }
  keep(finding(FindingClass::twice, {a, b}, item,
               {fmt::format("{} and {} both ask for the money of item {} for the same reason", described(a),
                            described(b), item),
                fmt::format("{} 与 {} 因同一理由对项目 {} 重复追款", described(a), described(b), item)}),
       {both}, {a, b});
}

void PointChecker::try_overlap(PointIndex a, PointIndex b, const std::string& item, const std::vector<Trial>& trials) {
  const Trial* only_a = nullptr;
  const Trial* only_b = nullptr;
  for (const Trial& trial : trials) {
    const bool by_a = blames(trial.found, a);
    const bool by_b = blames(trial.found, b);
    if (by_a && !by_b && only_a == nullptr) only_a = &trial;
    if (by_b && !by_a && only_b == nullptr) only_b = &trial;
  }
  if (only_a == nullptr && only_b == nullptr) {
    ++report_.of(FindingClass::overlap).unconfirmed;
    return;
  }
  std::vector<const Trial*> shown;
  for (const Trial* one : {only_a, only_b}) {
    if (one != nullptr) shown.push_back(one);
  }
  keep(finding(FindingClass::overlap, {a, b}, item,
               {fmt::format("{} and {} are in force at once for item {} and differ; let the newer one supersede the "
                            "older one, or end it",
                            described(a), described(b), item),
                fmt::format("{} 与 {} 对项目 {} 同时有效而不一致；请让新版取代旧版，或给旧版写明失效日期", described(a),
                            described(b), item)}),
       shown, {a, b});
}

}  // namespace qiuhao::rules
