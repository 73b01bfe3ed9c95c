// What the tests of this folder share: the shipped dictionary and kinds, and rules written in a few lines.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "claims/schema.h"
#include "knowledge/kinds.h"
#include "rules/rule.h"

namespace qiuhao::rules {

inline std::shared_ptr<const claims::Schema> shipped_schema() {
  auto schema = claims::Schema::load(QIUHAO_SOURCE_DIR "/policy/schema");
  EXPECT_TRUE(schema.has_value()) << schema.error().text();
  return std::make_shared<const claims::Schema>(std::move(*schema));
}

inline knowledge::Kinds shipped_kinds() {
  auto kinds = knowledge::read_kinds(QIUHAO_SOURCE_DIR "/policy/knowledge/kinds.yaml");
  EXPECT_TRUE(kinds.has_value()) << kinds.error().text();
  return std::move(*kinds);
}

// A rule file: 11 lines that every rule needs, then the lines given.
inline std::string rule_text(const std::string& rest) {
  return "rule: R9\n"
         "name: 试\n"
         "version: 1\n"
         "effective: [null, null]\n"
         "class: 药品政策限定类\n"
         "certainty: 可疑\n"
         "basis: [{document: 条例, clause: 第三十八条}]\n"
         "moments: [after]\n"
         "grain: line\n"
         "amount: line.in_scope\n"
         "message: 涉及 {line.in_scope} 元\n" +
         rest;
}

}  // namespace qiuhao::rules
