// Blocks of kStreamBatch rows, as streams are read.
#include "rules/bulk/run_columns.h"

#include <algorithm>

namespace qiuhao::rules {

using claims::Entity;

void RunColumns::begin(const PeopleRun& run) {
  run_ = &run;
  for (const auto& column : decoded_) std::ranges::fill(column->is_made, 0);
}

claims::Range RunColumns::range_of(cel::StructId owner) const {
  if (owner == static_cast<cel::StructId>(Entity::line)) return run_->lines;
  if (owner == static_cast<cel::StructId>(Entity::visit)) return run_->visits;
  return {};
}

RunColumns::Decoded& RunColumns::of(cel::StructId owner, cel::FieldId field, std::size_t rows) {
  auto known = std::ranges::find_if(
      decoded_, [&](const auto& column) { return column->owner == owner && column->field == field; });
  if (known == decoded_.end()) {
    decoded_.push_back(std::make_unique<Decoded>(Decoded{owner, field, {}, {}}));
    known = decoded_.end() - 1;
  }
  Decoded& column = **known;
  if (column.values.size() < rows) {
    column.values.resize(rows);
    column.is_made.resize((rows + kStreamBatch - 1) / kStreamBatch, 0);
  }
  return column;
}

void RunColumns::make(Decoded& decoded, const Column& column, claims::Range range, std::size_t block) {
  const auto first = static_cast<RowIndex>(range.begin + block * kStreamBatch);
  const std::size_t count = std::min<std::size_t>(kStreamBatch, range.end - first);
  column.read(first, count, decoded.values.data() + block * kStreamBatch);
  decoded.is_made[block] = 1;
}

const std::int64_t* RunColumns::read(cel::StructId owner, cel::FieldId field, const Column& column, RowIndex first,
                                     std::size_t count) {
  const claims::Range range = range_of(owner);
  if (first < range.begin || first + count > range.end || count == 0) return nullptr;
  const std::size_t begin = first - range.begin;
  Decoded& decoded = of(owner, field, range.end - range.begin);
  for (std::size_t block = begin / kStreamBatch; block <= (begin + count - 1) / kStreamBatch; ++block) {
    if (!decoded.is_made[block]) make(decoded, column, range, block);
  }
  return decoded.values.data() + begin;
}

void RunColumns::gather(cel::StructId owner, cel::FieldId field, const Column& column, std::span<const RowIndex> rows,
                        std::int64_t* out) {
  const claims::Range range = range_of(owner);
  if (range.begin == range.end) return column.gather(rows, out);
  Decoded& decoded = of(owner, field, range.end - range.begin);
  const std::size_t dense = column.dense();
  std::size_t sparse = 0;  // rows from here to `begin` are still to be read
  const auto read_sparse = [&](std::size_t end) {
    if (sparse < end) column.gather(rows.subspan(sparse, end - sparse), out + sparse);
  };
  for (std::size_t begin = 0; begin < rows.size();) {
    if (rows[begin] == kNoRow) {
      ++begin;
      continue;
    }
    const std::size_t block = (rows[begin] - range.begin) / kStreamBatch;
    const std::size_t first = range.begin + block * kStreamBatch;
    const std::size_t count = std::min<std::size_t>(kStreamBatch, range.end - first);
    std::size_t end = begin + 1;
    while (end < rows.size() && rows[end] >= first && rows[end] < first + count) ++end;
    if (!decoded.is_made[block] && (end - begin) * dense >= count) make(decoded, column, range, block);
    if (decoded.is_made[block]) {
      read_sparse(begin);
      for (; begin < end; ++begin) out[begin] = decoded.values[rows[begin] - range.begin];
      sparse = begin;
    }
    begin = end;
  }
  read_sparse(rows.size());
}

void RunColumns::gather_serials(cel::FieldId field, const SerialTexts& texts, std::span<const RowIndex> rows,
                                std::vector<std::int64_t>& numbers, std::vector<std::int64_t>& patterns) {
  // Above all fields of the dictionary.
  constexpr cel::FieldId kNumbers = 0x8000, kPatterns = 0xc000;
  const auto gather_from = [&](cel::FieldId part, const Stream& stream, std::vector<std::int64_t>& out) {
    Column column;
    column.rows = texts.rows();
    column.stream = &stream;
    out.resize(rows.size());
    gather(static_cast<cel::StructId>(Entity::line), static_cast<cel::FieldId>(part | field), column, rows, out.data());
  };
  gather_from(kNumbers, texts.numbers(), numbers);
  gather_from(kPatterns, texts.patterns(), patterns);
}

}  // namespace qiuhao::rules
