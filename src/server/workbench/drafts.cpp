// One table; who proposed and who decided stand in a row, and its checks hold them apart whatever the program does.
#include "server/workbench/drafts.h"

#include <fmt/format.h>

#include <array>

#include "base/hash.h"
#include "base/utf8.h"
#include "database/migrations.h"
#include "text/document.h"

namespace qiuhao::server {
namespace {

using database::Parameter;
using database::Row;
using database::Transaction;
using Column = database::Kind;

constexpr std::string_view kTable =
    "create table rule_drafts (id {key}, code {text} not null, name {text} not null, version {number} not null, "
    "text {text} not null, base {text} not null, why {text} not null, "
    "state {number} not null check (state between 1 and 5), proposed_by {text} not null, "
    "proposed_at {number} not null, decided_by {text}, decided_at {number}, decision {text}, "
    "check ((state = 1) = (decided_by is null)), check (state = 5 or decided_by is null or decided_by <> proposed_by), "
    "check (state <> 5 or decided_by = proposed_by), check (why <> '')) {strict}";

std::span<const database::Migration> migrations() {
  static const std::vector<database::Migration> kList = {
      {1,
       "drafts of rules: who proposed which text, and who decided",
       {kTable, "create index rule_drafts_state on rule_drafts (state, id)",
        // One draft of a rule waits at a time, whoever proposes.
        "create unique index rule_drafts_waiting on rule_drafts (code) where state in (1, 2)"},
       ""}};
  return kList;
}

constexpr std::string_view kHead =
    "id, code, name, version, why, state, proposed_by, proposed_at, decided_by, decided_at, decision";
constexpr std::array kColumns = {Column::number, Column::text, Column::text,   Column::number, Column::text,
                                 Column::number, Column::text, Column::number, Column::text,   Column::number,
                                 Column::text,   Column::text, Column::text};

RuleDraft draft_of(const Row& row) {
  RuleDraft draft;
  draft.id = row.number(0);
  draft.code = row.text(1);
  draft.name = row.text(2);
  draft.version = static_cast<int>(row.number(3));
  draft.why = row.text(4);
  draft.state = static_cast<DraftState>(row.number(5));
  draft.proposed_by = row.text(6);
  draft.proposed_at = row.number(7);
  draft.decided_by = row.optional_text(8).value_or("");
  draft.decided_at = row.optional_number(9).value_or(0);
  draft.decision = row.optional_text(10).value_or("");
  return draft;
}

Result<RuleDraft> draft_numbered(Transaction& transaction, std::int64_t id) {
  ASSIGN(const auto rows, transaction.query(fmt::format("select {}, text, base from rule_drafts where id = ?", kHead),
                                            std::array{Parameter(id)}, kColumns));
  if (rows.empty())
    return input_error("no_draft", Sentence{fmt::format("there is no draft of number {}", id),
                                            fmt::format("没有编号为 {} 的规则草案", id)});
  RuleDraft draft = draft_of(rows.front());
  draft.text = rows.front().text(11);
  draft.base = rows.front().text(12);
  return draft;
}

Status check_reason(const std::string& reason) {
  if (reason.find_first_not_of(" \t\r\n") == std::string::npos)
    return input_error("reason_is_missing", Sentence{"say why", "请写明理由"});
  if (reason.size() > kDraftReasonBytesMost || !is_utf8(reason))
    return input_error("reason_too_long",
                       Sentence{fmt::format("a reason has at most {} bytes of UTF-8", kDraftReasonBytesMost),
                                fmt::format("理由不超过 {} 字节的 UTF-8 文本", kDraftReasonBytesMost)});
  return {};
}

std::string hash_of(const std::string& text) { return text.empty() ? "" : hash128(text).hex(); }

std::string told(const RuleDraft& draft, DraftState state) {
  return fmt::format(R"({{"rule":{},"version":{},"hash":"{}","state":"{}"}})", text::json_quote(draft.code),
                     draft.version, hash_of(draft.text), name_of(state));
}

database::Act act_of(const DraftBy& by, std::string what, const RuleDraft& draft, DraftState after,
                     const std::string& why) {
  database::Act act;
  act.at = by.now;
  act.who = by.who;
  act.where_from = by.where_from;
  act.what = std::move(what);
  act.subject = fmt::format("rule_draft:{}", draft.id);
  act.before = fmt::format(R"({{"rule":{},"hash":"{}"}})", text::json_quote(draft.code), hash_of(draft.base));
  act.after = told(draft, after);
  act.why = why;
  return act;
}

}  // namespace

std::string_view name_of(DraftState state) {
  constexpr std::string_view kNames[] = {"proposed", "approved", "published", "refused", "withdrawn"};
  return kNames[static_cast<std::size_t>(state) - 1];
}

std::optional<DraftState> draft_state_named(std::string_view name) {
  for (const DraftState state : {DraftState::proposed, DraftState::approved, DraftState::published, DraftState::refused,
                                 DraftState::withdrawn}) {
    if (name_of(state) == name) return state;
  }
  return std::nullopt;
}

Result<DraftStore> DraftStore::open(database::Database& database, const database::Trail& trail) {
  TRY(database::migrate(database, "rule_drafts", migrations()));
  return DraftStore(database, trail);
}

Result<std::int64_t> DraftStore::propose(const DraftBy& by, const NewDraft& fresh) const {
  TRY(check_reason(fresh.why));
  std::int64_t id = 0;
  TRY(database_->write([&](Transaction& transaction) -> Status {
    ASSIGN(const auto others, transaction.query("select id from rule_drafts where code = ? and state in (1, 2)",
                                                {fresh.code}, {Column::number}));
    if (!others.empty())
      return input_error(
          "already_drafted",
          Sentence{fmt::format("draft {} of this rule waits; decide or withdraw it first", others[0].number(0)),
                   fmt::format("该规则的草案 {} 尚未办结；请先复核或撤回", others[0].number(0))});
    TRY(transaction.execute(
        "insert into rule_drafts (code, name, version, text, base, why, state, proposed_by, "
        "proposed_at) values (?, ?, ?, ?, ?, ?, 1, ?, ?)",
        {fresh.code, fresh.name, fresh.version, fresh.text, fresh.base, fresh.why, by.who, by.now}));
    ASSIGN(const auto made, transaction.query("select max(id) from rule_drafts", {}, {Column::number}));
    id = made.at(0).number(0);
    ASSIGN(const RuleDraft draft, draft_numbered(transaction, id));
    TRY(trail_->append(transaction, act_of(by, "rule_drafted", draft, DraftState::proposed, fresh.why)));
    return {};
  }));
  return id;
}

Status DraftStore::end(Transaction& transaction, const DraftBy& by, const RuleDraft& draft, DraftState state,
                       const std::string& why) const {
  if (draft.state != DraftState::proposed)
    return input_error("draft_is_decided",
                       Sentence{fmt::format("draft {} is {} already", draft.id, name_of(draft.state)),
                                fmt::format("草案 {} 已经办结", draft.id)});
  TRY(transaction.execute("update rule_drafts set state = ?, decided_by = ?, decided_at = ?, decision = ? where id = ?",
                          {static_cast<std::int64_t>(state), by.who, by.now, why, draft.id}));
  const char* what = state == DraftState::approved  ? "rule_draft_approved"
                     : state == DraftState::refused ? "rule_draft_refused"
                                                    : "rule_draft_withdrawn";
  TRY(trail_->append(transaction, act_of(by, what, draft, state, why)));
  return {};
}

Status DraftStore::decide(const DraftBy& by, std::int64_t id, bool approve, const std::string& why) const {
  TRY(check_reason(why));
  return database_->write([&](Transaction& transaction) -> Status {
    ASSIGN(const RuleDraft draft, draft_numbered(transaction, id));
    if (draft.proposed_by == by.who)
      return input_error("same_person", Sentence{"who proposed a draft does not decide it; ask a second person",
                                                 "起草人不得复核自己的草案；请由另一人办理"});
    return end(transaction, by, draft, approve ? DraftState::approved : DraftState::refused, why);
  });
}

Status DraftStore::withdraw(const DraftBy& by, std::int64_t id, const std::string& why) const {
  TRY(check_reason(why));
  return database_->write([&](Transaction& transaction) -> Status {
    ASSIGN(const RuleDraft draft, draft_numbered(transaction, id));
    if (draft.proposed_by != by.who)
      return input_error("not_own_draft", Sentence{"a draft is withdrawn by whoever proposed it; others refuse it",
                                                   "草案由起草人撤回；他人可不予批准"});
    return end(transaction, by, draft, DraftState::withdrawn, why);
  });
}

Status DraftStore::note_published(std::int64_t id) const {
  return database_->write([&](Transaction& transaction) -> Status {
    TRY(transaction.execute("update rule_drafts set state = 3 where id = ? and state = 2", {id}));
    return {};
  });
}

Result<RuleDraft> DraftStore::find(std::int64_t id) const {
  RuleDraft draft;
  TRY(database_->read([&](Transaction& transaction) -> Status {
    ASSIGN(draft, draft_numbered(transaction, id));
    return {};
  }));
  return draft;
}

Result<std::vector<RuleDraft>> DraftStore::list(std::optional<DraftState> state) const {
  std::vector<RuleDraft> all;
  TRY(database_->read([&](Transaction& transaction) -> Status {
    all.clear();
    std::vector<Parameter> values;
    if (state) values.emplace_back(static_cast<std::int64_t>(*state));
    ASSIGN(const auto rows, transaction.query(fmt::format("select {} from rule_drafts {} order by id desc limit {}",
                                                          kHead, state ? "where state = ?" : "", kDraftsAtOnceMost),
                                              values, std::span(kColumns).first(kColumns.size() - 2)));
    for (const Row& row : rows) all.push_back(draft_of(row));
    return {};
  }));
  return all;
}

}  // namespace qiuhao::server
