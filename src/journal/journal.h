// A durable log of records: appended by any thread, synced to disk many at a time (group commit), read back whole after
// any crash. It knows nothing of what the records say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "base/files.h"
#include "base/result.h"

namespace qiuhao::journal {

inline constexpr std::size_t kRecordBytesMost = std::size_t{16} << 20;

using Sequence = std::uint64_t;  // counts records from 1, without gaps

struct Record {
  Sequence sequence = 0;
  std::uint8_t kind = 0;
  std::string_view body;
};

struct JournalOptions {
  std::size_t segment_bytes = std::size_t{64} << 20;       // a new file is begun after so many
  std::size_t waiting_bytes_most = std::size_t{64} << 20;  // in memory, not yet on disk; append waits
};

// What was found on opening.
struct Opened {
  Sequence first = 1;         // of the oldest record kept; one after `last` when there is none
  Sequence last = 0;          // of the newest
  std::size_t records = 0;    // given to `take`
  std::size_t cut_bytes = 0;  // of a record that was being written when the machine or process stopped
};

class Journal {
 public:
  using Take = std::function<void(const Record&)>;
  // On the committing thread, in order of sequence, after the record is on disk or cannot be known to get there. It may
  // append (which does not wait there), and must not wait for anybody who appends.
  using Done = std::function<void(const Status&)>;

  // Opens FOLDER, or makes it, and gives every whole record to `take`, in order; they are on disk for sure when this
  // returns. One process at a time: "journal_in_use". What was never acknowledged at the end of the newest file is cut
  // off (recovery.cpp says how that is known); damage anywhere else is "damaged_journal" with file and offset, and
  // nothing is changed. "other_format" for a file of a later release; those of a disk that cannot be read or written.
  static Result<std::unique_ptr<Journal>> open(const Path& folder, const JournalOptions& options, const Take& take);
  ~Journal();  // commits what was appended, and says in the file that all of it is on disk

  const Opened& opened() const;
  // After a write or a sync failed nothing is taken any more: each Done gets "journal_failed", until it is opened anew.
  // Then such a record may be there or not; none is there twice, or without those before it.
  // Records whose bytes are over kRecordBytesMost are a mistake of ours.
  Sequence append(std::uint8_t kind, std::string_view body, Done done);
  // Waits for it to be on disk. Not for the committing thread.
  Status append(std::uint8_t kind, std::string_view body);
  // Files whose every record comes before this one are removed, oldest first; the newest stays.
  Status forget_before(Sequence sequence);

  std::size_t bytes() const;      // on disk
  std::uint64_t commits() const;  // syncs so far
  Sequence last_durable() const;

 private:
  struct State;
  explicit Journal(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace qiuhao::journal
