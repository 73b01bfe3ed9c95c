// The list.
#include "server/api/endpoints.h"

namespace qiuhao::server {

std::span<const NamedEndpoint> all_endpoints() {
  static constexpr NamedEndpoint kAll[] = {
      {"signIn", sign_in},
      {"showSession", show_session},
      {"signOut", sign_out},
      {"giveCode", give_code},
      {"changePassword", change_password},
      {"beginCode", begin_code},
      {"confirmCode", confirm_code},
      {"listKinds", list_kinds},
      {"showKind", show_kind},
      {"listFindings", list_findings},
      {"exportFindings", export_findings},
      {"showFinding", show_finding},
      {"listMatters", list_matters},
      {"countMatters", count_matters},
      {"exportMatters", export_matters},
      {"openMatter", open_matter},
      {"openMatters", open_matters},
      {"performActs", perform_acts},
      {"showMatter", show_matter},
      {"performAct", perform_act},
      {"lookAtField", look_at_field},
      {"listAttachments", list_attachments},
      {"addAttachment", add_attachment},
      {"readAttachment", read_attachment},
      {"listPapers", list_papers},
      {"issuePaper", issue_paper},
      {"readPaper", read_paper},
      {"listNotices", list_notices},
      {"readNotice", read_notice},
      {"listUsers", list_users},
      {"addUser", add_user},
      {"changeUser", change_user},
      {"resetPassword", reset_password},
      {"listGrants", list_grants},
      {"proposeGrant", propose_grant},
      {"decideGrant", decide_grant},
      {"endGrant", end_grant},
      {"keepOrganisation", keep_organisation},
      {"declareRelation", declare_relation},
      {"showRoles", show_roles},
      {"listTrail", list_trail},
      {"verifyTrail", verify_trail},
  };
  return kAll;
}

}  // namespace qiuhao::server
