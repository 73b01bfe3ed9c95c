// The right first, so that nobody learns from the answer what is there.
#include "server/api/endpoints/at_workbench.h"

namespace qiuhao::server {

Result<Workbench*> at_workbench(const Call& call, std::string_view action) {
  TRY(call.desk.database().read(
      [&](database::Transaction& transaction) { return require(transaction, call, action, {}); }));
  if (call.desk.workbench() != nullptr) return call.desk.workbench();
  return input_error("no_workbench", Sentence{"the service has no workbench of rules", "本服务没有规则工作台"});
}

}  // namespace qiuhao::server
