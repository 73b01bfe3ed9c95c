// An act's guards, computed fields, next state and effects.
#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "workflow/performance.h"
#include "workflow/terms.h"

namespace qiuhao::workflow {

bool Performance::refuse_undecided(const cel::Value& value, const std::string& about) {
  const std::string path(value.is_error() ? value.as_text() : std::string_view());
  if (value.is_absent() && path.starts_with("param."))
    return refuse(Outcome::parameter_has_no_value,
                  {fmt::format("{} has no value on {}", path, format_day(matter_.opened)),
                   fmt::format("{} 在 {} 没有取值", path, format_day(matter_.opened))},
                  path);
  if (value.is_absent())
    return refuse(
        Outcome::formula_is_undecided,
        {fmt::format("{} needs {}, which is empty", about, path), fmt::format("{} 需要 {}，但它是空的", about, path)},
        path);
  return refuse(Outcome::formula_is_undecided,
                {fmt::format("{} cannot be told: {}", about, path), fmt::format("{} 无法判定：{}", about, path)},
                about);
}

// Texts of the value live in the scratch or the matter; what is kept is copied at once.
cel::Value Performance::evaluate(const cel::Program& program) {
  const MatterWorld world(kind_, calendar_, matter_, act_);
  return program.evaluate(world, scratch_);
}

bool Performance::check_guards() {
  for (Number number = 0; number < action_->guards.size(); ++number) {
    const Guard& guard = action_->guards[number];
    const cel::Value value = evaluate(guard.holds);
    if (value.is_error()) return refuse_undecided(value, guard.holds.text());
    if (trace_ != nullptr) trace_->guards.emplace_back(number, value.is_true());
    if (!value.is_true()) return refuse(Outcome::guard_is_false, guard.otherwise, guard.holds.text());
  }
  return true;
}

bool Performance::compute() {
  for (const Computed& computed : action_->computes) {
    const Field& field = kind_.fields[computed.field];
    const cel::Value value = evaluate(computed.formula);
    const auto result = from_cel(value, field.shape.type);
    if (!result) return refuse_undecided(value, field.name);
    matter_.fields[field.name] = *result;
  }
  return true;
}

bool Performance::choose_state() {
  if (action_->to.empty()) return true;
  for (Number number = 0; number < action_->to.size(); ++number) {
    const Branch& branch = action_->to[number];
    if (branch.when) {
      const cel::Value value = evaluate(*branch.when);
      if (value.is_error()) return refuse_undecided(value, branch.when->text());
      if (!value.is_true()) continue;
    }
    if (trace_ != nullptr) trace_->branch = number;
    matter_.state = kind_.states[branch.state].name;
    std::erase_if(matter_.terms, [&](const auto& term) {
      const auto deadline = find_named(kind_.deadlines, term.first);
      return !deadline || !kind_.deadlines[*deadline].runs_in[branch.state];
    });
    return true;
  }
  return refuse(Outcome::no_state_follows, outcome_meaning(Outcome::no_state_follows), action_->name);
}

bool Performance::run_effects() {
  for (Number number = 0; number < action_->effects.size(); ++number) {
    const EffectRule& rule = action_->effects[number];
    if (rule.when) {
      const cel::Value value = evaluate(*rule.when);
      if (value.is_error()) return refuse_undecided(value, rule.when->text());
      if (trace_ != nullptr) trace_->effects.emplace_back(number, value.is_true());
      if (!value.is_true()) continue;
    }
    if (!run_effect(rule)) return false;
  }
  return true;
}

bool Performance::run_effect(const EffectRule& rule) {
  Effect effect;
  effect.kind = rule.kind;
  for (const Argument& argument : rule.arguments) {
    if (!evaluate_argument(argument, effect)) return false;
  }
  if (!change_term(rule, effect)) return false;
  effects_.push_back(std::move(effect));
  return true;
}

bool Performance::evaluate_argument(const Argument& argument, Effect& effect) {
  const std::string name(argument.shape->name);
  const auto add = [&](std::string full_name, const cel::Value& value, FieldType type) {
    const auto result = from_cel(value, type);
    if (!result) return refuse_undecided(value, full_name);
    effect.arguments.push_back({std::move(full_name), type, *result});
    return true;
  };
  switch (argument.shape->form) {
    case ArgumentForm::deadline:
    case ArgumentForm::document:
    case ArgumentForm::party:
    case ArgumentForm::word:
      effect.arguments.push_back({name, FieldType::text, FieldValue(argument.word)});
      return true;
    case ArgumentForm::message: {
      const MatterWorld world(kind_, calendar_, matter_, act_);
      effect.arguments.push_back({name, FieldType::text, FieldValue(argument.message->render(world, scratch_))});
      return true;
    }
    case ArgumentForm::fields:
      for (const auto& [field, formula, place] : argument.fields) {
        const cel::Value value = evaluate(formula);
        const auto type = [&] {
          switch (value.kind) {
            case cel::Kind::integer: return FieldType::integer;
            case cel::Kind::decimal: return FieldType::decimal;
            case cel::Kind::date: return FieldType::date;
            case cel::Kind::boolean: return FieldType::boolean;
            case cel::Kind::timestamp: return FieldType::time;
            default: return FieldType::text;
          }
        };
        if (!add(name + "." + field, value, type())) return false;
      }
      return true;
    case ArgumentForm::text: return add(name, evaluate(*argument.formula), FieldType::text);
    case ArgumentForm::integer: return add(name, evaluate(*argument.formula), FieldType::integer);
    case ArgumentForm::amount: return add(name, evaluate(*argument.formula), FieldType::money);
    case ArgumentForm::date: return add(name, evaluate(*argument.formula), FieldType::date);
  }
  return true;
}

bool Performance::change_term(const EffectRule& rule, Effect& effect) {
  const Argument* named = rule.find("deadline");
  if (named == nullptr) return true;
  const Deadline& deadline = kind_.deadlines[*find_named(kind_.deadlines, named->word)];
  if (rule.kind == EffectKind::set_deadline) return start(rule, deadline, effect);
  const auto found = matter_.terms.find(deadline.name);
  if (found == matter_.terms.end())
    return refuse(Outcome::term_does_not_run,
                  {fmt::format("'{}' does not run", deadline.title.english),
                   fmt::format("“{}”没有在计算", deadline.title.chinese)},
                  deadline.name);
  RunningTerm& term = found->second;
  const Day today = day_of(act_.at);
  if (rule.kind == EffectKind::stop_clock) {
    stop_term(term, today);
    return true;
  }
  if (rule.kind == EffectKind::resume_clock) {
    resume_term(term, today, calendar_);
  } else if (!extend(deadline, term)) {
    return false;
  }
  if (term.due != kNoDay) effect.arguments.push_back({"due", FieldType::date, FieldValue(std::int64_t{term.due})});
  return true;
}

bool Performance::start(const EffectRule& rule, const Deadline& deadline, Effect& effect) {
  Day from = day_of(act_.at);
  if (rule.find("from") != nullptr) from = static_cast<Day>(effect.find("from")->value.integer());
  if (!deadline.runs_in[*find_named(kind_.states, matter_.state)])
    return refuse(Outcome::term_does_not_run,
                  {fmt::format("'{}' does not run in this state", deadline.title.english),
                   fmt::format("“{}”在这个状态下不计算", deadline.title.chinese)},
                  deadline.name);
  const auto term = count_of(*deadline.term, deadline);
  if (!term) return false;
  const RunningTerm& started = matter_.terms[deadline.name] = start_term(from, *term, calendar_);
  effect.arguments.push_back({"due", FieldType::date, FieldValue(std::int64_t{started.due})});
  return true;
}

bool Performance::extend(const Deadline& deadline, RunningTerm& term) {
  const auto used = static_cast<int>(term.terms.size()) - 1;
  if (!deadline.extension || used >= deadline.extension->most)
    return refuse(Outcome::extension_is_used_up, outcome_meaning(Outcome::extension_is_used_up), deadline.name);
  const auto more = count_of(deadline.extension->term, deadline);
  if (!more) return false;
  term.terms.push_back(*more);
  if (!term.stands_still()) count_term(term, calendar_);
  return true;
}

std::optional<Term> Performance::count_of(const TermRule& rule, const Deadline& deadline) {
  const cel::Value count = evaluate(rule.count);
  if (count.kind == cel::Kind::integer && count.integer >= 0 && count.integer <= kMaxTerm)
    return Term{static_cast<int>(count.integer), rule.unit};
  if (count.is_error())
    refuse_undecided(count, deadline.name);
  else
    refuse(Outcome::formula_is_undecided,
           {fmt::format("a term is 0 to {} {}", kMaxTerm, term_unit_name(rule.unit)),
            fmt::format("期限应在 0 到 {} 之间", kMaxTerm)},
           deadline.name);
  return std::nullopt;
}

}  // namespace qiuhao::workflow
