// The sample as people came back with it: a CSV or Parquet file with what each unit turned out to be.
#pragma once

#include "screening/sampling/appraisal.h"
#include "screening/sampling/table_rows.h"

namespace qiuhao::screening {

inline constexpr std::size_t kMaxExamined = 1'000'000;
inline constexpr std::size_t kMaxListed = 5'000'000;

// Either `difference`, or `examined` (as it was paid) and `audited` (as it should have been), as RAT-STATS has them.
struct ExaminedColumns {
  std::string id;  // "" for none
  std::string difference;
  std::string examined;
  std::string audited;
  std::string stratum;  // "" for none
  std::string book;     // of a ratio; "" for none
  std::string chance;   // of a sample proportional to size; "" for none
};

struct Examined {
  std::vector<std::string> ids;       // in order of rows, when the column is named
  std::vector<StratumValues> strata;  // in order of names; units are 0 until use_units()
  std::vector<Cents> books;           // of one stratum
  std::vector<PpsValue> chances;      // of one stratum
};

// Errors: those of read_rows(), read_cents() and check_name(), "no_value_column", "bad_chance", "id_twice".
Result<Examined> read_examined(const Path& file, const ExaminedColumns& columns);

// Sets the units of the frame by stratum. Errors: "units_missing" for a stratum without, "stratum_not_examined" for
// units of a stratum of which nothing was examined: its part of the whole is not known.
Status use_units(const std::vector<std::pair<std::string, std::uint64_t>>& units, Examined& examined);

// Holds what was examined against the list of the draw, and answers the ids of the sample that nobody examined. Errors:
// those of read_rows(), "not_drawn" for an id that the list lacks.
Result<std::vector<std::string>> unexamined_of(const Examined& examined, const Path& list);

}  // namespace qiuhao::screening
