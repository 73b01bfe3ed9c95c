// What a person was given before the visit at hand, for kinds that look back over visits and providers.
#pragma once

#include <span>
#include <vector>

#include "simulate/visit.h"

namespace qiuhao::simulate {

struct Given {
  const Item* item = nullptr;
  Day day = 0;
  std::int64_t quantity = 0;  // hundredths, what refunds left
  Cents in_scope = 0;
};

// The rows of a visit that count, in the order of its lines: no voided ones, no refunds, nothing that was given back.
std::vector<Given> given_in(const Visit& visit);

// A kind that was begun in one visit is gone on with in later ones, so that its limit is met across visits.
struct Begun {
  int kind = 0;  // 0: none
  const Item* item = nullptr;
};

class Past {
 public:
  // A visit that is written without its row in mdtrt_d is never judged, and so is not remembered.
  void remember(const Visit& visit);
  std::span<const Given> given() const { return given_; }

  Begun begun;

 private:
  std::vector<Given> given_;
};

}  // namespace qiuhao::simulate
