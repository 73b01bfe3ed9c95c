// Nothing of an act is kept once the next begins.
#include "evidence/act_chain.h"

#include <charconv>

#include "database/trail_bytes.h"

namespace qiuhao::evidence {
namespace {

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_right = read.ec == std::errc() && read.ptr == text.data() + text.size() && !text.empty();
  return is_right ? std::optional(number) : std::nullopt;
}

}  // namespace

void ActChain::take(const Leaf& leaf) {
  constexpr std::string_view kActs = "acts/";
  constexpr std::string_view kTrail = "trail/";
  const std::string_view path = leaf.path;
  const Part part{leaf.value, leaf.form == Leaf::Form::hidden};
  if (path.starts_with(kTrail)) {
    trail_[std::string(path.substr(kTrail.size()))] = part;
    return;
  }
  if (!path.starts_with(kActs)) return;
  const std::string_view rest = path.substr(kActs.size());
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  if (rest.substr(0, slash) != sequence_) {
    close_act();
    sequence_ = rest.substr(0, slash);
  }
  if (slash < rest.size()) parts_[std::string(rest.substr(slash + 1))] = part;
}

const ActChain::Part* ActChain::part(const std::string& name) const {
  const auto found = parts_.find(name);
  return found == parts_.end() ? nullptr : &found->second;
}

void ActChain::close_act() {
  if (sequence_.empty()) return;
  const auto text = [&](const std::string& name) { return part(name) == nullptr ? "" : part(name)->value; };
  const auto some = [&](const std::string& name) {
    return part(name) == nullptr ? std::nullopt : std::optional(part(name)->value);
  };
  bool is_hidden = part("hash") == nullptr;
  for (const char* name :
       {"happened_at", "who", "where_from", "what", "subject", "before", "after", "why", "request", "previous", "hash"})
    is_hidden = is_hidden || (part(name) != nullptr && part(name)->is_hidden);
  const auto sequence = whole(sequence_);
  const auto hash = database::from_hex(text("hash"));
  if (is_hidden) {
    ++unknown_;
    last_hash_.clear();
  } else {
    const auto at = whole(text("happened_at"));
    const auto previous = database::from_hex(text("previous"));
    const bool is_written = sequence && hash && at && previous;
    const bool follows = is_written && *sequence > last_sequence_ &&
                         (last_hash_.empty() || *sequence != last_sequence_ + 1 || *previous == last_hash_);
    const database::Act act{at.value_or(0), text("who"),   text("where_from"), text("what"),   text("subject"),
                            some("before"), some("after"), some("why"),        some("request")};
    const auto hold = [&](Digest digest, Held& held) {
      const bool is_same = follows && database::act_hash(digest, *previous, *sequence, act) == *hash;
      if (is_same) ++held.held;
      if (!is_same && held.first_bad == 0) held.first_bad = sequence && *sequence > 0 ? *sequence : 1;
    };
    hold(Digest::sha256, by_sha256_);
    hold(Digest::sm3, by_sm3_);
    last_hash_ = hash.value_or("");
  }
  last_sequence_ = sequence.value_or(0);
  sequence_.clear();
  parts_.clear();
}

ActsVerdict ActChain::finish() {
  close_act();
  const auto told = [&](const std::string& name) {
    const auto found = trail_.find(name);
    return found == trail_.end() || found->second.is_hidden ? "" : found->second.value;
  };
  const std::string digest = told("digest");
  const bool is_sm3 = digest == "sm3" || (digest != "sha256" && by_sm3_.held > by_sha256_.held);
  const Held& held = is_sm3 ? by_sm3_ : by_sha256_;
  ActsVerdict verdict{held.held, unknown_, held.first_bad};
  // The trail's head as it was told, when the last act of the matter was the last of all.
  const auto acts = whole(told("acts"));
  const auto head = database::from_hex(told("hash"));
  const bool is_before = acts && last_sequence_ > *acts;
  const bool is_other = acts && head && last_sequence_ == *acts && !last_hash_.empty() && *head != last_hash_;
  if (verdict.first_bad == 0 && (is_before || is_other)) verdict.first_bad = last_sequence_;
  return verdict;
}

}  // namespace qiuhao::evidence
