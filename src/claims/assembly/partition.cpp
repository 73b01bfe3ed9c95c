// Dealing rows out, and reading them back by person.
#include "claims/assembly/partition.h"

#include <algorithm>

#include "base/hash.h"

namespace qiuhao::claims::assembly {

std::size_t partitions_for(std::int64_t rows) {
  return std::clamp(static_cast<std::size_t>(rows / kRowsInPartition), std::size_t{1}, kMostPartitions);
}

std::size_t partition_of(std::string_view person, std::size_t partitions) {
  // The upper bits of the hash choose, so that a later partition holds greater hashes.
  return static_cast<std::size_t>((hash64(person) >> 32) * partitions >> 32);
}

Status deal_out(const Layout& layout, tables::Engine& engine, const std::string& sql, std::size_t partitions,
                Spill& spill, const std::atomic<bool>* stop) {
  ASSIGN(tables::Answer answer, engine.query(sql));
  std::vector<tables::Vector> vectors;
  while (true) {
    ASSIGN(const tables::Chunk chunk, answer.next());
    if (chunk.rows() == 0) return {};
    if (stop != nullptr && stop->load()) return system_error("interrupted", "was interrupted; nothing was changed");
    vectors.clear();
    for (std::size_t column = 0; column < layout.columns.size(); ++column) vectors.push_back(chunk.column(column));
    for (std::size_t row = 0; row < chunk.rows(); ++row) {
      const std::size_t partition = partition_of(vectors[layout.person].text(row), partitions);
      pack_row(layout, vectors, row, spill.buffer(partition));
      TRY(spill.settle(partition));
    }
  }
}

Result<PartitionTable> PartitionTable::load(const Layout& layout, const Spill& spill, std::size_t partition) {
  PartitionTable table;
  ASSIGN(std::string bytes, spill.load(partition));
  table.bytes_ = std::make_unique<std::string>(std::move(bytes));
  const char* end = table.bytes_->data() + table.bytes_->size();
  for (const char* row = table.bytes_->data(); row < end; row += packed_size(row)) {
    const std::string_view person = packed_person(layout, row);
    table.places_.push_back({{hash64(person), person}, row});
  }
  std::ranges::sort(table.places_, {}, &Place::key);
  return table;
}

void PartitionTable::take(const PersonKey& person, Rows& rows) {
  for (; next_ < places_.size() && places_[next_].key == person; ++next_) rows.append(places_[next_].row);
}

}  // namespace qiuhao::claims::assembly
