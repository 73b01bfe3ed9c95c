// Groups of peers figure by figure; the list is cut once, over all of them.
#include "screening/peers/peer_funnels.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "screening/learning/robust_scale.h"
#include "screening/parameter_reader.h"
#include "screening/peers/funnel.h"

namespace qiuhao::screening {
namespace {

constexpr double kFar = 1'000;       // spreads
constexpr double kRounding = 1e-12;  // of sums of squares

struct Sums {
  double stays = 0, total = 0, squares = 0;
  void add(const Sums& part) {
    stays += part.stays;
    total += part.total;
    squares += part.squares;
  }
  Sums without(const Sums& part) const { return {stays - part.stays, total - part.total, squares - part.squares}; }
  double mean() const { return total / stays; }
  // 0 where only rounding tells values apart.
  double variance() const {
    const double variance = (squares - total * total / stays) / (stays - 1);
    return variance > kRounding * squares / stays ? variance : 0;
  }
};

// One provider in its group, while it is tested.
struct Member {
  PeerTest test;
  Sums all;
  std::map<std::string, Sums> by_diagnosis;
  double excess = 0;          // what is compared with the median
  double plain_z = 0;         // before over-dispersion
  double standard_error = 0;  // of a mean's excess
  bool is_tested = false;
};

bool is_mean(PeerMeasure measure) { return measure == PeerMeasure::mean || measure == PeerMeasure::ratio_mean; }

// With half an event more, so that what nobody has is rare and not impossible.
double target_of(const Sums& sums) { return (sums.total + 0.5) / (sums.stays + 1); }

double pearson_z(const Sums& own, double target, PeerMeasure measure) {
  const double variance = own.stays * target * (measure == PeerMeasure::share ? 1 - target : 1);
  return (own.total - own.stays * target) / std::sqrt(variance);
}

// Exact; a provider with fewer events than its peers is nowhere near, and an exact chance of 1 has no z.
void test_events(Member& member, const Sums& group, PeerMeasure measure) {
  const Sums others = group.without(member.all);
  if (others.stays <= 0) return;
  PeerTest& test = member.test;
  const auto events = static_cast<std::int64_t>(std::llround(member.all.total));
  test.value = member.all.mean();
  test.target = target_of(others);
  test.chance = measure == PeerMeasure::share ? binomial_tail(events, test.stays, test.target)
                                              : poisson_tail(events, test.target * member.all.stays);
  member.excess = test.value;
  const double pearson = pearson_z(member.all, test.target, measure);
  member.plain_z = pearson > 0 ? z_of_tail(test.chance) : pearson;
  member.is_tested = true;
}

void test_mean(Member& member, const std::map<std::string, Sums>& group, const PeerRules& rules) {
  double stays = 0, total = 0, expected = 0, variance = 0;
  for (const auto& [diagnosis, own] : member.by_diagnosis) {
    const Sums others = group.at(diagnosis).without(own);
    if (others.stays < rules.stays_least || others.variance() <= 0) continue;
    stays += own.stays;
    total += own.total;
    expected += own.stays * others.mean();
    variance += own.stays * others.variance() * (1 + own.stays / others.stays);
  }
  if (stays < rules.mean_stays_least) return;
  PeerTest& test = member.test;
  test.stays = static_cast<std::int64_t>(stays);
  test.value = total / stays;
  test.target = expected / stays;
  member.excess = test.value - test.target;
  member.standard_error = std::sqrt(variance) / stays;
  member.plain_z = member.excess / member.standard_error;
  member.is_tested = true;
}

// Of the exact chance; where peers differ anyway, their spread is known from few of them, which makes it Student's t.
double chance_of(const PeerTest& test) {
  return test.dispersion > 1 ? tail_of_t(test.z, static_cast<double>(test.peers - 1)) : tail_of_z(test.z);
}

double limit_of(const Member& member, PeerMeasure measure, double tail) {
  const PeerTest& test = member.test;
  const double z = test.dispersion > 1
                       ? t_of_tail(tail, static_cast<double>(test.peers - 1)) * std::sqrt(test.dispersion)
                       : z_of_tail(tail);
  if (is_mean(measure)) return test.target + z * member.standard_error;
  const double wider = tail_of_z(z);
  return measure == PeerMeasure::share ? binomial_limits(test.stays, test.target, wider).high
                                       : poisson_limits(member.all.stays, test.target, wider).high;
}

// How far peers of shares or counts differ from what the middle of them has: without the largest and smallest, which
// would move the target of all others.
std::vector<double> scores_about_middle(std::vector<const Member*> peers, PeerMeasure measure, double winsor_share) {
  std::ranges::sort(peers, {}, [](const Member* peer) { return std::tie(peer->test.value, peer->test.provider); });
  const auto moved = static_cast<std::size_t>(winsor_share * static_cast<double>(peers.size()));
  Sums middle;
  for (const Member* peer : std::span(peers).subspan(moved, peers.size() - 2 * moved)) middle.add(peer->all);
  std::vector<double> scores;
  for (const Member* peer : peers) scores.push_back(pearson_z(peer->all, target_of(middle), measure));
  return scores;
}

// Distances and over-dispersion go by the peers with stays enough; every tested member is held against them.
void finish_group(std::vector<Member>& members, PeerMeasure measure, const PeerRules& rules,
                  std::vector<PeerTest>& tests) {
  std::vector<double> excess, z;
  std::vector<const Member*> peers;
  for (const Member& member : members) {
    if (!member.is_tested || member.test.stays < rules.stays_least) continue;
    excess.push_back(member.excess);
    z.push_back(member.plain_z);
    peers.push_back(&member);
  }
  if (excess.size() < rules.peers_least) return;
  if (!is_mean(measure)) z = scores_about_middle(peers, measure, rules.winsor_share);
  const double dispersion = over_dispersion(z, rules.winsor_share);
  const auto scale = robust_scale_of(excess);
  for (Member& member : members) {
    if (!member.is_tested) continue;
    PeerTest& test = member.test;
    test.peers = excess.size();
    test.dispersion = dispersion;
    test.z = member.plain_z / std::sqrt(dispersion);
    test.chance = chance_of(test);
    test.limit = limit_of(member, measure, rules.limit_tail);
    // Where all peers are the same, whoever has more is far.
    test.distance = scale ? scale->of(member.excess) : member.excess > excess.front() ? kFar : 0;
    if (measure == PeerMeasure::ratio_mean) {
      for (double* logarithm : {&test.value, &test.target, &test.limit}) *logarithm = std::exp(*logarithm);
    }
    tests.push_back(test);
  }
}

void test_group(std::span<const PeerSum> sums, const PeerRules& rules, std::vector<PeerTest>& tests) {
  const PeerMeasure measure = peer_figures()[sums.front().figure].measure;
  std::map<std::string, Member> members;
  Sums group;
  std::map<std::string, Sums> by_diagnosis;
  for (const PeerSum& sum : sums) {
    const Sums part{static_cast<double>(sum.stays), sum.total, sum.squares};
    Member& member = members[sum.provider];
    member.test.figure = sum.figure;
    std::tie(member.test.provider, member.test.name, member.test.kind, member.test.level) =
        std::tie(sum.provider, sum.name, sum.kind, sum.level);
    member.all.add(part);
    member.by_diagnosis[sum.diagnosis].add(part);
    member.test.stays += sum.stays;
    group.add(part);
    by_diagnosis[sum.diagnosis].add(part);
  }
  std::vector<Member> list;
  for (auto& [provider, member] : members) {
    if (is_mean(measure))
      test_mean(member, by_diagnosis, rules);
    else
      test_events(member, group, measure);
    list.push_back(std::move(member));
  }
  finish_group(list, measure, rules, tests);
}

}  // namespace

Result<PeerRules> read_peer_rules(const rules::Parameters& parameters, Day day) {
  const ParameterReader reader(parameters, day);
  PeerRules rules;
  ASSIGN(rules.peers_least, reader.whole("peers_least", {2, 100'000}));
  ASSIGN(rules.stays_least, reader.whole("peer_stays_least", {2, 1'000'000}));
  ASSIGN(rules.mean_stays_least, reader.whole("peer_mean_stays_least", {2, 1'000'000}));
  ASSIGN(rules.mad_multiple, reader.fraction("mad_multiple", {0, 1'000}));
  ASSIGN(rules.false_share, reader.fraction("peer_false_share", {0, 1}));
  ASSIGN(rules.limit_tail, reader.fraction("peer_limit_tail", {1e-9, 0.49}));
  ASSIGN(rules.winsor_share, reader.fraction("peer_winsor_share", {0, 0.49}));
  ASSIGN(rules.codes.batch_test_words, reader.texts("batch_test_words"));
  ASSIGN(rules.codes.complication_codes, reader.texts("complication_codes"));
  ASSIGN(rules.codes.infection_codes, reader.texts("hospital_infection_codes"));
  ASSIGN(rules.codes.cost_ratio_low, reader.fraction("drg_cost_ratio_low", {0, 1}));
  return rules;
}

PeerReport test_peers(std::vector<PeerSum> sums, const PeerRules& rules) {
  const auto group_of = [](const PeerSum& sum) { return std::tie(sum.figure, sum.kind, sum.level); };
  std::ranges::stable_sort(sums, {}, group_of);
  PeerReport report;
  std::set<std::string> providers, compared;
  for (const PeerSum& sum : sums) providers.insert(sum.provider);
  for (std::size_t begin = 0; begin < sums.size();) {
    std::size_t end = begin;
    while (end < sums.size() && group_of(sums[end]) == group_of(sums[begin])) ++end;
    test_group(std::span(sums).subspan(begin, end - begin), rules, report.tests);
    begin = end;
  }
  std::vector<double> chances;
  for (const PeerTest& test : report.tests) {
    chances.push_back(test.chance);
    compared.insert(test.provider);
  }
  const std::vector<double> shares = false_discovery_shares(chances);
  for (std::size_t number = 0; number < report.tests.size(); ++number) {
    PeerTest& test = report.tests[number];
    test.false_share = shares[number];
    test.is_outlier = test.false_share <= rules.false_share && test.distance > rules.mad_multiple;
  }
  std::ranges::sort(report.tests, [](const PeerTest& a, const PeerTest& b) {
    return std::tuple(!a.is_outlier, a.chance, a.figure, std::string_view(a.provider)) <
           std::tuple(!b.is_outlier, b.chance, b.figure, std::string_view(b.provider));
  });
  report.providers = providers.size();
  report.without_peers = providers.size() - compared.size();
  return report;
}

}  // namespace qiuhao::screening
