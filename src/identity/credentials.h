// What is stored of passwords, codes and attempts; for sign_in.h alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "identity/sign_in.h"

namespace qiuhao::identity {

struct SignIn::Credential {
  std::string login;
  std::string password;  // its hash
  bool must_change = false;
  std::optional<database::Micros> ends_at;  // of a one-time password
  std::string code_secret;                  // sealed; "" for none
  bool code_is_confirmed = false;
  std::int64_t code_step = 0;  // the last that was used
  bool is_active = false;      // user and organisation
};

struct SignIn::Attempt {
  std::string index;
  std::int64_t wrong = 0;             // with this one
  std::int64_t locks = 0;             // before
  database::Micros locked_until = 0;  // 0: not locked
};

}  // namespace qiuhao::identity
