// Counting people, days and money.
#include "detection_tally.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "text/csv.h"

namespace qiuhao::bench {
namespace {

std::size_t band_of(int intensity) {
  std::size_t band = 0;
  while (band + 1 < kBands && intensity >= kBandBegins[band + 1]) ++band;
  return band;
}

// What one person does of a scheme.
struct Player {
  int intensity = 0;
  Day begin = kNoDay;  // of the first visit that is claimed
};

double share(double part, double whole, double of_nothing) { return whole == 0 ? of_nothing : part / whole; }

}  // namespace

Result<Truth> read_truth(const Path& file) {
  ASSIGN(const text::CsvTable table, text::read_csv(file));
  const auto column = [&](std::string_view name) { return *table.find_column(name); };
  Truth truth;
  for (const text::CsvRow& row : table.rows) {
    Played played;
    played.scheme = row.fields[column("name")];
    played.person = row.fields[column("person")];
    played.is_scheme = !row.fields[column("model")].empty();
    played.is_claimed = row.fields[column("claimed")] == "1";
    played.intensity = std::stoi(row.fields[column("intensity")]);
    played.day = *parse_day(row.fields[column("day")]);
    played.amount = *to_cents(*parse_decimal(row.fields[column("amount")]));
    truth.is_certain[played.scheme] = row.fields[column("certain")] == "1";
    truth.visits[row.fields[column("visit")]] = played;
  }
  return truth;
}

void Tally::count(const std::string& scheme, const Truth& truth, const std::vector<Hit>& hits, std::size_t people) {
  is_certain_ = truth.is_certain.at(scheme);
  std::map<std::string, Player> players;  // of the scheme
  std::map<std::string, Cents> claimed;   // by visit of those at or beyond
  std::set<std::string> others;           // who play something else
  for (const auto& [visit, played] : truth.visits) {
    if (!played.is_scheme) continue;
    if (played.scheme != scheme) {
      others.insert(played.person);
      continue;
    }
    Player& player = players[played.person];
    player.intensity = played.intensity;
    if (!played.is_claimed) continue;
    if (player.begin == kNoDay || played.day < player.begin) player.begin = played.day;
    if (played.intensity >= kBandBegins[1]) claimed[visit] = played.amount;
  }
  std::map<std::string, double> weights;  // of people found
  std::map<std::string, Day> first_hit;
  std::set<std::string> seen_visits;
  for (const Hit& hit : hits) {
    weights[hit.person] += hit.weight;
    const auto known = first_hit.try_emplace(hit.person, hit.day).first;
    known->second = std::min(known->second, hit.day);
    seen_visits.insert(hit.visits.begin(), hit.visits.end());
  }
  for (const auto& [person, player] : players) {
    const std::size_t band = band_of(player.intensity);
    ++players_[band];
    if (!weights.contains(person)) continue;
    ++found_players_[band];
    if (band > 0) days_ += std::max(0, first_hit[person] - player.begin);
  }
  for (const auto& [person, weight] : weights) {
    const auto player = players.find(person);
    const bool is_player = player != players.end() && band_of(player->second.intensity) > 0;
    ++found_;
    true_found_ += is_player || others.contains(person) ? 1 : 0;
    if (!others.contains(person)) ranked_.push_back({weight, is_player});
  }
  for (const auto& [visit, amount] : claimed) {
    claimed_ += static_cast<double>(amount);
    if (!seen_visits.contains(visit)) missed_ += static_cast<double>(amount);
  }
  const auto honest_found = std::ranges::count_if(
      weights, [&](const auto& one) { return !players.contains(one.first) && !others.contains(one.first); });
  silent_ += static_cast<double>(people - players.size() - others.size()) - static_cast<double>(honest_found);
}

double Tally::recall() const {
  double players = 0, found = 0;
  for (std::size_t band = 1; band < kBands; ++band) {
    players += players_[band];
    found += found_players_[band];
  }
  return share(found, players, 1);
}

double Tally::precision() const { return share(true_found_, found_, 1); }

// Average precision: how precise the list is down to each player, the heaviest first; equal weights are one step, and
// people who were not found are the last.
double Tally::area_under_curve() const {
  double players = 0;
  for (std::size_t band = 1; band < kBands; ++band) players += players_[band];
  std::vector<Ranked> order = ranked_;
  std::ranges::sort(order, std::greater(), &Ranked::weight);
  double area = 0, listed = 0, right = 0;
  for (std::size_t begin = 0; begin < order.size();) {
    const double before = right;
    const double weight = order[begin].weight;
    for (; begin < order.size() && order[begin].weight == weight; ++begin, ++listed) right += order[begin].is_player;
    area += share(right - before, players, 0) * right / listed;
  }
  const double everybody = listed + (players - right) + (players_[0] - found_players_[0]) + silent_;
  return area + share(players - right, players, 0) * share(players, everybody, 0);
}

Measure Tally::measure(const std::string& scheme) const {
  double found = 0;
  for (std::size_t band = 1; band < kBands; ++band) found += found_players_[band];
  std::string bands;
  constexpr std::string_view kNames[] = {"under", "at", "beyond", "far beyond"};
  for (std::size_t band = 0; band < kBands; ++band) {
    if (players_[band] > 0)
      bands += fmt::format("{} {:.0f} of {:.0f}, ", kNames[band], found_players_[band], players_[band]);
  }
  return {"detection-" + scheme, recall(), "of the players found",
          fmt::format("{}; {}precision {:.3f} ({:.0f} found); area under the curve {:.3f}; {:.0f} days after the "
                      "first; money missed {:.1f} %",
                      is_certain_ ? "certain" : "statistical", bands, precision(), found_, area_under_curve(),
                      share(days_, found, 0), 100 * share(missed_, claimed_, 0)),
          precision()};
}

}  // namespace qiuhao::bench
