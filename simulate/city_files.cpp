// Opening and closing of the files, the dirt, diagnoses, operations and the truth. The rows of visits,
// settlements and lines are in city_rows.cpp.
#include "simulate/city_files.h"

#include <algorithm>
#include <initializer_list>

#include "simulate/columns.h"
#include "simulate/plants_internal.h"
#include "simulate/row_marks.h"

namespace qiuhao::simulate {
namespace {

// Per 100,000 rows.
constexpr int kRepeatedLines = 60;
constexpr int kCorrectedLines = 60;
constexpr int kRepeatedVisits = 80;
constexpr int kCorrectedVisits = 120;
constexpr int kVoidedSettlements = 100;
constexpr int kRepeatedSettlements = 60;
constexpr int kRepeatedDiagnoses = 40;
// Rows of violations are soiled more often, so that a careless clean-up shows in what is found.
constexpr int kSoiledViolations = 3'000;

bool is_blamed(const Visit& visit, int line) {
  return std::any_of(visit.violations.begin(), visit.violations.end(), [&](const Violation& violation) {
    return violation.about == About::line && violation.line == line;
  });
}

}  // namespace

Result<CityFiles> CityFiles::create(const Path& folder) {
  ASSIGN(TableWriter visits, TableWriter::create(folder, "mdtrt_d", kVisitColumns));
  ASSIGN(TableWriter settlements, TableWriter::create(folder, "setl_d", kSettlementColumns));
  ASSIGN(TableWriter lines, TableWriter::create(folder, "fee_list_d", kLineColumns));
  ASSIGN(TableWriter diagnoses, TableWriter::create(folder, "setl_list_diag_d", kDiagnosisColumns));
  ASSIGN(TableWriter operations, TableWriter::create(folder, "setl_list_oprn_d", kOperationColumns));
  ASSIGN(TableWriter stock, TableWriter::create(folder, "stock", kStockColumns));
  ASSIGN(TableWriter truth, TableWriter::create(folder, "truth", kTruthColumns));
  ASSIGN(TableWriter subject_truth, TableWriter::create(folder, "truth_subjects", kSubjectTruthColumns));
  ASSIGN(TableWriter visit_truth, TableWriter::create(folder, "truth_visits", kVisitTruthColumns));
  ASSIGN(TableWriter month_truth, TableWriter::create(folder, "truth_months", kMonthTruthColumns));
  ASSIGN(TableWriter scheme_truth, TableWriter::create(folder, "truth_schemes", kSchemeTruthColumns));
  return CityFiles(std::move(visits), std::move(settlements), std::move(lines), std::move(diagnoses),
                   std::move(operations), std::move(stock), std::move(truth), std::move(subject_truth),
                   std::move(visit_truth), std::move(month_truth), std::move(scheme_truth));
}

CityFiles::CityFiles(TableWriter visits, TableWriter settlements, TableWriter lines, TableWriter diagnoses,
                     TableWriter operations, TableWriter stock, TableWriter truth, TableWriter subject_truth,
                     TableWriter visit_truth, TableWriter month_truth, TableWriter scheme_truth)
    : visits_(std::move(visits)),
      settlements_(std::move(settlements)),
      lines_(std::move(lines)),
      diagnoses_(std::move(diagnoses)),
      operations_(std::move(operations)),
      stock_(std::move(stock)),
      truth_(std::move(truth)),
      subject_truth_(std::move(subject_truth)),
      visit_truth_(std::move(visit_truth)),
      month_truth_(std::move(month_truth)),
      scheme_truth_(std::move(scheme_truth)) {}

std::array<const TableWriter*, CityFiles::kTables> CityFiles::tables() const {
  return {&visits_, &settlements_,   &lines_,       &diagnoses_,   &operations_,  &stock_,
          &truth_,  &subject_truth_, &visit_truth_, &month_truth_, &scheme_truth_};
}

void CityFiles::write(const StockBook& stock, const Outliers& outliers, TraceBook& traces) {
  truth_months_ += stock.write(stock_, month_truth_, traces) + outliers.write(month_truth_);
}

void CityFiles::write(const Visit& visit, Random& dirt) {
  write_lines(visit, dirt);
  if (visit.waiting) return;  // the visit and its settlement have not arrived: nothing of it can be judged
  Settlement money = settle(visit);
  constexpr Cents kFault = 3'000;
  if (visit.list_fault == ListFault::total) money.total += kFault;
  if (visit.list_fault == ListFault::total || visit.list_fault == ListFault::parts) money.person += kFault;
  write_visit(visit, dirt);
  write_settlement(visit, money, dirt);
  write_diagnoses(visit, dirt);
  if (!visit.operation.code.empty()) write_operation(visit);
  write_truth(visit);
  if (visit.follow_up != FollowUp::none) write_visit_truth(visit);
  ++visit_count_;
}

void CityFiles::write_visit(const Visit& visit, Random& dirt) {
  const bool corrected = dirt.chance_in_100000(visit.violations.empty() ? kCorrectedVisits : kSoiledViolations);
  const bool old_row_last = corrected && dirt.chance(500);
  if (corrected && !old_row_last) write_visit_row(visit, true);
  write_visit_row(visit, false);
  if (old_row_last) write_visit_row(visit, true);
  if (corrected) ++dirt_.corrected_rows;
  if (!corrected && dirt.chance_in_100000(kRepeatedVisits)) {
    visits_.repeat_row();
    ++dirt_.repeated_rows;
  }
}

void CityFiles::write_settlement(const Visit& visit, const Settlement& money, Random& dirt) {
  if (dirt.chance_in_100000(kVoidedSettlements)) {
    write_settlement_row(visit, money, true);
    ++dirt_.voided_rows;
  }
  write_settlement_row(visit, money, false);
  if (dirt.chance_in_100000(kRepeatedSettlements)) {
    settlements_.repeat_row();
    ++dirt_.repeated_rows;
  }
}

void CityFiles::write_lines(const Visit& visit, Random& dirt) {
  for (int index = 0; index < static_cast<int>(visit.lines.size()); ++index) {
    const Line& line = visit.lines[static_cast<std::size_t>(index)];
    const bool blamed = is_blamed(visit, index);
    const bool corrected =
        !line.voided && line.refund_of < 0 && dirt.chance_in_100000(blamed ? kSoiledViolations : kCorrectedLines);
    const bool old_row_last = corrected && dirt.chance(500);
    if (corrected && !old_row_last) write_line_row(visit, index, true);
    write_line_row(visit, index, false);
    if (old_row_last) write_line_row(visit, index, true);
    const bool repeated = !corrected && dirt.chance_in_100000(blamed ? kSoiledViolations : kRepeatedLines);
    if (repeated) lines_.repeat_row();

    dirt_.corrected_rows += corrected ? 1 : 0;
    dirt_.repeated_rows += repeated ? 1 : 0;
    dirt_.voided_rows += line.voided ? 1 : 0;
    dirt_.refund_rows += line.refund_of >= 0 ? 1 : 0;
    if (visit.waiting) dirt_.waiting_lines += (corrected || repeated) ? 2 : 1;
  }
}

void CityFiles::write_diagnoses(const Visit& visit, Random& dirt) {
  const std::string settlement = settlement_number(visit);
  for (std::size_t index = 0; index < visit.diagnoses.size(); ++index) {
    const Diagnosis& diagnosis = visit.diagnoses[index];
    const std::string key = visit.number + "D" + std::to_string(index + 1);
    diagnoses_.begin_row();
    diagnoses_.text(diagnosis_column("setl_list_diag_id"), key);
    diagnoses_.text(diagnosis_column("setl_id"), settlement);
    diagnoses_.text(diagnosis_column("mdtrt_id"), visit.number);
    diagnoses_.text(diagnosis_column("psn_no"), visit.person->number);
    diagnoses_.text(diagnosis_column("diag_type"), "1");
    const bool is_main = index == 0 && visit.list_fault != ListFault::main_flag;
    diagnoses_.text(diagnosis_column("maindiag_flag"), is_main ? "1" : "0");
    diagnoses_.text(diagnosis_column("diag_code"), diagnosis.code);
    diagnoses_.text(diagnosis_column("diag_name"), diagnosis.name);
    if (visit.inpatient()) diagnoses_.text(diagnosis_column("adm_cond_type"), "1");
    diagnoses_.text(diagnosis_column("vali_flag"), "1");
    diagnoses_.text(diagnosis_column("rid"), row_id(key));
    diagnoses_.time(diagnosis_column("updt_time"), visit.end + kSettledAfter);
    diagnoses_.text(diagnosis_column("crter_id"), kOperatorCode);
    diagnoses_.text(diagnosis_column("crter_name"), kOperatorName);
    diagnoses_.time(diagnosis_column("crte_time"), visit.end);
    diagnoses_.text(diagnosis_column("poolarea_no"), kPoolArea);
    diagnoses_.end_row();
    if (!dirt.chance_in_100000(kRepeatedDiagnoses)) continue;
    diagnoses_.repeat_row();
    ++dirt_.repeated_rows;
  }
}

void CityFiles::write_operation(const Visit& visit) {
  const Operation& operation = visit.operation;
  const std::string key = visit.number + "O1";
  const Seconds begin = static_cast<Seconds>(operation.day) * kSecondsPerDay - kShanghaiOffset + 12 * 3600;
  const Doctor& surgeon = visit.provider->doctor(visit.department, 1);
  operations_.begin_row();
  operations_.text(operation_column("setl_list_oprn_id"), key);
  operations_.text(operation_column("setl_id"), settlement_number(visit));
  operations_.text(operation_column("psn_no"), visit.person->number);
  operations_.text(operation_column("mdtrt_id"), visit.number);
  operations_.text(operation_column("main_oprn_flag"), "1");
  operations_.text(operation_column("oprn_oprt_name"), operation.name);
  operations_.text(operation_column("oprn_oprt_code"), operation.code);
  operations_.day(operation_column("oprn_oprt_date"), operation.day);
  operations_.text(operation_column("oper_dr_name"), surgeon.name);
  operations_.text(operation_column("oper_dr_code"), surgeon.code);
  operations_.text(operation_column("vali_flag"), "1");
  operations_.text(operation_column("rid"), row_id(key));
  operations_.time(operation_column("updt_time"), visit.end + kSettledAfter);
  operations_.text(operation_column("crter_id"), kOperatorCode);
  operations_.text(operation_column("crter_name"), kOperatorName);
  operations_.time(operation_column("crte_time"), visit.end);
  operations_.text(operation_column("poolarea_no"), kPoolArea);
  operations_.time(operation_column("oprn_oprt_begntime"), begin);
  operations_.time(operation_column("oprn_oprt_endtime"), begin + 90 * kMinute);
  operations_.end_row();
}

void CityFiles::write_truth(const Visit& visit) {
  for (const Violation& violation : visit.violations) {
    const PlantedKind* planted = find_planted(violation.kind);
    if (planted != nullptr && planted->is_by_subject) {
      write_subject_truth(visit, violation);
    } else {
      write_line_truth(visit, violation);
    }
    ++truth_count_[static_cast<std::size_t>(violation.kind)];
  }
}

void CityFiles::write_line_truth(const Visit& visit, const Violation& violation) {
  const Line& line = visit.lines[static_cast<std::size_t>(violation.line)];
  truth_.begin_row();
  truth_.number(truth_column("kind"), violation.kind);
  truth_.text(truth_column("kind_name"), kind_name(violation.kind));
  truth_.text(truth_column("visit"), visit.number);
  truth_.text(truth_column("line"), line_number(visit, violation.line));
  truth_.text(truth_column("psn_no"), visit.person->number);
  truth_.text(truth_column("item"), line.item->code);
  truth_.day(truth_column("day"), day_of(line.time));
  truth_.money(truth_column("amount"), visit.violation_amount(violation));
  truth_.text(truth_column("note"), violation.note);
  truth_.end_row();
}

// A person is named by their first visit, for a tape knows nobody's number.
void CityFiles::write_subject_truth(const Visit& visit, const Violation& violation) {
  static constexpr std::string_view kNames[] = {"line", "diagnosis", "operation", "visit", "person"};
  const std::string place = std::to_string(violation.line + 1);
  std::string subject;
  switch (violation.about) {
    case About::line: subject = line_number(visit, violation.line); break;
    case About::diagnosis: subject = visit.number + "D" + place; break;
    case About::operation: subject = visit.number + "O" + place; break;
    case About::visit: subject = visit.number; break;
    case About::person: subject = visit.first_of_person; break;
  }
  TableWriter& row = subject_truth_;
  row.begin_row();
  row.number(subject_truth_column("kind"), violation.kind);
  row.text(subject_truth_column("kind_name"), kind_name(violation.kind));
  row.text(subject_truth_column("about"), kNames[static_cast<std::size_t>(violation.about)]);
  row.text(subject_truth_column("subject"), subject);
  row.text(subject_truth_column("visit"), visit.number);
  row.text(subject_truth_column("psn_no"), visit.person->number);
  row.money(subject_truth_column("amount"), violation.amount ? *violation.amount : visit.all_in_scope());
  row.text(subject_truth_column("note"), violation.note);
  row.end_row();
}

void CityFiles::write_visit_truth(const Visit& visit) {
  visit_truth_.begin_row();
  visit_truth_.text(visit_truth_column("kind"), visit.follow_up == FollowUp::readmitted ? "readmitted" : "overlapping");
  visit_truth_.text(visit_truth_column("visit"), visit.number);
  visit_truth_.text(visit_truth_column("earlier"), visit.earlier);
  visit_truth_.text(visit_truth_column("psn_no"), visit.person->number);
  visit_truth_.day(visit_truth_column("day"), visit.first_day());
  visit_truth_.day(visit_truth_column("earlier_end"), visit.earlier_end);
  visit_truth_.end_row();
  ++follow_up_count_[static_cast<std::size_t>(visit.follow_up)];
}

void CityFiles::write_scheme(const Visit& visit, const PlayedVisit& played) {
  TableWriter& row = scheme_truth_;
  row.begin_row();
  row.text(scheme_truth_column("model"), played.kind.model);
  row.text(scheme_truth_column("name"), played.kind.name);
  row.text(scheme_truth_column("certain"), played.kind.is_certain ? "1" : "0");
  row.number(scheme_truth_column("group"), played.group);
  row.number(scheme_truth_column("intensity"), played.intensity);
  row.text(scheme_truth_column("claimed"), played.is_claimed ? "1" : "0");
  row.text(scheme_truth_column("person"), visit.first_of_person);
  row.text(scheme_truth_column("psn_no"), visit.person->number);
  row.text(scheme_truth_column("visit"), visit.number);
  row.text(scheme_truth_column("provider"), visit.provider->code);
  row.day(scheme_truth_column("day"), visit.first_day());
  row.money(scheme_truth_column("amount"), visit.all_in_scope());
  row.end_row();
  scheme_visits_ += played.is_claimed ? 1 : 0;
}

Status CityFiles::status() const {
  for (const TableWriter* table : tables()) TRY(table->status());
  return {};
}

std::int64_t CityFiles::bytes() const {
  std::int64_t bytes = 0;
  for (const TableWriter* table : tables()) bytes += table->bytes();
  return bytes;
}

Status CityFiles::finish(CitySummary& summary) {
  TRY(status());
  for (TableWriter* table : {&visits_, &settlements_, &lines_, &diagnoses_, &operations_, &stock_, &truth_,
                             &subject_truth_, &visit_truth_, &month_truth_, &scheme_truth_}) {
    TRY(table->finish());
  }
  summary.visits = visit_count_;
  summary.line_rows = lines_.rows();
  summary.stock_rows = stock_.rows();
  summary.bytes = bytes();
  summary.truth = truth_count_;
  summary.truth_months = truth_months_;
  summary.scheme_visits = scheme_visits_;
  summary.follow_ups = follow_up_count_;
  summary.dirt = dirt_;
  return {};
}

}  // namespace qiuhao::simulate
