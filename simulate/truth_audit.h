// For tests: what the audits written a second time share. They read the tables and the limits of starter.csv plainly
// and apart from the generator, apply the kinds as they are defined, and must find exactly truth.csv.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "simulate/plants.h"
#include "simulate/read_tables.h"

namespace qiuhao::simulate {

struct Point {
  int kind;
  std::vector<std::string> items;
  std::string constraint;
  std::map<std::string, std::string, std::less<>> limits;  // as its column states them
  Day from;

  bool holds(const std::string& item) const;
  int number(std::string_view limit) const;  // 0 when not stated
};

struct Claim {  // a cleaned line with what of its visit matters
  std::string number;
  std::string visit;
  std::string item;
  std::string name;
  std::string prescription;
  std::string list_type;
  std::string department;
  Seconds time;
  Day day;
  std::int64_t quantity;  // hundredths
  Cents price;
  Cents price_limit;  // 0: none
  int days_supply;    // 0: none
  Cents total;
  Cents in_scope;
};

struct Stay {
  std::string person;
  std::string sex;
  std::string medical_type;
  std::string insurance;
  std::string hospital_level;
  std::string disease;
  Day born;
  Day begin;
  Day end;
  std::vector<Claim> lines;
  std::vector<std::string> diagnoses;

  int level() const;
};
using Stays = std::map<std::string, Stay>;  // by the number of the visit

// "kind line amount" of each violation found.
class Found {
 public:
  using Rows = std::multiset<std::string>;
  void hit(const Point& point, const Claim& line, Cents amount);
  const Rows& rows() const { return rows_; }

 private:
  Rows rows_;
};

bool contains(std::string_view text, std::string_view part);
std::vector<Point> read_points();
Stays read_stays(const Path& folder);

// The kinds of policy_kinds.cpp.
void audit_policy(const std::vector<Point>& points, const Stays& stays, Found& found);

}  // namespace qiuhao::simulate
