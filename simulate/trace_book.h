// The tracing codes (追溯码) of the simulated city: each box that is sold was bought before, and what players of
// schemes do with boxes shows. Written only where such schemes are played.
#pragma once

#include <optional>

#include "simulate/city.h"
#include "simulate/table_writer.h"
#include "simulate/visit.h"

namespace qiuhao::simulate {

inline constexpr int kSplitPack = 28;  // smallest units in a box that is sold in parts

class TraceBook {
 public:
  // Creates trace.csv where the city's level has such schemes. `options` must outlive it.
  static Result<TraceBook> create(const CityOptions& options);

  // Once for each visit, as it is written.
  void add(const Visit& visit);
  // From a day on the provider sells without scanning.
  void stop_scanning(const Provider& provider, Day from);
  // A sale of the stock records, which stands for many boxes: one of them is scanned.
  void add_stock_sale(const Provider& provider, const Item& item, std::string_view event, Seconds time);
  // The bytes written.
  Result<std::int64_t> finish();

 private:
  // One row.
  struct Use {
    const Provider& provider;
    std::string_view kind;
    std::string id;
    std::string code;
    const Item& item;
    Seconds time;
    const Visit* sold_in = nullptr;
    int split_units = 0;
  };

  void add_line(const Visit& visit, int number);
  bool is_unscanned(const Provider& provider, Seconds time) const {
    return &provider == unscanned_ && day_of(time) >= unscanned_from_;
  }
  void put_bought(const Provider& provider, const Item& item, const std::string& code, Seconds sold);
  void put(const Use& use);

  std::optional<TableWriter> table_;
  const Provider* unscanned_ = nullptr;
  Day unscanned_from_ = 0;
};

}  // namespace qiuhao::simulate
