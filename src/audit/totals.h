// Totals of an audit, by rule, provider and month: each thread has its own for each part, and whole numbers add up to
// the same in any order.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/day.h"
#include "base/decimal.h"
#include "rules/plan.h"

namespace qiuhao::audit {

struct RuleTotals {
  std::size_t judged = 0;
  std::size_t hits = 0;
  std::size_t lines = 0;  // distinct lines blamed
  Cents gross = 0;
  Cents net = 0;
  std::vector<std::size_t> excepted;  // by number of the exception
};

struct ProviderTotals {
  std::size_t lines = 0;  // judged
  Cents in_scope = 0;     // of them
  std::size_t hits = 0;
  Cents gross = 0;
  Cents net = 0;
  // Whether anything was counted of it.
  bool is_told() const { return lines != 0 || hits != 0 || gross != 0 || net != 0; }
};

struct MonthTotals {
  int month = 0;  // months since the year 0
  std::size_t hits = 0;
  Cents net = 0;
};

// Of one part.
class PartTotals {
 public:
  PartTotals(const rules::Plan& plan, const claims::Part& part);

  std::vector<RuleTotals> rules;
  std::vector<ProviderTotals> providers;  // by row; one more for what has no provider
  std::vector<MonthTotals> months;        // by month

  ProviderTotals& provider(RowIndex row) { return providers[row == kNoRow ? providers.size() - 1 : row]; }
  // The lines of everybody in the part, by its own sums.
  void add_sums(const claims::Part& part);
  MonthTotals& month(Day day);
  void add(const PartTotals& other);

 private:
  std::size_t place_of(int month);
  Day last_day_ = kNoDay;
  std::size_t last_place_ = 0;
};

// Of a thread: of the parts that it has met.
class Totals {
 public:
  Totals(const rules::Plan& plan, std::span<const claims::Part> parts);
  PartTotals& of(std::uint16_t part);
  bool has(std::uint16_t part) const { return parts_[part] != nullptr; }
  void add(Totals& other);

 private:
  const rules::Plan* plan_;
  std::span<const claims::Part> tape_;
  std::vector<std::unique_ptr<PartTotals>> parts_;
};

}  // namespace qiuhao::audit
