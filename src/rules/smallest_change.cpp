// Searching changes, those first that leave most of the claim as it was.
#include "rules/smallest_change.h"

#include <fmt/format.h>

#include <algorithm>

namespace qiuhao::rules {
namespace {

using claims::Entity;
using claims::FieldIndex;
using claims::kNoField;
using claims::Link;
using Kind = SmallestChange::Kind;

// Lines whose leaving out is tried while somebody waits: of a hit that blames many, one less is seldom enough.
constexpr std::size_t kLinesTriedWaiting = 2;

bool ends_with_field(const std::vector<std::string>& paths, std::string_view field) {
  return std::any_of(paths.begin(), paths.end(), [&](const std::string& path) {
    return path.size() > field.size() && path.ends_with(field) && path[path.size() - field.size() - 1] == '.';
  });
}

// Lines whose charging is part of what is wrong, kMaxChangedRows of each at most.
struct Lines {
  std::vector<RowIndex> blamed;
  std::vector<RowIndex> held;  // of windows, that are not blamed
};

std::vector<RowIndex> at_most(std::vector<RowIndex> rows) {
  if (rows.size() > kMaxChangedRows) rows.resize(kMaxChangedRows);
  return rows;
}

Lines lines_of(const Subject& subject, const SubjectRef& about, const Verdict& verdict) {
  std::set<RowIndex> held;
  const auto line_struct = static_cast<cel::StructId>(Entity::line);
  for (std::size_t index = 0; index < subject.rule().windows.size(); ++index) {
    const cel::Value value = subject.variable(static_cast<cel::SlotId>(kFirstWindowSlot + index));
    if (value.kind == cel::Kind::row && value.row_struct == line_struct)
      held.insert(static_cast<RowIndex>(value.integer));
    if (value.kind != cel::Kind::list) continue;
    for (std::size_t i = 0; i < value.list->size() && held.size() < kMaxChangedRows; ++i) {
      const cel::Value row = value.list->at(i);
      if (row.kind == cel::Kind::row && row.row_struct == line_struct) held.insert(static_cast<RowIndex>(row.integer));
    }
  }
  // A pair's main item is the other half of what is wrong.
  if (subject.grain() == Grain::pair) held.insert(about.other);
  for (const RowIndex line : verdict.lines) held.erase(line);
  return {at_most({verdict.lines.begin(), verdict.lines.end()}), {held.begin(), held.end()}};
}

class Search {
 public:
  // `subject` stands at the hit, and may stand elsewhere after trials. `request`: while somebody waits, what is asked
  // about; nullptr tries all kinds of changes.
  Search(const Subject& subject, ChangeTrials& trials, Lines lines, std::size_t trials_most, const RequestHit* request)
      : part_(subject.plan().part()),
        schema_(subject.plan().plan().schema()),
        rule_(subject.rule()),
        person_(subject.person()),
        visit_(subject.visit()),
        trials_(trials),
        blamed_(std::move(lines.blamed)),
        held_(std::move(lines.held)),
        trials_most_(trials_most),
        request_(request) {
    gather_paths();
  }

  std::vector<SmallestChange> run(bool only_first);

 private:
  void gather_paths();
  bool reads(std::string_view field) const { return ends_with_field(paths_, field); }
  void try_less(Kind kind, Entity entity, std::string_view field, const std::vector<RowIndex>& rows);
  bool find_less(ChangedValue& value, std::int64_t from, std::int64_t unit);
  void try_line_less();
  void try_own_payment();
  void try_diagnoses();
  bool clears(const PersonChange& change) { return ++tried_ <= trials_most_ && trials_.clears(change); }
  bool offer(Kind kind, PersonChange change, Sentence sentence) {
    if (!trials_.holds(change)) return false;
    found_.push_back({kind, std::move(change), std::move(sentence)});
    return true;
  }
  std::string text_of(Entity entity, std::string_view field, RowIndex row) const;
  std::string line_name(RowIndex line) const;

  const claims::Part& part_;
  const claims::Schema& schema_;
  const Rule& rule_;
  const RowIndex person_;
  const RowIndex visit_;
  ChangeTrials& trials_;
  const std::vector<RowIndex> blamed_;
  const std::vector<RowIndex> held_;
  std::vector<std::string> paths_;
  const std::size_t trials_most_;
  const RequestHit* const request_;
  std::size_t tried_ = 0;
  std::vector<SmallestChange> found_;
};

void Search::gather_paths() {
  const auto add = [&](const cel::Program& program) {
    const auto fields = program.fields();
    paths_.insert(paths_.end(), fields.begin(), fields.end());
  };
  if (rule_.where) add(*rule_.where);
  add(rule_.when[0]);
  for (const Let& let : rule_.lets) add(let.program);
  for (const Let& exception : rule_.excepts) add(exception.program);
  for (const Window& window : rule_.windows) {
    if (window.where) add(*window.where);
    if (window.days_supply) add(*window.days_supply);
  }
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
  value.number = right * unit;
  return true;
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
    if (offer(kind, {{value}, {}},
              {fmt::format("with {} {} instead of {} ({} {})", field, to, from, is_line ? "line" : "visit", name),
               fmt::format("{} {}，{}由 {} 减为 {}", is_line ? "费用" : "就诊", name, label, from, to)}))
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
      if (offer(Kind::line_less, std::move(change),
                {fmt::format("without line {}", line_name(line)), fmt::format("不收费用 {}", line_name(line))}))
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
  const FieldIndex main = schema_.of(Entity::visit).find("main_diagnosis");
  const Column* codes = part_.column(Entity::diagnosis, schema_.of(Entity::diagnosis).find("code"));
  if (visit_ == kNoRow || main == kNoField || codes == nullptr || !reads("main_diagnosis")) return;
  const std::string from = text_of(Entity::visit, "main_diagnosis", visit_);
  const claims::Range rows = part_.range(Link::person_diagnoses, person_);
  for (RowIndex row = rows.begin; row < rows.end; ++row) {
    if (part_.link(Link::diagnosis_visit, row) != visit_ || !codes->has(row) || codes->text(row) == from) continue;
    PersonChange change{{{Entity::visit, main, visit_, 0, std::string(codes->text(row))}}, {}};
    if (!clears(change)) continue;
    const std::string to = fmt::format("{} {}", codes->text(row), text_of(Entity::diagnosis, "name", row));
    if (offer(Kind::diagnosis, std::move(change),
              {fmt::format("with {}, which the record has, as main diagnosis instead of {}", to, from),
               fmt::format("主诊断由 {} 改为病历中已有的 {}", from, to)}))
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
  if (goes_on() && !has_days && visit_ != kNoRow) try_less(Kind::fewer_days, Entity::visit, "days", {visit_});
  if (goes_on()) try_line_less();
  if (goes_on()) try_own_payment();
  // A doctor is not told to write another diagnosis so that a rule is content.
  if (goes_on() && request_ == nullptr) try_diagnoses();
  return std::move(found_);
}

}  // namespace

std::vector<SmallestChange> smallest_changes(const PartPlan& plan, const SubjectRef& about) {
  if (plan.plan().rules()[about.rule].grain == Grain::provider_period) return {};
  Subject subject(plan);
  subject.stand(about);
  JudgeScratch scratch;
  const Verdict verdict = judge(subject, scratch);
  if (verdict.outcome != Outcome::hit) return {};
  TrialsOfCopies trials(plan, about);
  return Search(subject, trials, lines_of(subject, about, verdict), kMaxTrials, nullptr).run(false);
}

std::optional<SmallestChange> smallest_change(const RequestHit& hit, std::size_t trials_most) {
  if (hit.subject.plan().plan().rules()[hit.about.rule].grain == Grain::provider_period) return std::nullopt;
  TrialsInPlace trials(hit);
  hit.subject.stand(hit.about);
  auto found = Search(hit.subject, trials, {at_most(hit.blamed), {}}, trials_most, &hit).run(true);
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

bool is_cleared_by(const PartPlan& plan, const SubjectRef& subject, const PersonChange& change) {
  return TrialsOfCopies(plan, subject).clears(change);
}

}  // namespace qiuhao::rules
