// The envelope of every national message: who sends what to whom, and the input inside.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/day.h"
#include "base/result.h"
#include "national/variant.h"
#include "signing/signing.h"
#include "text/json_view.h"

namespace qiuhao::national {

// Texts of a message are cut to these before they stand in an error or a log.
inline constexpr std::size_t kShownCharacters = 64;

// So many characters of UTF-8, not bytes.
std::string cut(std::string_view text, std::size_t characters);

struct Envelope {
  std::string transaction;  // infno in the national numbering, without the letter of a variant: 3101 of 3101A
  std::string sent_transaction;
  std::string message;      // msgid
  std::string institution;  // fixmedins_code
  std::string region;       // mdtrtarea_admvs
  std::string insured_region;
  std::string sign_no;
  const Variant* variant = nullptr;
  text::JsonView input;  // an object, good until the readers read another message
};

// Reads messages; keeps memory from one to the next. One a thread.
class EnvelopeReader {
 public:
  // What can be told of a message even when something is wrong with it stands in `envelope`. "bad_json",
  // "bad_envelope", "too_deep" and what the keyring says.
  Status read(std::string_view body, const Variants& variants, const signing::Keyring& keys, Seconds now,
              Envelope& envelope);

 private:
  text::JsonReader outer_;
  text::JsonReader inner_;
  std::string opened_;  // the input, where it came as a text
};

// When a message came and was answered.
struct Times {
  std::chrono::system_clock::time_point came;
  std::chrono::system_clock::time_point answered;
};

// The answer's JSON: `output` is JSON; an error's answer has none. `number` counts answers of this server.
std::string write_answer(const Envelope& envelope, const signing::Keyring& keys, const Result<std::string>& output,
                         const Times& times, std::uint64_t number);

}  // namespace qiuhao::national
