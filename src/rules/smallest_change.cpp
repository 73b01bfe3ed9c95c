// Searching changes. Each trial copies the person, lays the plan over the copy and judges every subject of the rule.
#include "rules/smallest_change.h"

#include <fmt/format.h>

#include <algorithm>

#include "rules/subjects.h"
#include "rules/touched_fields.h"

namespace qiuhao::rules {
namespace {

using claims::Entity;
using claims::FieldIndex;
using claims::kNoField;
using claims::Link;
using Kind = SmallestChange::Kind;

// Lines whose leaving out is tried while somebody waits: of a hit that blames many, one less is seldom enough.
constexpr std::size_t kLinesTriedWaiting = 2;

// What a subject is in the part that was copied; a person's day by its day, for its first line may be dropped.
struct Identity {
  RowIndex row = kNoRow;
  RowIndex other = kNoRow;
  Day day = kNoDay;
  auto operator<=>(const Identity&) const = default;
};

struct Judged {
  Identity identity;
  Outcome outcome = Outcome::clear;
};

// Subjects of one rule and point alone: most of what a person has meets other rules.
// Of a part that is made for a request, those of lines and visits that are asked about.
template <typename JudgeIt>
void for_each_of_rule(Subject& subject, const SubjectRef& about, const claims::PersonPart* request,
                      const JudgeIt& judge_it) {
  const PartPlan& plan = subject.plan();
  const claims::Part& part = plan.part();
  const Grain grain = plan.plan().rules()[about.rule].grain;
  const auto is_it = [&](const Candidate& candidate) {
    return candidate.rule == about.rule && candidate.point == about.point;
  };
  if (grain == Grain::line || grain == Grain::pair) {
    const claims::Range lines = part.range(Link::person_lines, subject.person());
    for (RowIndex line = lines.begin; line < lines.end; ++line) {
      if (request != nullptr && !request->is_asked(Entity::line, line)) continue;
      const std::uint32_t item = plan.items()->code(line);
      for (const Candidate& candidate : grain == Grain::line ? plan.candidates(item) : plan.pair_candidates(item)) {
        if (!is_it(candidate)) continue;
        if (grain == Grain::pair) {
          for_each_pair_of(subject, line, candidate, judge_it);
          continue;
        }
        subject.set_line(line, candidate);
        judge_it();
      }
    }
    return;
  }
  if (grain == Grain::visit) {
    const claims::Range visits = part.range(Link::person_visits, subject.person());
    for (RowIndex visit = visits.begin; visit < visits.end; ++visit) {
      if (request != nullptr && !request->is_asked(Entity::visit, visit)) continue;
      subject.set_visit(visit, about.rule);
      judge_it();
    }
    return;
  }
  for_each_subject(subject, grain, [&] {
    const SubjectRef here = subject.ref();
    if (here.rule == about.rule && here.point == about.point) judge_it();
  });
}

// Every subject of the rule (and point) that one person of a part has, with rows as `origin` translates them.
template <typename Origin>
std::vector<Judged> judge_person(const PartPlan& plan, RowIndex person, const SubjectRef& about, const Origin& origin,
                                 const claims::PersonPart* request = nullptr) {
  const Grain grain = plan.plan().rules()[about.rule].grain;
  std::vector<Judged> all;
  Subject subject(plan);
  JudgeScratch scratch;
  subject.set_person(person);
  for_each_of_rule(subject, about, request, [&] {
    const SubjectRef here = subject.ref();
    Identity identity;
    if (grain == Grain::person_day) {
      identity.day = subject.day();
    } else {
      identity.row = origin(entity_of(grain), here.row);
      if (grain == Grain::pair) identity.other = origin(Entity::line, here.other);
    }
    all.push_back({identity, judge(subject, scratch).outcome});
  });
  return all;
}

bool ends_with_field(const std::vector<std::string>& paths, std::string_view field) {
  return std::any_of(paths.begin(), paths.end(), [&](const std::string& path) {
    return path.size() > field.size() && path.ends_with(field) && path[path.size() - field.size() - 1] == '.';
  });
}

class Search {
 public:
  Search(const PartPlan& plan, const SubjectRef& about, std::size_t trials_most = kMaxTrials,
         const RequestPart* request = nullptr)
      : plan_(plan),
        part_(plan.part()),
        schema_(plan.plan().schema()),
        about_(about),
        subject_(plan),
        trials_most_(trials_most),
        request_(request) {
    subject_.stand(about);
    gather_rows();
    gather_hits();
  }

  bool is_hit() const { return is_hit_; }
  bool clears(const PersonChange& change);
  std::vector<SmallestChange> run(bool only_first);

 private:
  void gather_rows();
  void gather_hits();
  void gather_paths();
  bool reads(std::string_view field) const { return ends_with_field(paths_, field); }
  void try_less(Kind kind, Entity entity, std::string_view field, const std::vector<RowIndex>& rows);
  bool find_less(ChangedValue& value, std::int64_t from, std::int64_t unit);
  // nullopt: it takes a copy of the person.
  std::optional<bool> clears_in_request(const PersonChange& change);
  const claims::PersonPart* made() const { return request_ == nullptr ? nullptr : &request_->made; }
  bool clears_without(RowIndex line) const;
  bool is_right(const std::vector<Judged>& all) const;
  void try_line_less();
  void try_own_payment();
  void try_diagnoses();
  void offer(Kind kind, PersonChange change, Sentence sentence) {
    found_.push_back({kind, std::move(change), std::move(sentence)});
  }
  std::string text_of(Entity entity, std::string_view field, RowIndex row) const;
  std::string line_name(RowIndex line) const;

  const PartPlan& plan_;
  const claims::Part& part_;
  const claims::Schema& schema_;
  SubjectRef about_;
  Subject subject_;
  Identity identity_;
  bool is_hit_ = false;
  std::vector<Identity> hits_;  // of the person as they are, sorted
  std::vector<RowIndex> blamed_;
  std::vector<RowIndex> held_;  // lines of windows, that are not blamed
  std::vector<std::string> paths_;
  std::size_t trials_most_;
  const RequestPart* request_;
  std::size_t trials_ = 0;
  std::vector<SmallestChange> found_;
};

void Search::gather_rows() {
  JudgeScratch scratch;
  const Verdict verdict = judge(subject_, scratch);
  is_hit_ = verdict.outcome == Outcome::hit;
  blamed_.assign(verdict.lines.begin(), verdict.lines.end());
  std::set<RowIndex> held;
  const Rule& rule = subject_.rule();
  const auto line_struct = static_cast<cel::StructId>(Entity::line);
  for (std::size_t index = 0; index < rule.windows.size(); ++index) {
    const cel::Value value = subject_.variable(static_cast<cel::SlotId>(kFirstWindowSlot + index));
    if (value.kind == cel::Kind::row && value.row_struct == line_struct)
      held.insert(static_cast<RowIndex>(value.integer));
    if (value.kind != cel::Kind::list) continue;
    for (std::size_t i = 0; i < value.list->size() && held.size() < kMaxChangedRows; ++i) {
      const cel::Value row = value.list->at(i);
      if (row.kind == cel::Kind::row && row.row_struct == line_struct) held.insert(static_cast<RowIndex>(row.integer));
    }
  }
  // A pair's main item is the other half of what is wrong.
  if (subject_.grain() == Grain::pair) held.insert(about_.other);
  for (const RowIndex line : blamed_) held.erase(line);
  held_.assign(held.begin(), held.end());
  if (blamed_.size() > kMaxChangedRows) blamed_.resize(kMaxChangedRows);
  gather_paths();
}

void Search::gather_hits() {
  const auto same = [](Entity, RowIndex row) { return row; };
  for (const Judged& judged : judge_person(plan_, subject_.person(), about_, same, made())) {
    if (judged.outcome == Outcome::hit) hits_.push_back(judged.identity);
  }
  std::sort(hits_.begin(), hits_.end());
  if (subject_.grain() == Grain::person_day) {
    identity_.day = subject_.day();
  } else {
    identity_.row = about_.row;
    if (subject_.grain() == Grain::pair) identity_.other = about_.other;
  }
}

void Search::gather_paths() {
  const Rule& rule = subject_.rule();
  const auto add = [&](const cel::Program& program) {
    const auto fields = program.fields();
    paths_.insert(paths_.end(), fields.begin(), fields.end());
  };
  if (rule.where) add(*rule.where);
  add(rule.when[0]);
  for (const Let& let : rule.lets) add(let.program);
  for (const Let& exception : rule.excepts) add(exception.program);
  for (const Window& window : rule.windows) {
    if (window.where) add(*window.where);
    if (window.days_supply) add(*window.days_supply);
  }
}

bool Search::clears(const PersonChange& change) {
  if (++trials_ > trials_most_) return false;
  // A copy of the person takes too long for somebody who waits.
  if (request_ != nullptr) return clears_in_request(change).value_or(false);
  const ChangedPerson changed = copy_person(part_, schema_, subject_.person(), change);
  const PartPlan laid(plan_.plan(), changed.part);
  const auto origin = [&](Entity entity, RowIndex row) { return changed.origin(entity, row); };
  return is_right(judge_person(laid, 0, about_, origin));
}

bool Search::is_right(const std::vector<Judged>& all) const {
  return std::all_of(all.begin(), all.end(), [&](const Judged& judged) {
    if (judged.identity == identity_) return judged.outcome == Outcome::clear;
    return judged.outcome != Outcome::hit || std::binary_search(hits_.begin(), hits_.end(), judged.identity);
  });
}

bool Search::clears_without(RowIndex line) const {
  const auto origin = [line](Entity entity, RowIndex row) {
    return entity == Entity::line && row != kNoRow && row >= line ? row + 1 : row;
  };
  bool said = false;
  request_->without(line, [&](claims::PersonPart& made) {
    said = is_right(judge_person(PartPlan(plan_.plan(), made, request_->candidates), 0, about_, origin, &made));
  });
  return said;
}

std::optional<bool> Search::clears_in_request(const PersonChange& change) {
  const bool is_line_gone = change.values.empty() && change.dropped_lines.size() == 1;
  if (is_line_gone && *change.dropped_lines.begin() == about_.row && is_of_single_lines(subject_.rule())) return true;
  if (is_line_gone) return clears_without(*change.dropped_lines.begin());
  if (!change.dropped_lines.empty()) return std::nullopt;
  std::vector<ChangedValue> before;
  for (const ChangedValue& value : change.values) {
    const auto old = request_->made.replace_number(value.of, value.field, value.row, value.number);
    if (!old) break;
    before.push_back(value);
    before.back().number = *old;
  }
  std::optional<bool> said;
  const auto same = [](Entity, RowIndex row) { return row; };
  if (before.size() == change.values.size())
    said = is_right(judge_person(plan_, subject_.person(), about_, same, made()));
  for (const ChangedValue& value : before)
    request_->made.replace_number(value.of, value.field, value.row, value.number);
  return said;
}

// The most below `from` that is right, in multiples of a unit: steps that double find a right one, halving finds the
// boundary.
bool Search::find_less(ChangedValue& value, std::int64_t from, std::int64_t unit) {
  const auto is_right = [&](std::int64_t units) {
    value.number = units * unit;
    return clears({{value}, {}});
  };
  from /= unit;
  if (from <= 1) return false;
  // While somebody waits, what is wrong even with the least there can be is given up at once.
  if (request_ != nullptr && !is_right(1)) return false;
  std::int64_t wrong = from;
  std::int64_t right = 0;
  for (std::int64_t step = 1; right == 0; step *= 2) {
    const std::int64_t units = std::max<std::int64_t>(from - step, 1);
    if (is_right(units)) {
      right = units;
    } else if (units == 1) {
      return false;
    } else {
      wrong = units;
    }
  }
  while (wrong - right > 1) {
    const std::int64_t middle = right + (wrong - right) / 2;
    (is_right(middle) ? right : wrong) = middle;
  }
  return is_right(right);
}

void Search::try_less(Kind kind, Entity entity, std::string_view field, const std::vector<RowIndex>& rows) {
  if (!reads(field)) return;
  const FieldIndex index = schema_.of(entity).find(field);
  const Column* column = index == kNoField ? nullptr : part_.column(entity, index);
  if (column == nullptr) return;
  for (const RowIndex row : rows) {
    if (!column->has(row) || column->number(row) <= 1) continue;
    ChangedValue value{entity, index, row, 0, ""};
    const int scale = schema_.field(entity, index).scale;
    // Boxes stay whole where they were; where no whole number is right, parts are tried.
    const std::int64_t whole = kPowersOfTen[scale];
    const bool is_whole = column->number(row) % whole == 0;
    const bool is_found = is_whole && find_less(value, column->number(row), whole);
    const bool tries_parts = !is_whole || request_ == nullptr;
    if (!is_found && !(tries_parts && find_less(value, column->number(row), 1))) continue;
    const auto shown = [&](std::int64_t units) {
      return cel::to_message(cel::Value::of_decimal({units, static_cast<std::uint8_t>(scale)}));
    };
    const std::string from = shown(column->number(row));
    const std::string to = shown(value.number);
    const std::string& label = schema_.field(entity, index).label;
    const bool is_line = entity == Entity::line;
    const std::string name = is_line ? line_name(row) : text_of(entity, "id", row);
    offer(kind, {{value}, {}},
          {fmt::format("with {} {} instead of {} ({} {})", field, to, from, is_line ? "line" : "visit", name),
           fmt::format("{} {}，{}由 {} 减为 {}", is_line ? "费用" : "就诊", name, label, from, to)});
    return;
  }
}

void Search::try_line_less() {
  std::size_t tried = 0;
  for (const auto* lines : {&held_, &blamed_}) {
    // Of what was charged before, a doctor who waits can take nothing back.
    if (request_ != nullptr && lines == &held_) continue;
    for (const RowIndex line : *lines) {
      if (request_ != nullptr && (tried >= kLinesTriedWaiting || !request_->made.is_asked(Entity::line, line)))
        continue;
      ++tried;
      PersonChange change{{}, {line}};
      if (!clears(change)) continue;
      offer(Kind::line_less, std::move(change),
            {fmt::format("without line {}", line_name(line)), fmt::format("不收费用 {}", line_name(line))});
      return;
    }
  }
}

// All of the blamed lines at once: what is in scope is none, and all of the amount is the person's.
void Search::try_own_payment() {
  const claims::EntitySchema& fields = schema_.of(Entity::line);
  const FieldIndex in_scope = fields.find("in_scope");
  const FieldIndex own = fields.find("own_expense");
  const Column* amounts = part_.column(Entity::line, fields.find("amount"));
  if (in_scope == kNoField || own == kNoField || blamed_.empty() || !(reads("in_scope") || reads("own_expense")))
    return;
  PersonChange change;
  std::string names;
  for (const RowIndex line : blamed_) {
    change.values.push_back({Entity::line, in_scope, line, 0, ""});
    if (amounts != nullptr && amounts->has(line)) {
      change.values.push_back({Entity::line, own, line, amounts->number(line), ""});
    }
    names += (names.empty() ? "" : "、") + line_name(line);
  }
  if (!clears(change)) return;
  offer(Kind::own_payment, std::move(change),
        {fmt::format("with {} paid by the person, nothing of it in scope", names),
         fmt::format("费用 {}，改为全自费", names)});
}

void Search::try_diagnoses() {
  const RowIndex visit = subject_.visit();
  const FieldIndex main = schema_.of(Entity::visit).find("main_diagnosis");
  const Column* codes = part_.column(Entity::diagnosis, schema_.of(Entity::diagnosis).find("code"));
  if (visit == kNoRow || main == kNoField || codes == nullptr || !reads("main_diagnosis")) return;
  const std::string from = text_of(Entity::visit, "main_diagnosis", visit);
  const claims::Range rows = part_.range(Link::person_diagnoses, subject_.person());
  for (RowIndex row = rows.begin; row < rows.end; ++row) {
    if (part_.link(Link::diagnosis_visit, row) != visit || !codes->has(row) || codes->text(row) == from) continue;
    PersonChange change{{{Entity::visit, main, visit, 0, std::string(codes->text(row))}}, {}};
    if (!clears(change)) continue;
    const std::string to = fmt::format("{} {}", codes->text(row), text_of(Entity::diagnosis, "name", row));
    offer(Kind::diagnosis, std::move(change),
          {fmt::format("with {}, which the record has, as main diagnosis instead of {}", to, from),
           fmt::format("主诊断由 {} 改为病历中已有的 {}", from, to)});
    return;
  }
}

std::string Search::text_of(Entity entity, std::string_view field, RowIndex row) const {
  const FieldIndex index = schema_.of(entity).find(field);
  const Column* column = index == kNoField ? nullptr : part_.column(entity, index);
  if (column == nullptr || !column->has(row)) return "";
  return column->storage == Storage::day ? format_day(column->day(row)) : std::string(column->text(row));
}

std::string Search::line_name(RowIndex line) const {
  std::string about;
  for (const std::string_view field : {"item_name", "day"}) {
    const std::string text = text_of(Entity::line, field, line);
    if (!text.empty()) about += (about.empty() ? "" : " ") + text;
  }
  return text_of(Entity::line, "id", line) + (about.empty() ? "" : "（" + about + "）");
}

std::vector<SmallestChange> Search::run(bool only_first) {
  const auto goes_on = [&] { return !only_first || found_.empty(); };
  try_less(Kind::fewer_units, Entity::line, "quantity", blamed_);
  if (goes_on()) try_less(Kind::fewer_days, Entity::line, "days_supply", blamed_);
  const bool has_days = !found_.empty() && found_.back().kind == Kind::fewer_days;
  if (goes_on() && !has_days && subject_.visit() != kNoRow)
    try_less(Kind::fewer_days, Entity::visit, "days", {subject_.visit()});
  if (goes_on()) try_line_less();
  if (goes_on()) try_own_payment();
  // A doctor is not told to write another diagnosis so that a rule is content.
  if (goes_on() && request_ == nullptr) try_diagnoses();
  return std::move(found_);
}

}  // namespace

std::vector<SmallestChange> smallest_changes(const PartPlan& plan, const SubjectRef& subject) {
  if (plan.plan().rules()[subject.rule].grain == Grain::provider_period) return {};
  Search search(plan, subject);
  return search.is_hit() ? search.run(false) : std::vector<SmallestChange>{};
}

std::optional<SmallestChange> smallest_change(const PartPlan& plan, const RequestPart& request,
                                              const SubjectRef& subject, std::size_t trials_most) {
  if (plan.plan().rules()[subject.rule].grain == Grain::provider_period) return std::nullopt;
  Search search(plan, subject, trials_most, &request);
  if (!search.is_hit()) return std::nullopt;
  auto found = search.run(true);
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

bool is_cleared_by(const PartPlan& plan, const SubjectRef& subject, const PersonChange& change) {
  return Search(plan, subject).clears(change);
}

}  // namespace qiuhao::rules
