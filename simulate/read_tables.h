// For tests: reads the written tables back, plainly, and cleans them as the specification of clean-up says. It shares
// nothing with the generator but base/.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.h"
#include "base/decimal.h"
#include "base/files.h"

namespace qiuhao::simulate {

// A folder of its own under the system's temporary folder, removed at the end of the test.
struct TestFolder {
  explicit TestFolder(std::string_view name);
  ~TestFolder();
  Path path;
};

class Row {
 public:
  using Header = std::map<std::string, std::size_t, std::less<>>;
  Row(std::shared_ptr<const Header> header, std::vector<std::string> fields);

  const std::string& at(std::string_view column) const;
  Cents cents(std::string_view column) const;  // of 元 with 2 places
  void set_cents(std::string_view column, Cents value);
  Seconds time(std::string_view column) const;
  bool operator==(const Row& other) const { return fields_ == other.fields_; }

 private:
  std::shared_ptr<const Header> header_;
  std::vector<std::string> fields_;
};

std::vector<Row> read_table(const Path& path);

// Without voided rows; of rows with one key the one updated last.
std::vector<Row> clean_rows(const Path& path, std::string_view key);

}  // namespace qiuhao::simulate
