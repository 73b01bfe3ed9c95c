// Made-up claims: one person, visits and lines in few words, as the rows of a rule's test and as text of one.
#pragma once

#include <string>
#include <vector>

#include "rules/test_case.h"

namespace qiuhao::rules {

struct ClaimLine {
  std::string item;
  int visit = 0;      // which of the claim's visits
  int day_after = 0;  // days after the claim's day
  Decimal quantity = {1, 0};
  Decimal price = {100, 0};
  Decimal amount = {100, 0};
};

struct ClaimWish {
  Day day = kNoDay;
  std::string sex = "1";
  Day birth_date = kNoDay;
  std::string kind = "outpatient";  // inpatient, outpatient, emergency, pharmacy
  int level = 3;
  std::string insurance = "employee";                // employee, resident, maternity, work_injury
  std::vector<std::string> diagnoses = {"Z00.000"};  // the first is the main one
  std::string disease;                               // special disease that the visit is settled under; "" for none
  std::string department;                            // code; "" for a common one
  int visits = 1;                                    // of one hospital on the same day
  int days = 1;                                      // of each visit
  std::vector<ClaimLine> lines;
};

// The rows; fields that the dictionary lacks are left out.
TestCase make_claim(const ClaimWish& wish, const claims::Schema& schema);

// Every day and time of a row so many days later.
void move_row(TestRow& row, const claims::EntitySchema& fields, Day by);

inline constexpr std::size_t kMostRowsShown = 8;  // of each kind

// The rows, and the points that a test gives with them, as the `given` of a rule's test, on one line; of more than
// kMostRowsShown of one kind the rest is counted.
std::string claim_text(const TestCase& claim, const claims::Schema& schema, const knowledge::Kinds& kinds);

}  // namespace qiuhao::rules
