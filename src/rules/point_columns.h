// The knowledge points' short fields (limits and words of few kinds) as columns by point, so that formulas read them as
// they read a part's rows. Lists and long texts are asked for one by one.
#pragma once

#include <deque>
#include <vector>

#include "cel/columns.h"
#include "columns/column.h"

namespace qiuhao::rules {

class Plan;

class PointColumns {
 public:
  explicit PointColumns(const Plan& plan);
  PointColumns(const PointColumns&) = delete;
  PointColumns& operator=(const PointColumns&) = delete;

  const cel::FieldColumn* fields() const { return fields_.data(); }  // by PointField

 private:
  std::deque<ColumnBuilder> builders_;
  std::vector<cel::FieldColumn> fields_;
};

}  // namespace qiuhao::rules
