// The other tables, and writing all of them.
#include "screening/networks/tables.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>

#include "audit/csv_file.h"
#include "audit/new_folder.h"
#include "base/hash.h"
#include "screening/networks/sentences.h"
#include "screening/networks/tables_network.h"
#include "text/document.h"

namespace qiuhao::screening {
namespace {

using audit::CellKind;
using audit::ExportColumn;

constexpr int kFigurePlaces = 4;
constexpr std::size_t kIdDigits = 10;

constexpr ExportColumn kGroupColumns[] = {{"group_stay", "集中住院编号", "VARCHAR"},
                                          {"provider", "机构编码", "VARCHAR"},
                                          {"provider_name", "机构名称", "VARCHAR"},
                                          {"diagnosis", "主诊断类目", "VARCHAR"},
                                          {"stays", "住院次数", "BIGINT"},
                                          {"cost_variation", "费用变异", "DOUBLE"},
                                          {"length_variation", "时长变异", "DOUBLE"},
                                          {"among", "同期同病种住院", "BIGINT"},
                                          {"expected", "偶然次数", "DOUBLE"},
                                          {"surprise", "意外度", "DOUBLE"},
                                          {"look_alike", "可能的正当情形", "VARCHAR"},
                                          {"total", "医疗费总额", "DECIMAL"},
                                          {"fund", "基金支付总额", "DECIMAL"},
                                          {"sentence_zh", "说明", "VARCHAR"},
                                          {"sentence_en", "英文说明", "VARCHAR"}};
constexpr ExportColumn kChainColumns[] = {
    {"chain", "轮流住院编号", "VARCHAR"}, {"person", "参保人代号", "VARCHAR"}, {"stays", "住院次数", "BIGINT"},
    {"institutions", "机构数", "BIGINT"}, {"days", "在院天数", "BIGINT"},      {"total", "医疗费总额", "DECIMAL"},
    {"fund", "基金支付总额", "DECIMAL"},  {"sentence_zh", "说明", "VARCHAR"},  {"sentence_en", "英文说明", "VARCHAR"}};
constexpr ExportColumn kStayColumns[] = {
    {"lead", "线索编号", "VARCHAR"},          {"person", "参保人代号", "VARCHAR"},
    {"visit", "就诊流水号", "VARCHAR"},       {"provider", "机构编码", "VARCHAR"},
    {"provider_name", "机构名称", "VARCHAR"}, {"diagnosis", "主诊断类目", "VARCHAR"},
    {"admitted", "入院时间", "VARCHAR"},      {"discharged", "出院时间", "VARCHAR"},
    {"total", "医疗费总额", "DECIMAL"},       {"fund", "基金支付总额", "DECIMAL"}};
constexpr ExportColumn kExchangeColumns[] = {
    {"a", "机构甲", "VARCHAR"},          {"a_name", "机构甲名称", "VARCHAR"},   {"b", "机构乙", "VARCHAR"},
    {"b_name", "机构乙名称", "VARCHAR"}, {"a_to_b", "甲到乙", "BIGINT"},        {"b_to_a", "乙到甲", "BIGINT"},
    {"transfers", "医嘱转院", "BIGINT"}, {"people", "人数", "BIGINT"},          {"both_ways", "来回人数", "BIGINT"},
    {"sentence_zh", "说明", "VARCHAR"},  {"sentence_en", "英文说明", "VARCHAR"}};
constexpr ExportColumn kSharedColumns[] = {{"kind", "种类", "VARCHAR"},           {"value", "值", "VARCHAR"},
                                           {"people", "人数", "BIGINT"},          {"total", "医疗费总额", "DECIMAL"},
                                           {"fund", "基金支付总额", "DECIMAL"},   {"sentence_zh", "说明", "VARCHAR"},
                                           {"sentence_en", "英文说明", "VARCHAR"}};
constexpr ExportColumn kSharedPeopleColumns[] = {{"kind", "种类", "VARCHAR"},
                                                 {"value", "值", "VARCHAR"},
                                                 {"person", "参保人代号", "VARCHAR"},
                                                 {"total", "医疗费总额", "DECIMAL"},
                                                 {"fund", "基金支付总额", "DECIMAL"}};

// Of the visits of the stays, so that the same lead has the same id in every run.
std::string lead_id(char kind, const NetworkReport& report, const TapeNames& names,
                    const std::vector<std::uint32_t>& stays) {
  Hasher128 hasher;
  for (const std::uint32_t stay : stays) {
    const Stay& of = report.visits.stays[stay];
    hasher.add(names.person(of.person) + "\n" + names.visit(of.person, of.visit) + "\n");
  }
  return kind + hasher.value().hex().substr(0, kIdDigits);
}

void stay_rows(const std::string& lead, const NetworkReport& report, const TapeNames& names,
               const std::vector<std::uint32_t>& stays, const TakeRow& take) {
  const TapeVisits& visits = report.visits;
  for (const std::uint32_t number : stays) {
    const Stay& stay = visits.stays[number];
    take({Value::of(lead), Value::of(names.person(stay.person)), Value::of(names.visit(stay.person, stay.visit)),
          Value::of(visits.institutions[stay.institution]), Value::of(visits.names[stay.institution]),
          Value::of(visits.diagnoses[stay.diagnosis]), Value::of(format_time(stay.admitted)),
          stay.discharged == 0 ? Value{} : Value::of(format_time(stay.discharged)), Value::of_cents(stay.total),
          Value::of_cents(stay.fund)});
  }
}

void group_rows(const NetworkReport& report, const TapeNames& names, const TakeRow& take) {
  for (const GroupStay& group : report.group_stays.groups) {
    const Sentence sentence = sentence_of(report, group);
    take({Value::of(lead_id('G', report, names, group.stays)), Value::of(report.visits.institutions[group.institution]),
          Value::of(report.visits.names[group.institution]), Value::of(report.visits.diagnoses[group.diagnosis]),
          Value::of(group.stays.size()), Value::of_figure(group.cost_variation),
          Value::of_figure(group.length_variation), Value::of(group.among), Value::of_figure(group.expected),
          Value::of_figure(group.surprise),
          Value::of(std::string(group.surprise < report.group_stays.chance_surprise ? "by_chance" : "")),
          Value::of_cents(group.total), Value::of_cents(group.fund), Value::of(sentence.chinese),
          Value::of(sentence.english)});
  }
}

void chain_rows(const NetworkReport& report, const TapeNames& names, const TakeRow& take) {
  for (const StayChain& chain : report.moves.chains) {
    const Sentence sentence = sentence_of(report, chain);
    take({Value::of(lead_id('C', report, names, chain.stays)), Value::of(names.person(chain.person)),
          Value::of(chain.stays.size()), Value::of(chain.institutions), Value::of(std::size_t{chain.days}),
          Value::of_cents(chain.total), Value::of_cents(chain.fund), Value::of(sentence.chinese),
          Value::of(sentence.english)});
  }
}

void lead_stay_rows(const NetworkReport& report, const TapeNames& names, const TakeRow& take) {
  for (const GroupStay& group : report.group_stays.groups)
    stay_rows(lead_id('G', report, names, group.stays), report, names, group.stays, take);
  for (const StayChain& chain : report.moves.chains)
    stay_rows(lead_id('C', report, names, chain.stays), report, names, chain.stays, take);
}

void exchange_rows(const NetworkReport& report, const TakeRow& take) {
  const TapeVisits& visits = report.visits;
  for (const StayExchange& exchange : report.moves.exchanges) {
    const Sentence sentence = sentence_of(report, exchange);
    take({Value::of(visits.institutions[exchange.a]), Value::of(visits.names[exchange.a]),
          Value::of(visits.institutions[exchange.b]), Value::of(visits.names[exchange.b]), Value::of(exchange.a_to_b),
          Value::of(exchange.b_to_a), Value::of(exchange.transfers), Value::of(exchange.people),
          Value::of(exchange.both_ways), Value::of(sentence.chinese), Value::of(sentence.english)});
  }
}

Value kind_value(const SharedContact& contact) {
  return Value::of(std::string(kContactKindNames[static_cast<std::size_t>(contact.kind)]));
}

void shared_rows(const NetworkReport& report, const TakeRow& take) {
  for (const SharedContact& contact : report.shared.contacts) {
    const Sentence sentence = sentence_of(contact);
    take({kind_value(contact), Value::of(contact.value), Value::of(contact.people.size()),
          Value::of_cents(contact.total), Value::of_cents(contact.fund), Value::of(sentence.chinese),
          Value::of(sentence.english)});
  }
}

void shared_people_rows(const NetworkReport& report, const TapeNames& names, const TakeRow& take) {
  for (const SharedContact& contact : report.shared.contacts) {
    for (const PersonNumber person : contact.people) {
      const Bill& bill = report.visits.bills[person];
      take({kind_value(contact), Value::of(contact.value), Value::of(names.person(person)), Value::of_cents(bill.total),
            Value::of_cents(bill.fund)});
    }
  }
}

std::string json_of(const Value& value) {
  switch (value.kind) {
    case CellKind::none: return "null";
    case CellKind::text: return text::json_quote(value.text);
    case CellKind::number: return format_decimal(value.number);
    case CellKind::day: return text::json_quote(format_day(value.day));
  }
  return "null";
}

}  // namespace

Value Value::of_figure(double figure) {
  const auto units = static_cast<std::int64_t>(std::llround(figure * static_cast<double>(kPowersOfTen[kFigurePlaces])));
  return {CellKind::number, {}, Decimal{units, kFigurePlaces}, kNoDay};
}

std::vector<ReportTable> tables_of(const NetworkReport& report, const TapeNames& names) {
  std::vector<ReportTable> tables;
  add_network_tables(report, names, tables);
  tables.push_back({"group_stays", kGroupColumns, [&](const TakeRow& take) { group_rows(report, names, take); }});
  tables.push_back({"stay_chains", kChainColumns, [&](const TakeRow& take) { chain_rows(report, names, take); }});
  tables.push_back({"lead_stays", kStayColumns, [&](const TakeRow& take) { lead_stay_rows(report, names, take); }});
  tables.push_back({"stay_exchanges", kExchangeColumns, [&](const TakeRow& take) { exchange_rows(report, take); }});
  if (!report.contacts) return tables;
  tables.push_back({"shared_contacts", kSharedColumns, [&](const TakeRow& take) { shared_rows(report, take); }});
  tables.push_back({"shared_contact_people", kSharedPeopleColumns,
                    [&](const TakeRow& take) { shared_people_rows(report, names, take); }});
  return tables;
}

Status write_csv_tables(std::span<const ReportTable> tables, const Path& folder) {
  const Path out = audit::folder_name(folder);
  TRY(audit::check_free(out));
  const audit::TemporaryFolder beside(out.string() + fmt::format(".part-{}", ::getpid()));
  TRY(make_folder(beside.path()));
  for (const ReportTable& table : tables) {
    audit::CsvFile csv(beside.path() / fmt::format("{}.csv", table.name));
    csv.add_header(table.columns);
    std::vector<audit::Cell> cells;
    table.rows([&](const std::vector<Value>& row) {
      cells.clear();
      for (const Value& value : row) cells.push_back(value.cell());
      csv.add(cells);
    });
    TRY(csv.close());
  }
  if (const auto synced = audit::sync_files(beside.path()); !synced) return fail(synced.error());
  if (const auto placed = audit::place_at(beside.path(), out); !placed) return fail(placed.error());
  return {};
}

void write_json_tables(std::span<const ReportTable> tables, const std::function<void(std::string_view)>& take) {
  take("{");
  for (const ReportTable& table : tables) {
    take(fmt::format("{}\"{}\": [", &table == tables.data() ? "\n" : "],\n", table.name));
    bool is_first = true;
    std::string line;
    table.rows([&](const std::vector<Value>& row) {
      line = is_first ? "\n{" : ",\n{";
      is_first = false;
      for (std::size_t column = 0; column < row.size(); ++column)
        line += fmt::format("{}\"{}\": {}", column == 0 ? "" : ", ", table.columns[column].name, json_of(row[column]));
      take(line + "}");
    });
  }
  take("]\n}\n");
}

}  // namespace qiuhao::screening
