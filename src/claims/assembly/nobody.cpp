// A visit's person by the files of keys, confirmed in the files of rows.
#include "claims/assembly/nobody.h"

#include <limits>

#include "claims/assembly/rows.h"

namespace qiuhao::claims::assembly {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{8} << 20;

// The persons that entries name by 24 bits: from the first to the last that begins so.
PersonKey first_of(std::uint32_t prefix) {
  PersonKey key;
  key.bytes[0] = static_cast<std::uint8_t>(prefix >> 16);
  key.bytes[1] = static_cast<std::uint8_t>(prefix >> 8);
  key.bytes[2] = static_cast<std::uint8_t>(prefix);
  return key;
}

class PersonOfVisit {
 public:
  static Result<PersonOfVisit> make(const Work& work) {
    PersonOfVisit of(work.layouts[kVisits]);
    ASSIGN(of.rows_, open_rows(work, work.outcome.stored.rows[kVisits]));
    ASSIGN(of.keys_, open_keys(work, work.outcome.stored.keys[kVisits]));
    return of;
  }

  // kNobody when no such visit was read; of several people the one whose row was updated last.
  Result<PersonKey> find(std::string_view visit) {
    if (visit == last_visit_) return last_;
    last_visit_ = visit;
    last_ = kNobody;
    updated_ = std::numeric_limits<std::int64_t>::min();
    for (const auto& keys : keys_) {
      for (const KeyEntry& entry : keys->find(key_hash(visit))) TRY(look(entry.person(), visit));
    }
    return last_;
  }

 private:
  explicit PersonOfVisit(const Layout& layout) : unpacked_(layout) {}

  Status look(std::uint32_t prefix, std::string_view visit) {
    const Layout& layout = unpacked_.layout();
    for (const auto& file : rows_) {
      RowsCursor cursor(*file);
      for (bool there = cursor.seek(first_of(prefix)); there && cursor.person().prefix(kPersonBitsOfKey) == prefix;
           there = cursor.next()) {
        const std::string_view rows = cursor.rows();
        for (const char* row = rows.data(); row < rows.data() + rows.size(); row += packed_size(row)) {
          if (packed_text(layout, row, layout.id) != visit) continue;
          unpacked_.clear();
          unpacked_.append(row);
          const std::int64_t updated = unpacked_.has(0, layout.updated) ? unpacked_.number(0, layout.updated)
                                                                        : std::numeric_limits<std::int64_t>::min();
          if (last_ != kNobody && (updated < updated_ || (updated == updated_ && cursor.person() < last_))) continue;
          last_ = cursor.person();
          updated_ = updated;
        }
      }
      if (!cursor.status()) return fail(cursor.status().error());
    }
    return {};
  }

  RowsFiles rows_;
  KeysFiles keys_;
  Rows unpacked_;
  std::string last_visit_;
  PersonKey last_;
  std::int64_t updated_ = 0;
};

// Collects nobody's rows into the new file.
class Nobody {
 public:
  Nobody(Work& work, std::size_t table) : work_(work), table_(table) {}

  Status add(std::string_view row) {
    rows_ += row;
    ++count_;
    return rows_.size() < kChunkBytes ? Status() : flush();
  }
  Status finish() {
    TRY(flush());
    auto& kept = work_.outcome.stored.nobody[table_];
    kept.clear();
    if (!writer_) return {};
    ASSIGN(StoredFile file, writer_->finish());
    kept.push_back(std::move(file));
    return {};
  }

 private:
  Status flush() {
    if (count_ == 0) return {};
    if (!writer_) {
      const std::string name = work_.new_name("nobody", table_, 0, "rows");
      ASSIGN(RowsFileWriter writer, RowsFileWriter::make(work_.place(name), name));
      writer_ = std::make_unique<RowsFileWriter>(std::move(writer));
    }
    TRY(writer_->add(kNobody, rows_, count_));
    rows_.clear();
    count_ = 0;
    return {};
  }

  Work& work_;
  std::size_t table_;
  std::unique_ptr<RowsFileWriter> writer_;
  std::string rows_;
  std::uint64_t count_ = 0;
};

// Takes each row of nobody's, of earlier imports and of this one.
Status for_each_row(Work& work, std::size_t table, const std::function<Status(const char*)>& take) {
  ASSIGN(const RowsFiles before, open_rows(work, work.before().nobody[table]));
  for (const auto& file : before) {
    RowsCursor cursor(*file);
    while (cursor.next()) {
      const std::string_view rows = cursor.rows();
      for (const char* row = rows.data(); row < rows.data() + rows.size(); row += packed_size(row)) TRY(take(row));
    }
    if (!cursor.status()) return fail(cursor.status().error());
  }
  ASSIGN(const std::string bytes, work.spills[table].load(work.partitions));
  const char* end = bytes.data() + bytes.size();
  for (const char* at = bytes.data(); at < end; at += kPersonKeyBytes + packed_size(at + kPersonKeyBytes))
    TRY(take(at + kPersonKeyBytes));
  return {};
}

}  // namespace

Status find_people(Work& work, std::size_t table) {
  const Layout& layout = work.layouts[table];
  ASSIGN(PersonOfVisit people, PersonOfVisit::make(work));
  Nobody nobody(work, table);
  Spill& spill = work.spills[table];
  TRY(for_each_row(work, table, [&](const char* row) -> Status {
    const std::string_view packed(row, packed_size(row));
    ASSIGN(const PersonKey person, people.find(packed_text(layout, row, layout.visit)));
    if (person == kNobody) return nobody.add(packed);
    const std::size_t partition = work.partition_of(person);
    spill.buffer(partition).append(person.raw()).append(packed);
    return spill.settle(partition);
  }));
  return nobody.finish();
}

Status keep_nobody(Work& work, std::size_t table) {
  Nobody nobody(work, table);
  TRY(for_each_row(work, table, [&](const char* row) { return nobody.add({row, packed_size(row)}); }));
  return nobody.finish();
}

}  // namespace qiuhao::claims::assembly
