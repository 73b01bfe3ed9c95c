// Conditions of a statement that all have to hold, with the values of their marks. Used by lists alone.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "database/value.h"

namespace qiuhao::casework {

// "?, ?, ?" for these values, which are added.
template <typename T>
std::string marks_of(const std::vector<T>& list, std::vector<database::Parameter>& values) {
  std::string marks;
  for (const T& value : list) {
    marks += marks.empty() ? "?" : ", ?";
    values.emplace_back(value);
  }
  return marks;
}

class Conditions {
 public:
  void add(const std::string& condition, std::initializer_list<database::Parameter> more = {}) {
    sql_ += (sql_.empty() ? "" : " and ") + condition;
    values_.insert(values_.end(), more.begin(), more.end());
  }
  // One value by equality, so that the planner may take the column's index with its order.
  template <typename T>
  void add_one_of(const std::string& column, const std::vector<T>& list) {
    const std::string marks = marks_of(list, values_);
    add(list.size() == 1 ? column + " = ?" : column + " in (" + marks + ")");
  }
  std::string sql() const { return sql_.empty() ? "1 = 1" : sql_; }
  const std::vector<database::Parameter>& values() const { return values_; }
  // For conditions whose values are added before they are.
  std::vector<database::Parameter>& values() { return values_; }

 private:
  std::string sql_;
  std::vector<database::Parameter> values_;
};

}  // namespace qiuhao::casework
