// Reads the Chinese text of a knowledge point into Limits: with certainty or not at all. What is not read is listed
// with its text and left to people (is_read = false, no limits). docs/reference/knowledge.md lists what each reading
// finds.
#pragma once

#include <memory>
#include <string_view>

#include "knowledge/kinds.h"
#include "knowledge/limits.h"

namespace qiuhao::knowledge {

inline constexpr int kReaderVersion = 3;  // raise with every change of what is read

struct ConstraintText {
  std::string_view item_name;
  std::string_view constraint;
  std::string_view stated;  // the published table's own column, as 女, 二级, 14天, 24 or 1/14; empty when it has none
  std::size_t item_count = 1;  // distinct codes
};

struct ReadConstraint {
  Limits limits;
  bool is_read = false;
};

class ConstraintReader {
 public:
  // Indications are read by these names; null: none are. They must outlive the reader.
  explicit ConstraintReader(const Diseases* diseases = nullptr);
  ConstraintReader(const ConstraintReader&) = delete;
  ConstraintReader& operator=(const ConstraintReader&) = delete;
  ~ConstraintReader();

  // Where text and stated column contradict each other, nothing is read.
  ReadConstraint read(Reading reading, const ConstraintText& text) const;

 private:
  struct Patterns;
  std::unique_ptr<const Patterns> patterns_;
  const Diseases* diseases_;
};

}  // namespace qiuhao::knowledge
