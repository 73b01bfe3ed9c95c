// The list of units that a sample is drawn from (抽样框), in order of the bytes of their ids, so that the order of rows
// in the file has no say in what is drawn.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "screening/sampling/table_rows.h"

namespace qiuhao::screening {

inline constexpr std::size_t kMaxUnits = 5'000'000;
inline constexpr std::size_t kMaxStrata = 1'000;
inline constexpr std::size_t kMaxIdBytes = std::size_t{512} << 20;  // of all ids together

struct FrameColumns {
  std::string id;
  std::string stratum;  // "" for none
  std::string size;     // "" for none; an amount, of which the chance of a unit is a share
  std::string spread;   // "" for none; an amount whose standard deviation by stratum Neyman's allocation uses
};

struct FrameStratum {
  std::string name;
  std::uint32_t units = 0;
  long double deviation = 0;  // of the spread column, with n - 1
  long double mean = 0;       // of the spread column
};

class Frame {
 public:
  std::uint32_t units() const { return static_cast<std::uint32_t>(ends_.size()); }
  std::string_view id(std::uint32_t unit) const;
  // In order of the bytes of their names; one nameless stratum when the frame has no column of them.
  const std::vector<FrameStratum>& strata() const { return strata_; }
  std::uint32_t stratum_of(std::uint32_t unit) const { return stratum_of_.empty() ? 0 : stratum_of_[unit]; }
  const std::vector<Cents>& sizes() const { return sizes_; }  // empty without a column of them
  Cents total_size() const { return total_size_; }

 private:
  friend class FrameReader;
  std::string ids_;
  std::vector<std::uint64_t> ends_;
  std::vector<FrameStratum> strata_;
  std::vector<std::uint32_t> stratum_of_;
  std::vector<Cents> sizes_;
  Cents total_size_ = 0;
};

// Refuses what read_rows() and check_name() do, an id twice ("id_twice"), no unit ("empty_frame"), more than the maxima
// ("too_many_rows", "too_many_strata", "ids_too_long"), an amount that is none or below 0 ("bad_amount",
// "negative_size"), sizes that add up to nothing or to more than 64 bits hold ("bad_total_size").
Result<Frame> read_frame(const Path& file, const FrameColumns& columns);

}  // namespace qiuhao::screening
