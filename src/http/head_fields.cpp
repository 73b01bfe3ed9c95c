// Host, X-Request-Id and X-Forwarded-For of requests; status line and fields of answers.
#include "http/head_fields.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <iterator>

namespace qiuhao::http {
namespace {

// Sent with every answer that does not say otherwise itself.
constexpr std::pair<std::string_view, std::string_view> kSecurityFields[] = {
    {"Cache-Control", "no-store"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
};
constexpr std::string_view kServerFields[] = {"content-length", "transfer-encoding", "connection",  "date",
                                              "server",         "content-type",      "x-request-id"};

char small_letter(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter; }

bool equal_but_size(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, small_letter, small_letter);
}

std::string_view host_name(std::string_view host) {
  if (host.starts_with('[')) {
    const std::size_t end = host.find(']');
    return end == std::string_view::npos ? std::string_view{} : host.substr(1, end - 1);
  }
  return host.substr(0, host.rfind(':'));
}

std::string_view reason(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Payload Too Large";
    case 415: return "Unsupported Media Type";
    case 421: return "Misdirected Request";
    case 422: return "Unprocessable Entity";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    default: return "Unknown";
  }
}

// The Date field's value, made once a second on each thread.
std::string_view date_now() {
  thread_local std::time_t made = 0;
  thread_local std::string text;
  const std::time_t now = std::time(nullptr);
  if (now != made) {
    text = fmt::format("{:%a, %d %b %Y %H:%M:%S GMT}", fmt::gmtime(now));
    made = now;
  }
  return text;
}

void put_value(std::string& head, std::string_view value) {
  for (const char byte : value) {
    const auto code = static_cast<unsigned char>(byte);
    head += (code < 0x20 && byte != '\t') || code == 0x7f ? ' ' : byte;
  }
}

void put_field(std::string& head, std::string_view name, std::string_view value) {
  head += name;
  head += ": ";
  put_value(head, value);
  head += "\r\n";
}

bool is_token(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char letter) {
    const char small = small_letter(letter);
    return (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(small) != std::string_view::npos;
  });
}

}  // namespace

std::string small_letters(std::string_view text) {
  std::string small(text);
  std::ranges::transform(small, small.begin(), small_letter);
  return small;
}

bool is_known_host(std::string_view host, std::span<const std::string> hosts) {
  const std::string_view name = host_name(host);
  return !name.empty() && std::ranges::any_of(hosts, [&](const std::string& known) {
    return equal_but_size(known, name) || (known.starts_with('[') && equal_but_size(host_name(known), name));
  });
}

bool is_request_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char letter) {
    const char small = small_letter(letter);
    return (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9') || small == '.' || small == '_' ||
           small == '-';
  });
}

std::string_view last_forwarded(std::string_view field) {
  const std::size_t comma = field.rfind(',');
  std::string_view last = comma == std::string_view::npos ? field : field.substr(comma + 1);
  while (!last.empty() && (last.front() == ' ' || last.front() == '\t')) last.remove_prefix(1);
  while (!last.empty() && (last.back() == ' ' || last.back() == '\t')) last.remove_suffix(1);
  return last;
}

bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

std::string answer_head(const Answer& answer, const AnswerHead& facts) {
  std::string head;
  head.reserve(512);
  fmt::format_to(std::back_inserter(head), "HTTP/1.{} {} {}\r\n", facts.version == 10 ? 0 : 1, answer.status,
                 reason(answer.status));
  put_field(head, "Server", "qiuhao");
  put_field(head, "Date", date_now());
  if (has_body(answer.status)) {
    put_field(head, "Content-Type", answer.file ? answer.file->content_type : answer.content_type);
    fmt::format_to(std::back_inserter(head), "Content-Length: {}\r\n", facts.body_bytes);
  }
  if (!facts.keep_alive) put_field(head, "Connection", "close");
  if (facts.keep_alive && facts.version == 10) put_field(head, "Connection", "keep-alive");
  if (!facts.request_id.empty()) put_field(head, "X-Request-Id", facts.request_id);
  const auto is_said = [&](std::string_view name) {
    return std::ranges::any_of(answer.fields, [&](const auto& field) { return equal_but_size(field.first, name); });
  };
  for (const auto& [name, value] : kSecurityFields) {
    if (!is_said(name)) put_field(head, name, value);
  }
  for (const auto& [name, value] : answer.fields) {
    const bool is_ours =
        std::ranges::any_of(kServerFields, [&](std::string_view ours) { return equal_but_size(name, ours); });
    if (!is_ours && is_token(name)) put_field(head, name, value);
  }
  head += "\r\n";
  return head;
}

Answer text_answer(int status, std::string_view sentence) {
  return {status, "text/plain; charset=utf-8", std::string(sentence)};
}

}  // namespace qiuhao::http
