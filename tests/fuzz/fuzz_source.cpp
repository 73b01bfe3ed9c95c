// One input: a text of the rule language. It must come to an answer or a sentence, and the programs must agree.
#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/check.h"
#include "cel/vector/random_world.h"

namespace {

using namespace qiuhao;       // tidy:allow a program of one file
using namespace qiuhao::cel;  // tidy:allow a program of one file

constexpr std::size_t kRows = 40;

void agree(const Program& program, const RandomWorld& world) {
  const Program* one = &program;
  const VectorProgram vectors(std::span(&one, 1));
  VectorRun run(vectors);
  RandomBatch batch(world, 0, kRows);
  RandomRow plain(world, false);
  Scratch scratch;
  run.begin(batch.batch(), batch);
  run.evaluate(0, Bits::first(kRows), [&](std::size_t row, const Value& value) {
    plain.stand_on(static_cast<RowIndex>(row));
    const Value expected = program.evaluate(plain, scratch);
    // A limit is reached sooner or later by the way that a program takes.
    const bool is_limit = expected.is_error() && expected.detail == static_cast<std::uint8_t>(ErrorReason::limit);
    if (!is_limit) CHECK_NOTE(expected.kind == value.kind && to_text(expected) == to_text(value), program.text());
  });
  plain.stand_on(0);
  program.explain(plain, scratch);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const RandomWorld world(7, kRows + 2);
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto program = compile(text, world.environment(), Type::any(), {"fuzz", 1, 1, ""});
  if (!program) {
    CHECK(!program.error().message.empty());
    return 0;
  }
  (void)program->check_constants();
  agree(*program, world);
  // The text in Chinese and back is the text.
  const std::string chinese = write_names(text, program->name_uses(), Language::chinese);
  const auto again = compile(chinese, world.environment(), Type::any(), {});
  CHECK_NOTE(again, chinese);
  return 0;
}
