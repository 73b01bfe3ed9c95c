// Preparing calls with constant arguments.
#include "cel/fold/prepare.h"

#include "cel/fold/locale.h"
#include "cel/row/run.h"
#include "cel/values/moment.h"
#include "cel/values/pattern.h"
#include "cel/values/zone.h"

namespace qiuhao::cel {
namespace {

constexpr std::size_t kMaxZones = 20;  // read for one text

bool is_text(const Step* step) {
  return step != nullptr && step->run == run_constant && step->constant.kind == Kind::text;
}

void prepare_pattern(Program::Code& code, Step& step) {
  if (code.patterns.size() >= kMaxPatterns) return;
  auto pattern = make_pattern(step.b->constant.as_text());
  if (pattern->ok()) step.pattern = code.patterns.emplace_back(std::move(pattern)).get();
}

// What is no zone stays as it is, and is an error when it is evaluated.
void prepare_zone(Program::Code& code, Step& step) {
  const std::string_view name = step.b->constant.as_text();
  if (code.zones.size() >= kMaxZones || zone_offset(name)) return;
  Result<Zone> zone = Zone::load(name);
  if (zone) step.zone = code.zones.emplace_back(std::make_unique<Zone>(std::move(*zone))).get();
}

}  // namespace

void prepare_call(Program::Code& code, Step& step, std::string_view function) {
  if (function == "format") step.constant = Value::of_text(decimal_mark(code.locale));
  if (step.operands.size() != 2 || !is_text(step.b)) return;
  if (function == "matches") prepare_pattern(code, step);
  if (function.starts_with("get")) prepare_zone(code, step);
}

}  // namespace qiuhao::cel
