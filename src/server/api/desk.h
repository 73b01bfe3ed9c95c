// Everything that the web API works on, opened once.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "casework/exceptions.h"
#include "casework/store.h"
#include "database/database.h"
#include "database/key_ring.h"
#include "database/trail.h"
#include "documents/archive.h"
#include "documents/attachments.h"
#include "documents/papers.h"
#include "documents/template.h"
#include "evidence/seal_matter.h"
#include "http/log.h"
#include "identity/people.h"
#include "identity/sign_in.h"
#include "server/api/attempts.h"
#include "server/api/tape_sight.h"
#include "server/api/totals_cache.h"
#include "server/workbench/drafts.h"
#include "workflow/calendar.h"

namespace qiuhao::server {

class LiveLink;
class LiveService;
class Workbench;

inline constexpr int kTipsMost = 10;        // an hour, of one address
inline constexpr int kWrongCodesMost = 30;  // an hour, of one address

struct ApiSources {
  std::unique_ptr<database::Database> database;
  database::Trail trail;
  database::KeyRing ring;
  identity::RolePolicy policy;
  std::vector<workflow::Kind> kinds;  // all versions that still have matters
  workflow::Calendar calendar;
  Path evidence;  // the folder of files that people bring
  // Templates of documents, which are read against the kinds; null: none.
  std::function<Result<documents::Templates>(const casework::Kinds& kinds)> load_templates{};
  documents::Office office{};
  documents::Printer printer{};
  documents::AttachmentRules attachment_rules{};
  identity::HashCost cost{};
  std::function<database::Micros()> clock = database::now_micros;
  bool is_secure = false;                   // reached by TLS: then the session's cookie goes by it alone
  std::shared_ptr<const TapeSight> tape{};  // null: evidence is not shown
  documents::ArchiveRules archive_rules{};
  std::optional<signing::SignerKey> seal_key{};  // none: evidence is sealed by the command alone
  evidence::AddMore add_to_evidence{};           // the finding behind a matter
  Path anchors{};                                // the trail's; need not be there
  std::shared_ptr<Workbench> workbench{};        // null: none
  std::shared_ptr<const LiveLink> live{};        // null: no live service
};

class ApiDesk {
 public:
  // Brings the tables to this program's, and writes approved rules that are not in their files yet. Errors: those of
  // casework::Kinds, check_acts(), of migrations and of files.
  static Result<std::unique_ptr<ApiDesk>> open(ApiSources sources);
  ApiDesk(const ApiDesk&) = delete;
  ApiDesk& operator=(const ApiDesk&) = delete;

  database::Database& database() const { return *sources_.database; }
  const database::Trail& trail() const { return sources_.trail; }
  const database::KeyRing& ring() const { return sources_.ring; }
  const identity::RolePolicy& policy() const { return sources_.policy; }
  const workflow::Calendar& calendar() const { return sources_.calendar; }
  const casework::Kinds& kinds() const { return kinds_; }
  // The newest version of each kind, by name.
  const std::vector<const workflow::Kind*>& newest_kinds() const { return newest_; }
  const identity::People& people() const { return people_; }
  const identity::SignIn& sign_in() const { return sign_in_; }
  const casework::MatterStore& store() const { return *store_; }
  const casework::ExceptionStore& exceptions() const { return *exceptions_; }
  const documents::AttachmentStore& attachments() const { return *attachments_; }
  const documents::Templates& templates() const { return templates_; }
  const documents::PaperDesk& paper_desk() const { return *paper_desk_; }
  const documents::PaperStore& papers() const { return *papers_; }
  TotalsCache& totals() const { return totals_; }
  const TapeSight* tape() const { return sources_.tape.get(); }
  const documents::ArchiveStore& archive() const { return *archive_; }
  const signing::SignerKey* seal_key() const { return sources_.seal_key ? &*sources_.seal_key : nullptr; }
  const evidence::AddMore& add_to_evidence() const { return sources_.add_to_evidence; }
  const Path& anchors() const { return sources_.anchors; }
  database::Micros now() const { return sources_.clock(); }
  bool is_secure() const { return sources_.is_secure; }
  Workbench* workbench() const { return sources_.workbench.get(); }  // null: none
  const DraftStore& rule_drafts() const { return *rule_drafts_; }
  const LiveService* live() const;  // null: none
  // By address, of the public.
  Attempts& tips_given() const { return tips_given_; }
  Attempts& wrong_codes() const { return wrong_codes_; }

 private:
  ApiDesk(ApiSources sources, casework::Kinds kinds);
  Status open_documents();
  std::string organisation_named(const std::string& code) const;

  ApiSources sources_;
  casework::Kinds kinds_;
  std::vector<const workflow::Kind*> newest_;
  identity::People people_;
  identity::SignIn sign_in_;
  std::optional<casework::MatterStore> store_;
  std::optional<casework::ExceptionStore> exceptions_;
  std::optional<documents::AttachmentStore> attachments_;
  std::optional<DraftStore> rule_drafts_;
  documents::Templates templates_;
  std::optional<documents::PaperDesk> paper_desk_;
  std::optional<documents::PaperStore> papers_;
  mutable TotalsCache totals_;
  mutable Attempts tips_given_{kTipsMost};
  mutable Attempts wrong_codes_{kWrongCodesMost};
  std::optional<documents::ArchiveStore> archive_;
};

}  // namespace qiuhao::server
