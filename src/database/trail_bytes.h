// The bytes of an act and of a trail's birth, as they are hashed (docs/reference/audit-trail.md), and its tables.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "database/migrations.h"
#include "database/trail.h"

namespace qiuhao::database {

// What the first act follows: a hash of the trail's id, digest and time of birth.
std::string birth_hash(const TrailHead& head);
std::string act_hash(Digest digest, std::string_view previous, std::int64_t sequence, const Act& act);

// "bad_act".
Status check_act(const Act& act);

std::span<const Migration> trail_migrations();

inline constexpr std::array<std::string_view, 12> kActColumns = {"sequence", "happened_at", "who",         "where_from",
                                                                 "what",     "subject",     "before_text", "after_text",
                                                                 "why",      "request",     "previous",    "hash"};
// `select` and all columns of acts; the caller adds which and in what order.
inline constexpr std::string_view kSelectActs =
    "select sequence, happened_at, who, where_from, what, subject, before_text, after_text, why, request, previous, "
    "hash from audit_acts ";
inline constexpr std::array kActKinds = {Kind::number, Kind::number, Kind::text, Kind::text, Kind::text,  Kind::text,
                                         Kind::text,   Kind::text,   Kind::text, Kind::text, Kind::bytes, Kind::bytes};
// False when a column that is never absent is: then the table is another than ours.
bool is_act(const Row& row);
KeptAct act_of(const Row& row);

// The head's rows as they stand; a sound trail has one.
Result<std::vector<TrailHead>> head_rows(Transaction& transaction);
// The only one; "trail_damaged" otherwise.
Result<TrailHead> only_head(Transaction& transaction);

std::unexpected<Error> trail_damaged(const Sentence& sentence);

}  // namespace qiuhao::database
