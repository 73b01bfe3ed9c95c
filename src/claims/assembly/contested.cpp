// The files of keys find the suspects; their rows decide.
#include "claims/assembly/contested.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <set>
#include <tuple>
#include <unordered_map>

#include "base/hash.h"
#include "claims/assembly/rows.h"

namespace qiuhao::claims::assembly {
namespace {

// By the hash of a key the first bits of the people that it stands under.
using Suspects = std::unordered_map<std::uint64_t, std::set<std::uint32_t>>;

// Goes forward through sorted entries; far steps cost little.
class Ahead {
 public:
  explicit Ahead(std::span<const KeyEntry> entries) : rest_(entries) {}
  // Entries of a key; keys must be asked in order.
  std::span<const KeyEntry> of(std::uint64_t key) {
    std::size_t step = 1;
    while (step < rest_.size() && rest_[step].key() < key) step *= 2;
    const auto near = rest_.first(std::min(step + 1, rest_.size()));
    const auto first = std::ranges::lower_bound(near, key, {}, &KeyEntry::key);
    rest_ = rest_.subspan(static_cast<std::size_t>(first - near.begin()));
    std::size_t count = 0;
    while (count < rest_.size() && rest_[count].key() == key) ++count;
    return rest_.first(count);
  }

 private:
  std::span<const KeyEntry> rest_;
};

Suspects find_suspects(std::span<const std::unique_ptr<KeysFile>> before, const KeysFile& added) {
  Suspects suspects;
  std::vector<Ahead> ahead;
  for (const auto& file : before) ahead.emplace_back(file->entries());
  std::vector<std::uint32_t> people;
  const auto entries = added.entries();
  constexpr std::size_t kBetweenReleases = std::size_t{4} << 20;
  std::size_t released = 0;
  for (std::size_t begin = 0; begin < entries.size();) {
    if (begin - released > kBetweenReleases) {
      released = begin;
      added.release();
      for (const auto& file : before) file->release();
    }
    const std::uint64_t key = entries[begin].key();
    people.clear();
    std::size_t end = begin;
    for (; end < entries.size() && entries[end].key() == key; ++end) people.push_back(entries[end].person());
    for (Ahead& file : ahead) {
      for (const KeyEntry& entry : file.of(key)) people.push_back(entry.person());
    }
    if (std::ranges::any_of(people, [&](std::uint32_t person) { return person != people.front(); }))
      suspects[key].insert(people.begin(), people.end());
    begin = end;
  }
  return suspects;
}

struct Claim {
  std::int64_t updated = 0;
  std::int64_t order = 0;
  PersonKey person;
  auto operator<=>(const Claim&) const = default;
};
using Claims = std::map<std::string, std::vector<Claim>, std::less<>>;

// The rows of suspects, from the files of rows.
Status collect_claims(const Layout& layout, const RowsFiles& files, const Suspects& suspects, Claims& claims) {
  std::set<std::uint32_t> prefixes;
  for (const auto& [key, people] : suspects) prefixes.insert(people.begin(), people.end());
  Rows unpacked(layout);
  for (const auto& file : files) {
    RowsCursor cursor(*file);
    for (const std::uint32_t prefix : prefixes) {
      PersonKey first;
      for (int byte = 0; byte < 3; ++byte)
        first.bytes[static_cast<std::size_t>(byte)] = static_cast<std::uint8_t>(prefix >> (16 - 8 * byte));
      for (bool there = cursor.seek(first); there && cursor.person().prefix(kPersonBitsOfKey) == prefix;
           there = cursor.next()) {
        const std::string_view rows = cursor.rows();
        for (const char* row = rows.data(); row < rows.data() + rows.size(); row += packed_size(row)) {
          const std::string_view id = packed_text(layout, row, layout.id);
          if (!suspects.contains(key_hash(id))) continue;
          unpacked.clear();
          unpacked.append(row);
          const std::int64_t updated = unpacked.has(0, layout.updated) ? unpacked.number(0, layout.updated)
                                                                       : std::numeric_limits<std::int64_t>::min();
          claims[std::string(id)].push_back({updated, unpacked.number(0, layout.order), cursor.person()});
        }
      }
      if (!cursor.status()) return fail(cursor.status().error());
    }
  }
  return {};
}

// A line a key: its person's pseudonym, the bytes of the key, the key.
Status write_contested(Work& work, std::size_t table, const ContestedKeys& winners) {
  auto& kept = work.outcome.stored.contested[table];
  kept.clear();
  if (winners.empty()) return {};
  std::string text;
  for (const auto& [id, person] : winners) text += fmt::format("{} {} {}\n", to_hex(person), id.size(), id);
  const std::string name = work.new_name("contested", table, 0, "txt");
  TRY(write_file_atomically(work.place(name), text));
  kept.push_back({name, winners.size(), text.size(), hash64(text)});
  return {};
}

}  // namespace

Result<ContestedKeys> read_contested(const Work& work, std::size_t table) {
  ContestedKeys winners;
  for (const StoredFile& file : work.before().contested[table]) {
    ASSIGN(const std::string content, read_file(work.place(file.file)));
    if (hash64(content) != file.checksum) {
      return system_error(
          "damaged_rows",
          "has a wrong checksum; restore it from a backup, or import the city again into a new workspace",
          {work.place(file.file).string(), 0, 0, ""});
    }
    for (std::size_t at = 0; at < content.size();) {
      PersonKey person;
      CHECK(from_hex(std::string_view(content).substr(at, kPseudonymDigits), person));
      std::size_t length = 0;
      const char* digits = content.data() + at + kPseudonymDigits + 1;
      const char* blank = std::from_chars(digits, content.data() + content.size(), length).ptr;
      winners.emplace(std::string(blank + 1, length), person);
      at = static_cast<std::size_t>(blank + 1 - content.data()) + length + 1;
    }
  }
  return winners;
}

Result<Contested> find_contested(Work& work, std::size_t table) {
  Contested contested;
  ASSIGN(contested.winners, read_contested(work, table));
  const StoredRows& stored = work.outcome.stored;
  if (stored.keys[table].size() == work.before().keys[table].size()) return contested;  // nothing new
  ASSIGN(const KeysFiles keys, open_keys(work, stored.keys[table]));
  const Suspects suspects = find_suspects(std::span(keys).first(keys.size() - 1), *keys.back());
  if (suspects.empty()) return contested;
  const Layout& layout = work.layouts[table];
  if (static_cast<std::int64_t>(suspects.size()) > kMostContestedKeys) {
    return input_error(
        "contested_keys",
        fmt::format("{} rows of {} have a key that stands under several people; at most {} are expected: "
                    "check that the key column of the files is the right one",
                    suspects.size(), layout.table, kMostContestedKeys),
        {layout.table, 0, 0, layout.columns[layout.id].name});
  }
  ASSIGN(const RowsFiles rows, open_rows(work, stored.rows[table]));
  Claims claims;
  TRY(collect_claims(layout, rows, suspects, claims));
  for (const auto& [id, of_key] : claims) {
    const bool one_person =
        std::ranges::all_of(of_key, [&](const Claim& claim) { return claim.person == of_key.front().person; });
    if (one_person) continue;
    contested.winners[id] = std::ranges::max(of_key).person;
    for (const Claim& claim : of_key) contested.people.push_back(claim.person);
  }
  std::ranges::sort(contested.people);
  const auto again = std::ranges::unique(contested.people);
  contested.people.erase(again.begin(), again.end());
  TRY(write_contested(work, table, contested.winners));
  return contested;
}

}  // namespace qiuhao::claims::assembly
