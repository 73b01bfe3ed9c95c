// Hospitals that stand out among their peers in one month: what the indicators (统计指标监测类) are there to find. Each
// is a secondary hospital, for there are enough of them in a large city to be compared.
#pragma once

#include <optional>
#include <vector>

#include "simulate/city.h"
#include "simulate/compose.h"
#include "simulate/providers.h"
#include "simulate/table_writer.h"

namespace qiuhao::simulate {

enum class Indicator : std::uint8_t { drugs, exams, materials, treatment, ct, mri, infection, readmission };

class Outliers {
 public:
  // None in an honest city, in a slice, in one month alone, and where there are too few hospitals to compare. All must
  // outlive it.
  Outliers(const CityOptions& options, const Providers& providers);

  // What stands out among the stays that begin at the hospital on the day.
  std::optional<Indicator> of(const Provider& provider, Day day) const;
  // The rows of truth.
  std::int64_t write(TableWriter& truth) const;

 private:
  struct Month {
    Indicator indicator;
    const Provider* provider;
    Day first;
  };
  std::vector<Month> months_;
};

// Makes a stay of such a month stand out; one in which something else was planted stays as it is. Of readmissions the
// timeline makes more.
void stand_out(Indicator indicator, Visit& visit, const Catalogue& catalogue);
// Of a thousand stays of a hospital with too many readmissions, how many are followed by one.
inline constexpr int kReadmittedOften = 450;

}  // namespace qiuhao::simulate
