// One input: a rule file. It must be read or refused with sentences, and its tests must come to an end.
#include <cstddef>
#include <cstdint>
#include <memory>

#include "base/check.h"
#include "knowledge/kinds.h"
#include "rules/rule.h"
#include "rules/rule_tests.h"

namespace {

using namespace qiuhao;  // tidy:allow a program of one file

constexpr std::size_t kMostTests = 8;  // of a rule, so that an input takes milliseconds

struct Shipped {
  std::shared_ptr<const claims::Schema> schema;
  std::shared_ptr<const knowledge::Kinds> kinds;
};

Shipped load() {
  const std::string source = QIUHAO_SOURCE_DIR;
  auto schema = claims::Schema::load(source + "/policy/schema");
  CHECK(schema);
  auto kinds = knowledge::read_kinds(source + "/policy/knowledge/kinds.yaml");
  CHECK(kinds);
  return {std::make_shared<const claims::Schema>(std::move(*schema)),
          std::make_shared<const knowledge::Kinds>(std::move(*kinds))};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Shipped shipped = load();
  const std::string content(reinterpret_cast<const char*>(data), size);
  const rules::RuleReading reading = rules::parse_rule_all(content, "fuzz.yaml", *shipped.schema);
  CHECK(reading.rule.has_value() == reading.errors.empty());
  for (const Error& error : reading.errors) CHECK(!error.message.empty());
  if (reading.rule && reading.rule->tests.items.size() <= kMostTests) {
    (void)rules::run_rule_tests(*reading.rule, shipped.schema, *shipped.kinds);
  }
  return 0;
}
