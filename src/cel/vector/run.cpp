// A vector program's run over batches.
#include <algorithm>

#include "base/check.h"
#include "cel/vector/list_run.h"

namespace qiuhao::cel {

bool BatchHost::has_sizes(const FieldName&, std::size_t) { return false; }
const std::int64_t* BatchHost::sizes(const FieldName&, std::size_t, const Bits&) { return nullptr; }
bool BatchHost::has_lists(const FieldName&, std::size_t) { return false; }
Bits BatchHost::lists(const FieldName&, std::size_t, const Bits& asked, std::span<std::span<const RowIndex>>) {
  return asked;
}
bool BatchHost::has_answers(const HostCall&) { return false; }
Decided BatchHost::answer(const HostCall&, const Bits& asked) { return {{}, asked}; }

VectorRun::State::State(const VectorProgram::Graph& made, Rest of_rest)
    : graph(made), rest(of_rest), parts(made.parts.size()) {
  bytes.resize(kBatchRows);
  index.resize(kBatchRows);
  scaled.resize(kBatchRows);
  for (const VectorPart& part : made.parts) {
    lists.push_back(part.list == nullptr ? nullptr : std::make_unique<ListRun>(*part.list, of_rest));
  }
}
VectorRun::State::~State() = default;

VectorRun::VectorRun(const VectorProgram& program, Rest rest)
    : state_(std::make_unique<State>(program.graph(), rest)) {}
VectorRun::~VectorRun() = default;

void VectorRun::begin(const Batch& batch, BatchHost& host) { state_->begin(batch, host); }

void VectorRun::State::begin(const Batch& of_batch, BatchHost& of_host) {
  CHECK(of_batch.rows <= kBatchRows && of_batch.of_struct != nullptr);
  batch = of_batch;
  host = &of_host;
  ++number;
  all = Bits::first(batch.rows);
  if (bound != batch.of_struct) bind();
}

Decided VectorRun::decide(std::size_t program, const Bits& asked) {
  CHECK(state_->graph.programs[program]->type().kind == Kind::boolean);
  const Bits rows = asked & state_->all;
  const PartState& part = state_->decide(state_->graph.roots[program], rows);
  return {part.yes & rows, part.unsure & rows};
}

void VectorRun::evaluate(std::size_t program, const Bits& asked,
                         const std::function<void(std::size_t row, const Value& value)>& use) {
  State& state = *state_;
  const PartIndex root = state.graph.roots[program];
  const VectorPart& part = state.graph.parts[root];
  const Bits rows = asked & state.all;
  const bool is_bool = part.type == Kind::boolean;
  const Way way = state.parts[root].way;
  const bool has_numbers = way == Way::numbers || way == Way::field;
  if (is_bool) state.decide(root, rows);
  if (!is_bool && has_numbers) state.numbers(root, rows);
  const PartState& done = state.parts[root];
  rows.each([&](std::size_t row) {
    if ((!is_bool && !has_numbers) || done.unsure.has(row)) {
      use(row, state.graph.programs[program]->evaluate(state.host->stand_on(row, program), state.scratch));
    } else if (is_bool) {
      use(row, Value::of_bool(done.yes.has(row)));
    } else {
      Value value;
      value.kind = part.type;
      value.detail = part.type == Kind::decimal ? static_cast<std::uint8_t>(done.scale) : std::uint8_t{0};
      value.integer = done.values[row];
      use(row, value);
    }
  });
}

}  // namespace qiuhao::cel
