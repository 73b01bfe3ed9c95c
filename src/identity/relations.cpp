// Standing aside (回避): relations are declared, never taken back; they end on a day.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "identity/accounts.h"

namespace qiuhao::identity {
namespace {

using database::Kind;
using database::Row;
using database::Transaction;

struct KindRow {
  std::string_view name;
  const char* english;
  const char* chinese;
};
constexpr std::array<KindRow, kRelationKinds> kKinds = {{
    {"works_there", "works there", "在该机构任职或兼职"},
    {"worked_there", "worked there within the last three years", "近三年内曾在该机构任职"},
    {"family_works_there", "has family who work there", "近亲属在该机构任职"},
    {"holds_shares", "holds shares in it or gains by it", "持有其股份或有经济利益"},
    {"is_family", "is family", "系近亲属"},
    {"took_part_before", "took part in the matter before", "先前参与过此事"},
    {"other_interest", "has another relation that may sway", "有其他可能影响公正的关系"},
}};

Day last_day_that_counts(RelationKind kind, Day to) {
  return kind == RelationKind::worked_there ? add_months(to, 12 * kFormerWorkYears) : to;
}

Sentence sentence_of(const Relation& relation) {
  const Sentence meaning = meaning_of(relation.kind);
  return {fmt::format("{} has to stand aside from {}: {}{}; let somebody else do it", relation.login, relation.subject,
                      meaning.english, relation.note.empty() ? "" : fmt::format(" ({})", relation.note)),
          fmt::format("{} 对 {} 应当回避：{}{}；请改由他人办理", relation.login, relation.subject, meaning.chinese,
                      relation.note.empty() ? "" : fmt::format("（{}）", relation.note))};
}

}  // namespace

std::string_view name_of(RelationKind kind) { return kKinds.at(static_cast<std::size_t>(kind) - 1).name; }
Sentence meaning_of(RelationKind kind) {
  const KindRow& row = kKinds.at(static_cast<std::size_t>(kind) - 1);
  return {row.english, row.chinese};
}

Result<std::optional<Aside>> must_stand_aside(Transaction& transaction, std::string_view login,
                                              std::string_view subject, Day day) {
  ASSIGN(const auto rows, transaction.query("select kind, from_day, to_day, note from identity_relations "
                                            "where login = ? and subject = ? and from_day <= ? order by id",
                                            std::initializer_list<database::Parameter>{login, subject, day},
                                            {Kind::number, Kind::number, Kind::number, Kind::text}));
  for (const Row& row : rows) {
    const auto kind = static_cast<RelationKind>(row.number(0));
    const Day to = static_cast<Day>(row.optional_number(2).value_or(kNoDay));
    if (to != kNoDay && day > last_day_that_counts(kind, to)) continue;
    Relation relation{std::string(login), std::string(subject), kind, static_cast<Day>(row.number(1)), to, row.text(3)};
    Sentence sentence = sentence_of(relation);
    return std::optional(Aside{std::move(relation), std::move(sentence)});
  }
  return std::optional<Aside>();
}

Status People::declare_relation(Transaction& transaction, const By& by, const Relation& relation) const {
  const bool is_organisation = relation.subject.starts_with("organisation:") && relation.subject.size() > 13;
  const bool is_person = relation.subject.starts_with("person:") && relation.subject.size() > 7;
  if (!is_organisation && !is_person)
    return input_error("bad_subject",
                       Sentence{"a subject is organisation: with its code, or person: with its pseudonym",
                                "回避对象写作 organisation:机构编码 或 person:人员假名"});
  if (relation.from == kNoDay || (relation.to != kNoDay && relation.to < relation.from))
    return input_error("bad_date", Sentence{"a relation begins on a day and does not end before it",
                                            "回避关系要有起始日，且末日不早于起始日"});
  ASSIGN(const Account account, account_of(transaction, relation.login));
  if (relation.login != by.asker.login)
    TRY(require(transaction, by, "relation.keep", Target::in_region(account.region)));
  TRY(transaction.execute(
      "insert into identity_relations (login, subject, kind, from_day, to_day, note, declared_by, declared_at) "
      "values (?, ?, ?, ?, ?, ?, ?, ?)",
      {relation.login, relation.subject, static_cast<std::int64_t>(relation.kind), relation.from,
       relation.to == kNoDay ? database::Parameter(nullptr) : database::Parameter(relation.to), relation.note,
       by.asker.login, by.now}));
  return note(transaction, by, "relation_declared", "user:" + relation.login, std::nullopt,
              fmt::format("{} {} {}..{}", name_of(relation.kind), relation.subject, format_day(relation.from),
                          format_day(relation.to)));
}

}  // namespace qiuhao::identity
