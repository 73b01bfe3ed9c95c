// `qiuhao screen peers`: providers unlike their peers beyond chance.
#include <fmt/format.h>

#include <chrono>
#include <memory>

#include "audit/report_text.h"
#include "cli/audit_sources.h"
#include "cli/lead_options.h"
#include "cli/screen_output.h"
#include "cli/screen_parts.h"
#include "cli/text_table.h"
#include "cli/told_text.h"
#include "cli/view_engine.h"
#include "cli/watch.h"
#include "screening/peers/drg_tables.h"
#include "screening/peers/peer_funnels.h"
#include "text/csv_field.h"
#include "text/document.h"

namespace qiuhao::cli {
namespace {

using audit::grouped;
using screening::PeerReport;
using screening::PeerSum;
using screening::PeerTest;
using text::json_quote;

constexpr std::size_t kNameColumns = 24;
constexpr std::chrono::seconds kMostTime{86'400};

struct Options : LeadOptions {
  std::string drg;
  std::string weights;
  std::string memory = "2GB";
};

Result<std::vector<PeerSum>> read_sums(const claims::Tape& tape, const claims::Schema& schema, const Options& options,
                                       const std::string& statement) {
  const SpillFolder spill(options.workspace);
  std::string drg;
  if (!options.drg.empty()) {
    ASSIGN(drg, screening::drg_tables_sql({options.drg, options.weights}));
  }
  ASSIGN(tables::Engine engine, engine_over(tape, schema, Language::english, {options.memory, spill.path(), 0, drg}));
  const Watch watch(engine, kMostTime);
  ASSIGN(tables::Answer answer, engine.read(statement));
  std::vector<PeerSum> sums;
  while (true) {
    ASSIGN(const tables::Chunk chunk, answer.next());
    if (chunk.rows() == 0) return sums;
    for (std::size_t row = 0; row < chunk.rows(); ++row) {
      const auto text = [&](std::size_t column) { return std::string(chunk.column(column).text(row)); };
      sums.push_back({static_cast<std::size_t>(chunk.column(0).value<std::int64_t>(row)), text(1), text(2), text(3),
                      text(4), text(5), chunk.column(6).value<std::int64_t>(row), chunk.column(7).value<double>(row),
                      chunk.column(8).value<double>(row)});
    }
  }
}

std::string table_text(const PeerReport& report, const screening::PeerRules& rules, std::size_t most) {
  const auto outliers = static_cast<std::size_t>(
      std::ranges::count_if(report.tests, [](const PeerTest& test) { return test.is_outlier; }));
  std::string out = fmt::format(
      "机构 providers: {}，没有足够同类 without peers enough: {}；比较 tests: {}，误报比例至多 false at most: {}\n",
      grouped(report.providers), grouped(report.without_peers), grouped(report.tests.size()), rules.false_share);
  if (outliers == 0) return out + "没有机构超出机会所及 no provider is unlike its peers beyond chance\n";
  TextTable table({"机构 provider", "名称 name", "指标 figure", "住院 stays", "数值 value", "同类 peers",
                   "控制限 limit", "离差 spreads", "z", "误报 false"});
  for (std::size_t column = 3; column < 10; ++column) table.align_right(column);
  for (const PeerTest& test : std::span(report.tests).first(std::min(most, outliers))) {
    table.add({test.provider, cut_to_width(test.name, kNameColumns),
               std::string(screening::peer_figures()[test.figure].label), grouped(static_cast<std::size_t>(test.stays)),
               short_number(test.value), short_number(test.target), short_number(test.limit),
               fmt::format("{:.1f}", test.distance), fmt::format("{:.1f}", test.z),
               fmt::format("{:.1g}", test.false_share)});
  }
  out += table.text();
  if (outliers > most) out += fmt::format("另有 {0} 项，用 --most 或 --out 列出 {0} more\n", grouped(outliers - most));
  return out;
}

std::string csv_text(const PeerReport& report) {
  std::string out =
      "\xEF\xBB\xBFoutlier,provider,name,kind,level,figure,stays,value,target,limit,distance,z,dispersion,chance,"
      "false_share,peers\n";
  for (const PeerTest& test : report.tests) {
    out += fmt::format("{},{},{},{},{},{},{},{},{},{},{:.4f},{:.4f},{:.4f},{:.6g},{:.6g},{}\n", test.is_outlier ? 1 : 0,
                       text::guarded_csv_field(test.provider), text::guarded_csv_field(test.name),
                       text::guarded_csv_field(test.kind), text::guarded_csv_field(test.level),
                       screening::peer_figures()[test.figure].name, test.stays, test.value, test.target, test.limit,
                       test.distance, test.z, test.dispersion, test.chance, test.false_share, test.peers);
  }
  return out;
}

std::string json_text(const PeerReport& report) {
  std::string tests;
  for (const PeerTest& test : report.tests) {
    tests += fmt::format(
        "{}\n    {{\"outlier\": {}, \"provider\": {}, \"name\": {}, \"kind\": {}, \"level\": {}, \"figure\": {}, "
        "\"stays\": {}, \"value\": {}, \"target\": {}, \"limit\": {}, \"distance\": {:.4f}, \"z\": {:.4f}, "
        "\"dispersion\": {:.4f}, \"chance\": {:.6g}, \"false_share\": {:.6g}, \"peers\": {}}}",
        tests.empty() ? "" : ",", test.is_outlier, json_quote(test.provider), json_quote(test.name),
        json_quote(test.kind), json_quote(test.level), json_quote(screening::peer_figures()[test.figure].name),
        test.stays, test.value, test.target, test.limit, test.distance, test.z, test.dispersion, test.chance,
        test.false_share, test.peers);
  }
  return fmt::format("{{\n  \"providers\": {}, \"without_peers\": {},\n  \"tests\": [{}\n  ]\n}}\n", report.providers,
                     report.without_peers, tests);
}

Result<int> run(const Options& options) {
  ASSIGN(const Day from, day_option("--from", options.from, kNoDay));
  ASSIGN(const Day to, day_option("--to", options.to, kNoDay));
  ASSIGN(const auto schema, load_schema());
  ASSIGN(const claims::Tape tape, claims::Tape::open(options.workspace, *schema));
  ASSIGN(const rules::Parameters parameters, load_parameters(options.workspace));
  ASSIGN(const screening::PeerRules rules,
         screening::read_peer_rules(parameters, to != kNoDay ? to : day_of(current_time())));
  const auto has = options.drg.empty()       ? screening::PeerNeeds::stays
                   : options.weights.empty() ? screening::PeerNeeds::drg_codes
                                             : screening::PeerNeeds::drg_weights;
  ASSIGN(auto sums, read_sums(tape, *schema, options, screening::peer_sums_sql(rules.codes, has, from, to)));
  const PeerReport report = screening::test_peers(std::move(sums), rules);
  const std::string text = options.format == "csv"    ? csv_text(report)
                           : options.format == "json" ? json_text(report)
                                                      : table_text(report, rules, options.most);
  return tell_text(text, options.out);
}

}  // namespace

void add_screen_peers(Program& program, CLI::App& parent) {
  CLI::App* command = parent.add_subcommand(
      "peers", "hospitals whose stays are unlike those of their peers beyond chance (同类比较、漏斗图)");
  command->footer("Example:\n  qiuhao screen peers city --drg code_adrg.csv --weights weights.csv");
  const auto options = std::make_shared<Options>();
  add_lead_options(*command, *options, "first day of the admissions", "last day of the admissions, included",
                   "outliers");
  auto* drg = command->add_option(
      "--drg", options->drg, "CSV of DRG codes (code, adrg, is_cc, is_mcc, exclusion_table), for figures of upcoding");
  command->add_option("--weights", options->weights, "CSV of DRG weights (drg, weight)")->needs(drg);
  command->add_option("--memory", options->memory, "memory, as in 2GB (the default)");
  command->callback([&program, options] { program.run = [options] { return run(*options); }; });
}

}  // namespace qiuhao::cli
