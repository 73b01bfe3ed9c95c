// Walks the trail by pages and holds it against its head and its anchors; stops at the first thing that is wrong.
#include <fmt/format.h>

#include <array>
#include <limits>

#include "database/trail.h"
#include "database/trail_bytes.h"

namespace qiuhao::database {
namespace {

constexpr int kPage = 500;

class Walk {
 public:
  Walk(const TrailHead& head, std::span<const Anchor> anchors)
      : head_(head), anchors_(anchors), previous_(birth_hash(head)) {}

  // False when something is wrong.
  bool take(const KeptAct& kept) {
    const std::int64_t expected = verdict_.acts + 1;
    if (kept.sequence < expected) return wrong(TrailFault::out_of_place, kept.sequence);
    if (kept.sequence > expected) return wrong(TrailFault::missing, expected);
    if (const TrailFault fault = fault_of(kept); fault != TrailFault::none)
      return wrong(fault, fault == TrailFault::head_disagrees ? 0 : expected);
    if (expected > head_.acts) return wrong(TrailFault::after_head, expected);
    previous_ = kept.hash;
    if (!fits_anchors(expected)) return wrong(TrailFault::anchor_disagrees, expected);
    verdict_.acts = expected;
    return true;
  }

  void end() {
    // Nobody may cut a tail off that an anchor knows, not even with the head mended.
    const bool is_cut = next_anchor_ < anchors_.size();
    if (head_.acts > verdict_.acts || is_cut) {
      wrong(TrailFault::missing, verdict_.acts + 1);
    } else if (head_.hash != previous_) {
      wrong(TrailFault::head_disagrees, 0);
    }
  }

  bool fits_anchors(std::int64_t acts) {
    for (; next_anchor_ < anchors_.size() && anchors_[next_anchor_].acts == acts; ++next_anchor_) {
      if (anchors_[next_anchor_].hash != previous_) return false;
      ++verdict_.anchors;
    }
    return true;
  }

  bool wrong(TrailFault fault, std::int64_t sequence) {
    verdict_.fault = fault;
    verdict_.sequence = sequence;
    return false;
  }
  const TrailVerdict& verdict() const { return verdict_; }

 private:
  TrailFault fault_of(const KeptAct& kept) const {
    const bool follows = kept.previous == previous_;
    const bool is_own = act_hash(head_.digest, kept.previous, kept.sequence, kept.act) == kept.hash;
    if (follows && is_own) return TrailFault::none;
    if (follows || act_hash(head_.digest, previous_, kept.sequence, kept.act) == kept.hash) return TrailFault::edited;
    // A first act that is right in itself and follows another birth: the head's row is not the one it was born with.
    return kept.sequence == 1 && is_own ? TrailFault::head_disagrees : TrailFault::out_of_place;
  }

  const TrailHead& head_;
  std::span<const Anchor> anchors_;
  std::size_t next_anchor_ = 0;
  std::string previous_;
  TrailVerdict verdict_;
};

Status walk_pages(Transaction& transaction, Walk& walk) {
  std::array<Parameter, 2> values = {std::numeric_limits<std::int64_t>::min(), kPage};
  const std::string sql = std::string(kSelectActs) + "where sequence > ? order by sequence limit ?";
  while (true) {
    ASSIGN(const auto rows, transaction.query(sql, values, kActKinds));
    for (const Row& row : rows) {
      if (!is_act(row)) {
        walk.wrong(TrailFault::edited, row.optional_number(0).value_or(0));
        return {};
      }
      if (!walk.take(act_of(row))) return {};
    }
    if (rows.size() < static_cast<std::size_t>(kPage)) break;
    values[0] = rows.back().number(0);
  }
  walk.end();
  return {};
}

}  // namespace

std::string_view name_of(TrailFault fault) {
  switch (fault) {
    case TrailFault::none: return "none";
    case TrailFault::edited: return "edited";
    case TrailFault::missing: return "missing";
    case TrailFault::out_of_place: return "out_of_place";
    case TrailFault::after_head: return "after_head";
    case TrailFault::head_disagrees: return "head_disagrees";
    case TrailFault::anchor_disagrees: return "anchor_disagrees";
    case TrailFault::other_trail: return "other_trail";
  }
  return "none";
}

Sentence TrailVerdict::sentence() const {
  switch (fault) {
    case TrailFault::none:
      return {fmt::format("the trail is whole: {} acts, held against {} anchors", acts, anchors),
              fmt::format("审计链完整：{}条行为，已与{}个锚点比对", acts, anchors)};
    case TrailFault::edited:
      return {fmt::format("act {} was changed after it was written", sequence),
              fmt::format("第{}条行为写入后被改动", sequence)};
    case TrailFault::missing:
      return {fmt::format("act {} is missing", sequence), fmt::format("第{}条行为缺失", sequence)};
    case TrailFault::out_of_place:
      return {
          fmt::format("act {} does not follow the one before it: one of them was put in, moved or replaced", sequence),
          fmt::format("第{}条行为与前一条不衔接：其中之一是插入、移动或替换的", sequence)};
    case TrailFault::after_head:
      return {fmt::format("act {} stands behind the last one that the head knows", sequence),
              fmt::format("第{}条行为在链首所记的最后一条之后", sequence)};
    case TrailFault::head_disagrees:
      return {"the head's row is gone or does not fit the acts", "链首记录缺失，或与行为记录不符"};
    case TrailFault::anchor_disagrees:
      return {fmt::format("act {} is not the one that was anchored: the trail was written anew from there or earlier",
                          sequence),
              fmt::format("第{}条行为与锚点不符：审计链从该处或更早处被重写", sequence)};
    case TrailFault::other_trail:
      return {"the anchors are of another trail: this one was begun anew", "锚点属于另一条审计链：本链是重新建立的"};
  }
  return {};
}

Result<TrailVerdict> verify_trail(Database& database, const Path& anchors) {
  std::vector<Anchor> all;
  if (!anchors.empty()) {
    ASSIGN(all, read_anchors(anchors));
  }
  TrailVerdict verdict;
  TRY(database.read([&](Transaction& transaction) -> Status {
    const auto head = only_head(transaction);
    if (!head) {
      if (head.error().code != "trail_damaged") return std::unexpected(head.error());
      verdict.fault = TrailFault::head_disagrees;
      return {};
    }
    std::vector<Anchor> own;
    for (const Anchor& anchor : all) {
      if (anchor.trail == head->trail) own.push_back(anchor);
    }
    Walk walk(*head, own);
    if (!walk.fits_anchors(0)) {
      walk.wrong(TrailFault::head_disagrees, 0);
    } else {
      TRY(walk_pages(transaction, walk));
    }
    verdict = walk.verdict();
    if (verdict.is_whole() && own.size() != all.size()) verdict.fault = TrailFault::other_trail;
    return {};
  }));
  return verdict;
}

}  // namespace qiuhao::database
