// The order of judging: in force, has its lists, where, when, exceptions, blamed lines, amount.
#include "rules/judge.h"

#include <algorithm>

#include "rules/lacking_list.h"

namespace qiuhao::rules {
namespace {

constexpr std::string_view kOverflow = "overflow";

Verdict undecided(const cel::Value& error) { return {Outcome::undecided, 0, error.as_text(), {}}; }

// The lines of a value of the rule's `lines`, each once, in row order.
std::span<const RowIndex> lines_of(const cel::Value& value, std::vector<RowIndex>& rows) {
  rows.clear();
  if (value.kind == cel::Kind::row) {
    rows.push_back(static_cast<RowIndex>(value.integer));
    return rows;
  }
  for (std::size_t index = 0; index < value.list->size(); ++index) {
    const cel::Value item = value.list->at(index);
    if (item.kind == cel::Kind::row) rows.push_back(static_cast<RowIndex>(item.integer));
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

// Money of a hit, capped to what was in scope for the lines.
Verdict hit(const Subject& subject, const cel::Value& value, std::span<const RowIndex> lines) {
  const auto cents = to_cents(value.kind == cel::Kind::integer ? Decimal::from_int(value.integer) : value.as_decimal());
  if (!cents) return {Outcome::undecided, 0, kOverflow, {}};
  Cents most = subject.grain() == Grain::provider_period ? *cents : 0;
  for (const RowIndex line : lines) {
    // A line of which nothing is known limits nothing.
    const Cents of_line = subject.most_of(line).value_or(*cents);
    if (__builtin_add_overflow(most, std::max<Cents>(of_line, 0), &most)) return {Outcome::undecided, 0, kOverflow, {}};
  }
  return {Outcome::hit, std::clamp<Cents>(*cents, 0, std::max<Cents>(most, 0)), {}, lines};
}

bool in_force(const Subject& subject, const Rule& rule) {
  const Day day = subject.day();
  if (day == kNoDay) return rule.effective_from == kNoDay && rule.effective_to == kNoDay;
  if (!rule.in_force(day)) return false;
  const PointIndex point = subject.candidate().point;
  return point == kNoPoint || subject.plan().plan().in_force(point, day);
}

}  // namespace

Verdict judge(const Subject& subject, JudgeScratch& scratch, bool holds) {
  const Rule& rule = subject.rule();
  if (!in_force(subject, rule)) return {};
  const std::string_view lacking = lacking_list(subject.plan().plan(), subject.rule_index());
  if (!lacking.empty()) [[unlikely]]
    return {Outcome::undecided, 0, lacking, {}};
  if (rule.where && !holds) {
    const cel::Value applies = rule.where->evaluate(subject, scratch.where);
    if (applies.is_error()) return undecided(applies);
    if (!applies.is_true()) return {};
  }
  if (!holds) {
    const cel::Value when = rule.when[0].evaluate(subject, scratch.when);
    if (when.is_error()) return undecided(when);
    if (!when.is_true()) return {};
  }
  for (const Let& exception : rule.excepts) {
    const cel::Value holds = exception.program.evaluate(subject, scratch.except);
    if (holds.is_error()) return undecided(holds);
    if (holds.is_true()) return {Outcome::excepted, 0, exception.name, {}};
  }
  std::span<const RowIndex> lines;
  if (rule.lines) {
    const cel::Value blamed = rule.lines->evaluate(subject, scratch.lines);
    if (blamed.is_error()) return undecided(blamed);
    lines = lines_of(blamed, scratch.blamed);
  } else {
    lines = subject.own_lines();
  }
  const cel::Value amount = rule.amount[0].evaluate(subject, scratch.amount);
  if (amount.is_error()) return undecided(amount);
  return hit(subject, amount, lines);
}

}  // namespace qiuhao::rules
