// The endpoints of the web API, by the operation of api.yaml that each answers.
#pragma once

#include <span>
#include <string_view>

#include "server/api/call.h"

namespace qiuhao::server {

struct NamedEndpoint {
  std::string_view operation;
  Endpoint endpoint;
};
std::span<const NamedEndpoint> all_endpoints();

// session.cpp
Result<http::Answer> sign_in(const Call& call);
Result<http::Answer> show_session(const Call& call);
Result<http::Answer> sign_out(const Call& call);
Result<http::Answer> give_code(const Call& call);
Result<http::Answer> change_password(const Call& call);
Result<http::Answer> begin_code(const Call& call);
Result<http::Answer> confirm_code(const Call& call);

// kinds.cpp
Result<http::Answer> list_kinds(const Call& call);
Result<http::Answer> show_kind(const Call& call);

// findings.cpp
Result<http::Answer> list_findings(const Call& call);
Result<http::Answer> show_finding(const Call& call);
Result<http::Answer> export_findings(const Call& call);

// candidates.cpp
Result<http::Answer> list_candidates(const Call& call);
Result<http::Answer> list_kind_candidates(const Call& call);

// overview.cpp
Result<http::Answer> show_overview(const Call& call);
Result<http::Answer> show_provider(const Call& call);

// tape.cpp
Result<http::Answer> show_evidence(const Call& call);
Result<http::Answer> show_person(const Call& call);

// matters.cpp
Result<http::Answer> list_matters(const Call& call);
Result<http::Answer> count_matters(const Call& call);
Result<http::Answer> export_matters(const Call& call);

// matter.cpp
Result<http::Answer> show_matter(const Call& call);
Result<http::Answer> look_at_field(const Call& call);

// acts.cpp
Result<http::Answer> open_matter(const Call& call);
Result<http::Answer> open_matters(const Call& call);
Result<http::Answer> perform_act(const Call& call);
Result<http::Answer> perform_acts(const Call& call);

// attachments.cpp
Result<http::Answer> list_attachments(const Call& call);
Result<http::Answer> add_attachment(const Call& call);
Result<http::Answer> read_attachment(const Call& call);

// papers.cpp
Result<http::Answer> list_papers(const Call& call);
Result<http::Answer> issue_paper(const Call& call);
Result<http::Answer> read_paper(const Call& call);

// signatures.cpp
Result<http::Answer> show_paper(const Call& call);
Result<http::Answer> sign_paper(const Call& call);

// evidence.cpp
Result<http::Answer> read_case_file(const Call& call);
Result<http::Answer> seal_evidence(const Call& call);

// archive.cpp, disposals.cpp
Result<http::Answer> list_archive(const Call& call);
Result<http::Answer> archive_matter(const Call& call);
Result<http::Answer> list_loans(const Call& call);
Result<http::Answer> ask_loan(const Call& call);
Result<http::Answer> decide_loan(const Call& call);
Result<http::Answer> return_loan(const Call& call);
Result<http::Answer> read_loan(const Call& call);
Result<http::Answer> list_disposals(const Call& call);
Result<http::Answer> propose_disposal(const Call& call);
Result<http::Answer> decide_disposal(const Call& call);

// notices.cpp
Result<http::Answer> list_notices(const Call& call);
Result<http::Answer> read_notice(const Call& call);
Result<http::Answer> read_notices(const Call& call);

// users.cpp, grants.cpp
Result<http::Answer> list_users(const Call& call);
Result<http::Answer> add_user(const Call& call);
Result<http::Answer> change_user(const Call& call);
Result<http::Answer> reset_password(const Call& call);
Result<http::Answer> list_grants(const Call& call);
Result<http::Answer> propose_grant(const Call& call);
Result<http::Answer> decide_grant(const Call& call);
Result<http::Answer> end_grant(const Call& call);
Result<http::Answer> list_organisations(const Call& call);
Result<http::Answer> keep_organisation(const Call& call);
Result<http::Answer> declare_relation(const Call& call);
Result<http::Answer> show_roles(const Call& call);

// services.cpp
Result<http::Answer> list_services(const Call& call);
Result<http::Answer> add_service(const Call& call);
Result<http::Answer> change_service_key(const Call& call);
Result<http::Answer> end_service(const Call& call);

// exceptions.cpp
Result<http::Answer> list_exceptions(const Call& call);
Result<http::Answer> propose_exception(const Call& call);
Result<http::Answer> decide_exception(const Call& call);
Result<http::Answer> end_exception(const Call& call);

// tips.cpp
Result<http::Answer> find_institutions(const Call& call);
Result<http::Answer> give_tip(const Call& call);
Result<http::Answer> show_tip(const Call& call);
Result<http::Answer> supplement_tip(const Call& call);
Result<http::Answer> add_tip_material(const Call& call);

// rules.cpp, rule.cpp, rule_trials.cpp, dictionary.cpp
Result<http::Answer> list_rules(const Call& call);
Result<http::Answer> show_catalogue(const Call& call);
Result<http::Answer> show_rule(const Call& call);
Result<http::Answer> check_rule(const Call& call);
Result<http::Answer> test_rule(const Call& call);
Result<http::Answer> show_dictionary(const Call& call);

// backtests.cpp
Result<http::Answer> order_backtest(const Call& call);
Result<http::Answer> list_backtests(const Call& call);
Result<http::Answer> show_backtest(const Call& call);
Result<http::Answer> cancel_backtest(const Call& call);

// rule_drafts.cpp
Result<http::Answer> propose_rule(const Call& call);
Result<http::Answer> list_rule_drafts(const Call& call);
Result<http::Answer> show_rule_draft(const Call& call);
Result<http::Answer> decide_rule_draft(const Call& call);
Result<http::Answer> withdraw_rule_draft(const Call& call);

// knowledge.cpp
Result<http::Answer> list_knowledge(const Call& call);
Result<http::Answer> list_points(const Call& call);

// live.cpp
Result<http::Answer> show_live(const Call& call);

// trail.cpp
Result<http::Answer> list_trail(const Call& call);
Result<http::Answer> verify_trail(const Call& call);

}  // namespace qiuhao::server
