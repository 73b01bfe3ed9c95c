// Names of diseases and their ICD-10 codes: policy/knowledge/diseases.csv, which people keep.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "base/result.h"

namespace qiuhao::knowledge {

// What a name says of a text that speaks of it.
enum class DiseaseUse : std::uint8_t {
  asked,  // the diagnosis is one of these
  alone,  // the same, where the clause names no other disease
  open,   // something that no diagnosis tells: the text is left to people
  part,   // the same, where the words between two commas, 、 or 或 name no disease
  skip,   // no diagnosis that is asked for
};

struct Disease {
  std::string name;              // in plain text (plain_text.h)
  std::vector<std::string> icd;  // C34, E10-E14
  DiseaseUse use = DiseaseUse::asked;
};

class Diseases {
 public:
  Diseases() = default;
  explicit Diseases(std::vector<Disease> all);

  // The longest name that the text begins with; null when none does.
  const Disease* find_at(std::string_view text) const;
  const std::vector<Disease>& all() const { return all_; }

 private:
  std::vector<Disease> all_;  // sorted by name
  std::size_t longest_ = 0;   // bytes
};

// "missing_column", "bad_disease" (no such use, no such code, a name twice) with file:line.
Result<Diseases> read_diseases(const Path& file);

}  // namespace qiuhao::knowledge
