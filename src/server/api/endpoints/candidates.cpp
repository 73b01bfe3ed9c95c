// People who fit a part of a matter: by role and region, with how much each has in hand, and whom the bureau's own
// order (fewest matters first) would choose.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "casework/permissions.h"
#include "casework/tables.h"
#include "identity/holders.h"
#include "server/api/endpoints.h"
#include "server/api/endpoints/seen_matter.h"
#include "server/api/endpoints/written.h"
#include "workflow/assign.h"

namespace qiuhao::server {
namespace {

using database::Kind;
using database::Transaction;

// Matters with a running term in which a person has a part.
Result<std::map<std::string, std::int64_t>> loads(Transaction& transaction) {
  ASSIGN(const auto rows, transaction.query("select p.person, count(distinct m.number) from casework_people p join "
                                            "casework_matters m on m.number = p.number where m.due < ? group by "
                                            "p.person",
                                            {casework::kNever}, {Kind::text, Kind::number}));
  std::map<std::string, std::int64_t> counts;
  for (const database::Row& row : rows) counts.emplace(row.text(0), row.number(1));
  return counts;
}

Result<std::map<std::string, std::string>> names_of(Transaction& transaction, const Call& call) {
  ASSIGN(const auto users, call.desk.people().users(transaction));
  std::map<std::string, std::string> names;
  for (const identity::User& user : users) names.emplace(user.login, user.masked_name);
  return names;
}

// The part that was asked for, of a kind.
Result<const workflow::Part*> part_asked(const Call& call, const workflow::Kind& kind) {
  const auto number = workflow::find_named(kind.parts, call.text("part"));
  if (number) return &kind.parts[*number];
  return wrong_value("part", "unknown_part", Sentence{"the kind has no such part", "该类事项没有这一角色分工"});
}

struct Asked {
  const workflow::Kind* kind = nullptr;
  const workflow::Part* part = nullptr;
  std::string region;
  std::string subject;  // "" where it is not known
};

Result<http::Answer> candidates_answer(const Call& call, const Asked& asked) {
  if (is_outside(call))
    return input_error("not_allowed", Sentence{"people are chosen by the bureau", "人员由医保部门选派"});
  std::vector<identity::Holder> holders;
  std::map<std::string, std::int64_t> load;
  std::map<std::string, std::string> names;
  std::set<std::string> aside;
  TRY(call.desk.database().read([&](Transaction& transaction) -> Status {
    std::vector<std::string> roles;
    for (const workflow::Number role : asked.part->roles) roles.push_back(asked.kind->roles[role].name);
    ASSIGN(holders, identity::holders_of_roles(transaction, call.desk.policy(), roles, asked.region, call.now));
    ASSIGN(load, loads(transaction));
    ASSIGN(names, names_of(transaction, call));
    for (const identity::Holder& holder : holders) {
      if (asked.subject.empty()) break;
      ASSIGN(const auto why,
             identity::must_stand_aside(transaction, holder.login, "organisation:" + asked.subject, call.today()));
      if (why) aside.insert(holder.login);
    }
    return {};
  }));
  std::vector<workflow::Candidate> candidates;
  for (const identity::Holder& holder : holders)
    candidates.push_back({casework::person_of(holder, asked.region), {}, static_cast<int>(load[holder.login]), kNoDay});
  std::set<std::string> chosen;
  if (const auto people = workflow::choose_people(*asked.kind, *asked.part, candidates, "", aside)) {
    for (const workflow::Person& person : *people) chosen.insert(person.id);
  }
  text::JsonWriter json;
  json.begin_object().key("candidates").begin_array();
  for (const identity::Holder& holder : holders) {
    json.begin_object()
        .field("login", holder.login)
        .field("name", names[holder.login])
        .field("organisation", holder.organisation)
        .field("unit", holder.unit)
        .field("in_hand", load[holder.login])
        .field("stands_aside", aside.contains(holder.login))
        .field("is_next", chosen.contains(holder.login))
        .end_object();
  }
  json.end_array().field("least", asked.part->least).field("most", asked.part->most).end_object();
  return json_answer(200, json.take());
}

}  // namespace

Result<http::Answer> list_candidates(const Call& call) {
  ASSIGN(const SeenMatter seen, seen_matter(call, call.path_value("number")));
  ASSIGN(const workflow::Part* part, part_asked(call, *seen.kind));
  return candidates_answer(call, {seen.kind, part, seen.matter.region, seen.matter.subject});
}

Result<http::Answer> list_kind_candidates(const Call& call) {
  const workflow::Kind* kind = call.desk.kinds().newest(call.path_value("kind"));
  if (kind == nullptr) return input_error("unknown_kind", Sentence{"there is no such kind", "没有这种事项"});
  ASSIGN(const workflow::Part* part, part_asked(call, *kind));
  return candidates_answer(call, {kind, part, call.text("region"), call.text("subject")});
}

}  // namespace qiuhao::server
