// One visit while it is being made: its lines, its planted violations, and at the end its settlement.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.h"
#include "base/decimal.h"
#include "simulate/catalogue.h"
#include "simulate/household.h"
#include "simulate/providers.h"

namespace qiuhao::simulate {

inline constexpr std::int64_t kWhole = 100;     // quantities are in hundredths
inline constexpr int kDrugsOfPrescription = 5;  // 处方管理办法, article 6 (7)
inline constexpr Seconds kMinute = 60;
inline constexpr Seconds kSecondsPerDay = 86'400;

struct Diagnosis {
  std::string_view code;
  std::string_view name;
};

struct Line {
  const Item* item = nullptr;
  Seconds time = 0;
  std::int64_t quantity = kWhole;  // hundredths; negative for a refund
  Cents price = 0;
  Cents total = 0;  // = own + over_limit + paid_first + in_scope
  Cents own = 0;
  Cents over_limit = 0;  // beyond the price that the fund recognises
  Cents paid_first = 0;
  Cents in_scope = 0;
  int prescription = 0;  // 0: none
  std::string dose;      // of one use, as the doctor writes it: 1片; empty for what is no drug
  std::string_view frequency;
  std::string_view route;
  int days_supply = 0;    // 0: not said; of decoction pieces the number of doses, one a day
  Cents price_limit = 0;  // 0: not said
  int refund_of = -1;     // the line this row refunds
  bool self_paid = false;
  bool voided = false;         // written with vali_flag 0
  Seconds uploaded_after = 0;  // crte_time is so much later than the time
  // What tracing codes say of it, where it is no box of its own, bought as what it is.
  std::int64_t box = 0;             // lines of the same box hand out that one; 0: boxes of their own
  int split_units = 0;              // so much of the box alone
  const Item* bought_as = nullptr;  // null: as the item
  bool is_bought = true;
  bool is_uploaded_twice = false;  // the sale, under two numbers
};

// What a planted violation is about. `line` of a violation is the number of the line, diagnosis or operation.
enum class About : std::uint8_t { line, diagnosis, operation, visit, person };

// What is wrong with the list that a stay was settled by.
enum class ListFault : std::uint8_t {
  none,
  total,      // the bill is more than its lines
  parts,      // fund and person pay more than the bill
  main_flag,  // no diagnosis is marked as the main one
};

// A planted violation: the truth that an audit has to find.
struct Violation {
  int kind = 0;  // 1 … kKinds
  int line = 0;
  std::int64_t over = 0;  // hundredths beyond the limit; 0: the whole line
  std::string_view note = {};
  // What is claimed, where it is no part of one line by quantity; of what is about no line, all of the visit.
  std::optional<Cents> amount = {};
  About about = About::line;
};

// A stay planted after or beside an earlier one of the same person.
enum class FollowUp : std::uint8_t {
  none,
  readmitted,   // to the same hospital for the same diagnosis within days of the discharge
  overlapping,  // in another hospital before the discharge
};
inline constexpr int kFollowUps = 3;

struct Operation {
  std::string_view code;
  std::string_view name;
  Day day = 0;
};

struct Visit {
  const Person* person = nullptr;
  const Provider* provider = nullptr;
  Department department = Department::kMedicine;
  int doctor = 0;      // which of the department's
  std::string number;  // mdtrt_id
  std::string_view medical_type = "11";
  std::string_view insurance = "390";
  Seconds begin = 0;
  Seconds end = 0;
  std::vector<Diagnosis> diagnoses;  // the first is the main one
  Operation operation;               // no code: none
  std::string_view chronic_code;     // dise_no of med_type 14
  std::string_view chronic_name;
  int intensive_days = 0;
  int assisted_percent = 0;  // of what is left to the person: paid by medical assistance
  int prescriptions = 0;
  bool waiting = false;  // only its lines are written
  ListFault list_fault = ListFault::none;
  std::string first_of_person;           // number of the person's first visit that is written
  std::string_view discharge_way = "1";  // of a stay: 1 by the doctor's order, 2 referred, 5 dead
  FollowUp follow_up = FollowUp::none;
  std::string earlier;  // number of the stay that it follows
  Day earlier_end = 0;
  std::vector<Line> lines;
  std::vector<Violation> violations;

  bool inpatient() const { return medical_type == "21" || medical_type == "52"; }
  bool pharmacy() const { return medical_type == "41"; }
  bool maternity() const { return medical_type[0] == '5'; }
  Day first_day() const { return day_of(begin); }
  int stay_days() const { return day_of(end) - day_of(begin) + 1; }
  int age() const { return age_years(person->born, first_day()); }

  // Adds a line of day `day` (0: the first) and returns its index. Its money follows from item, quantity and provider.
  int add(const Item& item, std::int64_t quantity, int day = 0);
  // The same, paid by the person alone: nothing is in scope.
  int add_self_paid(const Item& item, std::int64_t quantity, int day = 0);
  // Adds a row that takes back so much of a line.
  void refund(int line, std::int64_t quantity);
  void set_quantity(int line, std::int64_t quantity);
  void set_price(int line, Cents price);
  // Nothing of the line is in scope any more.
  void pay_alone(int line);
  void replace_item(int line, const Item& item);
  // What the provider charges for a unit.
  Cents local_price(const Item& item) const;
  bool has(const Item& item) const;

  // What is left of a line after its refunds.
  std::int64_t net_quantity(int line) const;
  Cents net_in_scope(int line) const;
  // What of all lines is in scope.
  Cents all_in_scope() const;
  // What of a line a violation claims, in 分.
  Cents violation_amount(const Violation& violation) const;

 private:
  void price(Line& line) const;
  int prescription_for(const Item& item);
  Seconds next_time(int day);
};

// The money of a visit's settlement; every sum holds to the 分.
struct Settlement {
  Cents total = 0;
  Cents own = 0;
  Cents over_limit = 0;
  Cents paid_first = 0;
  Cents in_scope = 0;
  Cents deductible_standard = 0;
  Cents deductible = 0;
  Cents pool = 0;              // hifp_pay
  Cents large_employee = 0;    // hifob_pay
  Cents serious_resident = 0;  // hifmi_pay
  Cents assistance = 0;        // maf_pay
  Cents fund = 0;
  Cents share = 0;  // pool_prop_selfpay
  Cents person = 0;
  Cents account = 0;
  Cents cash = 0;
};
Settlement settle(const Visit& visit);

// a * b / c, rounded half away from zero; c > 0.
Cents proportion(Cents a, std::int64_t b, std::int64_t c);

}  // namespace qiuhao::simulate
