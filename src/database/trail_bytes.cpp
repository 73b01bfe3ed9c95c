// Every part behind its length and every absent part marked, so that no two acts give the same bytes.
#include "database/trail_bytes.h"

#include <fmt/format.h>

#include <utility>

namespace qiuhao::database {
namespace {

constexpr std::string_view kBirthFront = "qiuhao trail 1\n";
constexpr std::string_view kActFront = "qiuhao act 1\n";

void put_optional(std::string& out, const std::optional<std::string>& text) {
  out += text ? '\1' : '\0';
  if (text) put_bounded(out, *text);
}

std::unexpected<Error> bad_act(Sentence sentence) { return input_error("bad_act", std::move(sentence)); }

Status check_bytes(std::string_view column, std::string_view text, std::size_t most) {
  if (text.size() <= most) return {};
  return bad_act({fmt::format("`{}` of an act has {} bytes; the most is {}; shorten it", column, text.size(), most),
                  fmt::format("行为记录的{}有{}字节，最多{}字节；请缩短", column, text.size(), most)});
}

}  // namespace

std::string birth_hash(const TrailHead& head) {
  std::string bytes(kBirthFront);
  bytes += static_cast<char>(head.digest);
  put_bounded(bytes, head.trail);
  put_u64(bytes, static_cast<std::uint64_t>(head.born));
  return digest(head.digest, bytes);
}

std::string act_hash(Digest kind, std::string_view previous, std::int64_t sequence, const Act& act) {
  std::string bytes(kActFront);
  put_bounded(bytes, previous);
  put_u64(bytes, static_cast<std::uint64_t>(sequence));
  put_u64(bytes, static_cast<std::uint64_t>(act.at));
  for (const std::string* text : {&act.who, &act.where_from, &act.what, &act.subject}) put_bounded(bytes, *text);
  for (const auto* text : {&act.before, &act.after, &act.why, &act.request}) put_optional(bytes, *text);
  return digest(kind, bytes);
}

Status check_act(const Act& act) {
  if (act.who.empty() || act.what.empty())
    return bad_act({"an act needs who did it and what was done; give both", "行为记录须有行为人和行为；请补全"});
  TRY(check_bytes("who", act.who, kActNameBytesMost));
  TRY(check_bytes("where_from", act.where_from, kActNameBytesMost));
  TRY(check_bytes("what", act.what, kActNameBytesMost));
  TRY(check_bytes("subject", act.subject, kActNameBytesMost));
  TRY(check_bytes("request", act.request.value_or(""), kActNameBytesMost));
  TRY(check_bytes("before", act.before.value_or(""), kActTextBytesMost));
  TRY(check_bytes("after", act.after.value_or(""), kActTextBytesMost));
  return check_bytes("why", act.why.value_or(""), kActTextBytesMost);
}

std::span<const Migration> trail_migrations() {
  static const std::vector<Migration> kList = {
      {1,
       "the trail's head and its acts",
       {"create table audit_trail (one {number} primary key check (one = 1), trail {text} not null, "
        "digest {number} not null, born_at {number} not null, acts {number} not null, hash {bytes} not null) {strict}",
        "create table audit_acts (sequence {number} primary key, happened_at {number} not null, who {text} not null, "
        "where_from {text} not null, what {text} not null, subject {text} not null, before_text {text}, "
        "after_text {text}, why {text}, request {text}, previous {bytes} not null, hash {bytes} not null) {strict}",
        "create index audit_acts_subject on audit_acts (subject, sequence)",
        "create index audit_acts_who on audit_acts (who, sequence)"},
       ""},
  };
  return kList;
}

bool is_act(const Row& row) {
  for (const std::size_t column : {0U, 1U, 2U, 3U, 4U, 5U, 10U, 11U}) {
    if (row.is_absent(column)) return false;
  }
  return true;
}

KeptAct act_of(const Row& row) {
  return {row.number(0),
          {row.number(1), row.text(2), row.text(3), row.text(4), row.text(5), row.optional_text(6),
           row.optional_text(7), row.optional_text(8), row.optional_text(9)},
          row.bytes(10),
          row.bytes(11)};
}

Result<std::vector<TrailHead>> head_rows(Transaction& transaction) {
  ASSIGN(const auto rows, transaction.query("select trail, digest, born_at, acts, hash from audit_trail", {},
                                            {Kind::text, Kind::number, Kind::number, Kind::number, Kind::bytes}));
  std::vector<TrailHead> heads;
  for (const Row& row : rows) {
    TrailHead& head = heads.emplace_back();
    head.trail = row.optional_text(0).value_or("");
    head.digest = static_cast<Digest>(row.optional_number(1).value_or(0));
    head.born = row.optional_number(2).value_or(0);
    head.acts = row.optional_number(3).value_or(-1);
    head.hash = row.optional_bytes(4).value_or("");
  }
  return heads;
}

Result<TrailHead> only_head(Transaction& transaction) {
  ASSIGN(std::vector<TrailHead> heads, head_rows(transaction));
  if (heads.size() == 1 && (heads[0].digest == Digest::sha256 || heads[0].digest == Digest::sm3) &&
      heads[0].hash.size() == kDigestBytes && heads[0].acts >= 0)
    return std::move(heads[0]);
  return trail_damaged({"its head is gone or is none", "链首记录缺失或无效"});
}

std::unexpected<Error> trail_damaged(const Sentence& sentence) {
  return fail({Fault::system,
               "trail_damaged",
               fmt::format("the audit trail is damaged: {}; verify it, and compare with a backup", sentence.english),
               {},
               fmt::format("审计链已损坏：{}；请校验，并与备份比对", sentence.chinese)});
}

}  // namespace qiuhao::database
