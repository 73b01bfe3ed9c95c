// `qiuhao screen traces`: boxes that were settled twice, swapped, sold before they came, and sales without a code.
#include <fmt/format.h>

#include <memory>

#include "audit/report_text.h"
#include "cli/audit_sources.h"
#include "cli/lead_options.h"
#include "cli/screen_parts.h"
#include "cli/stop_on_signal.h"
#include "cli/text_table.h"
#include "cli/told_text.h"
#include "screening/traces/traces.h"
#include "text/csv_field.h"
#include "text/document.h"

namespace qiuhao::cli {
namespace {

using audit::grouped;
using screening::CodeUse;
using screening::EarlyCode;
using screening::ResoldCode;
using screening::SwappedCode;
using screening::TraceReport;
using screening::UncodedSales;
using screening::UseKind;
using text::json_quote;

struct Options : LeadOptions {
  std::string memory = "900MB";
};

template <typename Lead>
std::span<const Lead> first_of(const std::vector<Lead>& leads, std::size_t most) {
  return std::span(leads).first(std::min(most, leads.size()));
}

std::string resold_text(const TraceReport& report, std::size_t most) {
  std::string out = fmt::format("\n重复销售的码 codes sold more than once: {}\n", grouped(report.resold_codes));
  if (report.resold.empty()) return out;
  TextTable table({"追溯码 code", "项目 item", "销售 sales", "医保结算 settled", "人 people", "机构 institutions",
                   "首次 first", "末次 last"});
  for (std::size_t column = 2; column < 6; ++column) table.align_right(column);
  for (const ResoldCode& lead : first_of(report.resold, most)) {
    const CodeUse& last = lead.uses.back();
    table.add({lead.code, last.item, grouped(lead.sales.sales), grouped(lead.sales.settled),
               grouped(lead.sales.persons), grouped(lead.sales.providers), format_time(lead.uses.front().time),
               format_time(last.time)});
  }
  return out + table.text();
}

std::string swapped_text(const TraceReport& report, std::size_t most) {
  std::string out =
      fmt::format("\n售出与采购不是同一项目 sold as another item than was bought: {}\n", grouped(report.swapped_sales));
  if (report.swapped.empty()) return out;
  TextTable table({"追溯码 code", "售出 sold as", "采购 bought as", "机构 institution", "时间 time"});
  for (const SwappedCode& lead : first_of(report.swapped, most))
    table.add({lead.code, lead.sale.item, lead.bought.item, lead.sale.provider, format_time(lead.sale.time)});
  return out + table.text();
}

std::string early_text(const TraceReport& report, std::size_t most) {
  std::string out =
      fmt::format("\n采购之前售出或从未采购 sold before it came or never bought: {}\n", grouped(report.early_sales));
  if (report.early.empty()) return out;
  TextTable table({"追溯码 code", "项目 item", "机构 institution", "售出 sold", "到货 came", "由何处采购 bought by"});
  for (const EarlyCode& lead : first_of(report.early, most)) {
    table.add({lead.code, lead.sale.item, lead.sale.provider, format_time(lead.sale.time), format_day(lead.came),
               lead.bought_by});
  }
  return out + table.text();
}

std::string uncoded_text(const TraceReport& report, std::size_t most) {
  if (!report.has_stock)
    return "\n没有进销存记录，无法看无码销售 without stock records nobody knows of sales without codes\n";
  std::string out =
      fmt::format("\n{} 起无码销售超过 {}% more than {}% of sales without a code since {}: {}\n",
                  format_day(report.rules.due_from), report.rules.uncoded_percent, report.rules.uncoded_percent,
                  format_day(report.rules.due_from), grouped(report.uncoded.size()));
  if (report.uncoded.empty()) return out;
  TextTable table({"机构 institution", "应扫码销售 sales", "无码 without a code", "占比 share %"});
  for (std::size_t column = 1; column < 4; ++column) table.align_right(column);
  for (const UncodedSales& lead : first_of(report.uncoded, most)) {
    table.add({lead.provider, grouped(lead.sales), grouped(lead.uncoded),
               fmt::format("{:.1f}", 100.0 * static_cast<double>(lead.uncoded) / static_cast<double>(lead.sales))});
  }
  return out + table.text();
}

std::string table_text(const TraceReport& report, std::size_t most) {
  return fmt::format("追溯码登记 rows: {}，不同的码 codes: {}\n", grouped(report.rows), grouped(report.codes)) +
         resold_text(report, most) + swapped_text(report, most) + early_text(report, most) + uncoded_text(report, most);
}

std::string use_csv(std::string_view signal, const std::string& code, const CodeUse& use, std::string_view rest) {
  const std::string_view kind = use.kind == UseKind::sale_return ? "sale_return" : "sale";
  return fmt::format("{},{},{},{},{},{},{},{},{},{},{}\n", signal, text::guarded_csv_field(code), kind,
                     text::guarded_csv_field(use.provider), text::guarded_csv_field(use.id),
                     text::guarded_csv_field(use.item), format_time(use.time), text::guarded_csv_field(use.person),
                     text::guarded_csv_field(use.settlement), use.is_split ? 1 : 0, rest);
}

std::string csv_text(const TraceReport& report) {
  std::string out =
      "\xEF\xBB\xBFsignal,code,kind,provider,id,item,time,person,settlement,split,sales,settled,persons,providers,"
      "bought_item,bought_by,came,uncoded\n";
  for (const ResoldCode& lead : report.resold) {
    const std::string rest =
        fmt::format("{},{},{},{},,,,", lead.sales.sales, lead.sales.settled, lead.sales.persons, lead.sales.providers);
    for (const CodeUse& use : lead.uses) out += use_csv("resold", lead.code, use, rest);
  }
  for (const SwappedCode& lead : report.swapped) {
    out += use_csv("swapped", lead.code, lead.sale,
                   fmt::format(",,,,{},{},{},", text::guarded_csv_field(lead.bought.item),
                               text::guarded_csv_field(lead.bought.provider), format_day(day_of(lead.bought.time))));
  }
  for (const EarlyCode& lead : report.early) {
    out += use_csv(lead.came == kNoDay ? "never_bought" : "sold_early", lead.code, lead.sale,
                   fmt::format(",,,,,{},{},", text::guarded_csv_field(lead.bought_by), format_day(lead.came)));
  }
  for (const UncodedSales& lead : report.uncoded)
    out += fmt::format("uncoded,,,{},,,,,,,{},,,,,,,{}\n", text::guarded_csv_field(lead.provider), lead.sales,
                       lead.uncoded);
  return out;
}

std::string use_json(const CodeUse& use) {
  return fmt::format(
      "{{\"kind\": \"{}\", \"provider\": {}, \"id\": {}, \"item\": {}, \"time\": \"{}\", \"person\": {}, "
      "\"settlement\": {}, \"split\": {}}}",
      use.kind == UseKind::sale_return ? "sale_return" : "sale", json_quote(use.provider), json_quote(use.id),
      json_quote(use.item), format_time(use.time), json_quote(use.person), json_quote(use.settlement), use.is_split);
}

// Texts with a comma and a line break between.
class JsonList {
 public:
  void add(const std::string& text) { text_ += fmt::format("{}\n    {}", text_.empty() ? "" : ",", text); }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

std::string json_text(const TraceReport& report) {
  JsonList resold, swapped, early, uncoded;
  for (const ResoldCode& lead : report.resold) {
    std::string uses;
    for (const CodeUse& use : lead.uses) uses += (uses.empty() ? "" : ", ") + use_json(use);
    resold.add(fmt::format(
        "{{\"code\": {}, \"sales\": {}, \"settled\": {}, \"persons\": {}, \"providers\": {}, \"uses\": [{}]}}",
        json_quote(lead.code), lead.sales.sales, lead.sales.settled, lead.sales.persons, lead.sales.providers, uses));
  }
  for (const SwappedCode& lead : report.swapped) {
    swapped.add(
        fmt::format("{{\"code\": {}, \"sale\": {}, \"bought_item\": {}, \"bought_by\": {}, \"bought\": \"{}\"}}",
                    json_quote(lead.code), use_json(lead.sale), json_quote(lead.bought.item),
                    json_quote(lead.bought.provider), format_day(day_of(lead.bought.time))));
  }
  for (const EarlyCode& lead : report.early) {
    early.add(fmt::format("{{\"code\": {}, \"sale\": {}, \"came\": \"{}\", \"bought_by\": {}}}", json_quote(lead.code),
                          use_json(lead.sale), format_day(lead.came), json_quote(lead.bought_by)));
  }
  for (const UncodedSales& lead : report.uncoded) {
    uncoded.add(fmt::format("{{\"provider\": {}, \"sales\": {}, \"uncoded\": {}}}", json_quote(lead.provider),
                            lead.sales, lead.uncoded));
  }
  return fmt::format(
      "{{\n  \"rows\": {}, \"codes\": {}, \"resold_codes\": {}, \"swapped_sales\": {}, \"early_sales\": {},\n  "
      "\"has_stock\": {},\n  \"resold\": [{}\n  ],\n  \"swapped\": [{}\n  ],\n  \"early\": [{}\n  ],\n  \"uncoded\": "
      "[{}\n  ]\n}}\n",
      report.rows, report.codes, report.resold_codes, report.swapped_sales, report.early_sales, report.has_stock,
      resold.text(), swapped.text(), early.text(), uncoded.text());
}

Result<int> run(const Options& options) {
  screening::TraceOptions of_traces;
  of_traces.workspace = options.workspace;
  ASSIGN(of_traces.from, day_option("--from", options.from, kNoDay));
  ASSIGN(of_traces.to, day_option("--to", options.to, kNoDay));
  ASSIGN(of_traces.memory_bytes, memory_option("--memory", options.memory));
  ASSIGN(const auto schema, load_schema());
  ASSIGN(const rules::Parameters parameters, load_parameters(options.workspace));
  const Day day = of_traces.to != kNoDay ? of_traces.to : day_of(current_time());
  ASSIGN(const screening::TraceRules rules, screening::read_trace_rules(parameters, day));
  const StopOnSignal stop;
  of_traces.stop = &stop.flag();
  ASSIGN(const TraceReport report, screening::screen_traces(*schema, rules, of_traces));
  const std::string text = options.format == "csv"    ? csv_text(report)
                           : options.format == "json" ? json_text(report)
                                                      : table_text(report, options.most);
  return tell_text(text, options.out);
}

}  // namespace

void add_screen_traces(Program& program, CLI::App& parent) {
  CLI::App* command = parent.add_subcommand(
      "traces",
      "boxes whose tracing code was settled twice, sold as something else or before it was bought, and providers "
      "that sell without codes (追溯码)");
  command->footer("Example:\n  qiuhao screen traces city");
  const auto options = std::make_shared<Options>();
  add_lead_options(*command, *options, "first day of the sales",
                   "last day of the sales, included, and the day of the parameters", "leads of each kind");
  command->add_option("--memory", options->memory, "most memory of the query, such as 2GB (default: 900MB)");
  command->callback([&program, options] { program.run = [options] { return run(*options); }; });
}

}  // namespace qiuhao::cli
