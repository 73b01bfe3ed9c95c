// Which part of a visit's money is of lines for which a condition holds: what a peer window `part` asks of each visit.
// A visit's lines are read by the column, once for all windows. A condition on one coded field of the line is told once
// for each of its codes, and windows that go by the same field share the sums of each code.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "rules/rows_activation.h"
#include "rules/windows/window.h"

namespace qiuhao::rules {

// One thread's, over one part.
class LineParts {
 public:
  // In units of the summed field.
  struct Sums {
    __int128 part = 0;  // of the lines for which the condition holds
    __int128 whole = 0;
  };

  explicit LineParts(const PartPlan& plan) : plan_(&plan) {}

  // From now on the lines of another visit.
  void begin(std::span<const RowIndex> lines);
  // `scope` is of the visit's person and stands on any row afterwards. nullopt: of a line the field or the condition
  // cannot be told.
  std::optional<Sums> sums(const Window& window, RowScope& scope, cel::Scratch& scratch);

 private:
  enum class Told : std::uint8_t { unknown, yes, no, never };
  // What a window's condition says of a line by one field's code.
  struct ByCode {
    const Window* window = nullptr;
    claims::FieldIndex field = claims::kNoField;  // kNoField: it reads something else
    std::vector<Told> told;                       // by code, the last without one
  };
  // A field of the visit's lines.
  template <typename T>
  struct Read {
    claims::FieldIndex field = claims::kNoField;
    bool is_read = false;
    std::vector<T> values;
  };

  // A visit's sums of one field by the codes of another.
  struct CodeSum {
    std::uint32_t code = 0;
    RowIndex line = kNoRow;  // the first that has it
    __int128 sum = 0;
  };
  struct CodeSums {
    claims::FieldIndex summed = claims::kNoField;
    claims::FieldIndex field = claims::kNoField;
    bool is_made = false;
    bool is_whole = false;  // every line has a value
    std::vector<CodeSum> codes;
    std::vector<std::uint32_t> place_of;  // by code: in `codes`, when that one is of the code
  };

  ByCode& by_code(const Window& window);
  const CodeSums& code_sums(claims::FieldIndex summed, claims::FieldIndex field);
  std::optional<Sums> sums_by_code(const Window& window, ByCode& told, RowScope& scope, cel::Scratch& scratch);
  template <typename T>
  const std::vector<T>& read(claims::FieldIndex field, std::vector<Read<T>>& all) const;
  Told tell(const Window& window, RowIndex line, RowScope& scope, cel::Scratch& scratch) const;
  const Column* column(claims::FieldIndex field) const { return plan_->part().column(claims::Entity::line, field); }

  const PartPlan* plan_;
  std::span<const RowIndex> lines_;
  std::vector<ByCode> windows_;
  std::vector<Read<std::int64_t>> numbers_;
  std::vector<Read<std::uint32_t>> codes_;
  std::vector<CodeSums> code_sums_;
};

}  // namespace qiuhao::rules
