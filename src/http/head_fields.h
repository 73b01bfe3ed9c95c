// Texts of the head of a request and of an answer, without sockets: what is believed of the one, how the other is put.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "http/server.h"

namespace qiuhao::http {

std::string small_letters(std::string_view text);  // of ASCII; other bytes stay

// Whether a Host field ("localhost:8080", "[::1]:8080") names one of `hosts`; letters' size is no matter.
bool is_known_host(std::string_view host, std::span<const std::string> hosts);

// 1 to 64 of [A-Za-z0-9._-].
bool is_request_id(std::string_view text);

// The last of the addresses of an X-Forwarded-For field ("10.1.2.3, 2001:db8::1"), without blanks; "" of an empty one.
std::string_view last_forwarded(std::string_view field);

struct AnswerHead {
  unsigned version = 11;  // of the request: 10 or 11
  bool keep_alive = true;
  std::uint64_t body_bytes = 0;
  std::string_view request_id;  // "" for none
};
// Status line, fields and the empty line. Line ends within values become blanks; fields that frame the message
// (Content-Length, Transfer-Encoding, Connection) are the server's and are left out of the answer's own.
std::string answer_head(const Answer& answer, const AnswerHead& facts);

bool has_body(int status);  // 1xx, 204 and 304 have none

// A refusal with a sentence as plain text.
Answer text_answer(int status, std::string_view sentence);

}  // namespace qiuhao::http
