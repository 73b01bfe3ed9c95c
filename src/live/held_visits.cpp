// Records stay packed, and are laid out when somebody asks for the person.
#include "live/held_visits.h"

#include <algorithm>

#include "base/check.h"
#include "claims/packed_rows.h"

namespace qiuhao::live {

using claims::Entity;
using claims::LooseRow;
using claims::LooseValue;
using journal::Sequence;

HeldVisits::HeldVisits(const claims::Schema& schema)
    : lines_(schema.of(Entity::line)), quantity_(lines_.find("quantity")), refunded_(lines_.find("refunded")) {
  for (const char* name : {"quantity", "amount", "in_scope", "own_expense", "first_self_pay"})
    net_fields_.push_back(lines_.find(name));
}

void HeldVisits::take(Sequence sequence, const Accepted& accepted) {
  if (accepted.kind != Accepted::Kind::details && accepted.kind != Accepted::Kind::cancel) return;
  const Sequence original = accepted.original == 0 ? sequence : accepted.original;
  Shard& shard = shard_of(accepted.person);
  const std::lock_guard lock(shard.mutex);
  std::vector<Visit>& visits = shard.people[accepted.person];
  auto visit = std::ranges::find(visits, accepted.visit, &Visit::id);
  if (visit == visits.end()) visit = visits.insert(visits.end(), {accepted.visit, accepted.institution, {}});
  const auto at = std::ranges::lower_bound(visit->records, original, {}, &Record::original);
  if (at != visit->records.end() && at->original == original) {
    at->sequence = std::max(at->sequence, sequence);
    return;
  }
  Record record{sequence, original, pack(accepted), static_cast<std::uint8_t>(accepted.kind)};
  ++shard.records;
  shard.bytes += record.packed.size();
  visit->records.insert(at, std::move(record));
}

Status HeldVisits::apply(const Record& record, HeldVisit& visit, std::vector<std::string>& batches) const {
  ASSIGN(const Accepted accepted, unpack(record.kind, record.packed));
  if (accepted.kind == Accepted::Kind::cancel) {
    const auto is_cancelled = [&](std::size_t line) {
      if (accepted.parts.empty()) return true;
      return std::ranges::any_of(accepted.parts, [&](const auto& part) {
        return part.first == "batch" ? batches[line] == part.second : visit.lines[line].id == part.second;
      });
    };
    std::size_t kept = 0;
    for (std::size_t line = 0; line < visit.lines.size(); ++line) {
      if (is_cancelled(line)) continue;
      if (kept != line) {
        visit.lines[kept] = std::move(visit.lines[line]);
        batches[kept] = std::move(batches[line]);
      }
      ++kept;
    }
    visit.lines.resize(kept);
    batches.resize(kept);
    return {};
  }
  for (const auto& [name, bytes] : accepted.parts) {
    std::vector<LooseRow> rows;
    TRY(claims::unpack_rows(lines_, bytes, visit.id, rows));
    if (name.starts_with(kRefundsOf)) {
      for (const LooseRow& row : rows) take_off(row, visit);
      batches.resize(visit.lines.size(), name.substr(kRefundsOf.size()));
      continue;
    }
    const std::string batch = name.substr(std::min(name.size(), kLinesOf.size()));
    for (LooseRow& row : rows) {
      // A line that is sent again takes the place of what it was.
      const auto old = std::ranges::find(visit.lines, row.id, &LooseRow::id);
      if (old != visit.lines.end()) {
        batches[static_cast<std::size_t>(old - visit.lines.begin())] = batch;
        *old = std::move(row);
        continue;
      }
      visit.lines.push_back(std::move(row));
      batches.push_back(batch);
    }
  }
  return {};
}

// Its numbers are negative. A refund of a line that is not here stays as a line of its own.
void HeldVisits::take_off(const LooseRow& refund, HeldVisit& visit) const {
  const auto line = std::ranges::find(visit.lines, refund.id, &LooseRow::id);
  if (line == visit.lines.end()) {
    visit.lines.push_back(refund);
    return;
  }
  for (const claims::FieldIndex field : net_fields_) {
    const auto& less = refund.values[field];
    if (less && line->values[field]) line->values[field]->number += less->number;
  }
  if (const auto& less = refund.values[quantity_]) {
    auto& refunded = line->values[refunded_];
    refunded = LooseValue::of_number((refunded ? refunded->number : 0) - less->number);
  }
}

Result<std::vector<HeldVisit>> HeldVisits::of(const std::string& person) const {
  std::vector<HeldVisit> held;
  const Shard& shard = shard_of(person);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.people.find(person);
  if (found == shard.people.end()) return held;
  for (const Visit& visit : found->second) {
    HeldVisit& laid = held.emplace_back(HeldVisit{visit.id, visit.institution, {}});
    std::vector<std::string> batches;
    for (const Record& record : visit.records) TRY(apply(record, laid, batches));
    if (laid.lines.empty()) held.pop_back();
  }
  return held;
}

bool HeldVisits::has(const std::string& person) const {
  const Shard& shard = shard_of(person);
  const std::lock_guard lock(shard.mutex);
  return shard.people.contains(person);
}

std::vector<HeldVisits::PersonVisit> HeldVisits::drop(const std::function<bool(const PersonVisit&)>& is_settled) {
  std::vector<PersonVisit> dropped;
  for (Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    for (auto person = shard.people.begin(); person != shard.people.end();) {
      std::erase_if(person->second, [&](const Visit& visit) {
        PersonVisit about{person->first, visit.id};
        if (!is_settled(about)) return false;
        for (const Record& record : visit.records) shard.bytes -= record.packed.size();
        shard.records -= visit.records.size();
        dropped.push_back(std::move(about));
        return true;
      });
      person = person->second.empty() ? shard.people.erase(person) : std::next(person);
    }
  }
  return dropped;
}

std::optional<Sequence> HeldVisits::oldest() const {
  std::optional<Sequence> oldest;
  for (const Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    for (const auto& [person, visits] : shard.people) {
      for (const Visit& visit : visits) {
        for (const Record& record : visit.records)
          if (!oldest || record.sequence < *oldest) oldest = record.sequence;
      }
    }
  }
  return oldest;
}

std::vector<std::pair<Sequence, Accepted>> HeldVisits::before(Sequence sequence) const {
  std::vector<std::pair<Sequence, Accepted>> old;
  for (const Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    for (const auto& [person, visits] : shard.people) {
      for (const Visit& visit : visits) {
        for (const Record& record : visit.records) {
          if (record.sequence >= sequence) continue;
          auto accepted = unpack(record.kind, record.packed);
          CHECK_NOTE(accepted.has_value(), visit.id);  // packed here
          accepted->original = record.original;
          old.emplace_back(record.sequence, std::move(*accepted));
        }
      }
    }
  }
  std::ranges::sort(old, {}, [](const auto& entry) { return entry.second.original; });
  return old;
}

std::size_t HeldVisits::records() const {
  std::size_t records = 0;
  for (const Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    records += shard.records;
  }
  return records;
}

std::size_t HeldVisits::bytes() const {
  std::size_t bytes = 0;
  for (const Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    bytes += shard.bytes;
  }
  return bytes;
}

}  // namespace qiuhao::live
