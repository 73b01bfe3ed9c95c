// What screening finds of the schemes that are played in a city, person by person.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "audit/standing.h"
#include "audited.h"
#include "detection_tally.h"
#include "register_leads.h"
#include "screening/networks/networks.h"
#include "simulate/city.h"

namespace qiuhao::bench {
namespace {

// What is there to find each scheme, rules or networks; one may serve several.
struct Detector {
  std::string_view scheme;
  std::vector<std::string_view> rules;
};
constexpr std::string_view kNetworks = "networks";
constexpr std::string_view kGroupStays = "group stays";

const std::vector<Detector>& detectors() {
  static const std::vector<Detector> all = {
      {"挂床：空床收费", {"R0501"}},
      {"挂床：有床无治疗", {"R0502"}},
      {"挂床：食宿为主", {"R0503"}},
      {"住院期间异处就诊购药", {"R0504"}},
      {"住院期间本院门诊另行结算", {"R0505"}},
      {"医院间倒床", {"R0506"}},
      {"死亡后就医购药", {"R0507"}},
      {"日间病房时间不符", {"R0526"}},
      {"多机构囤药倒卖", {"R0510"}},
      {"一月多次取同一种药", {"R0511"}},
      {"同一凭证两地同刻", {"R0512"}},
      {"药店套现：全年刷卡", {"R0528"}},
      {"药店套现：整数金额", {"R0531"}},
      {"药店套现：大额", {"R0530"}},
      {"分解处方", {"R0532"}},
      {"血透：虚增次数", {"R0516"}},
      {"血透：一日两次", {"R0518"}},
      {"血透：住院期间在别处透析", {"R0519"}},
      {"理疗：部位过多", {"R0521"}},
      {"康复：一日多次", {"R0522"}},
      {"康复：疗程过长", {"R0524"}},
      {"虚记手术：有费无清单", {"R0508"}},
      {"高套：有清单无手术费", {"R0509"}},
      {"高套：并发症合并症堆砌", {"R0533"}},
      {"两次分娩间隔过短", {"R0513"}},
      {"交通事故由医保支付", {"R0515"}},
      {"分解住院", {"R0201"}},
      {"重叠住院", {"R0202"}},
      {"频繁住院", {"R0204"}},
      {"同一账单结算两次", {"R0541"}},
      {"两种医保交替结算", {"R0537"}},
      {"反复日间手术", {"R0527"}},
      {"康复训练没有评定", {"R0525"}},
      {"一日多机构取药", {"R0203"}},
      {"敛卡结伴购药", {kNetworks}},
      {"结伴门诊", {kNetworks}},
      {"组团住院", {kGroupStays}},
      {"回流药重复结算", {kResold}},
      {"扫码串换药品", {kSwapped}},
      {"无采购记录的药品", {kNeverBought}},
      {"死亡名单在册仍购药", {"R0554"}},
      {"羁押期间冒用购药", {"R0555"}},
      {"救助身份不符", {"R0556"}},
      {"工伤伤情由医保支付", {"R0557"}},
  };
  return all;
}

std::string text_at(const Column* column, RowIndex row) {
  std::string text;
  if (column != nullptr && row != kNoRow && column->has(row)) column->append_text(row, text);
  return text;
}

std::map<std::string, std::vector<Hit>> hits_of(const Audited& audited, const Truth& truth) {
  using claims::Entity;
  using claims::Link;
  std::map<std::string, std::vector<Hit>> hits;
  const rules::Plan& plan = *audited.result.plan;
  for (const audit::Finding& finding : audited.result.findings) {
    const rules::Rule& rule = plan.rules()[finding.rule];
    if (rule.grain == rules::Grain::provider_period) continue;
    const claims::Part& part = audited.tape.parts()[finding.part];
    const auto lines = audited.result.lines_of(finding);
    const audit::Standing at = audit::standing_of(part, plan, rule.grain, finding.row, lines);
    Hit hit;
    hit.day = at.day;
    hit.weight = static_cast<double>(finding.gross) + 1;
    std::set<RowIndex> visits;
    if (at.visit != kNoRow) visits.insert(at.visit);
    for (const RowIndex line : lines) visits.insert(part.link(Link::line_visit, line));
    for (const RowIndex visit : visits)
      hit.visits.push_back(text_at(part.column(Entity::visit, plan.fields().visit_id), visit));
    hit.person = text_at(part.column(Entity::person, plan.fields().person_id), at.person);
    for (const std::string& visit : hit.visits) {
      const auto played = truth.visits.find(visit);
      if (played != truth.visits.end()) hit.person = played->second.person;
    }
    hits[rule.code].push_back(std::move(hit));
  }
  return hits;
}

// People of networks and group stays.
Status add_networks(const Setting& setting, const Audited& audited, const Truth& truth,
                    std::map<std::string, std::vector<Hit>>& hits) {
  using claims::Entity;
  using claims::Link;
  const claims::Schema& schema = audited.result.plan->schema();
  const rules::EngineFields& fields = audited.result.plan->fields();
  std::map<std::string, std::string> person_of;                // the truth's by pseudonym
  std::map<std::string, std::vector<std::string>> claimed_of;  // visits by the truth's person
  for (const claims::Part& part : audited.tape.parts()) {
    for (RowIndex visit = 0; visit < part.rows(Entity::visit); ++visit) {
      const auto played = truth.visits.find(text_at(part.column(Entity::visit, fields.visit_id), visit));
      if (played == truth.visits.end()) continue;
      const RowIndex person = part.link(Link::visit_person, visit);
      person_of[text_at(part.column(Entity::person, fields.person_id), person)] = played->second.person;
      if (played->second.is_claimed) claimed_of[played->second.person].push_back(played->first);
    }
  }
  const auto hit_of = [&](const std::string& pseudonym, Day day, double weight) {
    const auto played = person_of.find(pseudonym);
    const std::string& person = played == person_of.end() ? pseudonym : played->second;
    return Hit{person, claimed_of[person], day, weight};
  };
  ASSIGN(const auto parameters, rules::Parameters::load({(setting.source / "policy/parameters").string()}));
  ASSIGN(const auto thresholds, screening::read_thresholds(parameters, day_from_civil({2026, 11, 1})));
  ASSIGN(const screening::NetworkReport report,
         screening::screen_networks(audited.tape, schema, thresholds, {}, {.threads = 2}));
  for (const screening::Network& network : report.networks) {
    if (network.look_alike == screening::LookAlike::by_chance) continue;  // told as such, after the others
    for (const screening::Member& member : network.members)
      hits[std::string(kNetworks)].push_back(hit_of(member.id, network.first, network.surprise));
  }
  const screening::TapeNames names(audited.tape, schema, report.visits);
  for (const screening::GroupStay& group : report.group_stays.groups) {
    for (const std::uint32_t number : group.stays) {
      const screening::Stay& stay = report.visits.stays[number];
      hits[std::string(kGroupStays)].push_back(
          hit_of(names.person(stay.person), day_of(Seconds{stay.admitted}), static_cast<double>(group.stays.size())));
    }
  }
  return {};
}

// Buyers that screening of tracing codes names.
Status add_traces(const Setting& setting, const Truth& truth, std::map<std::string, std::vector<Hit>>& hits) {
  ASSIGN(const auto leads, trace_leads(setting, setting.data / "truth-workspace"));
  for (const auto& [name, of_name] : leads) {
    for (const TraceLead& lead : of_name) {
      const auto played = truth.visits.find(lead.visit);
      const std::string& person = played == truth.visits.end() ? lead.person : played->second.person;
      hits[std::string(name)].push_back({person, {lead.visit}, lead.day, lead.weight});
    }
  }
  return {};
}

std::vector<Hit> hits_of_all(const Detector& detector, const std::map<std::string, std::vector<Hit>>& hits) {
  std::vector<Hit> all;
  for (const std::string_view rule : detector.rules) {
    const auto of_rule = hits.find(std::string(rule));
    if (of_rule != hits.end()) all.insert(all.end(), of_rule->second.begin(), of_rule->second.end());
  }
  return all;
}

Measure measure_of(const std::string& scheme, const ProviderTally& tally) {
  const double precision = tally.found == 0 ? 1 : tally.true_found / tally.found;
  return {"detection-" + scheme, tally.planted == 0 ? 1 : tally.found_planted / tally.planted, "of the providers found",
          fmt::format("{:.0f} of {:.0f} providers; precision {:.3f} ({:.0f} found)", tally.found_planted, tally.planted,
                      precision, tally.found),
          precision};
}

}  // namespace

Result<std::vector<Measure>> detection(const Setting& setting) {
  ASSIGN(const auto library, starter_library(setting));
  simulate::CityOptions options;
  options.directory = setting.data / "detection-city";
  options.people = setting.small ? 4'000 : 20'000;
  options.is_honest = true;
  options.schemes = simulate::SchemeLevel::bad;
  const std::uint64_t seeds = setting.small ? 1 : 5;
  std::map<std::string, Tally> tallies;
  std::map<std::string, ProviderTally> providers;
  for (options.seed = 7'001; options.seed <= 7'000 + seeds; ++options.seed) {
    if (auto made = simulate::simulate_city(options); !made) return std::unexpected(made.error());
    ASSIGN(const Truth truth, read_truth(options.directory / "truth_schemes.csv"));
    ASSIGN(const Audited audited, audit_folder(setting, options.directory, library));
    auto hits = hits_of(audited, truth);
    TRY(add_networks(setting, audited, truth, hits));
    TRY(add_traces(setting, truth, hits));
    TRY(count_providers(setting, options.directory, setting.data / "truth-workspace", audited.tape, providers));
    for (const Detector& detector : detectors()) {
      const std::string scheme(detector.scheme);
      tallies[scheme].count(scheme, truth, hits_of_all(detector, hits), audited.result.people);
    }
  }
  std::filesystem::remove_all(options.directory);
  std::vector<Measure> measures;
  double recall[2] = {1, 1}, precision[2] = {1, 1};
  for (const auto& [scheme, tally] : tallies) {
    measures.push_back(tally.measure(scheme));
    recall[tally.is_certain()] = std::min(recall[tally.is_certain()], tally.recall());
    precision[tally.is_certain()] = std::min(precision[tally.is_certain()], tally.precision());
  }
  for (const auto& [scheme, tally] : providers) measures.push_back(measure_of(scheme, tally));
  const std::string what = fmt::format("{} schemes over {} seeds of {} people", tallies.size(), seeds, options.people);
  for (const bool is_certain : {true, false}) {
    const std::string kind = is_certain ? "detection-certain" : "detection-statistical";
    measures.push_back({kind + "-recall", recall[is_certain], "of the least scheme", what, recall[is_certain]});
    measures.push_back(
        {kind + "-precision", precision[is_certain], "of the least scheme", what, precision[is_certain]});
  }
  return measures;
}

}  // namespace qiuhao::bench
