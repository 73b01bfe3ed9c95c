// One table; who proposed and who decided stand in a row, and its checks hold them apart whatever the program does.
#include "casework/exceptions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/utf8.h"
#include "casework/set_aside.h"
#include "casework/tables.h"
#include "database/migrations.h"
#include "text/document.h"

namespace qiuhao::casework {
namespace {

using database::Parameter;
using database::Row;
using database::Transaction;
using Column = database::Kind;
using Kind = ExceptionKind;
using State = ExceptionState;

struct KindWords {
  Kind kind;
  std::string_view name;
  Sentence title;
};

const std::array<KindWords, 4>& kinds() {
  static const std::array<KindWords, 4> kKinds = {{{Kind::person, "person", {"person", "参保人"}},
                                                   {Kind::provider, "provider", {"provider", "机构"}},
                                                   {Kind::item, "item", {"item", "项目"}},
                                                   {Kind::rule, "rule", {"rule", "规则"}}}};
  return kKinds;
}
const KindWords& words_of(Kind kind) { return kinds()[static_cast<std::size_t>(kind) - 1]; }

// 365 days after its first is the last day of the longest year there is.
constexpr std::string_view kTable =
    "create table casework_exceptions (id {key}, kind {number} not null check (kind in (1, 2, 3, 4)), "
    "subject {text} not null, from_day {number} not null, to_day {number} not null, reason {text} not null, "
    "state {number} not null check (state in (1, 2, 3)), proposed_by {text} not null, proposed_at {number} not null, "
    "decided_by {text}, decided_at {number}, ended {number}, "
    "check (to_day >= from_day and to_day - from_day <= 365), check (decided_by is null or decided_by <> proposed_by), "
    "check ((state = 1) = (decided_by is null)), check (ended is null or (state = 2 and ended < to_day)), "
    "check (reason <> '')) {strict}";

std::span<const database::Migration> migrations() {
  static const std::vector<database::Migration> kList = {
      {1,
       "exceptions: who set what aside, for how long and why",
       {kTable, "create index casework_exceptions_subject on casework_exceptions (kind, subject, from_day)"},
       ""}};
  return kList;
}

constexpr std::string_view kSelect =
    "select id, kind, subject, from_day, to_day, reason, state, proposed_by, proposed_at, decided_by, decided_at, "
    "ended "
    "from casework_exceptions ";
constexpr std::array kColumns = {Column::number, Column::number, Column::text,   Column::number,
                                 Column::number, Column::text,   Column::number, Column::text,
                                 Column::number, Column::text,   Column::number, Column::number};

Exception exception_of(const Row& row) {
  Exception exception;
  exception.id = row.number(0);
  exception.kind = static_cast<Kind>(row.number(1));
  exception.subject = row.text(2);
  exception.from = static_cast<Day>(row.number(3));
  exception.to = static_cast<Day>(row.number(4));
  exception.reason = row.text(5);
  exception.state = static_cast<State>(row.number(6));
  exception.proposed_by = row.text(7);
  exception.proposed_at = row.number(8);
  exception.decided_by = row.optional_text(9).value_or("");
  exception.decided_at = row.optional_number(10).value_or(0);
  exception.ended = static_cast<Day>(row.optional_number(11).value_or(kNoDay));
  return exception;
}

Result<std::vector<Exception>> exceptions_where(Transaction& transaction, std::string_view condition,
                                                const std::vector<Parameter>& values) {
  ASSIGN(const auto rows,
         transaction.query(fmt::format("{}{} limit {}", kSelect, condition, kExceptionsAtOnceMost), values, kColumns));
  std::vector<Exception> found;
  for (const Row& row : rows) found.push_back(exception_of(row));
  return found;
}

Result<Exception> exception_numbered(Transaction& transaction, std::int64_t id) {
  ASSIGN(auto found, exceptions_where(transaction, "where id = ?", {id}));
  if (!found.empty()) return std::move(found.front());
  return input_error("no_exception", Sentence{fmt::format("there is no exception of number {}", id),
                                              fmt::format("没有编号为 {} 的豁免", id)});
}

bool is_subject(Kind kind, std::string_view subject) {
  constexpr std::size_t kPseudonymDigits = 24;
  const bool is_hex = subject.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  if (kind == Kind::person) return subject.size() == kPseudonymDigits && is_hex;
  if (subject.empty() || subject.size() > kExceptionSubjectBytesMost) return false;
  return std::ranges::all_of(subject, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' ||
           c == '.';
  });
}

Status check_reason(const std::string& reason) {
  if (reason.find_first_not_of(" \t\r\n") == std::string::npos)
    return input_error("reason_is_missing", Sentence{"say why", "请写明理由"});
  if (reason.size() > kExceptionReasonBytesMost || !is_utf8(reason))
    return input_error("reason_too_long",
                       Sentence{fmt::format("a reason has at most {} bytes of UTF-8", kExceptionReasonBytesMost),
                                fmt::format("理由不超过 {} 字节的 UTF-8 文本", kExceptionReasonBytesMost)});
  return {};
}

Status check(const NewException& fresh) {
  if (!is_subject(fresh.kind, fresh.subject))
    return input_error("bad_subject",
                       fresh.kind == Kind::person
                           ? Sentence{"a person is named by the pseudonym of the tape, 24 small hexadecimal digits",
                                      "参保人须以就医轨迹中的代号表示（24 位小写十六进制）"}
                           : Sentence{"name a provider, item or rule by its code", "请用编码写明机构、项目或规则"});
  if (fresh.from == kNoDay || fresh.to == kNoDay || fresh.to < fresh.from)
    return input_error("bad_date",
                       Sentence{"an exception has a first and a last day, and does not end before it begins",
                                "豁免须有起止日期，且止期不早于起期"});
  if (fresh.to >= add_months(fresh.from, kExceptionMonthsMost))
    return input_error("bad_date", Sentence{"an exception holds for a year at most; propose it anew when it ends",
                                            "豁免最长一年；到期可重新提请"});
  return check_reason(fresh.reason);
}

std::string text_of(const Exception& exception) {
  return fmt::format(R"({{"kind":"{}","subject":{},"from":"{}","to":"{}","state":"{}"}})", name_of(exception.kind),
                     text::json_quote(exception.subject), format_day(exception.from), format_day(exception.last()),
                     name_of(exception.state));
}

}  // namespace

std::string_view name_of(Kind kind) { return words_of(kind).name; }
Sentence title_of(Kind kind) { return words_of(kind).title; }

std::string_view name_of(State state) {
  switch (state) {
    case State::proposed: return "proposed";
    case State::approved: return "approved";
    case State::refused: return "refused";
  }
  return "";
}

Sentence title_of(State state) {
  switch (state) {
    case State::proposed: return {"waits for a second person", "待复核"};
    case State::approved: return {"approved", "已批准"};
    case State::refused: return {"refused", "未批准"};
  }
  return {};
}

std::optional<Kind> exception_kind_named(std::string_view name) {
  for (const KindWords& words : kinds()) {
    if (words.name == name) return words.kind;
  }
  return std::nullopt;
}

Result<ExceptionStore> ExceptionStore::open(database::Database& database, const database::Trail& trail) {
  TRY(database::migrate(database, kComponent, casework_migrations()));
  TRY(database::migrate(database, "exceptions", migrations()));
  return ExceptionStore(database, trail);
}

Status ExceptionStore::note(Transaction& transaction, const ExceptionBy& by, std::string what, std::int64_t id,
                            std::optional<std::string> before, std::string after, std::string why) const {
  database::Act act;
  act.at = by.now;
  act.who = by.who;
  act.where_from = by.where_from;
  act.what = std::move(what);
  act.subject = fmt::format("exception:{}", id);
  act.before = std::move(before);
  act.after = std::move(after);
  act.why = std::move(why);
  TRY(trail_->append(transaction, act));
  return {};
}

Result<std::int64_t> ExceptionStore::propose(const ExceptionBy& by, const NewException& fresh) const {
  TRY(check(fresh));
  std::int64_t id = 0;
  TRY(database_->write([&](Transaction& transaction) -> Status {
    const auto kind = static_cast<std::int64_t>(fresh.kind);
    ASSIGN(const auto others,
           exceptions_where(transaction,
                            "where kind = ? and subject = ? and state in (1, 2) and from_day <= ? and "
                            "coalesce(ended, to_day) >= ? order by id",
                            {kind, fresh.subject, fresh.to, fresh.from}));
    if (!others.empty())
      return input_error("already_proposed",
                         Sentence{fmt::format("number {} is of the same days; end or refuse it first", others[0].id),
                                  fmt::format("编号 {} 的期间与此重叠；请先终止或不予批准", others[0].id)});
    TRY(
        transaction.execute("insert into casework_exceptions (kind, subject, from_day, to_day, reason, state, "
                            "proposed_by, proposed_at) values (?, ?, ?, ?, ?, 1, ?, ?)",
                            {kind, fresh.subject, fresh.from, fresh.to, fresh.reason, by.who, by.now}));
    ASSIGN(const auto made, exceptions_where(transaction, "where id = (select max(id) from casework_exceptions)", {}));
    CHECK(made.size() == 1);
    id = made[0].id;
    return note(transaction, by, "exception_proposed", id, std::nullopt, text_of(made[0]), fresh.reason);
  }));
  return id;
}

Status ExceptionStore::decide(const ExceptionBy& by, std::int64_t id, bool approve, const std::string& why) const {
  TRY(check_reason(why));
  return database_->write([&](Transaction& transaction) -> Status {
    ASSIGN(Exception exception, exception_numbered(transaction, id));
    if (exception.proposed_by == by.who)
      return input_error("same_person", Sentence{"who proposed an exception does not decide it; ask a second person",
                                                 "提请人不得复核自己的豁免；请由另一人办理"});
    if (exception.state != State::proposed)
      return input_error("exception_is_decided", Sentence{fmt::format("number {} is decided already", id),
                                                          fmt::format("编号 {} 已有决定", id)});
    const std::string before = text_of(exception);
    exception.state = approve ? State::approved : State::refused;
    TRY(transaction.execute("update casework_exceptions set state = ?, decided_by = ?, decided_at = ? where id = ?",
                            {static_cast<std::int64_t>(exception.state), by.who, by.now, id}));
    if (approve) TRY(set_findings_aside(transaction));
    return note(transaction, by, approve ? "exception_approved" : "exception_refused", id, before, text_of(exception),
                why);
  });
}

Status ExceptionStore::end(const ExceptionBy& by, std::int64_t id, Day last, const std::string& why) const {
  TRY(check_reason(why));
  return database_->write([&](Transaction& transaction) -> Status {
    ASSIGN(Exception exception, exception_numbered(transaction, id));
    if (exception.state != State::approved)
      return input_error("exception_is_not_approved",
                         Sentence{fmt::format("number {} sets nothing aside, so there is nothing to end", id),
                                  fmt::format("编号 {} 未生效，无须终止", id)});
    if (last == kNoDay || last >= exception.last() || last < exception.from - 1)
      return input_error(
          "bad_date",
          Sentence{
              fmt::format("its last day has to come before {}, and not before the day ahead of {}; a longer one is "
                          "proposed anew",
                          format_day(exception.last()), format_day(exception.from)),
              fmt::format("新的止期须早于 {}，且不早于 {} 的前一日；延长须重新提请", format_day(exception.last()),
                          format_day(exception.from))});
    const std::string before = text_of(exception);
    exception.ended = last;
    TRY(transaction.execute("update casework_exceptions set ended = ? where id = ?", {last, id}));
    TRY(free_findings(transaction, exception));
    return note(transaction, by, "exception_ended", id, before, text_of(exception), why);
  });
}

Result<Exception> ExceptionStore::find(std::int64_t id) const {
  Exception found;
  TRY(database_->read([&](Transaction& transaction) -> Status {
    ASSIGN(found, exception_numbered(transaction, id));
    return {};
  }));
  return found;
}

Result<std::vector<Exception>> ExceptionStore::list(std::optional<State> state) const {
  std::vector<Exception> found;
  const auto wanted = static_cast<std::int64_t>(state.value_or(State{}));
  TRY(database_->read([&](Transaction& transaction) -> Status {
    ASSIGN(found, exceptions_where(transaction, "where ? = 0 or state = ? order by id desc", {wanted, wanted}));
    return {};
  }));
  return found;
}

Result<std::vector<Exception>> ExceptionStore::in_force(const ClaimSubjects& claim, Day day) const {
  std::string subjects;
  std::vector<Parameter> values = {day, day};
  const auto add = [&](Kind kind, const std::string& subject) {
    if (subject.empty()) return;
    subjects += subjects.empty() ? "(kind = ? and subject = ?)" : " or (kind = ? and subject = ?)";
    values.emplace_back(static_cast<std::int64_t>(kind));
    values.emplace_back(subject);
  };
  add(Kind::person, claim.person);
  add(Kind::provider, claim.provider);
  for (const std::string& item : claim.items) add(Kind::item, item);
  add(Kind::rule, claim.rule);
  if (subjects.empty() || day == kNoDay) return std::vector<Exception>();
  std::vector<Exception> found;
  TRY(database_->read([&](Transaction& transaction) -> Status {
    ASSIGN(found, exceptions_where(transaction,
                                   fmt::format("where state = 2 and from_day <= ? and coalesce(ended, to_day) >= ? and "
                                               "({}) order by id",
                                               subjects),
                                   values));
    return {};
  }));
  return found;
}

Sentence describe(const Exception& exception) {
  const Sentence kind = title_of(exception.kind);
  const std::string from = format_day(exception.from);
  const std::string to = format_day(exception.last());
  return {fmt::format("{} {} is set aside from {} to {} (number {}, {} and {}): {}", kind.english, exception.subject,
                      from, to, exception.id, exception.proposed_by, exception.decided_by, exception.reason),
          fmt::format("{} {} 自 {} 至 {} 豁免（编号 {}，{} 提请，{} 批准）：{}", kind.chinese, exception.subject, from,
                      to, exception.id, exception.proposed_by, exception.decided_by, exception.reason)};
}

}  // namespace qiuhao::casework
