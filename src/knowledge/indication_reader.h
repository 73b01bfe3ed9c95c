// Reads which diagnoses a text of an indication asks for: "限：1.反流性食管炎；2.十二指肠溃疡" asks for K21 or K26.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/diseases.h"

namespace qiuhao::knowledge {

struct Indication {
  std::vector<std::string> icd;  // a patient for whom the drug is paid has one of these
  bool has_more = false;         // the text asks for more than diagnoses: a stage, a gene, an earlier treatment
};

// A text with the codes themselves, as people write them who mend what was not read: "限诊断：E10-E14、I10".
// Otherwise each of the alternatives must name a disease, for with one left out a rightful claim would be blamed;
// nullopt when one does not, or speaks of what no diagnosis tells.
std::optional<Indication> read_indication(const Diseases& diseases, std::string_view constraint);

}  // namespace qiuhao::knowledge
