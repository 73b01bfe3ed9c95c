// Chains of stays and exchanges between institutions.
#include "screening/networks/stay_chains.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace qiuhao::screening {
namespace {

constexpr std::uint32_t kYearDays = 365;

std::uint32_t first_day(const Stay& stay) { return local_day(stay.admitted); }
std::uint32_t last_day(const Stay& stay) { return local_day(stay.discharged == 0 ? stay.admitted : stay.discharged); }

// How often a person moved between two institutions.
struct Moves {
  std::size_t a_to_b = 0;
  std::size_t b_to_a = 0;
  std::size_t transfers = 0;
};
using InstitutionPair = std::pair<InstitutionNumber, InstitutionNumber>;

class PersonStays {
 public:
  PersonStays(const TapeVisits& visits, const StayChainRules& rules, StayMoves& found,
              std::map<InstitutionPair, StayExchange>& exchanges)
      : visits_(visits), rules_(rules), found_(found), exchanges_(exchanges) {}

  // Stays begin … end - 1 are all of one person, in order of admission.
  void look_at(std::uint32_t begin, std::uint32_t end) {
    moves_.clear();
    std::uint32_t chain = begin;
    std::uint32_t latest = begin;  // of the chain so far the stay that ends last
    for (std::uint32_t stay = begin + 1; stay < end; ++stay) {
      const bool follows = first_day(of(stay)) <= last_day(of(latest)) + rules_.gap_days;
      if (follows) count_move(of(stay - 1), of(stay));
      if (!follows) {
        keep_best(chain, stay);
        chain = stay;
      }
      if (!follows || last_day(of(stay)) >= last_day(of(latest))) latest = stay;
    }
    if (end > begin) keep_best(chain, end);
    count_exchanges();
  }

 private:
  const Stay& of(std::uint32_t stay) const { return visits_.stays[stay]; }

  void count_move(const Stay& from, const Stay& to) {
    if (from.institution == to.institution) return;
    if (first_day(to) > last_day(from) + rules_.gap_days) return;  // another stay covered the time between
    const bool is_forward = from.institution < to.institution;
    Moves& moves = moves_[std::minmax(from.institution, to.institution)];
    ++(is_forward ? moves.a_to_b : moves.b_to_a);
    moves.transfers += from.is_transfer ? 1 : 0;
  }

  void count_exchanges() {
    for (const auto& [pair, moves] : moves_) {
      StayExchange& exchange = exchanges_.try_emplace(pair, StayExchange{pair.first, pair.second}).first->second;
      exchange.a_to_b += moves.a_to_b;
      exchange.b_to_a += moves.b_to_a;
      exchange.transfers += moves.transfers;
      ++exchange.people;
      exchange.both_ways += moves.a_to_b > 0 && moves.b_to_a > 0 ? 1 : 0;
    }
  }

  // Of the runs of a chain that lie within a year the one with the most days, when it is enough of everything.
  void keep_best(std::uint32_t begin, std::uint32_t end) {
    if (end - begin < rules_.stays_least) return;
    StayChain best;
    for (std::uint32_t first = begin; first < end; ++first) {
      std::uint32_t last = first;
      while (last < end && first_day(of(last)) < first_day(of(first)) + kYearDays) ++last;
      if (last - first < rules_.stays_least) continue;
      StayChain chain = chain_of(first, last);
      const bool is_enough = chain.institutions >= rules_.institutions_least && chain.days >= rules_.days_least;
      if (is_enough && (best.stays.empty() || chain.days > best.days)) best = std::move(chain);
    }
    if (!best.stays.empty()) found_.chains.push_back(std::move(best));
  }

  StayChain chain_of(std::uint32_t begin, std::uint32_t end) const {
    StayChain chain;
    chain.person = of(begin).person;
    std::set<InstitutionNumber> institutions;
    std::uint32_t counted_to = 0;  // the day after the last that was counted
    for (std::uint32_t stay = begin; stay < end; ++stay) {
      chain.stays.push_back(stay);
      institutions.insert(of(stay).institution);
      chain.total += of(stay).total;
      chain.fund += of(stay).fund;
      const std::uint32_t from = std::max(first_day(of(stay)), counted_to);
      const std::uint32_t to = std::min(last_day(of(stay)), first_day(of(begin)) + kYearDays - 1) + 1;
      if (to > from) chain.days += to - from;
      counted_to = std::max(counted_to, to);
    }
    chain.institutions = institutions.size();
    return chain;
  }

  const TapeVisits& visits_;
  const StayChainRules& rules_;
  StayMoves& found_;
  std::map<InstitutionPair, StayExchange>& exchanges_;
  std::map<InstitutionPair, Moves> moves_;
};

}  // namespace

StayMoves find_stay_chains(const TapeVisits& visits, const StayChainRules& rules) {
  StayMoves found;
  std::map<InstitutionPair, StayExchange> exchanges;
  PersonStays person(visits, rules, found, exchanges);
  const auto all = static_cast<std::uint32_t>(visits.stays.size());
  for (std::uint32_t begin = 0; begin < all;) {
    std::uint32_t end = begin;
    while (end < all && visits.stays[end].person == visits.stays[begin].person) ++end;
    person.look_at(begin, end);
    begin = end;
  }
  for (const auto& [pair, exchange] : exchanges) {
    if (exchange.both_ways >= rules.exchanged_people_least) found.exchanges.push_back(exchange);
  }
  std::stable_sort(found.chains.begin(), found.chains.end(),
                   [](const StayChain& a, const StayChain& b) { return a.days > b.days; });
  std::stable_sort(found.exchanges.begin(), found.exchanges.end(), [](const StayExchange& a, const StayExchange& b) {
    return std::tuple(b.both_ways, b.people) < std::tuple(a.both_ways, a.people);
  });
  return found;
}

}  // namespace qiuhao::screening
