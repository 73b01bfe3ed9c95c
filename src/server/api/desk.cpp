// Opening the parts in their order.
#include "server/api/desk.h"

#include "casework/permissions.h"
#include "server/live_service.h"
#include "server/workbench/workbench.h"

namespace qiuhao::server {

ApiDesk::ApiDesk(ApiSources sources, casework::Kinds kinds)
    : sources_(std::move(sources)),
      kinds_(std::move(kinds)),
      people_(sources_.trail, sources_.ring, sources_.policy),
      sign_in_(*sources_.database, sources_.trail, sources_.ring, sources_.cost) {}

Result<std::unique_ptr<ApiDesk>> ApiDesk::open(ApiSources sources) {
  TRY(casework::check_acts(sources.policy, sources.kinds));
  ASSIGN(casework::Kinds kinds, casework::Kinds::make(std::move(sources.kinds)));
  TRY(identity::People::prepare(*sources.database));
  std::unique_ptr<ApiDesk> desk(new ApiDesk(std::move(sources), std::move(kinds)));
  for (const std::string& name : desk->kinds_.names()) desk->newest_.push_back(desk->kinds_.newest(name));
  ASSIGN(casework::MatterStore store,
         casework::MatterStore::open(desk->database(), desk->trail(), desk->ring(), desk->kinds_, desk->calendar()));
  desk->store_.emplace(std::move(store));
  ASSIGN(casework::ExceptionStore exceptions, casework::ExceptionStore::open(desk->database(), desk->trail()));
  desk->exceptions_.emplace(std::move(exceptions));
  ASSIGN(DraftStore drafts, DraftStore::open(desk->database(), desk->trail()));
  desk->rule_drafts_.emplace(std::move(drafts));
  if (desk->workbench() != nullptr) TRY(finish_approved(*desk->rule_drafts_, desk->workbench()->sources().own_rules));
  TRY(desk->open_documents());
  return desk;
}

const LiveService* ApiDesk::live() const { return sources_.live == nullptr ? nullptr : sources_.live->get(); }

Status ApiDesk::open_documents() {
  ASSIGN(documents::AttachmentStore attachments,
         documents::AttachmentStore::open(database(), trail(), ring(), kinds_, sources_.evidence,
                                          sources_.attachment_rules));
  attachments_.emplace(std::move(attachments));
  if (sources_.load_templates) {
    ASSIGN(templates_, sources_.load_templates(kinds_));
  }
  paper_desk_.emplace(documents::PaperDesk{database(), trail(), ring(), kinds_, calendar(), templates_, sources_.office,
                                           [this](const std::string& id) { return organisation_named(id); },
                                           sources_.printer});
  ASSIGN(documents::PaperStore papers, documents::PaperStore::open(*paper_desk_, sources_.evidence));
  papers_.emplace(std::move(papers));
  ASSIGN(documents::ArchiveStore archive,
         documents::ArchiveStore::open(*paper_desk_, sources_.archive_rules, sources_.evidence));
  archive_.emplace(std::move(archive));
  return {};
}

// Institutions stand on papers by their names; what is no institution's code stays as it is.
std::string ApiDesk::organisation_named(const std::string& code) const {
  std::string name = code;
  const Status status = database().read([&](database::Transaction& transaction) -> Status {
    ASSIGN(const auto rows,
           transaction.query("select name from identity_organisations where code = ?", {code}, {database::Kind::text}));
    if (!rows.empty()) name = rows.front().text(0);
    return {};
  });
  return status ? name : code;
}

}  // namespace qiuhao::server
