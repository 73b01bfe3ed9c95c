// One event a doctor and visit, sorted by doctor and time.
#include "screening/doctors/doctor_days.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "screening/parameter_reader.h"

namespace qiuhao::screening {

using claims::Entity;
using claims::Link;

namespace {

constexpr Seconds kDaySeconds = 86'400;

struct Event {
  std::uint32_t doctor = 0;
  std::uint32_t institution = 0;
  Seconds start = 0;
  std::uint16_t part = 0;
  RowIndex visit = kNoRow;
  RowIndex person = kNoRow;
  Cents in_scope = 0;
  auto key() const { return std::tuple(doctor, start, part, visit); }
};

class Numbers {
 public:
  std::uint32_t of(std::string_view text) {
    const auto known = numbers_.find(std::string(text));
    if (known != numbers_.end()) return known->second;
    texts_.emplace_back(text);
    return numbers_.emplace(texts_.back(), static_cast<std::uint32_t>(texts_.size() - 1)).first->second;
  }
  const std::string& text(std::uint32_t number) const { return texts_[number]; }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::string> texts_;
};

// Reads parts one after another.
class Reader {
 public:
  Reader(const claims::Schema& schema, const DoctorOptions& options, DoctorReport& report)
      : schema_(schema), options_(options), report_(report) {}

  void read(const claims::Part& part, std::uint16_t number) {
    const auto field = [&](Entity entity, std::string_view name) {
      return part.column(entity, schema_.of(entity).find(name));
    };
    kinds_ = field(Entity::visit, "kind");
    starts_ = field(Entity::visit, "start");
    providers_ = field(Entity::visit, "provider");
    doctors_ = field(Entity::line, "doctor");
    quantities_ = field(Entity::line, "quantity");
    in_scope_ = field(Entity::line, "in_scope");
    part_ = &part;
    number_ = number;
    for (RowIndex person = 0; person < part.rows(Entity::person); ++person) {
      if (!part.is_gone(person)) read_person(person);
    }
  }

  std::vector<Event> events;
  Numbers doctors;
  Numbers institutions;

 private:
  // Lines of a visit need not stand together: those of the person are gathered by visit.
  void read_person(RowIndex person) {
    by_visit_.clear();
    const claims::Range lines = part_->range(Link::person_lines, person);
    for (RowIndex line = lines.begin; line < lines.end; ++line) {
      if (quantities_ != nullptr && quantities_->has(line) && quantities_->number(line) <= 0) continue;
      const RowIndex visit = part_->link(Link::line_visit, line);
      auto& doctors_of = by_visit_[visit];
      if (doctors_ == nullptr || !doctors_->has(line)) continue;
      const Cents money = in_scope_ != nullptr && in_scope_->has(line) ? in_scope_->number(line) : 0;
      doctors_of[doctors_->code(line)] += money;
    }
    for (const auto& [visit, doctors_of] : by_visit_) add_visit(person, visit, doctors_of);
  }

  void add_visit(RowIndex person, RowIndex visit, const std::map<std::uint32_t, Cents>& doctors_of) {
    if (kinds_ == nullptr || !kinds_->has(visit) || starts_ == nullptr || !starts_->has(visit)) return;
    const std::string_view kind = kinds_->text(visit);
    if (kind != "outpatient" && kind != "emergency") return;
    const Seconds start = starts_->number(visit);
    const Day day = day_of(start);
    if ((options_.from != kNoDay && day < options_.from) || (options_.to != kNoDay && day > options_.to)) return;
    if (doctors_of.empty()) {
      ++report_.without_doctor;
      return;
    }
    ++report_.visits;
    if ((start + kShanghaiOffset) % kDaySeconds == 0) ++report_.without_clock;
    const bool has_provider = providers_ != nullptr && providers_->has(visit);
    const std::uint32_t institution = institutions.of(has_provider ? providers_->text(visit) : std::string_view());
    for (const auto& [code, money] : doctors_of)
      events.push_back({doctors.of(doctors_->entry(code)), institution, start, number_, visit, person, money});
  }

  const claims::Schema& schema_;
  const DoctorOptions& options_;
  DoctorReport& report_;
  const claims::Part* part_ = nullptr;
  std::uint16_t number_ = 0;
  const Column *kinds_ = nullptr, *starts_ = nullptr, *providers_ = nullptr;
  const Column *doctors_ = nullptr, *quantities_ = nullptr, *in_scope_ = nullptr;
  std::map<RowIndex, std::map<std::uint32_t, Cents>> by_visit_;
};

std::string visit_id(const claims::Tape& tape, const claims::Schema& schema, const Event& event) {
  std::string id;
  const Column* ids = tape.parts()[event.part].column(Entity::visit, schema.of(Entity::visit).find("id"));
  if (ids != nullptr && ids->has(event.visit)) ids->append_text(event.visit, id);
  return id;
}

void add_days(std::span<const Event> of_doctor, const Reader& reader, DoctorReport& report) {
  for (std::size_t begin = 0; begin < of_doctor.size();) {
    const Day day = day_of(of_doctor[begin].start);
    std::size_t end = begin;
    std::set<std::pair<std::uint16_t, RowIndex>> people;
    std::set<std::uint32_t> institutions;
    CrowdedDoctorDay crowded;
    for (; end < of_doctor.size() && day_of(of_doctor[end].start) == day; ++end) {
      people.emplace(of_doctor[end].part, of_doctor[end].person);
      institutions.insert(of_doctor[end].institution);
      crowded.in_scope += of_doctor[end].in_scope;
    }
    crowded.visits = static_cast<std::uint32_t>(end - begin);
    if (crowded.visits > report.rules.visits_most) {
      crowded.doctor = reader.doctors.text(of_doctor[begin].doctor);
      crowded.day = day;
      crowded.people = static_cast<std::uint32_t>(people.size());
      crowded.institutions = static_cast<std::uint32_t>(institutions.size());
      report.days.push_back(std::move(crowded));
    }
    begin = end;
  }
}

void add_moves(std::span<const Event> of_doctor, const Reader& reader, const claims::Tape& tape,
               const claims::Schema& schema, DoctorReport& report) {
  DoctorInTwoPlaces in_two;
  const Event* last = nullptr;
  for (const Event& event : of_doctor) {
    if ((event.start + kShanghaiOffset) % kDaySeconds == 0) continue;
    const bool is_quick = last != nullptr && last->institution != event.institution &&
                          event.start - last->start < Seconds{report.rules.move_minutes} * 60;
    if (is_quick && ++in_two.moves <= kShownMoves) {
      in_two.first.push_back({day_of(event.start), visit_id(tape, schema, *last), visit_id(tape, schema, event),
                              reader.institutions.text(last->institution), reader.institutions.text(event.institution),
                              (event.start - last->start) / 60});
    }
    last = &event;
  }
  if (in_two.moves < report.rules.moves_least || in_two.moves == 0) return;
  in_two.doctor = reader.doctors.text(of_doctor.front().doctor);
  report.in_two.push_back(std::move(in_two));
}

}  // namespace

Result<DoctorRules> read_doctor_rules(const rules::Parameters& parameters, Day day) {
  const ParameterReader reader(parameters, day);
  DoctorRules rules;
  ASSIGN(rules.visits_most, reader.whole("doctor_visits_most", {1, 100'000}));
  ASSIGN(rules.move_minutes, reader.whole("doctor_move_minutes", {1, 1'440}));
  ASSIGN(rules.moves_least, reader.whole("doctor_moves_least", {1, 1'000'000}));
  return rules;
}

DoctorReport screen_doctors(const claims::Tape& tape, const claims::Schema& schema, const DoctorRules& rules,
                            const DoctorOptions& options) {
  DoctorReport report;
  report.rules = rules;
  Reader reader(schema, options, report);
  for (std::size_t part = 0; part < tape.parts().size(); ++part)
    reader.read(tape.parts()[part], static_cast<std::uint16_t>(part));
  std::ranges::sort(reader.events, {}, &Event::key);
  const std::span<const Event> events(reader.events);
  for (std::size_t begin = 0; begin < events.size();) {
    std::size_t end = begin;
    while (end < events.size() && events[end].doctor == events[begin].doctor) ++end;
    const auto of_doctor = events.subspan(begin, end - begin);
    ++report.doctors;
    add_days(of_doctor, reader, report);
    add_moves(of_doctor, reader, tape, schema, report);
    begin = end;
  }
  std::ranges::sort(report.days, [](const CrowdedDoctorDay& a, const CrowdedDoctorDay& b) {
    return std::tie(b.visits, a.doctor, a.day) < std::tie(a.visits, b.doctor, b.day);
  });
  std::ranges::sort(report.in_two, [](const DoctorInTwoPlaces& a, const DoctorInTwoPlaces& b) {
    return std::tie(b.moves, a.doctor) < std::tie(a.moves, b.doctor);
  });
  return report;
}

}  // namespace qiuhao::screening
