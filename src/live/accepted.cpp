// Texts and numbers in the order of the struct.
#include "live/accepted.h"

#include "base/bytes.h"

namespace qiuhao::live {

std::string Accepted::content() const {
  std::string out;
  out += static_cast<char>(kind);
  for (const std::string* text : {&institution, &message, &transaction, &person, &visit}) put_text(out, *text);
  for (const auto& [name, value] : parts) {
    put_text(out, name);
    put_text(out, value);
  }
  return out;
}

std::string pack(const Accepted& accepted) {
  std::string out;
  put_varint(out, accepted.original);
  put_signed(out, accepted.at);
  for (const std::string* text :
       {&accepted.institution, &accepted.message, &accepted.transaction, &accepted.person, &accepted.visit})
    put_text(out, *text);
  put_varint(out, accepted.parts.size());
  for (const auto& [name, value] : accepted.parts) {
    put_text(out, name);
    put_text(out, value);
  }
  return out;
}

Result<Accepted> unpack(std::uint8_t kind, std::string_view bytes) {
  const auto damaged = [] { return system_error("damaged_record", "a record of the live journal ends early"); };
  ByteReader reader(bytes);
  Accepted accepted;
  accepted.kind = static_cast<Accepted::Kind>(kind);
  const auto original = reader.varint();
  const auto at = reader.signed_number();
  if (!original || !at) return damaged();
  accepted.original = *original;
  accepted.at = *at;
  for (std::string* text :
       {&accepted.institution, &accepted.message, &accepted.transaction, &accepted.person, &accepted.visit}) {
    const auto read = reader.text();
    if (!read) return damaged();
    *text = *read;
  }
  const auto parts = reader.varint();
  if (!parts || *parts > reader.left()) return damaged();
  for (std::uint64_t number = 0; number < *parts; ++number) {
    const auto name = reader.text();
    const auto value = name ? reader.text() : std::nullopt;
    if (!value) return damaged();
    accepted.parts.emplace_back(*name, *value);
  }
  if (!reader.is_at_end()) return damaged();
  return accepted;
}

}  // namespace qiuhao::live
