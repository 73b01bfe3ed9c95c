// One pass over the sorted register, a group of rows for each code.
#include "screening/traces/traces.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "claims/registers.h"
#include "screening/parameter_reader.h"
#include "screening/traces/trace_rows.h"

namespace qiuhao::screening {
namespace {

using tables::sql_text;

// Across more persons and institutions first, then by what the fund paid.
auto rank_of(const ResoldCode& code) {
  const int spread = (code.sales.persons > 1 ? 1 : 0) + (code.sales.providers > 1 ? 1 : 0);
  return std::tuple(-spread, -std::int64_t{code.sales.settled}, -std::int64_t{code.sales.sales}, code.code);
}

// Judges the uses of one code after another.
class Screening {
 public:
  Screening(const TraceRules& rules, const TraceOptions& options, std::unordered_map<std::string, Day> first_purchases,
            TraceReport& report)
      : rules_(rules), options_(options), first_purchases_(std::move(first_purchases)), report_(report) {}

  void judge(const std::string& code, std::span<CodeUse> uses) {
    ++report_.codes;
    const bool is_sold = std::ranges::any_of(uses, [](const CodeUse& use) { return use.kind == UseKind::sale; });
    if (!is_sold) return;
    std::ranges::sort(uses, {}, [](const CodeUse& use) { return std::tie(use.provider, use.time, use.kind, use.id); });
    add_resold(code, uses);
    for (const SwappedSale& found : swapped_sales(uses)) {
      if (is_asked(*found.sale) && ++report_.swapped_sales <= kMostTraceLeads)
        report_.swapped.push_back({code, *found.sale, *found.bought});
    }
    add_early(code, uses);
  }

  void finish() {
    std::ranges::sort(report_.resold, {}, rank_of);
    if (report_.resold.size() > kMostTraceLeads) report_.resold.resize(kMostTraceLeads);
  }

 private:
  bool is_asked(const CodeUse& sale) const {
    const Day day = day_of(sale.time);
    return (options_.from == kNoDay || day >= options_.from) && (options_.to == kNoDay || day <= options_.to);
  }

  void add_resold(const std::string& code, std::span<const CodeUse> uses) {
    const CodeSales sales = sales_of(uses, std::int64_t{rules_.split_units_most} * kUnit);
    const bool is_resold = sales.is_resold() && sales.sales >= rules_.sales_least;
    const bool is_asked_for =
        std::ranges::any_of(uses, [&](const CodeUse& use) { return use.kind == UseKind::sale && is_asked(use); });
    if (!is_resold || !is_asked_for) return;
    ++report_.resold_codes;
    ResoldCode resold{code, sales, {}};
    for (const CodeUse& use : uses) {
      if (use.kind == UseKind::sale || use.kind == UseKind::sale_return) resold.uses.push_back(use);
    }
    std::ranges::sort(resold.uses, {}, [](const CodeUse& use) { return std::tie(use.time, use.provider, use.id); });
    if (resold.uses.size() > kShownUses) resold.uses.resize(kShownUses);
    report_.resold.push_back(std::move(resold));
    if (report_.resold.size() >= 2 * kMostTraceLeads) finish();
  }

  // Sorted by provider.
  void add_early(const std::string& code, std::span<CodeUse> uses) {
    for (std::size_t begin = 0; begin < uses.size();) {
      std::size_t end = begin;
      while (end < uses.size() && uses[end].provider == uses[begin].provider) ++end;
      const auto reports = first_purchases_.find(uses[begin].provider);
      const ArrivalRules rules{
          reports == first_purchases_.end() ? kNoDay : reports->second + static_cast<Day>(rules_.grace_days),
          static_cast<int>(rules_.late_days)};
      // Purchases of the provider itself do not stand in the way: where it has one, nobody asks who else has.
      for (const EarlySale& found : early_sales(uses.subspan(begin, end - begin), uses, rules)) {
        if (!is_asked(*found.sale) || ++report_.early_sales > kMostTraceLeads) continue;
        report_.early.push_back({code, *found.sale, found.came, found.bought == nullptr ? "" : found.bought->provider});
      }
      begin = end;
    }
  }

  const TraceRules& rules_;
  const TraceOptions& options_;
  const std::unordered_map<std::string, Day> first_purchases_;
  TraceReport& report_;
};

std::string begins_with(const std::vector<std::string>& codes) {
  std::string condition;
  for (const std::string& code : codes)
    condition += fmt::format("{}prefix(item, {})", condition.empty() ? "" : " OR ", sql_text(code));
  return condition;
}

// Stock sales of a provider from the day on that have no row with a code.
std::string uncoded_sql(const TraceRules& rules, const TraceOptions& options, const Path& stock, const Path& traces) {
  std::string asked = "kind = 'sale'";
  const Day from = std::max(rules.due_from, options.from);
  if (from != kNoDay) asked += fmt::format(" AND time >= DATE '{}'", format_day(from));
  if (options.to != kNoDay) asked += fmt::format(" AND time < DATE '{}'", format_day(options.to + 1));
  std::string due = asked;
  if (!rules.due_items.empty()) due += fmt::format(" AND ({})", begins_with(rules.due_items));
  if (!rules.exempt_items.empty()) due += fmt::format(" AND NOT ({})", begins_with(rules.exempt_items));
  return fmt::format(
      "SELECT sold.provider, count(*), count(*) FILTER (coded.id IS NULL) FROM (SELECT provider, id FROM "
      "read_parquet({}) WHERE {}) AS sold LEFT JOIN (SELECT DISTINCT provider, id FROM read_parquet({}) WHERE {}) AS "
      "coded ON sold.provider = coded.provider AND sold.id = coded.id GROUP BY 1",
      sql_text(stock.string()), due, sql_text(traces.string()), asked);
}

Status add_uncoded(tables::Engine& engine, const TraceOptions& options, const Path& traces, TraceReport& report) {
  ASSIGN(const claims::RegisterFile stock, claims::find_register(options.workspace, claims::Register::stock));
  report.has_stock = !stock.path.empty();
  if (!report.has_stock) return {};
  const TraceRules& rules = report.rules;
  ASSIGN(tables::Answer answer, engine.query(uncoded_sql(rules, options, stock.path, traces)));
  while (true) {
    ASSIGN(const tables::Chunk chunk, answer.next());
    if (chunk.rows() == 0) break;
    for (std::size_t row = 0; row < chunk.rows(); ++row) {
      const UncodedSales of{std::string(chunk.column(0).text(row)),
                            static_cast<std::uint64_t>(chunk.column(1).value<std::int64_t>(row)),
                            static_cast<std::uint64_t>(chunk.column(2).value<std::int64_t>(row))};
      if (of.sales >= rules.uncoded_sales_least && of.uncoded * 100 > of.sales * rules.uncoded_percent)
        report.uncoded.push_back(of);
    }
  }
  std::ranges::sort(report.uncoded, [](const UncodedSales& a, const UncodedSales& b) {
    const auto left = a.uncoded * b.sales, right = b.uncoded * a.sales;
    return std::tie(right, a.provider) < std::tie(left, b.provider);
  });
  return {};
}

}  // namespace

Result<TraceRules> read_trace_rules(const rules::Parameters& parameters, Day day) {
  const ParameterReader reader(parameters, day);
  TraceRules rules;
  ASSIGN(rules.sales_least, reader.whole("trace_sales_least", {2, 1'000}));
  ASSIGN(rules.split_units_most, reader.whole("trace_split_units_most", {1, 100'000}));
  ASSIGN(rules.late_days, reader.whole("trace_late_days", {0, 365}));
  ASSIGN(rules.grace_days, reader.whole("trace_grace_days", {0, 3'650}));
  ASSIGN(rules.due_from, reader.day("trace_due_from"));
  ASSIGN(rules.due_items, reader.texts("trace_due_items"));
  ASSIGN(rules.exempt_items, reader.texts("trace_exempt_items"));
  ASSIGN(rules.uncoded_percent, reader.whole("trace_uncoded_percent", {0, 100}));
  ASSIGN(rules.uncoded_sales_least, reader.whole("trace_uncoded_sales_least", {1, 1'000'000'000}));
  return rules;
}

Result<TraceReport> screen_traces(const claims::Schema& schema, const TraceRules& rules, const TraceOptions& options) {
  ASSIGN(const claims::RegisterFile file, claims::find_register(options.workspace, claims::Register::trace));
  if (file.path.empty()) {
    return input_error("no_traces",
                       Sentence{"has no register of tracing codes; import a table with drug_trac_codg first",
                                "没有追溯码登记；请先导入含 drug_trac_codg 的表"},
                       {options.workspace.string(), 0, 0, ""});
  }
  TraceReport report;
  report.rules = rules;
  TraceReader reader(schema, options, file.path);
  TRY(reader.open());
  ASSIGN(auto first_purchases, reader.first_purchases());
  Screening screening(rules, options, std::move(first_purchases), report);
  TRY(reader.each_code([&](const std::string& code, std::span<CodeUse> uses) { screening.judge(code, uses); }));
  report.rows = reader.rows();
  screening.finish();
  const Status uncoded = add_uncoded(reader.engine(), options, file.path, report);
  if (!uncoded) return fail(reader.told_of(uncoded.error()));
  return report;
}

}  // namespace qiuhao::screening
