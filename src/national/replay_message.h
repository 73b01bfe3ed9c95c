// A visit of a tape as the national message that a hospital would have sent.
#pragma once

#include <string>

#include "claims/loose_rows.h"
#include "claims/schema.h"

namespace qiuhao::national {

struct ReplayMessage {
  std::string transaction = "3102";
  std::string message;  // msgid
  std::string scene;    // trig_scen; "" for none
  std::string sign_no;
};

// JSON of 3101 or 3102 about the first visit. Fields that the national interface has no name for stand in exp_content
// under the names of the national tables, so that a server that reads them lacks nothing that the tape knows.
std::string analysis_message(const claims::Schema& schema, const claims::LooseTape& visit, const ReplayMessage& about);

}  // namespace qiuhao::national
