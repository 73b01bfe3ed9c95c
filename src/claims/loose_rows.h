// Rows that stand in no part yet: of a message, or of a rule's test.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "claims/schema.h"

namespace qiuhao::claims {

// A value as a column keeps it: units of a number at the field's scale, a day or seconds; or a text.
struct LooseValue {
  std::int64_t number = 0;
  std::string words;
  bool is_text = false;

  static LooseValue of_number(std::int64_t number) { return {number, "", false}; }
  static LooseValue of_text(std::string words) { return {0, std::move(words), true}; }
};

struct LooseRow {
  std::string id;
  std::string visit;                              // of a line, diagnosis, …: the id of its visit
  std::vector<std::optional<LooseValue>> values;  // by field of the entity
  bool is_history = false;                        // of a visit or line: it is not what is asked about
};

// Rows of one person. Each line, diagnosis, operation and settlement names a visit that is here.
struct LooseTape {
  LooseRow person;
  std::vector<LooseRow> providers;
  bool has_one_provider = false;  // the first is that of every visit; otherwise visits name theirs
  std::vector<LooseRow> visits;
  std::vector<LooseRow> lines;
  std::vector<LooseRow> diagnoses;
  std::vector<LooseRow> operations;
  std::vector<LooseRow> settlements;
};

class Part;

// Visits of a person of a part with all that is theirs, loose.
LooseTape loosen(const Part& part, const Schema& schema, std::uint32_t person, std::span<const std::uint32_t> visits);

}  // namespace qiuhao::claims
