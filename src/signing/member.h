// An institution with its keys ready for use, and what opens and seals its messages.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "signing/signing.h"
#include "signing/sm2_key.h"

namespace qiuhao::signing {

struct Sm2Pair {
  std::optional<Sm2Key> theirs;
  std::optional<Sm2Key> ours;
};

struct Member {
  Institution institution;
  std::vector<Sm2Pair> sm2;  // one a key of the institution
};

using Envelope = std::vector<std::pair<std::string, std::string>>;

// Indexes of the keys in force at a time, that with the latest start first; of those with the same start the one that
// stands later in the file.
std::vector<std::size_t> keys_in_force(const Institution& institution, std::int64_t now);
// "no_key_in_force" where there is none.
std::unexpected<Error> no_key_in_force(const Institution& institution, std::int64_t now);

// As Keyring::open says, without the sizes.
Result<std::string> open_message(const Member& member, const SignedMessage& message, std::int64_t now,
                                 std::chrono::seconds skew);

// As Keyring::seal says; `part` is "input" or "output".
Result<Keyring::Sealed> seal_message(const Member& member, const Envelope& envelope, std::string_view content,
                                     std::string_view part, std::int64_t now);

// "message_too_large" for an envelope or content beyond the maxima.
Status check_sizes(const Envelope& envelope, std::string_view content);
// "bad_envelope" where two envelopes would give the same signed text.
Status check_envelope(const Envelope& envelope);

}  // namespace qiuhao::signing
