// Kinds of knowledge points (知识点类别), as policy/knowledge/kinds.yaml lists them: names, national number, how the
// constraint text of such a point is read, and which sheets of the published tables hold such points.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "knowledge/diseases.h"

namespace qiuhao::knowledge {

using KindIndex = std::uint8_t;

inline constexpr std::size_t kMaxKinds = 200;

// How the constraint text is read; constraint_reader.h says what each finds. `by_people` reads nothing.
enum class Reading {
  by_people,
  sex,
  child,
  age,
  level,
  mode,
  insurance,
  course,
  pair,
  frequency,
  cycle,
  operation_group,
  never,
  never_alone,
  never_online,
  indication,
  contraindication,
  forbidden_age,
  second_line,
};

// The sheet of the published tables that holds a kind's points.
struct Sheet {
  std::string stem;   // part of the file name: 药品规则库_限定性别对象; empty when no sheet holds the kind
  std::string value;  // the last column must say this: 工伤; empty when any will do
  std::string text_starts;  // the text must begin so: 限; empty when any will do
};

// What the codes of a kind's points are of: items of fee lines, diagnoses or operations. Codes of the latter two may be
// ranges, and hold every longer code: O00-O99.
enum class CodesOf : std::uint8_t { item, diagnosis, operation };
inline constexpr std::array<std::string_view, 3> kCodesOfNames = {"item", "diagnosis", "operation"};

struct Kind {
  std::string table;                // drug_sex
  std::string name;                 // 药品区分性别使用
  std::string national;             // GZ10000301004000; empty when the publication gives none
  std::vector<std::string> fields;  // of Limits, that a rule of this kind looks at
  Reading reading = Reading::by_people;
  Sheet sheet;
  CodesOf codes_of = CodesOf::item;
};

// Whether a text can be a code of such points: of diagnoses C34, I11.0 or E10-E14, of operations 74 or 68.3-68.7; of
// items any.
bool is_code_of(std::string_view text, CodesOf codes_of);

class Kinds {
 public:
  Kinds() = default;
  explicit Kinds(std::vector<Kind> all, std::shared_ptr<const Diseases> diseases = nullptr)
      : all_(std::move(all)), diseases_(std::move(diseases)) {}

  const std::vector<Kind>& all() const { return all_; }
  const Kind& operator[](KindIndex index) const { return all_[index]; }
  // Null: no names are known, and no indication is read.
  const Diseases* diseases() const { return diseases_.get(); }
  std::optional<KindIndex> find_table(std::string_view table) const;  // drug_sex
  std::optional<KindIndex> find_name(std::string_view name) const;    // 药品区分性别使用

 private:
  std::vector<Kind> all_;
  std::shared_ptr<const Diseases> diseases_;
};

// Reads kinds.yaml, and diseases.csv beside it where there is one; refuses unknown keys, readings and fields, and names
// that stand twice, with file:line:column.
Result<Kinds> read_kinds(const Path& file);

}  // namespace qiuhao::knowledge
