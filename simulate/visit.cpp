// Lines with their money, what refunds leave of them, and the settlement of a visit.
#include "simulate/visit.h"

#include <algorithm>

#include "base/check.h"
#include "simulate/orders.h"

namespace qiuhao::simulate {
namespace {

__extension__ using Wide = __int128;

// Services cost less below the third level: percent of the full price by level 0 … 3.
constexpr int kServicePercent[] = {80, 80, 90, 100};
constexpr Cents kLargeEmployeeFrom = 8'000'000;    // in-scope money of one settlement that the large fund takes over
constexpr Cents kSeriousResidentFrom = 1'200'000;  // what a resident bears before the serious-illness fund helps
constexpr Cents kAccountMost = 60'000;

struct Coverage {
  Cents deductible;
  int percent;
};

Coverage coverage(const Visit& visit) {
  if (visit.insurance == "510") return {0, 100};
  const bool employee = visit.insurance == "310";
  const int level = visit.provider->level;
  if (visit.inpatient()) {
    constexpr Cents kDeductible[] = {20'000, 30'000, 60'000, 90'000};
    constexpr int kEmployee[] = {92, 92, 88, 85};
    constexpr int kResident[] = {85, 85, 75, 60};
    return {kDeductible[level], employee ? kEmployee[level] : kResident[level]};
  }
  if (visit.medical_type == "14") return {0, employee ? 80 : 65};
  return {0, employee ? 60 - 5 * std::max(0, level - 1) : 55 - 10 * std::max(0, level - 1)};
}

}  // namespace

Cents proportion(Cents a, std::int64_t b, std::int64_t c) {
  CHECK(c > 0);
  const Wide product = static_cast<Wide>(a) * b;
  const Wide half = product < 0 ? -(c / 2) : c / 2;
  return static_cast<Cents>((product + half) / c);
}

Seconds Visit::next_time(int day) {
  const auto count = static_cast<Seconds>(lines.size());
  if (!inpatient()) return begin + 3 * kMinute + count * 47;
  const Seconds midnight = static_cast<Seconds>(first_day() + day) * kSecondsPerDay - kShanghaiOffset;
  return midnight + 11 * 3600 + 30 * kMinute + count % 190 * kMinute + count % 59;
}

int Visit::add(const Item& item, std::int64_t quantity, int day) {
  CHECK(day >= 0 && day < stay_days());
  Line line;
  line.item = &item;
  line.quantity = quantity;
  line.time = next_time(day);
  line.price = local_price(item);
  if (is_drug(item)) line.prescription = prescription_for(item);
  if (is_drug(item)) order_plainly(line, inpatient());
  price(line);
  lines.push_back(line);
  return static_cast<int>(lines.size()) - 1;
}

// An outpatient's prescription holds five drugs; a sixth goes on a sheet of its own. A ward's orders have no such end.
int Visit::prescription_for(const Item& item) {
  std::vector<std::string_view> names;
  for (const Line& line : lines) {
    const bool is_beside = is_drug(*line.item) && line.prescription == prescriptions;
    if (is_beside && std::ranges::find(names, line.item->name) == names.end()) names.push_back(line.item->name);
  }
  const bool is_full = static_cast<int>(names.size()) >= kDrugsOfPrescription;
  if (prescriptions > 0 && !inpatient() && is_full && std::ranges::find(names, item.name) == names.end())
    ++prescriptions;
  return prescriptions;
}

int Visit::add_self_paid(const Item& item, std::int64_t quantity, int day) {
  const int index = add(item, quantity, day);
  pay_alone(index);
  return index;
}

void Visit::pay_alone(int line) {
  lines[static_cast<std::size_t>(line)].self_paid = true;
  price(lines[static_cast<std::size_t>(line)]);
}

void Visit::price(Line& line) const {
  line.total = proportion(line.price, line.quantity, kWhole);
  line.own = line.self_paid || line.item->list_level == 3 ? line.total : 0;
  line.paid_first = line.own != 0 ? 0 : proportion(line.total, line.item->percent_paid_first, 100);
  line.in_scope = line.total - line.own - line.paid_first;
}

void Visit::refund(int line, std::int64_t quantity) {
  const std::int64_t left = net_quantity(line);
  CHECK(quantity > 0 && quantity <= left);
  Line row = lines[static_cast<std::size_t>(line)];
  row.quantity = -quantity;
  row.refund_of = line;
  row.time = std::min(row.time + 5 * kMinute, end);
  price(row);
  if (quantity == left) {
    // What is left goes back to the last 分, whatever earlier refunds were rounded to.
    row.total = row.own = row.paid_first = row.in_scope = 0;
    for (int index = 0; index < static_cast<int>(lines.size()); ++index) {
      const Line& part = lines[static_cast<std::size_t>(index)];
      if (index != line && part.refund_of != line) continue;
      row.total -= part.total;
      row.own -= part.own;
      row.paid_first -= part.paid_first;
      row.in_scope -= part.in_scope;
    }
  }
  lines.push_back(row);
}

void Visit::set_quantity(int line, std::int64_t quantity) {
  lines[static_cast<std::size_t>(line)].quantity = quantity;
  price(lines[static_cast<std::size_t>(line)]);
}

void Visit::set_price(int line, Cents of_unit) {
  lines[static_cast<std::size_t>(line)].price = of_unit;
  price(lines[static_cast<std::size_t>(line)]);
}

void Visit::replace_item(int line, const Item& item) {
  lines[static_cast<std::size_t>(line)].item = &item;
  set_price(line, local_price(item));
}

Cents Visit::local_price(const Item& item) const {
  return is_service(item) ? proportion(item.price, kServicePercent[provider->level], 100) : item.price;
}

bool Visit::has(const Item& item) const {
  return std::any_of(lines.begin(), lines.end(), [&](const Line& line) { return line.item == &item; });
}

std::int64_t Visit::net_quantity(int line) const {
  std::int64_t quantity = lines[static_cast<std::size_t>(line)].quantity;
  for (const Line& row : lines) {
    if (row.refund_of == line) quantity += row.quantity;
  }
  return quantity;
}

Cents Visit::net_in_scope(int line) const {
  Cents amount = lines[static_cast<std::size_t>(line)].in_scope;
  for (const Line& row : lines) {
    if (row.refund_of == line) amount += row.in_scope;
  }
  return amount;
}

Cents Visit::all_in_scope() const {
  Cents amount = 0;
  for (const Line& line : lines) amount += line.voided ? 0 : line.in_scope;
  return amount;
}

Cents Visit::violation_amount(const Violation& violation) const {
  if (violation.amount) return *violation.amount;
  const Cents in_scope = net_in_scope(violation.line);
  if (violation.over == 0) return in_scope;
  return proportion(in_scope, violation.over, net_quantity(violation.line));
}

Settlement settle(const Visit& visit) {
  Settlement money;
  for (const Line& line : visit.lines) {
    if (line.voided) continue;
    money.total += line.total;
    money.own += line.own;
    money.over_limit += line.over_limit;
    money.paid_first += line.paid_first;
    money.in_scope += line.in_scope;
  }
  const Coverage cover = coverage(visit);
  money.deductible_standard = cover.deductible;
  money.deductible = std::min(cover.deductible, money.in_scope);
  const Cents shared = money.in_scope - money.deductible;
  const bool employee = visit.insurance == "310";
  const Cents ordinary = employee ? std::min(shared, kLargeEmployeeFrom) : shared;
  money.pool = proportion(ordinary, cover.percent, 100);
  money.large_employee = proportion(shared - ordinary, 90, 100);
  money.share = shared - money.pool - money.large_employee;
  if (visit.insurance == "390" && money.share > kSeriousResidentFrom) {
    money.serious_resident = proportion(money.share - kSeriousResidentFrom, 60, 100);
    money.share -= money.serious_resident;
  }
  money.assistance = proportion(money.share, visit.assisted_percent, 100);
  money.share -= money.assistance;
  money.fund = money.pool + money.large_employee + money.serious_resident + money.assistance;
  money.person = money.total - money.fund;
  money.account = employee ? std::min(money.person, kAccountMost) : 0;
  money.cash = money.person - money.account;
  return money;
}

}  // namespace qiuhao::simulate
