// Going through the parts of a tape on threads.
#include "screening/networks/visits.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>

#include "base/check.h"
#include "screening/networks/blocks.h"
#include "screening/networks/crowds.h"
#include "screening/networks/visit_reader.h"

namespace qiuhao::screening {

using claims::Entity;
using claims::Link;

namespace {

constexpr RowIndex kPeopleOfBlock = 2'048;
// Measured: 66 bytes a visit at the peak of counting, and what a thread needs a person; with room to spare.
constexpr std::size_t kBytesOfVisit = 90;
constexpr std::size_t kBytesOfPerson = 48;
constexpr std::size_t kBytesOfPersonAndThread = 12;

// What is the same for a part.
struct PartView {
  PartView(const claims::Part& part, const claims::Schema& schema) : part(&part), columns(part, schema) {}

  const claims::Part* part;
  VisitColumns columns;
  std::vector<InstitutionNumber> institutions;  // by provider row
  std::vector<std::uint32_t> diagnoses;         // by code of main_diagnosis
  std::vector<char> exempt;                     // by visit; empty: none
};

struct PeopleBlock {
  std::size_t part = 0;
  RowIndex begin = 0;
  RowIndex end = 0;
};

struct BlockResult {
  std::vector<Event> events;
  std::vector<Stay> stays;
  std::size_t visits = 0;
  LeftOut left_out;
};

bool is_midnight(std::int64_t at) { return (at + kShanghaiOffset) % 86'400 == 0; }

Status number_institutions(std::vector<PartView>& parts, const claims::Schema& schema, TapeVisits& visits) {
  const claims::FieldIndex id = schema.of(Entity::provider).find("id");
  const claims::FieldIndex name = schema.of(Entity::provider).find("name");
  std::map<std::string, std::string, std::less<>> names;
  for (const PartView& view : parts) {
    const Column* ids = view.part->column(Entity::provider, id);
    const Column* texts = view.part->column(Entity::provider, name);
    for (RowIndex row = 0; ids != nullptr && row < view.part->rows(Entity::provider); ++row) {
      std::string& known = names[std::string(ids->has(row) ? ids->text(row) : "")];
      if (texts != nullptr && texts->has(row)) known = texts->text(row);
    }
  }
  if (names.size() > kMaxInstitutions) {
    return input_error("too_many_institutions",
                       Sentence{fmt::format("the tape has more than {} institutions", kMaxInstitutions),
                                fmt::format("机构超过 {} 家", kMaxInstitutions)});
  }
  for (const auto& [code, known] : names) {
    visits.institutions.push_back(code);
    visits.names.push_back(known);
  }
  for (PartView& view : parts) {
    const Column* ids = view.part->column(Entity::provider, id);
    for (RowIndex row = 0; ids != nullptr && row < view.part->rows(Entity::provider); ++row) {
      const std::string_view code = ids->has(row) ? ids->text(row) : std::string_view();
      view.institutions.push_back(static_cast<InstitutionNumber>(std::ranges::lower_bound(visits.institutions, code) -
                                                                 visits.institutions.begin()));
    }
  }
  return {};
}

// Main diagnoses by their first three characters.
void number_diagnoses(std::vector<PartView>& parts, TapeVisits& visits) {
  std::set<std::string, std::less<>> all{""};
  const auto head = [](const Column& column, std::uint32_t code) { return column.entry(code).substr(0, 3); };
  for (const PartView& view : parts) {
    const Column* column = view.columns.main_diagnosis;
    for (std::uint32_t code = 0; column != nullptr && code < column->dictionary_size; ++code)
      all.emplace(head(*column, code));
  }
  visits.diagnoses.assign(all.begin(), all.end());
  for (PartView& view : parts) {
    const Column* column = view.columns.main_diagnosis;
    for (std::uint32_t code = 0; column != nullptr && code < column->dictionary_size; ++code)
      view.diagnoses.push_back(static_cast<std::uint32_t>(
          std::ranges::lower_bound(visits.diagnoses, head(*column, code)) - visits.diagnoses.begin()));
  }
}

// One thread's work on a block of people.
class BlockReader {
 public:
  BlockReader(const PartView& view, PersonNumber first_person, const VisitOptions& options, std::vector<Bill>& bills,
              BlockResult& result)
      : view_(view),
        part_(*view.part),
        first_person_(first_person),
        options_(options),
        bills_(bills),
        result_(result),
        states_(*view.part, view.columns) {}

  void read(RowIndex person) {
    const claims::Range range = part_.range(Link::person_visits, person);
    if (range.end - range.begin > kMostVisitsOfPerson) {
      result_.visits += range.end - range.begin;
      result_.left_out.nobody += range.end - range.begin;
      return;
    }
    const std::vector<VisitState>& states = states_.of(person);
    const std::size_t first_stay = result_.stays.size();
    for (RowIndex visit = range.begin; visit < range.end; ++visit)
      read_visit(first_person_ + person, visit, states[visit - range.begin]);
    std::sort(
        result_.stays.begin() + static_cast<std::ptrdiff_t>(first_stay), result_.stays.end(),
        [](const Stay& a, const Stay& b) { return std::tie(a.admitted, a.visit) < std::tie(b.admitted, b.visit); });
  }

 private:
  static bool is_odd(std::int64_t at) { return at < kFirstTime || at > kLastTime; }

  std::optional<std::int64_t> start_of(RowIndex visit) const {
    const Column* start = view_.columns.start;
    return start != nullptr && start->has(visit) ? std::optional(start->number(visit)) : std::nullopt;
  }

  // When the person stood at the window: settlement, else the first line, else the visit's start. One that says the day
  // only does not help; then the next is asked.
  std::optional<std::int64_t> time_of_settling(RowIndex visit, const VisitState& state) const {
    std::optional<std::int64_t> day_only;
    const std::optional<std::int64_t> times[] = {state.has_settled_at ? std::optional(state.settled_at) : std::nullopt,
                                                 state.has_lines ? std::optional(state.first_line) : std::nullopt,
                                                 start_of(visit)};
    for (const auto& time : times) {
      if (time && !is_midnight(*time)) return time;
      if (time && !day_only) day_only = time;
    }
    return day_only;
  }

  bool is_in_period(std::int64_t at) const {
    const Day day = day_of(at);
    return (options_.from == kNoDay || day >= options_.from) && (options_.to == kNoDay || day <= options_.to);
  }

  bool is_stay(RowIndex visit) const {
    const Column* kind = view_.columns.kind;
    return kind != nullptr && kind->has(visit) && kind->text(visit) == "inpatient";
  }

  void read_visit(PersonNumber person, RowIndex visit, const VisitState& state) {
    const bool is_admission = is_stay(visit);
    const auto at = is_admission ? start_of(visit) : time_of_settling(visit, state);
    if (at && !is_in_period(*at)) return;
    ++result_.visits;
    if (state.is_cancelled()) {
      ++result_.left_out.cancelled;
      return;
    }
    bills_[person].total += state.bill.total;
    bills_[person].fund += state.bill.fund;
    const RowIndex provider = part_.link(Link::visit_provider, visit);
    if (!at || is_odd(*at) || provider == kNoRow) {
      ++result_.left_out.odd_time;
      return;
    }
    const auto time = static_cast<std::uint32_t>(*at);
    const InstitutionNumber institution = view_.institutions[provider];
    if (is_admission) add_stay(person, visit, institution, time, state.bill);
    if (!view_.exempt.empty() && view_.exempt[visit] != 0)
      ++result_.left_out.exempt;
    else if (!is_admission && is_midnight(*at))
      ++result_.left_out.without_time;
    else
      result_.events.push_back(
          {place_of(institution, is_admission ? Way::admission : Way::settlement), time, person, visit});
  }

  void add_stay(PersonNumber person, RowIndex visit, InstitutionNumber institution, std::uint32_t admitted,
                const Bill& bill) {
    Stay stay{person, visit, institution, 0, admitted, 0, false, bill.total, bill.fund};
    const VisitColumns& columns = view_.columns;
    if (columns.main_diagnosis != nullptr && columns.main_diagnosis->has(visit))
      stay.diagnosis = view_.diagnoses[columns.main_diagnosis->code(visit)];
    if (columns.end != nullptr && columns.end->has(visit)) {
      const std::int64_t end = columns.end->number(visit);
      if (!is_odd(end) && end >= admitted) stay.discharged = static_cast<std::uint32_t>(end);
    }
    stay.is_transfer = columns.discharge_way != nullptr && columns.discharge_way->has(visit) &&
                       columns.discharge_way->text(visit) == "2";
    result_.stays.push_back(stay);
  }

  const PartView& view_;
  const claims::Part& part_;
  PersonNumber first_person_;
  const VisitOptions& options_;
  std::vector<Bill>& bills_;
  BlockResult& result_;
  PersonVisits states_;
};

void unite(std::vector<BlockResult>& results, TapeVisits& visits) {
  std::size_t events = 0;
  std::size_t stays = 0;
  for (const BlockResult& result : results) {
    events += result.events.size();
    stays += result.stays.size();
  }
  visits.events.reserve(events);
  visits.stays.reserve(stays);
  for (BlockResult& result : results) {
    visits.events.insert(visits.events.end(), result.events.begin(), result.events.end());
    visits.stays.insert(visits.stays.end(), result.stays.begin(), result.stays.end());
    visits.visits += result.visits;
    visits.left_out.cancelled += result.left_out.cancelled;
    visits.left_out.exempt += result.left_out.exempt;
    visits.left_out.without_time += result.left_out.without_time;
    visits.left_out.odd_time += result.left_out.odd_time;
    visits.left_out.nobody += result.left_out.nobody;
    result = {};
  }
}

}  // namespace

std::size_t bytes_needed(std::size_t visits, std::size_t people, int threads) {
  return visits * kBytesOfVisit +
         people * (kBytesOfPerson + kBytesOfPersonAndThread * static_cast<std::size_t>(std::max(1, threads)));
}

Result<TapeVisits> read_visits(const claims::Tape& tape, const claims::Schema& schema, const VisitOptions& options,
                               const Work& work) {
  TapeVisits visits;
  std::vector<PartView> parts;
  std::vector<PeopleBlock> blocks;
  std::size_t people = 0;
  for (std::size_t number = 0; number < tape.parts().size(); ++number) {
    const claims::Part& part = tape.parts()[number];
    parts.emplace_back(part, schema);
    visits.part_begins.push_back(static_cast<PersonNumber>(people));
    const auto rows = static_cast<RowIndex>(part.rows(Entity::person));
    for (RowIndex begin = 0; begin < rows; begin += kPeopleOfBlock)
      blocks.push_back({number, begin, std::min<RowIndex>(rows, begin + kPeopleOfBlock)});
    people += rows;
    if (people >= kNobody) {
      return input_error("too_many_people", Sentence{"the tape has more than 4 billion people; screen regions apart",
                                                     "参保人超过 40 亿；请分地区筛查"});
    }
  }
  visits.part_begins.push_back(static_cast<PersonNumber>(people));
  visits.bills.resize(people);
  TRY(number_institutions(parts, schema, visits));
  number_diagnoses(parts, visits);
  TRY(run_blocks(work, parts.size(), 1, "exempting", "parts", [&](const Block& block) {
    parts[block.begin].exempt = exempt_visits(*parts[block.begin].part, parts[block.begin].columns, options);
  }));
  std::vector<BlockResult> results(blocks.size());
  TRY(run_blocks(work, blocks.size(), 1, "reading", "blocks of people", [&](const Block& block) {
    const PeopleBlock& of = blocks[block.begin];
    const PartView& view = parts[of.part];
    BlockReader reader(view, visits.part_begins[of.part], options, visits.bills, results[block.begin]);
    for (RowIndex person = of.begin; person < of.end; ++person) {
      if (!view.part->is_gone(person)) reader.read(person);
    }
  }));
  unite(results, visits);
  return visits;
}

PersonPlace place_of_person(const TapeVisits& visits, PersonNumber person) {
  CHECK(person < visits.people());
  const auto after = std::upper_bound(visits.part_begins.begin(), visits.part_begins.end(), person);
  const auto part = static_cast<std::size_t>(after - visits.part_begins.begin()) - 1;
  return {part, person - visits.part_begins[part]};
}

}  // namespace qiuhao::screening
