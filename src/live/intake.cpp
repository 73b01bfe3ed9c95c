// Messages are known by institution and number; whoever sends one again waits for the first to be on disk.
#include "live/intake.h"

#include <fmt/format.h>

#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "base/hash.h"
#include "journal/journal.h"

namespace qiuhao::live {
namespace {

using journal::Sequence;

// Less is not worth carrying anything on.
constexpr std::size_t kTidyBytes = std::size_t{256} << 20;

Hash128 key_of(const Accepted& accepted) {
  return hash128(fmt::format("{}\n{}\n{}", accepted.institution, accepted.message, accepted.transaction));
}

struct HashOfKey {
  std::size_t operator()(const Hash128& key) const { return key.low; }
};

}  // namespace

struct Intake::State {
  explicit State(const claims::Schema& schema) : held(schema) {}

  struct Message {
    std::uint64_t content = 0;  // hash
    Sequence sequence = 0;      // 0: not on disk yet
    std::vector<Done> waiting;  // for the same one to be on disk
  };

  // A record that is on disk.
  void take(Sequence sequence, const Accepted& accepted) {
    if (accepted.kind == Accepted::Kind::details || accepted.kind == Accepted::Kind::cancel) {
      held.take(sequence, accepted);
      return;
    }
    const std::lock_guard lock(mutex);
    const Sequence original = accepted.original == 0 ? sequence : accepted.original;
    const bool is_new = others.insert_or_assign(original, std::pair(sequence, accepted)).second;
    if (is_new && accepted.kind == Accepted::Kind::feedback) tally(accepted);
    if (accepted.kind != Accepted::Kind::sign_in && accepted.kind != Accepted::Kind::sign_out) return;
    for (const auto& [name, value] : accepted.parts) {
      if (name != "sign_no") continue;
      if (accepted.kind == Accepted::Kind::sign_in)
        signed_in[value] = accepted.institution;
      else
        signed_in.erase(value);
    }
  }

  // A record that is carried on was counted before.
  void tally(const Accepted& accepted) {
    FeedbackTally& tally = tallies[accepted.institution];
    for (const auto& [hit, said] : accepted.parts) ++(said.starts_with('2') ? tally.changed : tally.ignored);
  }

  void append(Accepted accepted, const Hash128& key) {
    const std::string packed = pack(accepted);
    const auto kind = static_cast<std::uint8_t>(accepted.kind);
    journal->append(kind, packed,
                    [this, key, accepted = std::make_shared<const Accepted>(std::move(accepted))](
                        const Status& status) { finish(*accepted, key, ++done, status); });
  }

  void finish(const Accepted& accepted, const Hash128& key, Sequence sequence, const Status& status) {
    if (status) take(sequence, accepted);
    std::vector<Done> waiting;
    {
      const std::lock_guard lock(mutex);
      Message& message = messages[key];
      message.sequence = sequence;
      waiting = std::move(message.waiting);
      if (!status) messages.erase(key);
    }
    bool is_first = true;
    for (const Done& done : waiting) {
      done(status ? Result<Taken>(is_first ? Taken::kept : Taken::before) : Result<Taken>(fail(status.error())));
      is_first = false;
    }
  }

  std::size_t live_bytes() const {
    const std::lock_guard lock(mutex);
    std::size_t bytes = held.bytes();
    for (const auto& [original, record] : others) bytes += pack(record.second).size();
    return bytes;
  }

  // Live records are written again at the journal's end and the files before them removed. Until these go, such a
  // record stands there twice; `original` tells that it is one.
  Status carry_on() {
    const Sequence end = journal->last_durable() + 1;
    auto carried = held.before(end);
    {
      const std::lock_guard lock(mutex);
      for (const auto& [original, record] : others) {
        if (record.first >= end) continue;
        carried.push_back(record);
        carried.back().second.original = original;
      }
    }
    std::unordered_set<Hash128, HashOfKey> keys;
    std::promise<Status> last;
    std::size_t left = carried.size();
    for (const auto& [sequence, accepted] : carried) {
      keys.insert(key_of(accepted));
      const auto kept = std::make_shared<const Accepted>(accepted);
      journal->append(static_cast<std::uint8_t>(accepted.kind), pack(accepted),
                      [this, kept, &last, is_last = --left == 0](const Status& status) {
                        const Sequence now = ++done;
                        if (status) take(now, *kept);
                        if (is_last) last.set_value(status);
                      });
    }
    // They are acknowledged in order: with the last all are on disk.
    if (!carried.empty()) TRY(last.get_future().get());
    TRY(journal->forget_before(end));
    const std::lock_guard lock(mutex);
    std::erase_if(messages, [&](const auto& entry) {
      return entry.second.sequence != 0 && entry.second.sequence < end && !keys.contains(entry.first);
    });
    return {};
  }

  HeldVisits held;
  mutable std::mutex mutex;
  std::unordered_map<Hash128, Message, HashOfKey> messages;
  std::map<Sequence, std::pair<Sequence, Accepted>> others;  // by original: feedback, stock, sign-ins
  std::unordered_map<std::string, std::string> signed_in;
  std::map<std::string, FeedbackTally> tallies;  // by institution
  std::mutex settle_mutex;
  // Of the record whose Done comes next less one: these come in order, one for each record appended. The committing
  // thread's alone.
  Sequence done = 0;
  std::unique_ptr<journal::Journal> journal;  // last: it commits what waits before the rest goes
};

Intake::Intake(std::unique_ptr<State> state) : state_(std::move(state)) {}
Intake::~Intake() = default;

Result<std::unique_ptr<Intake>> Intake::open(const Path& workspace, const claims::Schema& schema) {
  auto state = std::make_unique<State>(schema);
  TRY(make_folder(workspace / "live"));
  std::optional<Error> wrong;
  const auto take = [&](const journal::Record& record) {
    auto accepted = unpack(record.kind, record.body);
    if (!accepted) {
      if (!wrong) wrong = accepted.error();
      return;
    }
    State::Message& message = state->messages[key_of(*accepted)];
    message.content = hash64(accepted->content());
    message.sequence = record.sequence;
    state->take(record.sequence, *accepted);
  };
  ASSIGN(state->journal, journal::Journal::open(workspace / "live/journal", {}, take));
  if (wrong) return fail(*wrong);
  state->done = state->journal->opened().last;
  return std::unique_ptr<Intake>(new Intake(std::move(state)));
}

void Intake::accept(Accepted accepted, Done done) {
  const Hash128 key = key_of(accepted);
  const std::uint64_t content = hash64(accepted.content());
  bool is_new = false;
  bool is_same = false;
  {
    const std::lock_guard lock(state_->mutex);
    State::Message& message = state_->messages[key];
    is_new = message.waiting.empty() && message.sequence == 0;
    if (is_new) message.content = content;
    is_same = message.content == content;
    if (is_same && message.sequence == 0) {
      message.waiting.push_back(std::move(done));
      if (!is_new) return;
    }
  }
  if (is_new) return state_->append(std::move(accepted), key);
  if (is_same) return done(Taken::before);
  done(input_error("message_reused",
                   {fmt::format("msgid {} was used for another message before; give each its own", accepted.message),
                    fmt::format("报文ID {} 已用于另一内容的报文，请为每个报文使用新的报文ID", accepted.message)}));
}

const HeldVisits& Intake::held() const { return state_->held; }

std::string Intake::signed_in(const std::string& sign_no) const {
  const std::lock_guard lock(state_->mutex);
  const auto found = state_->signed_in.find(sign_no);
  return found == state_->signed_in.end() ? "" : found->second;
}

std::vector<Feedback> Intake::feedback() const {
  const std::lock_guard lock(state_->mutex);
  std::vector<Feedback> all;
  for (const auto& [original, record] : state_->others) {
    const Accepted& accepted = record.second;
    if (accepted.kind != Accepted::Kind::feedback) continue;
    for (const auto& [hit, said] : accepted.parts) {
      const std::size_t blank = said.find(' ');
      all.push_back({accepted.at, accepted.institution, hit, said.substr(0, blank),
                     blank == std::string::npos ? "" : said.substr(blank + 1)});
    }
  }
  return all;
}

std::map<std::string, FeedbackTally> Intake::feedback_tallies() const {
  const std::lock_guard lock(state_->mutex);
  return state_->tallies;
}

std::vector<Intake::StockRow> Intake::stock() const {
  const std::lock_guard lock(state_->mutex);
  std::vector<StockRow> rows;
  for (const auto& [original, record] : state_->others) {
    const Accepted& accepted = record.second;
    if (accepted.kind != Accepted::Kind::stock) continue;
    for (const auto& part : accepted.parts)
      rows.push_back({accepted.at, accepted.institution, accepted.transaction, part.second});
  }
  return rows;
}

Result<std::vector<HeldVisits::PersonVisit>> Intake::settle(
    const std::function<bool(const HeldVisits::PersonVisit&)>& is_settled) {
  const std::lock_guard settling(state_->settle_mutex);
  auto dropped = state_->held.drop(is_settled);
  const std::size_t disk_bytes = state_->journal->bytes();
  if (disk_bytes < kTidyBytes || state_->live_bytes() * 2 > disk_bytes) return dropped;
  TRY(state_->carry_on());
  return dropped;
}

IntakeCounts Intake::counts() const {
  IntakeCounts counts;
  counts.records = state_->held.records();
  counts.held_bytes = state_->held.bytes();
  counts.disk_bytes = state_->journal->bytes();
  counts.commits = state_->journal->commits();
  const std::lock_guard lock(state_->mutex);
  counts.records += state_->others.size();
  for (const auto& [original, record] : state_->others)
    counts.feedback += record.second.kind == Accepted::Kind::feedback;
  return counts;
}

}  // namespace qiuhao::live
