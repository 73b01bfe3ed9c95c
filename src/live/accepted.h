// What messages leave behind: details of fees that are not settled yet, cancellations, feedback, sign-ins, stock. One
// record of the journal each.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/day.h"
#include "base/result.h"

namespace qiuhao::live {

struct Accepted {
  // Numbers are those of the journal and are never used again for something else.
  enum class Kind : std::uint8_t {
    details = 1,   // parts: batch -> packed rows of lines
    cancel = 2,    // parts: "batch" or "line" -> its number; none: all of the visit
    feedback = 3,  // parts: id of the hit -> "1" or "2" (go on, change), blank, the reason
    sign_in = 4,   // parts: "sign_no" -> number, "operator" -> code
    sign_out = 5,  // parts: as of sign_in
    stock = 6,     // parts: "row" -> JSON object, as sent
    unjudged = 7,  // a question that was answered without having been judged; parts: "scene" -> code
  } kind = Kind::details;
  std::uint64_t original = 0;  // sequence of the record that this one carries on; 0: it is the first
  Seconds at = 0;
  std::string institution;
  std::string message;      // msgid
  std::string transaction;  // infno
  std::string person;       // pseudonym; "" where none is meant
  std::string visit;
  std::vector<std::pair<std::string, std::string>> parts;

  // What a repeated message must have the same: all but when it came.
  std::string content() const;
};

std::string pack(const Accepted& accepted);
// "damaged_record" when the bytes end early.
Result<Accepted> unpack(std::uint8_t kind, std::string_view bytes);

}  // namespace qiuhao::live
