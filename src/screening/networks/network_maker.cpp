// Components, one by one.
#include "screening/networks/network_maker.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>
#include <tuple>

#include "base/check.h"
#include "base/hash.h"
#include "screening/networks/blocks.h"
#include "screening/networks/visit_reader.h"

namespace qiuhao::screening {

using claims::Entity;

namespace {

constexpr int kGrownYears = 16;
constexpr int kCoupleYears = 15;
constexpr std::size_t kIdDigits = 10;

std::string id_of(const std::vector<Member>& members) {
  Hasher128 hasher;
  for (const Member& member : members) hasher.add(member.id + "\n");
  return "N" + hasher.value().hex().substr(0, kIdDigits);
}

std::size_t place_in(const std::vector<PersonNumber>& people, PersonNumber person) {
  const auto found = std::ranges::lower_bound(people, person);
  CHECK(found != people.end() && *found == person);
  return static_cast<std::size_t>(found - people.begin());
}

}  // namespace

ContactIndex::ContactIndex(const Contacts& contacts) : contacts_(&contacts) {
  for (std::uint32_t number = 0; number < contacts.all.size(); ++number) {
    const Contact& contact = contacts.all[number];
    const bool is_home = contact.kind == ContactKind::address || contact.kind == ContactKind::phone;
    if (!is_home || contact.people.size() < 2) continue;
    for (const PersonNumber person : contact.people) of_people_.emplace_back(person, number);
  }
  std::sort(of_people_.begin(), of_people_.end());
}

bool ContactIndex::is_one_home(const std::vector<PersonNumber>& people) const {
  if (contacts_ == nullptr || people.empty()) return false;
  auto row = std::ranges::lower_bound(of_people_, std::pair(people[0], std::uint32_t{0}));
  for (; row != of_people_.end() && row->first == people[0]; ++row) {
    const std::vector<PersonNumber>& all = contacts_->all[row->second].people;
    if (std::ranges::includes(all, people)) return true;
  }
  return false;
}

NetworkMaker::NetworkMaker(const claims::Tape& tape, const claims::Schema& schema, const NetworkReport& report,
                           const ContactIndex& contacts)
    : tape_(tape), schema_(schema), report_(report), contacts_(contacts), names_(tape, schema, report.visits) {}

Status NetworkMaker::make(NetworkReport& report, const Work& work) {
  const std::vector<CompanionPair>& pairs = report.companions->pairs();
  std::vector<PersonNumber> people;
  for (const CompanionPair& pair : pairs) people.insert(people.end(), {pair.a, pair.b});
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  std::vector<GraphEdge> edges;
  for (const CompanionPair& pair : pairs) {
    edges.push_back({static_cast<std::uint32_t>(place_in(people, pair.a)),
                     static_cast<std::uint32_t>(place_in(people, pair.b)), static_cast<double>(pair.days)});
  }
  ASSIGN(const auto component, connected_components(static_cast<std::uint32_t>(people.size()), edges));
  const std::size_t count = component.empty() ? 0 : std::ranges::max(component) + std::size_t{1};
  std::vector<std::vector<PersonNumber>> members(count);
  std::vector<std::vector<std::size_t>> edges_of(count);
  for (std::size_t person = 0; person < people.size(); ++person) members[component[person]].push_back(people[person]);
  for (std::size_t edge = 0; edge < edges.size(); ++edge) edges_of[component[edges[edge].a]].push_back(edge);
  for (std::size_t number = 0; number < count; ++number) {
    if (work.is_stopped()) return screening_interrupted();
    ASSIGN(Network network, network_of(members[number], std::move(edges_of[number])));
    const bool is_large = members[number].size() >= report.thresholds.people_least;
    (is_large ? report.networks : report.smaller).push_back(std::move(network));
    work.show("networks", static_cast<std::int64_t>(number + 1), static_cast<std::int64_t>(count), "networks");
  }
  for (std::vector<Network>* networks : {&report.networks, &report.smaller}) {
    std::sort(networks->begin(), networks->end(), [](const Network& a, const Network& b) {
      return std::tuple(a.look_alike == LookAlike::by_chance, -a.surprise, a.id) <
             std::tuple(b.look_alike == LookAlike::by_chance, -b.surprise, b.id);
    });
  }
  return {};
}

Result<Network> NetworkMaker::network_of(const std::vector<PersonNumber>& people, std::vector<std::size_t> edges) {
  Network network;
  network.edges = std::move(edges);
  for (const PersonNumber person : people) {
    Member& member = network.members.emplace_back();
    member.person = person;
    member.id = names_.person(person);
  }
  std::vector<double> surprises;
  for (const std::size_t edge : network.edges) {
    surprises.push_back(report_.companions->pairs()[edge].surprise);
    network.mean_surprise += surprises.back();
    network.expected += report_.companions->pairs()[edge].expected;
  }
  const auto count = static_cast<double>(network.edges.size());
  const auto size = static_cast<double>(people.size());
  network.mean_surprise /= count;
  network.expected /= count;
  std::ranges::sort(surprises, std::greater<>());
  network.surprise = surprises[std::min<std::size_t>(surprises.size(), report_.thresholds.people_least - 1) - 1];
  network.density = count / (size * (size - 1) / 2);
  TRY(measure(network, people));
  add_evidence(network, people);
  network.look_alike = look_alike_of(network, people);
  std::sort(network.members.begin(), network.members.end(),
            [](const Member& a, const Member& b) { return a.id < b.id; });
  network.id = id_of(network.members);
  return network;
}

Status NetworkMaker::measure(Network& network, const std::vector<PersonNumber>& people) {
  std::vector<GraphEdge> edges;
  for (const std::size_t edge : network.edges) {
    const CompanionPair& pair = report_.companions->pairs()[edge];
    edges.push_back({static_cast<std::uint32_t>(place_in(people, pair.a)),
                     static_cast<std::uint32_t>(place_in(people, pair.b)), static_cast<double>(pair.days)});
  }
  const auto nodes = static_cast<std::uint32_t>(people.size());
  ASSIGN(const Centrality found, centrality(nodes, edges));
  for (std::uint32_t node = 0; node < nodes; ++node) {
    network.members[node].companions = found.degree[node];
    network.members[node].days = static_cast<std::uint32_t>(found.strength[node]);
    if (!found.betweenness.empty()) network.members[node].betweenness = found.betweenness[node];
  }
  const auto rank = [](const Member& member) { return std::tuple(member.days, member.betweenness.value_or(0)); };
  const auto most = rank(std::ranges::max(network.members, {}, rank));
  const bool are_equal =
      std::ranges::all_of(network.members, [&](const Member& member) { return rank(member) == most; });
  for (Member& member : network.members) member.is_central = !are_equal && rank(member) == most;
  if (nodes <= report_.thresholds.community_above) return {};
  ASSIGN(const auto community, communities(nodes, edges));
  for (std::uint32_t node = 0; node < nodes; ++node) network.members[node].community = community[node];
  network.communities = std::ranges::max(community) + 1;
  return {};
}

void NetworkMaker::add_evidence(Network& network, const std::vector<PersonNumber>& people) {
  std::set<Day> days;
  std::map<InstitutionNumber, std::size_t> meetings_at;
  std::vector<std::pair<PersonNumber, std::uint32_t>> visits;
  for (const std::size_t edge : network.edges) {
    const CompanionPair& pair = report_.companions->pairs()[edge];
    for (const Meeting& meeting : report_.companions->meetings_of(pair)) {
      days.insert(static_cast<Day>(local_day(meeting.at_a)));
      ++meetings_at[meeting.institution];
      visits.emplace_back(pair.a, meeting.visit_a);
      visits.emplace_back(pair.b, meeting.visit_b);
    }
  }
  network.days = static_cast<std::uint32_t>(days.size());
  network.first = *days.begin();
  network.last = *days.rbegin();
  for (const auto& [institution, meetings] : meetings_at) network.institutions.push_back(institution);
  std::stable_sort(network.institutions.begin(), network.institutions.end(),
                   [&](InstitutionNumber a, InstitutionNumber b) { return meetings_at[a] > meetings_at[b]; });
  std::sort(visits.begin(), visits.end());
  visits.erase(std::unique(visits.begin(), visits.end()), visits.end());
  CHECK(network.members.size() == people.size());
  add_money(network, visits);
}

// Members stand in the order of people's numbers, and so do the visits.
void NetworkMaker::add_money(Network& network, const std::vector<std::pair<PersonNumber, std::uint32_t>>& visits) {
  std::size_t next = 0;
  for (Member& member : network.members) {
    const PersonPlace place = place_of_person(report_.visits, member.person);
    const claims::Part& part = tape_.parts()[place.part];
    const VisitColumns columns(part, schema_);
    PersonVisits reader(part, columns);
    const std::vector<VisitState>& states = reader.of(place.row);
    const RowIndex first = part.range(claims::Link::person_visits, place.row).begin;
    for (; next < visits.size() && visits[next].first == member.person; ++next) {
      member.total += states[visits[next].second - first].bill.total;
      member.fund += states[visits[next].second - first].bill.fund;
    }
    network.total += member.total;
    network.fund += member.fund;
  }
}

LookAlike NetworkMaker::look_alike_of(const Network& network, const std::vector<PersonNumber>& people) const {
  if (contacts_.is_one_home(people)) return LookAlike::same_address;
  if (people.size() == 2) {
    const LookAlike relation = relation_of(people[0], people[1], network.last);
    if (relation != LookAlike::none) return relation;
  }
  return network.surprise < report_.chance_surprise ? LookAlike::by_chance : LookAlike::none;
}

LookAlike NetworkMaker::relation_of(PersonNumber a, PersonNumber b, Day day) const {
  struct Facts {
    std::optional<Day> born;
    std::string sex;
  };
  const auto facts_of = [&](PersonNumber person) {
    const PersonPlace place = place_of_person(report_.visits, person);
    const claims::Part& part = tape_.parts()[place.part];
    const Column* born = part.column(Entity::person, schema_.of(Entity::person).find("birth_date"));
    const Column* sex = part.column(Entity::person, schema_.of(Entity::person).find("sex"));
    Facts facts;
    if (born != nullptr && born->has(place.row)) facts.born = born->day(place.row);
    if (sex != nullptr && sex->has(place.row)) facts.sex = sex->text(place.row);
    return facts;
  };
  const Facts of_a = facts_of(a);
  const Facts of_b = facts_of(b);
  if (!of_a.born || !of_b.born || *of_a.born > day || *of_b.born > day) return LookAlike::none;
  const int younger = age_years(std::max(*of_a.born, *of_b.born), day);
  const int older = age_years(std::min(*of_a.born, *of_b.born), day);
  if (younger < kGrownYears && older - younger >= kGrownYears) return LookAlike::adult_with_child;
  const bool differ = (of_a.sex == "1" && of_b.sex == "2") || (of_a.sex == "2" && of_b.sex == "1");
  return differ && younger >= kGrownYears && older - younger <= kCoupleYears ? LookAlike::man_and_woman
                                                                             : LookAlike::none;
}

}  // namespace qiuhao::screening
