// A register (登记表) made ready for rules: its fields as columns, so that both programs read them as they read columns
// of the tape, and the rows of each doctor or person, found once a part.
#pragma once

#include <array>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/day.h"
#include "cel/columns.h"
#include "claims/registers.h"

namespace qiuhao::rules {

// The registers that formulas may read, each by a variable of its name: that of line.doctor, then those of the person.
inline constexpr std::array kRuleRegisters = {claims::Register::licence, claims::Register::death,
                                              claims::Register::custody, claims::Register::assistance,
                                              claims::Register::work_injury};
using RegisterNumber = std::uint8_t;  // its place there
inline constexpr RegisterNumber kLicences = 0;

inline std::string_view register_name(RegisterNumber number) {
  return claims::kRegisterNames[static_cast<std::size_t>(kRuleRegisters[number])];
}

// Some of them.
class RegisterSet {
 public:
  void add(RegisterNumber number) { bits_ = static_cast<std::uint8_t>(bits_ | (1U << number)); }
  bool has(RegisterNumber number) const { return ((bits_ >> number) & 1U) != 0; }
  bool is_empty() const { return bits_ == 0; }
  bool has_people() const { return (bits_ & ~(1U << kLicences)) != 0; }
  RegisterSet operator|(RegisterSet other) const { return RegisterSet(bits_ | other.bits_); }
  template <typename Take>
  void each(const Take& take) const {
    for (RegisterNumber number = 0; number < kRuleRegisters.size(); ++number) {
      if (has(number)) take(number);
    }
  }
  RegisterSet() = default;

 private:
  explicit RegisterSet(int bits) : bits_(static_cast<std::uint8_t>(bits)) {}
  std::uint8_t bits_ = 0;
};

class RegisterTable {
 public:
  // Rows of one key in order of their first day.
  struct Range {
    RowIndex begin = 0;
    RowIndex end = 0;
  };

  // `rows` may be null: the register was never imported. Its order names the key, then the first day; a field `to` is
  // the last, and `listed` is 0 for who is not in a register that was imported.
  RegisterTable(const claims::EntitySchema& schema, std::shared_ptr<const claims::RegisterRows> rows);

  // Of a doctor or person.
  Range of(std::string_view key) const;
  // What is in force on the day: of the rows that began and have not ended, the one that began last; nobody() when
  // there is none.
  RowIndex row(Range of_key, Day day) const;
  // A row all of whose fields but `listed` are absent.
  RowIndex nobody() const { return nobody_; }
  // As cel::ColumnTable wants them, by FieldIndex of the register.
  const cel::FieldColumn* columns() const { return fields_.data(); }
  cel::Value field(RowIndex row, cel::FieldId field) const { return cel::value_of(fields_[field], row); }

 private:
  std::deque<ColumnBuilder> builders_;             // by field, with nobody's row at the end
  std::unordered_map<std::string, Range> ranges_;  // by key: every part asks for all of its doctors and people
  RowIndex nobody_ = 0;
  Column from_;
  Column to_;
  bool has_to_ = false;
  std::vector<cel::FieldColumn> fields_;
};

}  // namespace qiuhao::rules
