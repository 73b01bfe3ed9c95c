// The screenings are run as `qiuhao screen` runs them.
#include "register_leads.h"

#include <set>

#include "rules/parameters.h"
#include "screening/beds/bed_census.h"
#include "screening/traces/traces.h"
#include "text/csv.h"

namespace qiuhao::bench {
namespace {

// Of the parameters.
Day on() { return day_from_civil({2026, 11, 1}); }

struct Shipped {
  claims::Schema schema;
  rules::Parameters parameters;
};

Result<Shipped> shipped(const Setting& setting) {
  ASSIGN(claims::Schema schema, claims::Schema::load((setting.source / "policy/schema").string()));
  ASSIGN(rules::Parameters parameters, rules::Parameters::load({(setting.source / "policy/parameters").string()}));
  return Shipped{std::move(schema), std::move(parameters)};
}

Result<screening::TraceReport> screen(const Shipped& with, const Path& workspace) {
  ASSIGN(const screening::TraceRules rules, screening::read_trace_rules(with.parameters, on()));
  screening::TraceOptions options;
  options.workspace = workspace;
  return screening::screen_traces(with.schema, rules, options);
}

// The number of a settlement of the city is a digit before the visit's.
TraceLead lead_of(const screening::CodeUse& sale, double weight) {
  return {sale.settlement.empty() ? "" : sale.settlement.substr(1), sale.person, day_of(sale.time), weight};
}

void count_found(const std::string& scheme, const std::set<std::string>& found,
                 const std::map<std::string, std::set<std::string>>& planted, ProviderTally& tally) {
  const auto of = planted.find(scheme);
  const std::set<std::string> none;
  const std::set<std::string>& wanted = of == planted.end() ? none : of->second;
  tally.planted += static_cast<double>(wanted.size());
  tally.found += static_cast<double>(found.size());
  for (const std::string& provider : found) tally.true_found += wanted.contains(provider) ? 1 : 0;
  for (const std::string& provider : wanted) tally.found_planted += found.contains(provider) ? 1 : 0;
}

}  // namespace

Result<std::map<std::string_view, std::vector<TraceLead>>> trace_leads(const Setting& setting, const Path& workspace) {
  ASSIGN(const Shipped with, shipped(setting));
  ASSIGN(const screening::TraceReport report, screen(with, workspace));
  std::map<std::string_view, std::vector<TraceLead>> leads;
  for (const screening::ResoldCode& code : report.resold) {
    for (const screening::CodeUse& use : code.uses)
      leads[kResold].push_back(lead_of(use, 1 + code.sales.persons + code.sales.providers));
  }
  for (const screening::SwappedCode& code : report.swapped) leads[kSwapped].push_back(lead_of(code.sale, 1));
  for (const screening::EarlyCode& code : report.early) leads[kNeverBought].push_back(lead_of(code.sale, 1));
  return leads;
}

Status count_providers(const Setting& setting, const Path& city, const Path& workspace, const claims::Tape& tape,
                       std::map<std::string, ProviderTally>& tallies) {
  ASSIGN(const Shipped with, shipped(setting));
  ASSIGN(const text::CsvTable table, text::read_csv(city / "truth_providers.csv"));
  std::map<std::string, std::set<std::string>> planted;
  for (const text::CsvRow& row : table.rows)
    planted[row.fields[*table.find_column("name")]].insert(row.fields[*table.find_column("provider")]);
  ASSIGN(const screening::TraceReport traces, screen(with, workspace));
  std::set<std::string> uncoded, crowded;
  for (const screening::UncodedSales& of : traces.uncoded) uncoded.insert(of.provider);
  ASSIGN(const screening::BedRules rules, screening::read_bed_rules(with.parameters, on()));
  ASSIGN(const claims::RegisterRows institutions,
         claims::load_register(with.schema, claims::Register::institution, workspace));
  for (const screening::CrowdedHospital& of :
       screening::screen_beds(tape, with.schema, institutions, rules, {}).crowded)
    crowded.insert(of.provider);
  count_found("无码销售", uncoded, planted, tallies["无码销售"]);
  count_found("床位超量", crowded, planted, tallies["床位超量"]);
  return {};
}

}  // namespace qiuhao::bench
