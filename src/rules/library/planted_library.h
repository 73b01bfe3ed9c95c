// A made-up library of a seed: faults of every class among honest look-alikes, and which faults they are.
#pragma once

#include <fmt/format.h>

#include <random>
#include <set>
#include <string>
#include <vector>

#include "rules/library/finding.h"
#include "rules/test_world.h"

namespace qiuhao::rules {

// One fault: its class and the ids that it is about.
using Fault = std::pair<FindingClass, std::set<std::string>>;

class PlantedLibrary {
 public:
  explicit PlantedLibrary(unsigned seed) : random_(seed) {
    plant_contradictions();
    plant_swallowed();
    plant_twice();
    plant_overlaps();
    plant_gaps();
    plant_never();
    plant_rules();
    plant_overrides();
    for (int round = 0; round < 25; ++round) add_look_alikes();
    std::shuffle(points.begin(), points.end(), random_);
  }

  std::vector<knowledge::Point> points;
  std::vector<std::string> own_points;     // ids; they stand in `points`
  std::vector<knowledge::Point> national;  // what the national publications say, where own points are
  std::vector<std::string> rules;          // texts of rule files
  std::vector<std::string> replaced;       // national texts of some of them
  std::set<Fault> faults;

 private:
  std::string item() { return fmt::format("X{:05}{:06}", number_++, random_() % 1'000'000); }
  int pick(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  Day some_day() { return day_from_civil({2024, pick(1, 12), pick(1, 28)}); }

  knowledge::Point made(std::string kind, std::vector<std::string> items, const std::string& limits) {
    knowledge::Point point;
    point.id = fmt::format("K{:05}", number_++);
    point.kind = std::move(kind);
    point.items = std::move(items);
    point.item_name = "名" + std::string(point.items[0]);
    point.limits = knowledge::parse_limits(limits).value();
    point.is_read = true;
    return point;
  }
  std::string add(std::string kind, std::vector<std::string> items, const std::string& limits, Day from = kNoDay,
                  Day to = kNoDay, const std::string& supersedes = "") {
    knowledge::Point point = made(std::move(kind), std::move(items), limits);
    point.effective_from = from;
    point.effective_to = to;
    point.supersedes = supersedes;
    points.push_back(point);
    return point.id;
  }
  void plant(FindingClass klass, std::set<std::string> of) { faults.insert({klass, std::move(of)}); }

  // Of two points on one item.
  void plant_two(FindingClass klass, const std::string& kind_a, const std::string& limits_a, const std::string& kind_b,
                 const std::string& limits_b) {
    const std::string code = item();
    const std::string a = add(kind_a, {code}, limits_a);
    plant(klass, {a, add(kind_b, {code}, limits_b)});
  }

  void plant_contradictions() {
    const auto both = [&](const char* a, const char* la, const char* b, const char* lb) {
      plant_two(FindingClass::contradiction, a, la, b, lb);
    };
    both("药品区分性别使用", "sex=1", "药品区分性别使用", "sex=2");
    both("药品区分性别使用", "sex=2", "医用耗材与性别不符", "sex=1");
    both("药品限儿童使用", "age_max=12 age_unit=years", "药品限儿童使用", "age_min=14 age_unit=years");
    both("药品儿童专用", "age_max=24 age_unit=months", "药品儿童禁用", "age_min=3 age_unit=years");
    both("药品限就医方式", "modes=inpatient", "药品限就医方式", "modes=outpatient,emergency");
    both("药品限工伤保险", "insurance=work_injury", "药品限生育保险", "insurance=maternity");
    both("药品限适应症", "icd=C34", "药品禁忌症", "icd_never=C30-C39");
    both("药品限适应症", "icd=E10-E14", "超说明书适应症用药", "icd=I10,I11");
    both("医疗服务项目限科室使用", "departments=A03,A04", "医疗服务项目限科室使用", "departments=A0501");
    const std::string a = item();
    const std::string b = item();
    const std::string pair = add("医疗服务项目重复收费", {a, b}, "per=day");
    plant(FindingClass::contradiction, {pair, add("医疗服务项目重复收费", {b, a}, "per=day")});
  }

  void plant_swallowed() {
    plant_two(FindingClass::swallowed, "药品区分性别使用", "sex=1", "药品区分性别使用", "sex=1");
    plant_two(FindingClass::swallowed, "药品限儿童使用", "age_max=12 age_unit=years", "药品限儿童使用",
              "age_max=14 age_unit=years");
    plant_two(FindingClass::swallowed, "医疗服务项目限定频次", "max_count=1 per=day", "医疗服务项目限定频次",
              "max_count=2 per=day");
    plant_two(FindingClass::swallowed, "医疗服务项目超限定单价收费", "price_max=10.5", "医疗服务项目超限定单价收费",
              "price_max=12");
    plant_two(FindingClass::swallowed, "药品限适应症", "icd=C34", "药品限适应症", "icd=C30-C39");
    const std::string code = item();
    const std::string wide = add("药品限医疗机构级别", {item(), code, item()}, "level_min=3", kNoDay);
    plant(FindingClass::swallowed, {wide, add("药品限医疗机构级别", {code}, "level_min=2", some_day())});
    const std::string a = item();
    const std::string b = item();
    const std::string pair = add("医疗服务项目重复收费", {a, b}, "per=day");
    plant(FindingClass::swallowed, {pair, add("医疗服务项目重复收费", {a, b}, "per=day")});
  }

  void plant_twice() {
    plant_two(FindingClass::twice, "药品儿童专用", "age_max=12 age_unit=years", "药品限儿童使用",
              "age_max=12 age_unit=years");
    plant_two(FindingClass::twice, "药品限适应症", "icd=G40", "超说明书适应症用药", "icd=G40");
    const std::string shared = item();
    const std::string one = add("药品区分性别使用", {item(), shared}, "sex=2");
    plant(FindingClass::twice, {one, add("药品区分性别使用", {shared, item()}, "sex=2")});
  }

  void plant_overlaps() {
    plant_two(FindingClass::overlap, "药品限儿童使用", "age_min=1 age_max=12 age_unit=years", "药品限儿童使用",
              "age_min=6 age_max=17 age_unit=years");
    plant_two(FindingClass::overlap, "药品限就医方式", "modes=inpatient,emergency", "药品限就医方式",
              "modes=emergency,outpatient");
    // A new and stricter version that does not say which one it supersedes.
    const std::string code = item();
    const std::string old_version = add("药品限支付疗程", {code}, "max_days=14", day_from_civil({2024, 1, 1}));
    plant(FindingClass::overlap,
          {old_version, add("药品限支付疗程", {code}, "max_days=7", day_from_civil({2025, 7, 1}))});
  }

  void plant_gaps() {
    const Day end = day_from_civil({2025, 3, pick(10, 28)});
    const std::string a = item();
    const std::string first = add("药品区分性别使用", {a}, "sex=1", kNoDay, end);
    plant(FindingClass::gap, {first, add("药品区分性别使用", {a}, "sex=1", end + pick(3, 60), kNoDay, first)});
    const std::string b = item();
    const std::string second = add("药品限医疗机构级别", {b}, "level_min=2", kNoDay, end);
    plant(FindingClass::gap, {second, add("药品限医疗机构级别", {b}, "level_min=2", end + 10)});
    plant_family(FindingClass::gap, 12, 14);
  }

  // Two forms of one item: up to an age, and from an age on.
  void plant_family(std::optional<FindingClass> klass, int up_to, int from) {
    const std::string name = fmt::format("口服液{}", number_++);
    std::set<std::string> ids;
    const std::string limits[] = {fmt::format("age_max={} age_unit=years", up_to),
                                  fmt::format("age_min={} age_max=18 age_unit=years", from)};
    for (const std::string& limit : limits) {
      knowledge::Point point = made("药品限儿童使用", {item()}, limit);
      point.item_name = name;
      ids.insert(point.id);
      points.push_back(std::move(point));
    }
    if (klass) plant(*klass, ids);
  }

  void plant_never() {
    plant(FindingClass::never_true, {add("药品限就医方式", {item()}, "modes=inpatient,outpatient,emergency,pharmacy")});
    plant(FindingClass::never_true, {add("药品限儿童使用", {item()}, "age_min=12 age_max=6 age_unit=years")});
    const std::string code = item();
    const std::string late = add("药品区分性别使用", {code}, "sex=1", day_from_civil({2025, 6, 1}));
    add("药品区分性别使用", {code}, "sex=1", day_from_civil({2025, 1, 1}), kNoDay, late);
    plant(FindingClass::never_true, {late});
  }

  // A rule on one item; `price` is that of a line which its test expects to hit.
  std::string add_rule(const std::string& where, const std::string& when, const std::string& line,
                       const std::string& more = "", const std::string& outcome = "hit") {
    const std::string code = fmt::format("G{:05}", number_++);
    std::string text = rule_text(fmt::format(
        "where: \"{}\"\nwhen: \"{}\"\n{}tests:\n  - given: {{person: {{sex: '1', birth_date: 1990-01-01}}, visit: "
        "{{kind: inpatient, start: '2025-05-01 08:00:00'}}, line: {{day: 2025-05-02, in_scope: '5.00', {}}}}}\n"
        "    expect: {{outcome: {}}}\n",
        where, when, more, line, outcome));
    text.replace(text.find("R9"), 2, code);
    rules.push_back(std::move(text));
    return code;
  }

  void plant_rules() {
    const std::string line = "item: {}, quantity: '9', price: '90'";
    const auto on = [&](const std::string& code) { return fmt::format("line.item == '{}'", code); };
    const auto given = [&](const std::string& code) { return fmt::format(fmt::runtime(line), code); };
    const std::string a = item();
    const std::string wide = add_rule(on(a), "line.price > 10", given(a));
    plant(FindingClass::swallowed, {wide, add_rule(on(a), "line.price > 20 && line.quantity > 1", given(a))});
    const std::string b = item();
    const std::string any =
        add_rule(fmt::format("line.item in ['{}', '{}']", item(), b), "visit.kind == 'inpatient'", given(b));
    plant(FindingClass::swallowed, {any, add_rule(on(b), "visit.kind == 'inpatient' && person.sex == '1'", given(b))});
    const std::string c = item();
    const std::string one = add_rule(on(c), "line.quantity >= 5", given(c));
    plant(FindingClass::twice,
          {one, add_rule("true", fmt::format("5 <= line.quantity && line.item == '{}'", c), given(c))});
    const std::string d = item();
    const auto never = [&](const std::string& when, const std::string& more = "") {
      plant(FindingClass::never_true, {add_rule(on(d), when, given(d), more, "clear")});
    };
    never("age > 60 && age < 18", "let: {age: 'ageYears(person.birth_date, line.day)'}\n");
    never("line.quantity > 4 && line.price >= 0 && !(line.quantity >= 3)");
    never("visit.kind == 'inpatient' && visit.kind in ['outpatient', 'emergency']");
    never("visit.main_diagnosis.startsWith('C') && visit.main_diagnosis.startsWith('I10')");
    never("visit.days > 4 && visit.days < 5");
    never("line.price > 5", "except: {全部: \"line.price > 1\"}\n");
    // Honest: near to the ones above.
    add_rule(on(item()), "line.price > 20 && line.quantity > 1", given(item()), "", "clear");
    const std::string e = item();
    add_rule(on(e), "line.price > 10 && line.price < 20", given(e), "", "clear");
    add_rule(on(e), "line.price >= 20 && line.price < 95", given(e));
    add_rule(on(e), "line.price > 10", given(e), "except: {住院: \"visit.kind == 'inpatient'\"}\n", "excepted");
    const std::string f = item();
    add_rule(on(f), "line.quantity > 4 || line.quantity < 2", given(f));
    add_rule(on(f), "visit.kind == 'inpatient' || visit.kind == 'emergency'", given(f));
    add_rule(on(f), "line.price > 50 || visit.kind == 'outpatient'", given(f));
  }

  void plant_override(bool is_fault, const std::string& national, const std::string& own) {
    const std::string code = item();
    const std::string line = fmt::format("item: {}, quantity: '9', price: '90'", code);
    const std::string where = fmt::format("line.item == '{}'", code);
    const std::string name = add_rule(where, national, line);
    std::string text = rules.back();
    replaced.push_back(text);
    const std::size_t at = text.find("when: \"" + national);
    text.replace(at + 7, national.size(), own);
    rules.back() = std::move(text);
    if (is_fault) plant(FindingClass::loosened, {name});
  }

  void plant_own_point(bool is_fault, const std::string& kind, const std::string& national, const std::string& own,
                       bool fewer_items = false) {
    const std::string code = item();
    knowledge::Point before = made(kind, {code, item()}, national);
    std::vector<std::string> kept{code};
    if (!fewer_items) kept.emplace_back(before.items[1]);
    knowledge::Point after = made(kind, kept, own);
    after.supersedes = before.id;
    this->national.push_back(before);
    points.push_back(std::move(before));
    own_points.push_back(after.id);
    if (is_fault) plant(FindingClass::loosened, {after.id});
    points.push_back(std::move(after));
  }

  void plant_overrides() {
    plant_override(true, "line.price > 10", "line.price > 30");
    plant_override(true, "visit.kind in ['inpatient', 'emergency']", "visit.kind == 'inpatient'");
    plant_override(true, "line.quantity >= 3", "line.quantity >= 3 && person.sex == '2'");
    plant_override(false, "line.price > 30", "line.price > 10");
    plant_override(false, "line.quantity >= 3 && person.sex == '1'", "line.quantity >= 2");
    plant_own_point(true, "药品限儿童使用", "age_max=12 age_unit=years", "age_max=14 age_unit=years");
    plant_own_point(true, "药品限医疗机构级别", "level_min=3", "level_min=2");
    plant_own_point(true, "药品区分性别使用", "sex=2", "sex=2", true);
    plant_own_point(false, "药品限儿童使用", "age_max=14 age_unit=years", "age_max=12 age_unit=years");
    plant_own_point(false, "药品限适应症", "icd=C30-C39", "icd=C34");
  }

  // Two points that look like a fault and are none.
  void add_look_alikes() {
    const auto two = [&](const char* a, const std::string& la, const char* b, const std::string& lb) {
      const std::string code = item();
      add(a, {code}, la);
      add(b, {code}, lb);
    };
    add("药品区分性别使用", {item()}, "sex=1");
    add("药品区分性别使用", {item()}, "sex=2");
    two("药品区分性别使用", "sex=2", "药品限适应症", "icd=N80-N98");
    two("药品限儿童使用", "age_max=12 age_unit=years", "药品儿童禁用", "age_min=2 age_unit=years");
    two("药品限适应症", "icd=C34", "药品禁忌症", "icd_never=O00-O99");
    two("药品限适应症", "icd=C34", "药品禁忌症", "icd_never=C34.1");
    two("药品限适应症", "icd=C34,C50", "超说明书适应症用药", "icd=C50");
    two("药品儿童专用", "age_max=12 age_unit=years", "药品限儿童使用", "age_max=14 age_unit=years");
    two("药品限医疗机构级别", "level_min=2", "药品限就医方式", "modes=inpatient");
    two("医疗服务项目超限定单价收费", "price_max=10 level=1", "医疗服务项目超限定单价收费", "price_max=12 level=2");
    // Stricter, but for another item.
    const std::string code = item();
    add("药品限医疗机构级别", {code}, "level_min=2");
    add("药品限医疗机构级别", {item()}, "level_min=3");
    // One item in two times, and versions that follow each other.
    const Day end = some_day();
    const std::string twice = item();
    add("药品区分性别使用", {twice}, "sex=1", kNoDay, end);
    add("药品区分性别使用", {twice}, "sex=2", end + 1);
    const std::string far = item();
    add("医疗服务项目限定频次", {far}, "max_count=1 per=day", kNoDay, end);
    add("医疗服务项目限定频次", {far}, "max_count=1 per=day", end + 200);
    const std::string version = item();
    const std::string first = add("药品限支付疗程", {version}, "max_days=14", end);
    add("药品限支付疗程", {version}, "max_days=7", end + pick(30, 400), kNoDay, first);
    plant_family(std::nullopt, 12, 13);
    const std::string main = item();
    add("医疗服务项目重复收费", {main, item()}, "per=day");
    add("医疗服务项目重复收费", {main, item()}, "per=day");
    add("医疗服务项目重复收费", {item(), main}, "per=day");
  }

  std::mt19937 random_;
  int number_ = 1;
};

}  // namespace qiuhao::rules
