// Why a finding was made, and the history of a person who has one in the caller's sight.
#include "casework/findings.h"
#include "casework/permissions.h"
#include "server/api/endpoints.h"
#include "server/api/endpoints/seen_matter.h"

namespace qiuhao::server {
namespace {

using casework::KeptFinding;
using database::Transaction;

Result<const TapeSight*> tape_of(const Call& call) {
  if (call.desk.tape() != nullptr) return call.desk.tape();
  return input_error("no_tape", Sentence{"this service shows no tape", "本服务不提供就医轨迹"});
}

casework::Scope scope_of(const Call& call) {
  return casework::scope_of(call.by().holder, call.desk.policy(), casework::Seen::findings, call.today());
}

// An institution sees its own visits and lines alone.
std::string only_provider(const Call& call) { return is_outside(call) ? call.by().holder.organisation : ""; }

Error no_finding() { return {Fault::input, "no_finding", "there is no such finding", {}, "没有这个疑点"}; }

}  // namespace

Result<http::Answer> show_evidence(const Call& call) {
  std::optional<KeptFinding> finding;
  TRY(call.desk.database().read([&](Transaction& transaction) -> Status {
    ASSIGN(finding, casework::find_finding(transaction, scope_of(call), call.path_value("id")));
    return {};
  }));
  if (!finding) return std::unexpected(no_finding());
  ASSIGN(const TapeSight* tape, tape_of(call));
  ASSIGN(std::string json, tape->evidence(finding->run, finding->id, only_provider(call)));
  return json_answer(200, std::move(json));
}

// Whoever sees no finding of a person has no reason to look at what the person was treated for.
Result<http::Answer> show_person(const Call& call) {
  const std::string& person = call.path_value("person");
  casework::FindingFilter filter;
  filter.person = person;
  casework::FindingPage page;
  TRY(call.desk.database().read([&](Transaction& transaction) -> Status {
    ASSIGN(page, casework::list_findings(transaction, scope_of(call), filter, casework::FindingSort::day, "", 1));
    return {};
  }));
  if (page.findings.empty())
    return input_error("no_person", Sentence{"there is no person of this pseudonym with a finding in your sight",
                                             "没有您可查看其疑点的此代号人员"});
  ASSIGN(const TapeSight* tape, tape_of(call));
  ASSIGN(std::string json, tape->person(person, only_provider(call)));
  TRY(call.desk.database().write([&](Transaction& transaction) -> Status {
    TRY(call.desk.trail().append(
        transaction, database::Act{call.now, call.by().asker.login, call.request.client, "person_looked_at",
                                   "person:" + person, std::nullopt, std::nullopt, std::nullopt, call.request.id}));
    return {};
  }));
  return json_answer(200, std::move(json));
}

}  // namespace qiuhao::server
