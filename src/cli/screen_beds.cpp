// `qiuhao screen beds`: hospitals with more people in beds than beds.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>

#include "audit/report_text.h"
#include "cli/audit_sources.h"
#include "cli/lead_options.h"
#include "cli/screen_parts.h"
#include "cli/text_table.h"
#include "cli/told_text.h"
#include "screening/beds/bed_census.h"
#include "text/csv_field.h"
#include "text/document.h"

namespace qiuhao::cli {
namespace {

using audit::grouped;
using screening::BedReport;
using screening::CrowdedHospital;
using text::json_quote;

std::string table_text(const BedReport& report, std::size_t most) {
  std::string out = fmt::format("住院 stays: {}，医院 hospitals: {}；没有登记床位 without registered beds: {}\n",
                                grouped(report.stays), grouped(report.hospitals), grouped(report.without_beds.size()));
  if (report.crowded.empty()) {
    return out + fmt::format(
                     "没有医院连续 {0} 天在院超过床位的 {1} 倍 no hospital has more than {1} people a bed for {0} days "
                     "on end\n",
                     report.rules.days_least, report.rules.ratio_most);
  }
  out += fmt::format("\n连续 {0} 天以上在院超过床位 {1} 倍 more than {1} people a bed for {0} days and more: {2}\n",
                     report.rules.days_least, report.rules.ratio_most, grouped(report.crowded.size()));
  TextTable table({"机构 institution", "首日 first", "天数 days", "最满日 fullest", "在院 people", "床位 beds"});
  for (const std::size_t column : {std::size_t{2}, std::size_t{4}, std::size_t{5}}) table.align_right(column);
  for (const CrowdedHospital& lead : std::span(report.crowded).first(std::min(most, report.crowded.size()))) {
    table.add({lead.provider, format_day(lead.first), grouped(lead.days), format_day(lead.fullest),
               grouped(lead.people), grouped(lead.beds)});
  }
  return out + table.text();
}

std::string csv_text(const BedReport& report) {
  std::string out = "\xEF\xBB\xBFprovider,first,days,fullest,people,beds\n";
  for (const CrowdedHospital& lead : report.crowded) {
    out += fmt::format("{},{},{},{},{},{}\n", text::guarded_csv_field(lead.provider), format_day(lead.first), lead.days,
                       format_day(lead.fullest), lead.people, lead.beds);
  }
  return out;
}

std::string json_text(const BedReport& report) {
  std::string crowded;
  for (const CrowdedHospital& lead : report.crowded) {
    crowded += fmt::format(
        "{}\n    {{\"provider\": {}, \"first\": \"{}\", \"days\": {}, \"fullest\": \"{}\", \"people\": {}, \"beds\": "
        "{}}}",
        crowded.empty() ? "" : ",", json_quote(lead.provider), format_day(lead.first), lead.days,
        format_day(lead.fullest), lead.people, lead.beds);
  }
  std::vector<std::string> without;
  for (const std::string& provider : report.without_beds) without.push_back(json_quote(provider));
  return fmt::format(
      "{{\n  \"stays\": {}, \"hospitals\": {},\n  \"without_beds\": [{}],\n  \"crowded\": [{}\n  ]\n}}\n", report.stays,
      report.hospitals, fmt::join(without, ", "), crowded);
}

Result<claims::RegisterRows> load_institutions(const claims::Schema& schema, const Path& workspace) {
  ASSIGN(const claims::RegisterFile file, claims::find_register(workspace, claims::Register::institution));
  if (file.path.empty()) {
    return input_error("no_institutions",
                       Sentence{"has no register of institutions; import a table with fixmedins_code, begndate and "
                                "aprv_bed_cnt first",
                                "没有机构登记；请先导入含 fixmedins_code、begndate、aprv_bed_cnt 的表"},
                       {workspace.string(), 0, 0, ""});
  }
  return claims::load_register(schema, claims::Register::institution, workspace);
}

Result<int> run(const LeadOptions& options) {
  screening::BedOptions of_beds;
  ASSIGN(of_beds.from, day_option("--from", options.from, kNoDay));
  ASSIGN(of_beds.to, day_option("--to", options.to, kNoDay));
  ASSIGN(const auto schema, load_schema());
  ASSIGN(const claims::Tape tape, claims::Tape::open(options.workspace, *schema));
  ASSIGN(const claims::RegisterRows institutions, load_institutions(*schema, options.workspace));
  ASSIGN(const rules::Parameters parameters, load_parameters(options.workspace));
  const Day day = of_beds.to != kNoDay ? of_beds.to : day_of(current_time());
  ASSIGN(const screening::BedRules rules, screening::read_bed_rules(parameters, day));
  const BedReport report = screening::screen_beds(tape, *schema, institutions, rules, of_beds);
  const std::string text = options.format == "csv"    ? csv_text(report)
                           : options.format == "json" ? json_text(report)
                                                      : table_text(report, options.most);
  return tell_text(text, options.out);
}

}  // namespace

void add_screen_beds(Program& program, CLI::App& parent) {
  CLI::App* command =
      parent.add_subcommand("beds", "hospitals with more people in beds than licensed beds, day after day (床位超量)");
  command->footer("Example:\n  qiuhao screen beds city");
  const auto options = std::make_shared<LeadOptions>();
  add_lead_options(*command, *options, "first day that is counted",
                   "last day that is counted, and the day of the parameters", "leads");
  command->callback([&program, options] { program.run = [options] { return run(*options); }; });
}

}  // namespace qiuhao::cli
