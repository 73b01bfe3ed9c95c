// What every answer must be, whatever the message was.
#pragma once

#include <string>
#include <string_view>

#include "national/exchange.h"

namespace qiuhao::malformed {

// What is wrong with an answer; "" for nothing. `foreign` is the mark of another client, which it must not hold ("" for
// none). A message that calls a person by no mark of its sender's may be about the same person as another's message,
// whose details are then that person's history: hits on such a person are not looked at.
std::string answer_fault(const national::Exchanged& exchanged, std::string_view own, std::string_view foreign);

}  // namespace qiuhao::malformed
