// Findings of audits: pages, one, and files of them.
#include "casework/findings.h"

#include "casework/permissions.h"
#include "server/api/endpoints.h"
#include "server/api/endpoints/sheet.h"
#include "server/api/endpoints/written.h"

namespace qiuhao::server {
namespace {

using casework::FindingFilter;
using casework::FindingSort;
using casework::KeptFinding;
using database::Transaction;

Result<FindingFilter> filter_of(const Call& call) {
  FindingFilter filter;
  for (const std::string& name : call.texts("state")) filter.states.push_back(*casework::finding_state_named(name));
  filter.rule = call.text("rule");
  filter.provider = call.text("provider");
  filter.person = call.text("person");
  filter.region = std::string(identity::region_prefix(call.text("region")));
  filter.is_certain = call.truth("certain");
  ASSIGN(filter.from, call.day("from"));
  ASSIGN(filter.to, call.day("to"));
  if (const std::string least = call.text("net_at_least"); !least.empty()) {
    auto value = workflow::parse_value(least, workflow::FieldType::money);
    if (!value) return fail(std::move(value).error());
    filter.net_at_least = value->integer();
  }
  return filter;
}

FindingSort sort_of(const Call& call) { return call.text("sort") == "day" ? FindingSort::day : FindingSort::net; }

casework::Scope scope_of(const Call& call) {
  return casework::scope_of(call.by().holder, call.desk.policy(), casework::Seen::findings, call.today());
}

void write_finding(text::JsonWriter& json, const KeptFinding& finding) {
  json.begin_object()
      .field("id", finding.id)
      .field("rule", finding.rule)
      .field("rule_name", finding.rule_name)
      .field("certain", finding.is_certain)
      .field("provider", finding.provider)
      .field("provider_name", finding.provider_name)
      .field("region", finding.region)
      .field("person", finding.person)
      .field("visit", finding.visit);
  write_day(json, "day", finding.day);
  json.field("item", finding.item)
      .field("item_name", finding.item_name)
      .field("gross", format_cents(finding.gross))
      .field("net", format_cents(finding.net))
      .field("message", finding.message)
      .field("run", finding.run)
      .field("state", casework::name_of(finding.state))
      .field("matter", finding.matter)
      .end_object();
}

const std::vector<SheetColumn> kColumns = {
    {"疑点编号", 34},       {"规则编码", 10}, {"规则名称", 24}, {"明确违规", 8},
    {"机构编码", 14},       {"机构名称", 26}, {"统筹区", 8},    {"参保人代号", 20},
    {"费用日期", 11},       {"项目编码", 26}, {"项目名称", 26}, {"规则金额", 12, true},
    {"去重金额", 12, true}, {"说明", 60},     {"状态", 10},     {"事项编号", 22}};

std::vector<std::string> cells_of(const KeptFinding& finding) {
  return {finding.id,
          finding.rule,
          finding.rule_name,
          finding.is_certain ? "是" : "否",
          finding.provider,
          finding.provider_name,
          finding.region,
          finding.person,
          format_day(finding.day),
          finding.item,
          finding.item_name,
          format_cents(finding.gross),
          format_cents(finding.net),
          finding.message,
          std::string(casework::name_of(finding.state)),
          finding.matter};
}

}  // namespace

Result<http::Answer> list_findings(const Call& call) {
  ASSIGN(const FindingFilter filter, filter_of(call));
  casework::FindingPage page;
  std::optional<casework::FindingCount> count;
  TRY(call.desk.database().read([&](Transaction& transaction) -> Status {
    const casework::Scope scope = scope_of(call);
    ASSIGN(page, casework::list_findings(transaction, scope, filter, sort_of(call), call.text("cursor"), call.limit()));
    if (call.truth("count").value_or(false)) {
      ASSIGN(count, casework::count_findings(transaction, scope, filter));
    }
    return {};
  }));
  text::JsonWriter json;
  json.begin_object().key("findings").begin_array();
  for (const KeptFinding& finding : page.findings) write_finding(json, finding);
  json.end_array();
  write_next(json, page.next);
  if (count) json.field("count", count->count).field("is_more", count->is_more);
  json.end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> show_finding(const Call& call) {
  std::optional<KeptFinding> finding;
  TRY(call.desk.database().read([&](Transaction& transaction) -> Status {
    ASSIGN(finding, casework::find_finding(transaction, scope_of(call), call.path_value("id")));
    return {};
  }));
  if (!finding) return input_error("no_finding", Sentence{"there is no such finding", "没有这个疑点"});
  text::JsonWriter json;
  write_finding(json, *finding);
  return json_answer(200, json.take());
}

Result<http::Answer> export_findings(const Call& call) {
  ASSIGN(const FindingFilter filter, filter_of(call));
  const casework::Scope scope = scope_of(call);
  const FindingSort sort = sort_of(call);
  TRY(begin_export(call, "findings"));
  return export_rows(call, "findings", "疑点", kColumns, [&](const std::string& cursor) -> Result<SheetPage> {
    SheetPage rows;
    TRY(call.desk.database().read([&](Transaction& transaction) -> Status {
      rows = {};
      ASSIGN(const auto page, casework::list_findings(transaction, scope, filter, sort, cursor, casework::kPageMost));
      for (const KeptFinding& finding : page.findings) rows.rows.push_back(cells_of(finding));
      rows.next = page.next;
      return {};
    }));
    return rows;
  });
}

}  // namespace qiuhao::server
