// Birth, appending and reading of the trail.
#include "database/trail.h"

#include <array>
#include <limits>
#include <utility>

#include "base/check.h"
#include "database/trail_bytes.h"

namespace qiuhao::database {
namespace {

constexpr int kActsMost = 1'000;  // of one page

Status give_birth(Transaction& transaction, Digest kind) {
  TrailHead head{to_hex(random_bytes(16)), kind, now_micros(), 0, ""};
  head.hash = birth_hash(head);
  TRY(transaction.execute("insert into audit_trail (one, trail, digest, born_at, acts, hash) values (1, ?, ?, ?, 0, ?)",
                          {head.trail, static_cast<int>(head.digest), head.born, Bytes{head.hash}}));
  return {};
}

Result<std::vector<KeptAct>> kept(Result<Transaction::Rows> rows) {
  if (!rows) return std::unexpected(std::move(rows).error());
  std::vector<KeptAct> acts;
  for (const Row& row : *rows) {
    if (!is_act(row)) return trail_damaged({"an act lacks what each act has", "有行为记录缺少必有的内容"});
    acts.push_back(act_of(row));
  }
  return acts;
}

}  // namespace

Result<Trail> Trail::open(Database& database, Digest kind) {
  TRY(migrate(database, "audit_trail", trail_migrations()));
  TRY(database.write([&](Transaction& transaction) -> Status {
    ASSIGN(const auto heads, head_rows(transaction));
    if (!heads.empty()) {
      TRY(only_head(transaction));
      return {};
    }
    // Acts without a head are no new trail.
    ASSIGN(const auto some, transaction.query("select sequence from audit_acts limit 1", {}, {Kind::number}));
    if (!some.empty()) return trail_damaged({"its head is gone", "链首记录缺失"});
    return give_birth(transaction, kind);
  }));
  return Trail();
}

Result<std::int64_t> Trail::append(Transaction& transaction, const Act& act) const {
  return append(transaction, std::span(&act, 1));
}

Result<std::int64_t> Trail::append(Transaction& transaction, std::span<const Act> acts) const {
  CHECK(!acts.empty() && acts.size() <= kActsMost);
  for (const Act& act : acts) TRY(check_act(act));
  // The row stays locked until the commit, so the next one to append sees the hash that is written below.
  ASSIGN(const auto rows,
         transaction.query("update audit_trail set acts = acts + ? where one = 1 returning acts, hash, digest",
                           {static_cast<int>(acts.size())}, {Kind::number, Kind::bytes, Kind::number}));
  if (rows.size() != 1 || rows[0].is_absent(0) || rows[0].is_absent(1) || rows[0].is_absent(2))
    return trail_damaged({"its head is gone", "链首记录缺失"});
  const std::int64_t last = rows[0].number(0);
  std::string hash = rows[0].bytes(1);
  const auto kind = static_cast<Digest>(rows[0].number(2));
  std::vector<std::vector<Parameter>> values;
  values.reserve(acts.size());
  std::int64_t sequence = last - static_cast<std::int64_t>(acts.size());
  for (const Act& given : acts) {
    Act act = given;
    if (act.at == 0) act.at = now_micros();
    ++sequence;
    const std::string next = act_hash(kind, hash, sequence, act);
    values.push_back({sequence, act.at, act.who, act.where_from, act.what, act.subject, act.before, act.after, act.why,
                      act.request, Bytes{hash}, Bytes{next}});
    hash = next;
  }
  TRY(transaction.insert("audit_acts", kActColumns, values));
  TRY(transaction.execute("update audit_trail set hash = ? where one = 1", {Bytes{hash}}));
  return last;
}

Result<std::vector<KeptAct>> Trail::acts_after(Transaction& transaction, std::int64_t sequence, int most) const {
  CHECK(most > 0 && most <= kActsMost);
  const std::array<Parameter, 2> values = {sequence, most};
  return kept(
      transaction.query(std::string(kSelectActs) + "where sequence > ? order by sequence limit ?", values, kActKinds));
}

Result<std::vector<KeptAct>> Trail::acts_on(Transaction& transaction, std::string_view subject, std::int64_t before,
                                            int most) const {
  CHECK(most > 0 && most <= kActsMost);
  const std::array<Parameter, 3> values = {subject, before == 0 ? std::numeric_limits<std::int64_t>::max() : before,
                                           most};
  return kept(
      transaction.query(std::string(kSelectActs) + "where subject = ? and sequence < ? order by sequence desc limit ?",
                        values, kActKinds));
}

Result<TrailHead> Trail::head(Transaction& transaction) const { return only_head(transaction); }

}  // namespace qiuhao::database
