// Reading a frame in order of ids, in one pass.
#include "screening/sampling/frame.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <unordered_map>

#include "base/check.h"

namespace qiuhao::screening {

std::string_view Frame::id(std::uint32_t unit) const {
  CHECK(unit < ends_.size());
  const std::uint64_t begin = unit == 0 ? 0 : ends_[unit - 1];
  return std::string_view(ids_).substr(begin, ends_[unit] - begin);
}

class FrameReader {
 public:
  FrameReader(const Path& file, const FrameColumns& columns) : file_(file), columns_(columns) {
    const std::string* names[] = {&columns.stratum, &columns.size, &columns.spread};
    reading_.columns.push_back(columns.id);
    for (std::size_t which = 0; which < 3; ++which) {
      if (names[which]->empty()) continue;
      at_[which] = reading_.columns.size();
      reading_.columns.push_back(*names[which]);
    }
    reading_.order_by = 0;
    reading_.most_rows = kMaxUnits;
  }

  Result<Frame> read() {
    TRY(read_rows(file_, reading_, [&](std::size_t number, auto row) { return take(number, row); }));
    if (frame_.ends_.empty()) {
      return input_error(
          "empty_frame",
          Sentence{"has no rows below its header; a frame names each unit once", "表头下没有数据；每个单元应占一行"},
          place(columns_.id));
    }
    TRY(check_sizes());
    sort_strata();
    return std::move(frame_);
  }

 private:
  struct Spread {  // Welford's running mean and sum of squares
    long double mean = 0;
    long double squares = 0;
  };

  Place place(const std::string& column) const { return {file_.string(), 0, 0, column}; }

  Status take(std::size_t number, std::span<const std::string_view> row) {
    const std::string_view id = row[0];
    TRY(check_name(id, file_, number, columns_.id));
    if (!frame_.ends_.empty() && frame_.id(frame_.units() - 1) == id) {
      return input_error(
          "id_twice",
          Sentence{fmt::format("column {} holds '{}' in more than one row; each unit stands once", columns_.id, id),
                   fmt::format("{} 列的“{}”出现多次；每个单元只能占一行", columns_.id, id)},
          place(columns_.id));
    }
    if (frame_.ids_.size() + id.size() > kMaxIdBytes) {
      return input_error(
          "ids_too_long",
          Sentence{fmt::format("the ids of column {} are longer than {} MiB together; use shorter ids", columns_.id,
                               kMaxIdBytes >> 20),
                   fmt::format("{} 列的编号合计超过 {} MiB；请使用较短的编号", columns_.id, kMaxIdBytes >> 20)},
          place(columns_.id));
    }
    frame_.ids_ += id;
    frame_.ends_.push_back(frame_.ids_.size());
    TRY(take_stratum(row, number));
    return take_amounts(row);
  }

  Status take_stratum(std::span<const std::string_view> row, std::size_t number) {
    std::string_view name;
    if (at_[0] != 0) {
      name = row[at_[0]];
      TRY(check_name(name, file_, number, columns_.stratum));
    }
    if (frame_.strata_.empty() || frame_.strata_[current_].name != name) {
      const auto [found, is_new] = number_of_.try_emplace(std::string(name), frame_.strata_.size());
      if (is_new) frame_.strata_.push_back({std::string(name), 0, 0, 0});
      if (is_new) spreads_.emplace_back();
      current_ = found->second;
    }
    if (frame_.strata_.size() > kMaxStrata) {
      return input_error("too_many_strata",
                         Sentence{fmt::format("column {} has more than {} strata; is it the right column?",
                                              columns_.stratum, kMaxStrata),
                                  fmt::format("{} 列超过 {} 层；列名是否写对？", columns_.stratum, kMaxStrata)},
                         place(columns_.stratum));
    }
    ++frame_.strata_[current_].units;
    if (at_[0] != 0) frame_.stratum_of_.push_back(static_cast<std::uint32_t>(current_));
    return {};
  }

  Result<Cents> amount_of(std::string_view text, const std::string& column) const {
    auto cents = read_cents(text, file_, frame_.ends_.size(), column);
    if (cents) return *cents;
    const std::string_view id = frame_.id(frame_.units() - 1);
    return input_error(
        "bad_amount",
        Sentence{fmt::format("unit {}, column {}: '{}' is no amount; write digits with at most two places", id, column,
                             text),
                 fmt::format("单元 {} 的 {} 列：“{}”不是金额；请写至多两位小数的数字", id, column, text)},
        place(column));
  }

  Status take_amounts(std::span<const std::string_view> row) {
    if (at_[1] != 0) {
      ASSIGN(const Cents size, amount_of(row[at_[1]], columns_.size));
      if (size < 0) {
        return input_error("negative_size",
                           Sentence{fmt::format("unit {}: its size {} is below 0; leave such units out of the frame",
                                                frame_.id(frame_.units() - 1), format_cents(size)),
                                    fmt::format("单元 {} 的规模 {} 小于 0；请把这样的单元移出抽样框",
                                                frame_.id(frame_.units() - 1), format_cents(size))},
                           place(columns_.size));
      }
      frame_.sizes_.push_back(size);
    }
    if (at_[2] != 0) {
      ASSIGN(const Cents value, amount_of(row[at_[2]], columns_.spread));
      Spread& spread = spreads_[current_];
      const auto number = static_cast<long double>(frame_.strata_[current_].units);
      const long double apart = static_cast<long double>(value) / 100 - spread.mean;
      spread.mean += apart / number;
      spread.squares += apart * (static_cast<long double>(value) / 100 - spread.mean);
    }
    return {};
  }

  Status check_sizes() {
    if (at_[1] == 0) return {};
    __int128 total = 0;
    for (const Cents size : frame_.sizes_) total += size;
    if (total > 0 && total <= std::numeric_limits<Cents>::max()) {
      frame_.total_size_ = static_cast<Cents>(total);
      return {};
    }
    return input_error(
        "bad_total_size",
        Sentence{fmt::format("column {} adds up to nothing, or to more than can be counted", columns_.size),
                 fmt::format("{} 列合计为零，或超出可计算的范围", columns_.size)},
        place(columns_.size));
  }

  void sort_strata() {
    std::vector<FrameStratum>& strata = frame_.strata_;
    for (std::size_t index = 0; index < strata.size(); ++index) {
      strata[index].mean = spreads_[index].mean;
      if (strata[index].units > 1)
        strata[index].deviation =
            std::sqrt(spreads_[index].squares / static_cast<long double>(strata[index].units - 1));
    }
    std::vector<std::uint32_t> order(strata.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return strata[a].name < strata[b].name; });
    std::vector<std::uint32_t> rank(strata.size());
    std::vector<FrameStratum> sorted;
    for (const std::uint32_t old : order) {
      rank[old] = static_cast<std::uint32_t>(sorted.size());
      sorted.push_back(std::move(strata[old]));
    }
    strata = std::move(sorted);
    for (std::uint32_t& stratum : frame_.stratum_of_) stratum = rank[stratum];
  }

  Path file_;
  FrameColumns columns_;
  RowReading reading_;
  std::size_t at_[3] = {0, 0, 0};  // where a row has stratum, size and spread; 0 for none
  Frame frame_;
  std::unordered_map<std::string, std::size_t> number_of_;
  std::vector<Spread> spreads_;
  std::size_t current_ = 0;
};

Result<Frame> read_frame(const Path& file, const FrameColumns& columns) { return FrameReader(file, columns).read(); }

}  // namespace qiuhao::screening
