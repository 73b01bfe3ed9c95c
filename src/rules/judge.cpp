// The order of judging: in force, where, when, exceptions, amount.
#include "rules/judge.h"

#include <algorithm>

namespace qiuhao::rules {
namespace {

Verdict undecided(const cel::Value& error) { return {Outcome::undecided, 0, error.as_text()}; }

// Money of a hit, capped to what was in scope for the line.
Verdict hit(const Subject& subject, const cel::Value& value) {
  const auto cents = to_cents(value.kind == cel::Kind::integer ? Decimal::from_int(value.integer) : value.as_decimal());
  if (!cents) return {Outcome::undecided, 0, "overflow"};
  const EngineFields& fields = subject.plan().plan().fields();
  const claims::Part& part = subject.plan().part();
  Cents most = *cents;
  for (const claims::FieldIndex field : {fields.line_in_scope, fields.line_amount}) {
    const Column* column = part.column(claims::Entity::line, field);
    if (column == nullptr || !column->has(subject.line())) continue;
    most = column->number(subject.line());
    break;
  }
  return {Outcome::hit, std::clamp<Cents>(*cents, 0, std::max<Cents>(most, 0)), {}};
}

}  // namespace

Verdict judge(const Subject& subject, JudgeScratch& scratch) {
  const Plan& plan = subject.plan().plan();
  const Candidate& candidate = subject.candidate();
  const Rule& rule = plan.rules()[candidate.rule];
  const Column* days = subject.plan().part().column(claims::Entity::line, plan.fields().line_day);
  const Day day = days->day(subject.line());
  if (!rule.in_force(day)) return {};
  if (candidate.point != kNoPoint && !plan.library()[candidate.point].in_force(day)) return {};
  if (rule.where) {
    const cel::Value applies = rule.where->evaluate(subject, scratch.where);
    if (applies.is_error()) return undecided(applies);
    if (!applies.is_true()) return {};
  }
  const cel::Value when = rule.when[0].evaluate(subject, scratch.when);
  if (when.is_error()) return undecided(when);
  if (!when.is_true()) return {};
  for (const Let& exception : rule.excepts) {
    const cel::Value holds = exception.program.evaluate(subject, scratch.except);
    if (holds.is_error()) return undecided(holds);
    if (holds.is_true()) return {Outcome::excepted, 0, exception.name};
  }
  const cel::Value amount = rule.amount[0].evaluate(subject, scratch.amount);
  if (amount.is_error()) return undecided(amount);
  return hit(subject, amount);
}

}  // namespace qiuhao::rules
