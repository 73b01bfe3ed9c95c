// One screening: read, count, and put together.
#include "screening/networks/networks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "screening/networks/network_maker.h"

namespace qiuhao::screening {

using claims::Entity;

namespace {

Status check_memory(const claims::Tape& tape, const NetworkOptions& options, const Work& work) {
  const std::size_t needed = bytes_needed(tape.visits(), tape.people(), work.threads);
  if (needed <= options.memory_bytes) return {};
  const std::size_t megabytes = needed >> 20U;
  return input_error(
      "needs_memory",
      Sentence{
          fmt::format("{} visits of {} people need up to {} MB; give --memory {}MB, or look at a tape of fewer people",
                      tape.visits(), tape.people(), megabytes + 1, megabytes + 1),
          fmt::format("{} 次就诊、{} 名参保人最多需要 {} MB 内存；请用 --memory {}MB，或分地区筛查", tape.visits(),
                      tape.people(), megabytes + 1, megabytes + 1)});
}

std::size_t people_of(const std::vector<Event>& events) {  // events stand by person
  std::size_t people = 0;
  for (std::size_t at = 0; at < events.size(); ++at) people += at == 0 || events[at].person != events[at - 1].person;
  return people;
}

double chance_surprise_of(std::size_t people) {
  const auto count = static_cast<double>(people);
  return people < 2 ? 0 : std::log10(count * (count - 1) / 2);
}

Status count_companions(NetworkReport& report, const Work& work) {
  const Thresholds& thresholds = report.thresholds;
  report.events = report.visits.events.size();
  report.people_with_events = people_of(report.visits.events);
  report.chance_surprise = chance_surprise_of(report.people_with_events);
  std::vector<Event> events;
  events.swap(report.visits.events);
  ASSIGN(Traffic traffic, make_traffic(std::move(events), report.visits.places(), thresholds.crowd, work));
  report.events_left_out = traffic.events_left_out;
  report.crowded_days = std::move(traffic.crowded_days);
  ASSIGN(Companions companions,
         Companions::find(traffic, report.visits.people(), thresholds.crowd, thresholds.pairs, work));
  report.companions = std::make_unique<const Companions>(std::move(companions));
  return {};
}

}  // namespace

Result<NetworkReport> screen_networks(const claims::Tape& tape, const claims::Schema& schema,
                                      const Thresholds& thresholds, const NetworkOptions& options, const Work& work) {
  TRY(check_memory(tape, options, work));
  NetworkReport report;
  report.thresholds = thresholds;
  const VisitOptions of_visits{options.from, options.to, thresholds.exempt_diagnoses, thresholds.exempt_items};
  ASSIGN(report.visits, read_visits(tape, schema, of_visits, work));
  ContactIndex index;
  if (!options.contacts.empty()) {
    ASSIGN(report.contacts, read_contacts(options.contacts, options.workspace, tape, report.visits));
    report.shared = find_shared_contacts(*report.contacts, report.visits, thresholds.contacts);
    index = ContactIndex(*report.contacts);
  }
  ASSIGN(report.group_stays, find_group_stays(report.visits, thresholds.group_stays, work));
  for (GroupStay& group : report.group_stays.groups) {
    std::vector<PersonNumber> people;
    for (const std::uint32_t stay : group.stays) people.push_back(report.visits.stays[stay].person);
    std::sort(people.begin(), people.end());
    people.erase(std::unique(people.begin(), people.end()), people.end());
    group.sharing = index.most_sharing(people);
  }
  report.moves = find_stay_chains(report.visits, thresholds.stay_chains);
  TRY(count_companions(report, work));
  NetworkMaker maker(tape, schema, report, index);
  TRY(maker.make(report, work));
  return report;
}

TapeNames::TapeNames(const claims::Tape& tape, const claims::Schema& schema, const TapeVisits& visits)
    : tape_(tape),
      visits_(visits),
      person_id_(schema.of(Entity::person).find("id")),
      visit_id_(schema.of(Entity::visit).find("id")) {}

std::string TapeNames::person(PersonNumber person) const {
  const PersonPlace place = place_of_person(visits_, person);
  const Column* column = tape_.parts()[place.part].column(Entity::person, person_id_);
  return column != nullptr && column->has(place.row) ? std::string(column->text(place.row)) : "";
}

std::string TapeNames::visit(PersonNumber person, std::uint32_t visit) const {
  const Column* column = tape_.parts()[place_of_person(visits_, person).part].column(Entity::visit, visit_id_);
  std::string id;
  if (column != nullptr && column->has(visit)) column->append_text(visit, id);
  return id;
}

}  // namespace qiuhao::screening
