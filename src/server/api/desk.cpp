// Opening the parts in their order.
#include "server/api/desk.h"

#include <map>

#include "casework/permissions.h"

namespace qiuhao::server {

ApiDesk::ApiDesk(ApiSources sources, casework::Kinds kinds)
    : sources_(std::move(sources)),
      kinds_(std::move(kinds)),
      people_(sources_.trail, sources_.ring, sources_.policy),
      sign_in_(*sources_.database, sources_.trail, sources_.ring, sources_.cost),
      services_(people_, sources_.trail, sources_.policy) {}

Result<std::unique_ptr<ApiDesk>> ApiDesk::open(ApiSources sources) {
  TRY(casework::check_acts(sources.policy, sources.kinds));
  std::map<std::string, const workflow::Kind*> names;
  for (const workflow::Kind& kind : sources.kinds) names[kind.name] = nullptr;
  ASSIGN(casework::Kinds kinds, casework::Kinds::make(std::move(sources.kinds)));
  TRY(identity::People::prepare(*sources.database));
  std::unique_ptr<ApiDesk> desk(new ApiDesk(std::move(sources), std::move(kinds)));
  for (const auto& [name, none] : names) desk->newest_.push_back(desk->kinds_.newest(name));
  ASSIGN(casework::MatterStore store,
         casework::MatterStore::open(desk->database(), desk->trail(), desk->ring(), desk->kinds_, desk->calendar()));
  desk->store_.emplace(std::move(store));
  return desk;
}

}  // namespace qiuhao::server
