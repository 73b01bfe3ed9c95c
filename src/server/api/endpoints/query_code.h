// Query codes of tip-offs: 60 random bits as twelve letters and digits that cannot be mistaken for each other.
#pragma once

#include <string>
#include <string_view>

#include "database/key_ring.h"

namespace qiuhao::server {

// "7K2M-9QXT-4HBD". The same for the same request (which is then drawn at random by whoever asks), so that a receipt
// that was lost on its way can be asked for again; "" draws one.
std::string draw_code(const database::KeyRing& ring, std::string_view request);
// However it was written: small letters, without its marks, O for 0, I or L for 1. In a time that tells nothing.
bool is_same_code(std::string_view code, std::string_view written);

}  // namespace qiuhao::server
