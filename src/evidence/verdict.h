// What verifying an evidence file comes to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "evidence/act_chain.h"
#include "evidence/format.h"

namespace qiuhao::evidence {

// The first thing that is wrong, in the order in which it is looked at; numbers are never reused.
enum class Fault : std::uint8_t {
  none = 0,
  file_is_too_large = 1,            // more than kFileBytesMost
  line_is_too_long = 2,             // more than kLineBytesMost
  file_is_of_a_later_format = 3,    // of a newer program
  header_is_wrong = 4,              // the first line is none: another file, or changed
  line_is_not_as_written = 5,       // neither a leaf nor, at its place, the signature; or without its line feed
  path_stands_twice = 6,            // two leaves have one path
  leaves_are_missing = 7,           // it ends before the header's number of leaves and the signature
  something_follows = 8,            // behind the signature
  content_was_changed = 9,          // the leaves do not give the header's root
  signature_is_wrong = 10,          // not of this header under its public key, or that is no key
  signer_is_not_the_expected = 11,  // whole, but signed by another key than the one that was asked for
  act_was_changed = 12              // signed, but a sealed act is not what its hash in the audit trail says
};
std::string_view name_of(Fault fault);

struct Verdict {
  Fault fault = Fault::none;
  std::int64_t line = 0;          // where it is wrong; 0 where it is the file as a whole
  std::optional<Header> header;   // once it was read; to be believed when the file is whole
  std::string fingerprint;        // of the public key that signed; "" before that is known to be a key
  std::int64_t hidden = 0;        // leaves that were blacked out
  ActsVerdict acts;               // of the matter, against their hashes
  bool key_was_expected = false;  // the key was given by whoever verifies, and it is this one

  bool is_whole() const { return fault == Fault::none; }
  Sentence sentence() const;
  // How many acts were held against their hashes; "" of a file without acts.
  Sentence about_acts() const;
  // Who signed, and whether anybody but the file says so. Of a file that is whole.
  Sentence about_signer() const;
};

}  // namespace qiuhao::evidence
