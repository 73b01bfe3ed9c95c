// One service in process that all senders share.
#include "stand.h"

namespace qiuhao::malformed {

Result<Shared> share(std::shared_ptr<const claims::Schema> schema, std::shared_ptr<const rules::Plan> plan,
                     const Path& workspace) {
  Shared shared;
  shared.schema = schema;
  const auto load = [schema, plan, workspace]() -> Result<std::unique_ptr<live::Edition>> {
    auto edition = std::make_unique<live::Edition>();
    edition->schema = schema;
    edition->plan = plan;
    if (!workspace.empty()) {
      ASSIGN(edition->tape, claims::Tape::open(workspace, *schema));
    }
    return edition;
  };
  ASSIGN(shared.editions, live::Editions::open({load, [] { return std::string("1"); }}));
  ASSIGN(national::Variants variants, national::Variants::load({QIUHAO_SOURCE_DIR "/policy/interface"}));
  shared.variants = std::make_shared<const national::Variants>(std::move(variants));
  return shared;
}

Result<std::unique_ptr<Stand>> Stand::open(const Shared& shared, const Path& folder) {
  std::unique_ptr<Stand> stand(new Stand);
  stand->folder_ = folder;
  std::filesystem::remove_all(folder);
  TRY(make_folder(folder));
  ASSIGN(std::shared_ptr<live::Intake> intake, live::Intake::open(folder, *shared.schema));
  ASSIGN(auto pseudonyms, claims::assembly::Pseudonyms::open(folder));
  ASSIGN(auto keys, signing::Keyring::load(folder / "secret/institutions"));
  // Replays name people by pseudonym, so that their history on the tape counts.
  auto service = std::make_shared<const national::Service>(
      national::Service{std::make_shared<live::Desk>(shared.editions, std::move(intake)), shared.schema,
                        national::Names(*shared.schema), std::move(pseudonyms), true});
  stand->exchange_ = std::make_unique<const national::Exchange>(
      std::move(service), shared.variants, std::make_shared<const signing::Keyring>(std::move(keys)));
  return stand;
}

Stand::~Stand() {
  exchange_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void Stand::answer(std::string_view body, national::Exchange::Done done) const {
  exchange_->answer(body, {std::chrono::steady_clock::now(), std::chrono::system_clock::now()}, std::move(done));
}

}  // namespace qiuhao::malformed
