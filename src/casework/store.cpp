// Acts on matters, one by one.
#include "casework/store.h"

#include <fmt/format.h>

#include "casework/body.h"
#include "casework/findings.h"
#include "casework/made.h"
#include "casework/requests.h"
#include "casework/tables.h"
#include "database/digest.h"
#include "database/migrations.h"

namespace qiuhao::casework {
namespace {

using database::kMicrosASecond;
using database::Transaction;
using workflow::Act;
using workflow::Answer;
using workflow::Matter;

constexpr std::string_view kClock = "clock";  // who acts in the trail when nobody does
constexpr int kActsLookedAt = 100;            // for the last one that changed a matter

std::string position(const Matter& matter) {
  return fmt::format(R"({{"state":"{}","revision":{}}})", matter.state, matter.revision);
}

database::Act trail_act(const Change& change, const Act& act, const Origin& origin) {
  database::Act made;
  made.at = act.at * kMicrosASecond;
  made.who = act.by.id.empty() ? kClock : act.by.id;
  made.where_from = origin.where_from;
  made.what = change.what;
  made.subject = change.now.number;
  if (change.before) made.before = position(*change.before);
  made.after = position(change.now);
  if (!change.why.empty()) made.why = change.why;
  if (!origin.request.empty()) made.request = origin.request;
  return made;
}

Reply reply_of(const Answer& answer, const Planner& planner) {
  Reply reply{answer.outcome,       answer.sentence,     answer.about,
              answer.matter.number, answer.matter.state, static_cast<std::int64_t>(answer.matter.revision)};
  for (std::size_t beside = 1; beside < planner.changes().size(); ++beside)
    reply.opened.push_back(planner.changes()[beside].now.number);
  return reply;
}

}  // namespace

Result<MatterStore> MatterStore::open(database::Database& database, const database::Trail& trail,
                                      const database::KeyRing& ring, const Kinds& kinds,
                                      const workflow::Calendar& calendar) {
  TRY(database::migrate(database, kComponent, casework_migrations()));
  return MatterStore(database, trail, ring, kinds, calendar);
}

Result<Reply> MatterStore::open_matter(const Opening& opening, const Origin& origin) const {
  Reply reply;
  TRY(database_->write([&](Transaction& transaction) -> Status {
    ASSIGN(reply, open_in(transaction, opening, origin));
    return {};
  }));
  return reply;
}

Result<Reply> MatterStore::perform(const std::string& number, const Act& act, const Origin& origin) const {
  Reply reply;
  TRY(database_->write([&](Transaction& transaction) -> Status {
    ASSIGN(reply, perform_in(transaction, number, act, origin));
    return {};
  }));
  return reply;
}

Result<Reply> MatterStore::open_in(Transaction& transaction, const Opening& opening, const Origin& origin) const {
  const std::string asked =
      fingerprint(fmt::format("{}\n{}\n{}", opening.kind, opening.subject, opening.region), opening.act);
  ASSIGN(auto first, first_reply(transaction, origin.request, asked));
  if (first) return std::move(*first);
  Planner planner(transaction, *kinds_, *calendar_);
  ASSIGN(const Answer answer, planner.open(opening.kind, {"", opening.subject, opening.region}, opening.act));
  Reply reply = reply_of(answer, planner);
  if (answer.is_done())
    TRY(save(transaction, planner, opening.act, origin));
  else
    reply.number.clear();
  TRY(keep_reply(transaction, origin.request, asked, reply));
  return reply;
}

Result<Reply> MatterStore::perform_in(Transaction& transaction, const std::string& number, const Act& act,
                                      const Origin& origin) const {
  const std::string asked = fingerprint(number, act);
  ASSIGN(auto first, first_reply(transaction, origin.request, asked));
  if (first) return std::move(*first);
  ASSIGN(const Matter matter, rows_.load(transaction, number));
  Planner planner(transaction, *kinds_, *calendar_);
  ASSIGN(const Answer answer, planner.perform(matter, act));
  Reply reply = reply_of(answer, planner);
  if (answer.outcome == workflow::Outcome::matter_moved_on) {
    ASSIGN(reply.sentence, who_was_first(transaction, matter, static_cast<std::int64_t>(*act.revision)));
  }
  if (answer.is_done()) TRY(save(transaction, planner, act, origin));
  TRY(keep_reply(transaction, origin.request, asked, reply));
  return reply;
}

Status MatterStore::save(Transaction& transaction, const Planner& planner, const Act& act, const Origin& origin) const {
  // Before anything is written: of many acts in one transaction, the error of one leaves the others whole.
  for (const Change& change : planner.changes())
    TRY(check_finding(transaction, *kinds_->find(change.now.kind, change.now.version), change.now));
  std::vector<database::Act> acts;
  for (const Change& change : planner.changes()) {
    TRY(change.before ? rows_.update(transaction, *change.before, change.now) : rows_.insert(transaction, change.now));
    TRY(write_effects(transaction, change.now, change.effects, act.at));
    TRY(note_finding(transaction, *kinds_->find(change.now.kind, change.now.version), change.now));
    acts.push_back(trail_act(change, act, origin));
  }
  for (const auto& [counted, last] : planner.counters()) {
    const auto& [kind, year] = counted;
    ASSIGN(
        const std::int64_t rows,
        transaction.execute("update casework_counters set last = ? where kind = ? and year = ?", {last, kind, year}));
    if (rows == 0)
      TRY(transaction.execute("insert into casework_counters (kind, year, last) values (?, ?, ?)", {kind, year, last}));
  }
  if (acts.empty()) return {};
  TRY(trail_->append(transaction, acts));
  return {};
}

Result<Sentence> MatterStore::who_was_first(Transaction& transaction, const Matter& matter,
                                            std::int64_t revision) const {
  if (revision > static_cast<std::int64_t>(matter.revision))
    return Sentence{fmt::format("the matter has no revision {} yet; read it again", revision),
                    fmt::format("事项还没有第 {} 次修订；请重新读取", revision)};
  // Other acts on its number, such as evidence_sealed, did not move it on.
  ASSIGN(auto acts, trail_->acts_on(transaction, matter.number, 0, kActsLookedAt));
  std::erase_if(acts, [&](const database::KeptAct& kept) { return !kept.act.what.starts_with(matter.kind + "."); });
  const workflow::Kind& kind = *kinds_->find(matter.kind, matter.version);
  const auto number = workflow::find_named(kind.states, matter.state);
  const Sentence state = kind.states.at(number.value()).title;
  if (acts.empty()) return workflow::outcome_meaning(workflow::Outcome::matter_moved_on);
  const database::Act& last = acts[0].act;
  const std::string word = last.what.substr(last.what.find('.') + 1);
  const auto action = workflow::find_named(kind.actions, word);
  const Sentence title = action ? kind.actions[*action].title : Sentence{"time passed", "期限届满"};
  const std::string when = format_time(last.at / kMicrosASecond);
  return Sentence{fmt::format("meanwhile {} did '{}' at {}; the matter is now '{}', at revision {}: look at it again",
                              last.who, title.english, when, state.english, matter.revision),
                  fmt::format("其间 {} 于 {} 办理了“{}”；事项现为“{}”，第 {} 次修订，请重新查看", last.who, when,
                              title.chinese, state.chinese, matter.revision)};
}

std::string MatterStore::fingerprint(std::string_view target, const Act& act) const {
  std::string bytes;
  database::put_bounded(bytes, target);
  database::put_bounded(bytes, act.action);
  database::put_bounded(bytes, act.by.id);
  database::put_bounded(bytes, act.note);
  database::put_u64(bytes, act.revision ? *act.revision + 1 : 0);
  for (const auto& [name, value] : act.fields) {
    database::put_bounded(bytes, name);
    database::put_bounded(bytes, write_value(value));
  }
  for (const auto& [part, people] : act.people) {
    database::put_bounded(bytes, part);
    database::put_u64(bytes, people.size());
    for (const workflow::Person& person : people) database::put_bounded(bytes, person.id);
  }
  for (const auto& [name, reference] : act.documents) {
    database::put_bounded(bytes, name);
    database::put_bounded(bytes, reference);
  }
  return database::to_hex(database::hmac(ring_->index_digest(), ring_->index_secret(), bytes));
}

Result<Matter> MatterStore::find(const std::string& number) const {
  Matter matter;
  TRY(database_->read([&](Transaction& transaction) -> Status {
    ASSIGN(matter, rows_.load(transaction, number));
    return {};
  }));
  return matter;
}

Result<std::vector<std::string>> MatterStore::find_personal(std::string_view kind, std::string_view field,
                                                            std::string_view text) const {
  std::vector<std::string> numbers;
  TRY(database_->read([&](Transaction& transaction) -> Status {
    ASSIGN(numbers, rows_.find_personal(transaction, kind, field, text));
    return {};
  }));
  return numbers;
}

}  // namespace qiuhao::casework
