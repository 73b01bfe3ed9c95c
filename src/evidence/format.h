// The lines of an evidence file (docs/reference/evidence-file.md): a header, leaves, the signature. Each thing is
// written in one way alone, and what is written in another is not read, so that no byte can be changed unnoticed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/day.h"
#include "evidence/merkle.h"
#include "signing/signer_key.h"
#include "text/json_view.h"

namespace qiuhao::evidence {

inline constexpr int kFormat = 1;
inline constexpr std::size_t kFileBytesMost = std::size_t{512} << 20;
inline constexpr std::int64_t kLeavesMost = 1'000'000;
inline constexpr std::size_t kLineBytesMost = std::size_t{4} << 20;
inline constexpr std::size_t kValueBytesMost = std::size_t{512} << 10;  // of one leaf: what is longer comes in pieces
inline constexpr std::size_t kPathBytesMost = 256;
inline constexpr std::size_t kLabelBytesMost = 512;
inline constexpr std::size_t kWordsBytesMost = 512;  // of what it is about, and of the signer
inline constexpr std::size_t kSaltBytes = 16;

struct Header {
  Digest digest = Digest::sm3;
  std::int64_t leaves = 0;
  std::string root;
  std::string about;   // the matter's number
  Seconds sealed = 0;  // by the clock of the machine that sealed it
  std::string signer;  // as the signer says; the key is what proves
  signing::KeyKind algorithm = signing::KeyKind::sm2;
  std::string public_key;  // SubjectPublicKeyInfo

  bool operator==(const Header&) const = default;
};

// One thing that is sealed.
struct Leaf {
  enum class Form : std::uint8_t { text = 1, bytes = 2, hidden = 3 };  // 1 and 2 stand in what is hashed

  std::string path;   // "acts/12/why"; words of the program, never personal
  std::string label;  // Chinese, for people: "理由"; stays when the value is blacked out
  Form form = Form::text;
  std::string salt;        // kSaltBytes; none of a hidden one
  std::string value;       // none of a hidden one
  std::string commitment;  // of a hidden one: what commitment_of() gave before

  bool operator==(const Leaf&) const = default;
};

// Letters, digits, `_`, `-` and `.` in parts between single slashes.
bool is_path(std::string_view text);

// A hash of salt and value, from which neither can be told; of a hidden leaf the one that it keeps.
std::string commitment_of(Digest digest, const Leaf& leaf);
// What the Merkle tree takes of a leaf: path, label and commitment. The same before and after blacking out.
std::string bytes_of(Digest digest, const Leaf& leaf);

// Each with its line feed.
std::string write_header(const Header& header);
std::string write_leaf(const Leaf& leaf);
std::string write_signature(std::string_view signature);

// Reads lines, given without their line feed; nothing for any that is not just as the above write it.
class LineReader {
 public:
  std::optional<Header> header(std::string_view line);
  std::optional<Leaf> leaf(std::string_view line);
  std::optional<std::string> signature(std::string_view line);
  // Whether it is the header of a format that this program does not know yet.
  bool is_later_format(std::string_view line);

 private:
  text::JsonReader json_;
};

}  // namespace qiuhao::evidence
