// The committing thread: takes all that waits, writes it, syncs once, tells everybody.
#include "journal/journal.h"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "base/check.h"
#include "journal/lock.h"
#include "journal/recovery.h"
#include "journal/segment.h"
#include "journal/writer.h"

namespace qiuhao::journal {
namespace {

struct Waiting {
  Sequence sequence = 0;
  std::uint8_t kind = 0;
  std::string frame;  // room for the header, and the body
  Journal::Done done;
};

Error journal_failed(Error error) {
  error.fault = Fault::system;
  error.code = "journal_failed";
  error.message += "; no record is taken any more until the journal is opened anew";
  error.chinese += "；重新打开日志之前不再接受记录";
  return error;
}

}  // namespace

struct Journal::State {
  State(Path folder, const JournalOptions& options, FolderLock lock, Recovered recovered, SegmentWriter writer);
  ~State();

  Sequence append(std::uint8_t kind, std::string_view body, Done done);
  Status forget_before(Sequence sequence);
  bool is_committing_thread() const { return std::this_thread::get_id() == thread_.get_id(); }

  const Path folder_;
  const JournalOptions options_;
  const Opened opened_;
  std::atomic<std::uint64_t> bytes_ = 0;
  std::atomic<std::uint64_t> commits_ = 0;
  std::atomic<Sequence> last_durable_;

 private:
  void run();
  bool take_waiting(std::vector<Waiting>& batch);
  Status commit(std::vector<Waiting>& batch);
  Status write(std::vector<Waiting>& batch);
  Status begin_segment(Sequence first);
  void free_memory(std::vector<Waiting>& batch);
  void seal();

  const FolderLock lock_;

  std::mutex waiting_mutex_;
  std::condition_variable arrived_;
  std::condition_variable freed_;
  std::vector<Waiting> waiting_;
  std::size_t held_bytes_ = 0;  // of records that wait or are being written
  Sequence next_;
  bool stopping_ = false;

  std::mutex forgetting_mutex_;  // held first
  std::mutex segments_mutex_;
  std::vector<SegmentFile> segments_;  // oldest first; `bytes` of the newest is not kept up

  // Of the committing thread.
  SegmentWriter writer_;
  bool is_sealed_;
  std::optional<Error> failed_;

  std::thread thread_;  // last, so that it sees all of the above
};

Journal::State::State(Path folder, const JournalOptions& options, FolderLock lock, Recovered recovered,
                      SegmentWriter writer)
    : folder_(std::move(folder)),
      options_(options),
      opened_(recovered.opened),
      last_durable_(recovered.opened.last),
      lock_(std::move(lock)),
      next_(recovered.opened.last + 1),
      segments_(std::move(recovered.segments)),
      writer_(std::move(writer)),
      is_sealed_(recovered.is_sealed) {
  for (const SegmentFile& segment : segments_) bytes_ += segment.bytes;
  thread_ = std::thread([this] { run(); });
}

Journal::State::~State() {
  CHECK(!is_committing_thread());
  {
    const std::lock_guard guard(waiting_mutex_);
    stopping_ = true;
  }
  arrived_.notify_one();
  thread_.join();
}

Sequence Journal::State::append(std::uint8_t kind, std::string_view body, Done done) {
  CHECK(body.size() <= kRecordBytesMost);
  std::string frame;
  frame.reserve(kFrameHeaderBytes + body.size());
  frame.append(kFrameHeaderBytes, '\0').append(body);
  const std::size_t bytes = sizeof(Waiting) + frame.size();

  std::unique_lock guard(waiting_mutex_);
  // The committing thread would wait for itself.
  if (!is_committing_thread()) {
    freed_.wait(guard, [&] { return held_bytes_ == 0 || held_bytes_ + bytes <= options_.waiting_bytes_most; });
  }
  held_bytes_ += bytes;
  const Sequence sequence = next_++;
  waiting_.push_back({sequence, kind, std::move(frame), std::move(done)});
  const bool is_first = waiting_.size() == 1;
  guard.unlock();
  if (is_first) arrived_.notify_one();
  return sequence;
}

void Journal::State::run() {
  std::vector<Waiting> batch;
  while (take_waiting(batch)) {
    const Status status = commit(batch);
    free_memory(batch);
    for (const Waiting& record : batch) {
      if (record.done) record.done(status);
    }
    batch.clear();
  }
  seal();
}

// False when the journal is being closed and nothing waits any more.
bool Journal::State::take_waiting(std::vector<Waiting>& batch) {
  std::unique_lock guard(waiting_mutex_);
  arrived_.wait(guard, [&] { return stopping_ || !waiting_.empty(); });
  std::swap(batch, waiting_);
  return !batch.empty();
}

// Once a write or a sync failed, the system may have dropped what was to be written and take it for written, so that a
// later sync returns without an error: nothing may be claimed any more that hangs on this file.
Status Journal::State::commit(std::vector<Waiting>& batch) {
  if (!failed_) {
    if (const Status written = write(batch); !written) failed_ = journal_failed(written.error());
  }
  if (failed_) return fail(*failed_);
  return {};
}

Status Journal::State::write(std::vector<Waiting>& batch) {
  // All of the old segment is on disk here, so a new one never follows a torn end.
  if (writer_.bytes() >= options_.segment_bytes && writer_.bytes() > kSegmentHeaderBytes) {
    TRY(begin_segment(batch.front().sequence));
  }
  const Sequence synced = last_durable_;
  const std::uint64_t before = writer_.bytes();
  std::vector<std::string_view> frames;
  frames.reserve(batch.size());
  for (Waiting& record : batch) {
    const auto body_bytes = static_cast<std::uint32_t>(record.frame.size() - kFrameHeaderBytes);
    finish_frame(record.frame, {Form::record, record.kind, record.sequence, synced, body_bytes}, writer_.salt());
    frames.push_back(record.frame);
  }
  TRY(writer_.write(frames));
  TRY(writer_.sync());
  is_sealed_ = false;
  bytes_ += writer_.bytes() - before;
  ++commits_;
  last_durable_ = batch.back().sequence;
  return {};
}

Status Journal::State::begin_segment(Sequence first) {
  ASSIGN(SegmentWriter next, SegmentWriter::create(folder_, first));
  const std::lock_guard guard(segments_mutex_);
  segments_.back().bytes = writer_.bytes();
  segments_.push_back({first, next.bytes()});
  bytes_ += next.bytes();
  writer_ = std::move(next);
  return {};
}

// Before anybody is told, so that who appends waits for the disk and not for Done callbacks.
void Journal::State::free_memory(std::vector<Waiting>& batch) {
  std::size_t bytes = 0;
  for (Waiting& record : batch) {
    bytes += sizeof(Waiting) + record.frame.size();
    record.frame = std::string();
  }
  {
    const std::lock_guard guard(waiting_mutex_);
    held_bytes_ -= bytes;
  }
  freed_.notify_all();
}

// What could not be sealed is whole all the same; the next opening only knows less about it.
void Journal::State::seal() {
  if (failed_ || is_sealed_) return;
  const Sequence last = last_durable_;
  std::string frame(kFrameHeaderBytes, '\0');
  finish_frame(frame, {Form::seal, 0, last, last, 0}, writer_.salt());
  const std::string_view frames[] = {frame};
  if (writer_.write(frames)) [[maybe_unused]]
    const Status synced = writer_.sync();
}

Status Journal::State::forget_before(Sequence sequence) {
  const std::lock_guard forgetting(forgetting_mutex_);
  while (true) {
    SegmentFile oldest;
    {
      const std::lock_guard guard(segments_mutex_);
      if (segments_.size() < 2 || segments_[1].first > sequence) return {};
      oldest = segments_.front();
    }
    const Path file = folder_ / segment_name(oldest.first);
    if (::unlink(file.c_str()) != 0 && errno != ENOENT) return file_error(file, "remove", "删除", errno);
    // One at a time: were a younger one's name lost first, the folder would have a gap.
    TRY(sync_path(folder_));
    const std::lock_guard guard(segments_mutex_);
    segments_.erase(segments_.begin());
    bytes_ -= oldest.bytes;
  }
}

Result<std::unique_ptr<Journal>> Journal::open(const Path& given, const JournalOptions& options, const Take& take) {
  std::error_code code;
  Path folder = std::filesystem::absolute(given, code).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  if (!std::filesystem::exists(folder, code)) TRY(make_lasting_folder(folder));
  ASSIGN(FolderLock lock, FolderLock::take(folder));
  ASSIGN(Recovered recovered, recover(folder, take));
  const bool is_new = recovered.segments.empty();
  if (is_new) {
    TRY(make_lasting_folder(folder));  // one may have been made, and its name not synced, before a crash
    recovered.segments.push_back({1, kSegmentHeaderBytes});
  }
  const SegmentFile newest = recovered.segments.back();
  ASSIGN(SegmentWriter writer,
         is_new ? SegmentWriter::create(folder, 1)
                : SegmentWriter::reopen(folder / segment_name(newest.first), recovered.salt, newest.bytes));
  auto state = std::make_unique<State>(folder, options, std::move(lock), std::move(recovered), std::move(writer));
  return std::unique_ptr<Journal>(new Journal(std::move(state)));
}

Journal::Journal(std::unique_ptr<State> state) : state_(std::move(state)) {}
Journal::~Journal() = default;

const Opened& Journal::opened() const { return state_->opened_; }

Sequence Journal::append(std::uint8_t kind, std::string_view body, Done done) {
  return state_->append(kind, body, std::move(done));
}

Status Journal::append(std::uint8_t kind, std::string_view body) {
  CHECK(!state_->is_committing_thread());
  const auto told = std::make_shared<std::promise<Status>>();
  state_->append(kind, body, [told](const Status& status) { told->set_value(status); });
  return told->get_future().get();
}

Status Journal::forget_before(Sequence sequence) { return state_->forget_before(sequence); }

std::size_t Journal::bytes() const { return state_->bytes_; }
std::uint64_t Journal::commits() const { return state_->commits_; }
Sequence Journal::last_durable() const { return state_->last_durable_; }

}  // namespace qiuhao::journal
