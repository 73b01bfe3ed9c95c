// The engine asked, and matters that effects open asked in turn; nothing is written here.
#include "casework/planner.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "database/value.h"

namespace qiuhao::casework {
namespace {

using workflow::Act;
using workflow::Answer;
using workflow::FieldValue;
using workflow::Matter;

constexpr std::string_view kFields = "fields.";

// What a formula gave, as the field of the new matter holds it: money comes as a decimal in 元.
FieldValue as_field(const workflow::EffectArgument& argument, const workflow::Kind& kind, std::string_view name) {
  const auto number = workflow::find_named(kind.fields, name);
  CHECK_NOTE(number.has_value(), std::string(name));
  const workflow::FieldType type = kind.fields[*number].shape.type;
  const bool takes_number = type == workflow::FieldType::money || type == workflow::FieldType::decimal;
  if (!takes_number || argument.value.is_nothing()) return argument.value;
  const auto* whole = std::get_if<std::int64_t>(&argument.value.held);
  const Decimal given = whole != nullptr ? Decimal::from_int(*whole) : std::get<Decimal>(argument.value.held);
  if (type == workflow::FieldType::decimal) return FieldValue(given);
  const auto cents = to_cents(given);
  return cents ? FieldValue(*cents) : FieldValue();
}

Answer refused_beside(Answer answer, const workflow::Kind& opened, const Matter& matter) {
  answer.sentence = Sentence{fmt::format("'{}' could not be opened: ", opened.title.english),
                             fmt::format("不能另立“{}”：", opened.title.chinese)} +
                    answer.sentence;
  answer.matter = matter;
  return answer;
}

}  // namespace

Result<Answer> Planner::open(const std::string& kind, const workflow::NewMatter& fresh, const Act& act) {
  return open(kind, fresh, act, 0);
}

Result<Answer> Planner::open(const std::string& name, const workflow::NewMatter& fresh, const Act& act, int depth) {
  const workflow::Kind* kind = kinds_.newest(name);
  if (kind == nullptr)
    return input_error("unknown_kind", Sentence{fmt::format("no workflow is called '{}'", name),
                                                fmt::format("没有名为“{}”的流程", name)});
  if (depth > kOpenedDeepMost || changes_.size() > kOpenedAtOnceMost)
    return input_error(
        "opens_too_many",
        Sentence{fmt::format("matters open each other without end ({}); mend open_matter in its file", name),
                 fmt::format("事项相互另立，没有尽头（{}）；请修改流程文件中的 open_matter", name)});
  const int year = civil_from_day(day_of(act.at)).year;
  ASSIGN(const std::int64_t last, last_count(name, year));
  workflow::NewMatter numbered = fresh;
  numbered.number = kinds_.pattern(name).number(year, last + 1);
  Answer answer = workflow::open(*kind, calendar_, numbered, act);
  if (!answer.is_done()) return answer;
  counters_[{name, year}] = last + 1;
  return keep(std::nullopt, std::move(answer), fmt::format("{}.{}", name, act.action), act, depth);
}

Result<Answer> Planner::perform(const Matter& matter, const Act& act) {
  const workflow::Kind* kind = kinds_.find(matter.kind, matter.version);
  CHECK(kind != nullptr);
  Answer answer = workflow::perform(*kind, calendar_, matter, act);
  if (!answer.is_done()) return answer;
  return keep(matter, std::move(answer), fmt::format("{}.{}", matter.kind, act.action), act, 0);
}

Result<Answer> Planner::pass_time(const Matter& matter, Seconds now) {
  const workflow::Kind* kind = kinds_.find(matter.kind, matter.version);
  CHECK(kind != nullptr);
  Answer answer = workflow::pass_time(*kind, calendar_, matter, now);
  if (!answer.is_done() || answer.matter == matter) return answer;
  Act clock;
  clock.at = now;
  return keep(matter, std::move(answer), fmt::format("{}.pass_time", matter.kind), clock, 0);
}

Result<Answer> Planner::keep(std::optional<Matter> before, Answer answer, std::string what, const Act& act, int depth) {
  const std::size_t place = changes_.size();
  changes_.push_back({std::move(before), answer.matter, answer.effects, std::move(what), act.note});
  for (const workflow::Effect& effect : answer.effects) {
    if (effect.kind != workflow::EffectKind::open_matter) continue;
    auto beside = open_beside(place, effect, act, depth + 1);
    if (beside && beside->is_done()) continue;
    Matter untouched = changes_[place].before.value_or(Matter{});
    if (depth == 0) {
      changes_.clear();
      counters_.clear();
    }
    if (!beside) return beside;
    return refused_beside(std::move(*beside), *kinds_.newest(effect.find("kind")->value.text()), untouched);
  }
  answer.matter = changes_[place].now;  // with its links
  return answer;
}

Result<Answer> Planner::open_beside(std::size_t place, const workflow::Effect& effect, const Act& act, int depth) {
  const std::string kind_name = effect.find("kind")->value.text();
  const workflow::Kind* kind = kinds_.newest(kind_name);
  CHECK_NOTE(kind != nullptr, kind_name);  // held by check_together
  const auto opening = std::ranges::find_if(kind->actions, &workflow::Action::opens);
  CHECK(opening != kind->actions.end());
  const Matter& parent = changes_[place].now;
  Act first;
  first.action = opening->name;
  first.at = act.at;
  // The file opens it, whoever acts; so the person needs none of the roles of those who open such matters by hand.
  first.by = act.by;
  for (const workflow::Number role : opening->roles) first.by.roles.push_back(kind->roles[role].name);
  first.note = parent.number;
  for (const workflow::EffectArgument& argument : effect.arguments) {
    if (!argument.name.starts_with(kFields)) continue;
    const std::string name = argument.name.substr(kFields.size());
    first.fields[name] = as_field(argument, *kind, name);
  }
  const workflow::EffectArgument* subject = effect.find("subject");
  const workflow::NewMatter fresh{"", subject != nullptr ? subject->value.text() : parent.subject, parent.region};
  const std::size_t opened = changes_.size();
  ASSIGN(Answer answer, open(kind_name, fresh, first, depth));
  if (!answer.is_done()) return answer;
  auto& links = changes_[opened].now.links;  // before those to what it opened itself
  links.insert(links.begin(), workflow::Link{"opened_by", changes_[place].now.number});
  changes_[place].now.links.push_back({"opened", changes_[opened].now.number});
  return answer;
}

Result<std::int64_t> Planner::last_count(const std::string& kind, int year) {
  if (const auto known = counters_.find({kind, year}); known != counters_.end()) return known->second;
  ASSIGN(const auto row, transaction_.query_first("select last from casework_counters where kind = ? and year = ?",
                                                  {kind, year}, {database::Kind::number}));
  return row ? row->number(0) : 0;
}

}  // namespace qiuhao::casework
