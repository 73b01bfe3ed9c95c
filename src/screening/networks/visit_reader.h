// Reading the visits of one part, person by person.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "screening/networks/visits.h"

namespace qiuhao::screening {

// What columns a part has of what is asked; null where it has none.
struct VisitColumns {
  VisitColumns(const claims::Part& part, const claims::Schema& schema);

  const Column* kind;
  const Column* start;
  const Column* end;
  const Column* main_diagnosis;
  const Column* discharge_way;
  const Column* settlement_id;
  const Column* settlement_time;
  const Column* settlement_total;
  const Column* settlement_fund;
  const Column* is_refund;
  const Column* original;
  const Column* line_time;
  const Column* line_amount;
  const Column* line_in_scope;
  const Column* line_item;
  const Column* diagnosis_code;
};

// What a visit came to.
struct VisitState {
  bool is_settled = false;      // has a settlement that is no refund
  bool has_lines = false;       // asked only of visits without settlements
  bool is_refunded = false;     // something was given back
  std::int64_t settled_at = 0;  // the first settlement that was not taken back
  bool has_settled_at = false;
  std::int64_t first_line = 0;
  Bill bill;

  // Nothing was billed, or all of it was given back.
  bool is_cancelled() const { return is_settled ? is_refunded && bill.total <= 0 : !has_lines || is_refunded; }
};

// The states of a person's visits, by row from the person's first. One thread's.
class PersonVisits {
 public:
  PersonVisits(const claims::Part& part, const VisitColumns& columns) : part_(part), columns_(columns) {}
  const std::vector<VisitState>& of(RowIndex person);

 private:
  void add_settlements(RowIndex person, RowIndex first_visit);
  void add_lines(RowIndex person, RowIndex first_visit);
  bool is_refund(RowIndex settlement) const;

  const claims::Part& part_;
  const VisitColumns& columns_;
  std::vector<VisitState> states_;
  std::vector<std::string> taken_back_;
};

// Which visits of a part hold an exempt item or diagnosis; empty where none can.
std::vector<char> exempt_visits(const claims::Part& part, const VisitColumns& columns, const VisitOptions& options);

}  // namespace qiuhao::screening
