// Values and types of conformance lines ({"int": "1"}, "list(int)") to those of the language.
#pragma once

#include <simdjson.h>

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "cel/cel.h"

namespace qiuhao::conformance {

// Values live as long as their reader. What is no value of the data is an error value that says so.
class DataValues {
 public:
  cel::Value read(simdjson::dom::element json);

 private:
  cel::Value read_scalar(std::string_view kind, std::string_view text);
  cel::Value read_list(simdjson::dom::array items);
  cel::Value read_map(simdjson::dom::array entries);

  std::deque<std::string> texts_;
  std::deque<std::vector<cel::Value>> values_;
  std::deque<cel::ListValue> lists_;
  std::deque<cel::MapValue> maps_;
};

// The very same value: of one type, NaN is NaN, -0.0 is not 0.0; maps in any order.
bool is_identical(const cel::Value& a, const cel::Value& b);

}  // namespace qiuhao::conformance
