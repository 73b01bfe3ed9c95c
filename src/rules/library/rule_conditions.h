// When a rule hits, as facts about things: its `where`, its `when`, none of its exceptions, its days of effect.
#pragma once

#include <string>

#include "cel/conditions/conditions.h"
#include "rules/rule.h"

namespace qiuhao::rules {

struct HitCondition {
  cel::Condition condition;
  // Rules of different frames judge different subjects: grain, knowledge table, match, pair window.
  std::string frame;
  std::string blamed;  // what a hit blames, in one way of writing
};
HitCondition hit_condition(const Rule& rule);

}  // namespace qiuhao::rules
