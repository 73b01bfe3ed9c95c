// Clean-up within a person.
#include "claims/assembly/clean.h"

#include <algorithm>
#include <limits>

#include "base/day.h"
#include "base/hash.h"

namespace qiuhao::claims::assembly {
namespace {

// The columns that a refund reduces; the dictionary calls them "net of refunds".
constexpr std::string_view kNetted[] = {"quantity", "amount", "in_scope", "own_expense", "first_self_pay"};

Seconds updated(const Rows& rows, RowNumber row) {
  const ColumnIndex column = rows.layout().updated;
  return rows.has(row, column) ? rows.number(row, column) : std::numeric_limits<Seconds>::min();
}

// Whether a was updated after b; then the later file and row.
bool is_newer(const Rows& rows, RowNumber a, RowNumber b) {
  const Seconds time_a = updated(rows, a);
  const Seconds time_b = updated(rows, b);
  if (time_a != time_b) return time_a > time_b;
  return rows.number(a, rows.layout().order) > rows.number(b, rows.layout().order);
}

bool same_text(const Rows& rows, RowNumber a, RowNumber b, ColumnIndex column) {
  return rows.text(a, column) == rows.text(b, column);
}

}  // namespace

void IdIndex::build(const Rows& rows, std::span<const RowNumber> chosen) {
  entries_.clear();
  for (const RowNumber row : chosen) entries_.push_back({hash64(rows.text(row, rows.layout().id)), row});
  std::ranges::sort(entries_, {}, &Entry::hash);
}

RowNumber IdIndex::find(const Rows& rows, std::string_view id) const {
  const std::uint64_t hash = hash64(id);
  for (auto entry = std::ranges::lower_bound(entries_, hash, {}, &Entry::hash);
       entry != entries_.end() && entry->hash == hash; ++entry) {
    if (rows.text(entry->row, rows.layout().id) == id) return entry->row;
  }
  return kNoRowNumber;
}

void Cleaner::keep_latest(const Rows& rows, std::vector<RowNumber>& kept, AssembleCounts& counts) {
  const Layout& layout = rows.layout();
  keys_.clear();
  kept.clear();
  for (RowNumber row = 0; row < rows.size(); ++row) keys_.push_back({hash64(rows.text(row, layout.id)), row});
  std::ranges::sort(keys_, [&](const Key& a, const Key& b) {
    if (a.hash != b.hash) return a.hash < b.hash;
    const int order = rows.text(a.row, layout.id).compare(rows.text(b.row, layout.id));
    return order != 0 ? order < 0 : a.row != b.row && is_newer(rows, a.row, b.row);
  });
  for (const Key& key : keys_) {
    const bool again = !kept.empty() && same_text(rows, kept.back(), key.row, layout.id);
    if (!again) {
      kept.push_back(key.row);
      continue;
    }
    const bool equal = rows.number(kept.back(), layout.content) == rows.number(key.row, layout.content);
    ++(equal ? counts.dropped_equal : counts.dropped_older);
  }
}

void Cleaner::put_aside_orphans(const Rows& rows, const Rows& visits, const IdIndex& visit_ids,
                                std::vector<RowNumber>& kept, AssembleCounts& counts) {
  const ColumnIndex visit = rows.layout().visit;
  RowNumber last = kNoRowNumber;  // neighbours are often of one visit
  bool last_is_there = false;
  counts.waiting += std::erase_if(kept, [&](RowNumber row) {
    if (last == kNoRowNumber || !same_text(rows, last, row, visit)) {
      last_is_there = visit_ids.find(visits, rows.text(row, visit)) != kNoRowNumber;
      last = row;
    }
    return !last_is_there;
  });
}

RowNumber Cleaner::unnamed_original(const Rows& lines, RowNumber refund, std::span<const RowNumber> lines_kept) const {
  const Layout& layout = lines.layout();
  const auto same_price = [&](RowNumber row) {
    return lines.has(row, layout.price) == lines.has(refund, layout.price) &&
           lines.number(row, layout.price) == lines.number(refund, layout.price);
  };
  // `lines_kept` is in the order of time, so the latest is met first from the end.
  for (std::size_t index = lines_kept.size(); index-- > 0;) {
    const RowNumber row = lines_kept[index];
    if (lines.number(row, layout.time) <= lines.number(refund, layout.time) &&
        lines.number(row, layout.quantity) + lines.number(refund, layout.quantity) >= 0 &&
        same_text(lines, row, refund, layout.visit) && same_text(lines, row, refund, layout.item) && same_price(row)) {
      return row;
    }
  }
  return kNoRowNumber;
}

void Cleaner::net_refunds(Rows& lines, std::vector<RowNumber>& kept, std::vector<std::int64_t>& refunded,
                          AssembleCounts& counts) {
  const Layout& layout = lines.layout();
  refunded.assign(lines.size(), 0);
  refunds_.clear();
  std::erase_if(kept, [&](RowNumber row) {
    const bool is_refund = lines.number(row, layout.quantity) < 0;
    if (is_refund) refunds_.push_back(row);
    return is_refund;
  });
  if (refunds_.empty()) return;
  line_ids_.build(lines, kept);
  // Those that name their line come first: they leave the rest to those that have to be matched.
  const auto names_line = [&](RowNumber row) { return lines.has(row, layout.refunds); };
  std::ranges::stable_partition(refunds_, names_line);
  for (const RowNumber refund : refunds_) {
    const RowNumber original = names_line(refund) ? line_ids_.find(lines, lines.text(refund, layout.refunds))
                                                  : unnamed_original(lines, refund, kept);
    if (original == kNoRowNumber || !same_text(lines, original, refund, layout.visit)) {
      ++counts.waiting;
      continue;
    }
    ++counts.dropped_refund;
    refunded[original] -= lines.number(refund, layout.quantity);
    for (const std::string_view name : kNetted) {
      const ColumnIndex column = layout.find(name);
      if (lines.has(original, column))
        lines.set_number(original, column, lines.number(original, column) + lines.number(refund, column));
    }
  }
  counts.refunded_away +=
      std::erase_if(kept, [&](RowNumber row) { return refunded[row] != 0 && lines.number(row, layout.quantity) == 0; });
}

void sort_by_time(const Rows& rows, std::vector<RowNumber>& kept) {
  const Layout& layout = rows.layout();
  std::ranges::sort(kept, [&](RowNumber a, RowNumber b) {
    const Seconds time_a = rows.number(a, layout.time);
    const Seconds time_b = rows.number(b, layout.time);
    if (time_a != time_b) return time_a < time_b;
    return rows.text(a, layout.id) < rows.text(b, layout.id);
  });
}

}  // namespace qiuhao::claims::assembly
