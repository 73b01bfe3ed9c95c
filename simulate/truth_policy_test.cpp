// The policy kinds of the audit written a second time: person by person, each point over the lines that it names.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "simulate/city.h"
#include "simulate/truth_audit.h"

namespace qiuhao::simulate {
namespace {

struct Used {
  const Stay* stay;
  const Claim* line;
};
using Lines = std::vector<Used>;  // of one person, in the order of time

// What a kind is asked about: a point, the lines that it names on days when it is in force, and all of the person's.
struct Case {
  const Point& point;
  const Lines& named;
  const Lines& all;
  Found& found;

  void hit(const Used& used, Cents amount) const { found.hit(point, *used.line, amount); }
};

// Half away from zero, by doubling; for what is not negative.
Cents part_of(Cents amount, std::int64_t part, std::int64_t whole) { return (2 * amount * part + whole) / (2 * whole); }

Cents cents_of(const Point& point, std::string_view limit) {
  const auto found = point.limits.find(limit);
  if (found == point.limits.end()) return 0;
  const std::size_t dot = found->second.find('.');
  const std::string whole = found->second.substr(0, dot);
  std::string fraction = dot == std::string::npos ? "" : found->second.substr(dot + 1);
  fraction.resize(2, '0');
  return std::stoll(whole) * 100 + std::stoll(fraction);
}

bool lists(const Point& point, std::string_view limit, const std::string& word) {
  const auto found = point.limits.find(limit);
  return found != point.limits.end() && contains("," + found->second + ",", "," + word + ",");
}

bool begins_with_one_of(const Point& point, std::string_view limit, const std::string& code) {
  std::string rest = point.limits.find(limit)->second;
  for (std::size_t comma = rest.find(','); comma != std::string::npos; comma = rest.find(',')) {
    if (code.starts_with(rest.substr(0, comma))) return true;
    rest.erase(0, comma + 1);
  }
  return code.starts_with(rest);
}

void second_line(const Case& of) {
  constexpr int kMost = 3 * 365;
  const int stated = of.point.number("within_days");
  const int within = stated > 0 ? stated : kMost;
  for (const Used& used : of.named) {
    const Day day = used.line->day;
    const bool has_had = std::any_of(of.all.begin(), of.all.end(), [&](const Used& other) {
      return begins_with_one_of(of.point, "needs", other.line->item) && !of.point.holds(other.line->item) &&
             other.line->day < day && day - other.line->day <= within;
    });
    const auto& codes = used.stay->diagnoses;
    const bool is_allergic =
        std::any_of(codes.begin(), codes.end(), [](const std::string& code) { return code.starts_with("Z88"); });
    if (!has_had && !is_allergic && used.line->in_scope > 0) of.hit(used, used.line->in_scope);
  }
}

void quantity(const Case& of) {
  std::map<std::string, std::int64_t> before;
  for (const Used& used : of.named) {
    const Claim& line = *used.line;
    const std::string& type = used.stay->medical_type;
    if (type.starts_with("2") || type == "52") continue;
    std::int64_t& sum = before[line.visit + line.prescription];
    const std::int64_t most = of.point.number("quantity_max") * 100;
    const std::int64_t over = most > 0 ? std::min(line.quantity, sum + line.quantity - most) : 0;
    sum += line.quantity;
    const int days = of.point.number("max_days");
    const int too_many = days > 0 ? line.days_supply - days : 0;
    if ((over <= 0 && too_many <= 0) || line.in_scope == 0 || (type == "14" && line.days_supply <= 84)) continue;
    Cents amount = 0;
    if (too_many > 0) amount = part_of(line.in_scope, too_many, line.days_supply);
    if (over > 0) amount = std::max(amount, part_of(line.in_scope, over, line.quantity));
    of.hit(used, amount);
  }
}

void disease_drug(const Case& of) {
  for (const Used& used : of.named) {
    const bool is_outside = used.stay->medical_type == "14" && !lists(of.point, "diseases", used.stay->disease);
    if (is_outside && used.line->in_scope > 0) of.hit(used, used.line->in_scope);
  }
}

void price(const Case& of) {
  const Cents most = cents_of(of.point, "price_max");
  const int level = of.point.number("level");
  for (const Used& used : of.named) {
    const Claim& line = *used.line;
    if (line.price <= most || line.in_scope == 0 || (level > 0 && used.stay->level() != level)) continue;
    of.hit(used, std::min(line.in_scope, (line.price - most) * line.quantity / 100));
  }
}

void department(const Case& of) {
  for (const Used& used : of.named) {
    const bool is_outside = !begins_with_one_of(of.point, "departments", used.line->department);
    if (is_outside && used.line->in_scope > 0) of.hit(used, used.line->in_scope);
  }
}

void course(const Case& of) {
  int most = 0;
  int gap = 0;
  const std::string& text = of.point.constraint;
  const std::size_t number = text.find("不超过") + std::string_view("不超过").size();
  most = std::stoi(text.substr(number));
  if (const std::size_t at = text.find("不短于"); at != std::string::npos)
    gap = std::stoi(text.substr(at + std::string_view("不短于").size()));
  for (const Used& used : of.named) {
    std::set<Day> days;
    for (const Used& other : of.named) {
      const int ago = used.line->day - other.line->day;
      if (ago > 0 && ago < 365) days.insert(other.line->day);
    }
    const bool is_too_soon = !days.empty() && used.line->day - *days.rbegin() < gap;
    const bool is_beyond = static_cast<int>(days.size()) >= most || is_too_soon;
    if (is_beyond && used.line->in_scope > 0) of.hit(used, used.line->in_scope);
  }
}

void bundle(const Case& of) {
  std::map<std::pair<std::string, Day>, Lines> by_day;
  for (const Used& used : of.named) by_day[{used.line->visit, used.line->day}].push_back(used);
  for (const auto& [key, lines] : by_day) {
    std::set<std::string> kinds;
    Cents sum = 0;
    for (const Used& used : lines) {
      kinds.insert(used.line->item);
      sum += used.line->in_scope;
    }
    const bool has_whole = std::any_of(of.all.begin(), of.all.end(), [&](const Used& other) {
      return other.line->visit == key.first && other.line->day == key.second &&
             lists(of.point, "bundle", other.line->item);
    });
    const Cents over = sum - cents_of(of.point, "price_max");
    if (!has_whole && over > 0 && static_cast<int>(kinds.size()) >= of.point.number("min_count"))
      of.hit(lines.back(), over);
  }
}

void capped_sum(const Case& of) {
  const bool by_visit = lists(of.point, "per", "visit");
  const Cents most = cents_of(of.point, "amount_max");
  std::map<std::string, Cents> sums;
  for (const Used& used : of.named) {
    Cents& sum = sums[by_visit ? used.line->visit : std::to_string(civil_from_day(used.line->day).year)];
    const Cents over = std::min(used.line->in_scope, sum + used.line->in_scope - most);
    sum += used.line->in_scope;
    if (over > 0) of.hit(used, over);
  }
}

void material_pair(const Case& of) {
  for (const Used& used : of.named) {
    if (used.line->item != of.point.items[1] || used.line->in_scope == 0) continue;
    const bool has_service = std::any_of(of.named.begin(), of.named.end(), [&](const Used& other) {
      return other.line->item == of.point.items[0] && other.line->visit == used.line->visit &&
             other.line->day == used.line->day;
    });
    if (has_service) of.hit(used, used.line->in_scope);
  }
}

void cycle(const Case& of) {
  const auto per = of.point.limits.find("per");
  const int days = per != of.point.limits.end()            ? std::stoi(per->second.substr(5))
                   : contains(of.point.constraint, "每周") ? 7
                                                           : 14;
  const bool is_week = per == of.point.limits.end() && days == 7;
  for (std::size_t index = 0; index < of.named.size(); ++index) {
    const Claim& line = *of.named[index].line;
    std::int64_t paid = 0;
    for (std::size_t earlier = 0; earlier < index; ++earlier) {
      const Claim& other = *of.named[earlier].line;
      // Day 0 was a Thursday; a week is of one Monday.
      const bool is_near = is_week ? (line.day + 3) / 7 == (other.day + 3) / 7 : line.day - other.day < days;
      if (is_near && other.in_scope > 0) paid += other.quantity;
    }
    const std::int64_t over = std::min(line.quantity, paid + line.quantity - 100);
    if (over > 0 && line.in_scope > 0) of.hit(of.named[index], part_of(line.in_scope, over, line.quantity));
  }
}

void online(const Case& of) {
  for (const Used& used : of.named) {
    const auto& lines = used.stay->lines;
    const bool is_online =
        std::any_of(lines.begin(), lines.end(), [](const Claim& line) { return contains(line.name, "互联网"); });
    if (is_online && used.line->in_scope > 0) of.hit(used, used.line->in_scope);
  }
}

const std::map<std::string_view, std::function<void(const Case&)>>& audits() {
  static const std::map<std::string_view, std::function<void(const Case&)>> all{
      {"药品限二线使用", second_line},
      {"药品限最大开药天数/开药量", quantity},
      {"药品超限定病种目录范围使用", disease_drug},
      {"医疗服务项目超限定单价收费", price},
      {"医疗服务项目限科室使用", department},
      {"医疗服务项目限支付疗程", course},
      {"医疗服务项目分解收费", bundle},
      {"医疗服务项目超限定报销总额", capped_sum},
      {"医疗服务项目与医用耗材重复收费", material_pair},
      {"医疗服务项目周期超频次", cycle},
      {"耗材超限定报销总额", capped_sum},
      {"超互联网医院药品支付范围", online}};
  return all;
}

// Operations of one group are named by several points, so that they are looked at together.
void discounts(const std::vector<Point>& points, const Lines& all, Found& found) {
  std::map<std::string, const Point*> of_item;
  for (const Point& point : points) {
    if (point.kind != 0 && kind_name(point.kind) == "手术项目未按规定折价收费") of_item[point.items[0]] = &point;
  }
  std::map<std::tuple<std::string, Day, std::string>, Lines> sessions;
  for (const Used& used : all) {
    if (const auto point = of_item.find(used.line->item); point != of_item.end())
      sessions[{used.line->visit, used.line->day, point->second->constraint}].push_back(used);
  }
  for (const auto& [key, lines] : sessions) {
    const Used& main = *std::max_element(lines.begin(), lines.end(),
                                         [](const Used& a, const Used& b) { return a.line->total < b.line->total; });
    for (const Used& used : lines) {
      const Point& point = *of_item.at(used.line->item);
      const Cents full = used.line->price_limit > 0 ? used.line->price_limit : cents_of(point, "price_max");
      const std::int64_t times = (used.line->quantity + 99) / 100;
      const Cents over = used.line->total - full * times * point.number("percent") / 100;
      if (used.line->item != main.line->item && over > 0 && used.line->in_scope > 0)
        found.hit(point, *used.line, std::min(used.line->in_scope, over));
    }
  }
}

std::map<std::string, Lines> lines_of_people(const Stays& stays) {
  std::map<std::string, Lines> people;
  for (const auto& [number, stay] : stays) {
    for (const Claim& line : stay.lines) people[stay.person].push_back({&stay, &line});
  }
  for (auto& [person, lines] : people) {
    std::sort(lines.begin(), lines.end(), [](const Used& a, const Used& b) {
      return a.line->time != b.line->time ? a.line->time < b.line->time : a.line->number < b.line->number;
    });
  }
  return people;
}

}  // namespace

void audit_policy(const std::vector<Point>& points, const Stays& stays, Found& found) {
  for (const auto& [person, all] : lines_of_people(stays)) {
    for (const Point& point : points) {
      const auto audit = point.kind == 0 ? audits().end() : audits().find(kind_name(point.kind));
      if (audit == audits().end()) continue;
      Lines named;
      for (const Used& used : all) {
        if (point.holds(used.line->item) && used.line->day >= point.from) named.push_back(used);
      }
      if (!named.empty()) audit->second({point, named, all, found});
    }
    discounts(points, all, found);
  }
}

namespace {

std::map<std::string_view, int> hits_by_kind(const Stays& stays) {
  Found found;
  audit_policy(read_points(), stays, found);
  std::map<std::string_view, int> hits;
  for (const std::string& row : found.rows()) ++hits[kind_name(std::stoi(row))];
  return hits;
}

// What looks back over a person's history is met and kept across visits: visit by visit, without a past, there would be
// fewer violations, and more of drugs whose first line was given in an earlier visit.
TEST(TruthPolicy, HistoriesReachAcrossVisits) {
  const TestFolder folder("histories");
  ASSERT_TRUE(simulate_city({folder.path, 2'000, 48, 5}));
  Stays stays = read_stays(folder.path);
  auto with_past = hits_by_kind(stays);
  for (auto& [number, stay] : stays) stay.person = number;
  auto without = hits_by_kind(stays);
  for (const std::string_view kind :
       {"医疗服务项目限支付疗程", "医疗服务项目超限定报销总额", "医疗服务项目周期超频次", "耗材超限定报销总额"}) {
    EXPECT_GT(with_past[kind], without[kind]) << kind;
  }
  EXPECT_LT(with_past["药品限二线使用"], without["药品限二线使用"]);
}

}  // namespace
}  // namespace qiuhao::simulate
