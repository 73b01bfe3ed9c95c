// Rules of passwords, and their hashes by libargon2.
#include "identity/passwords.h"

#include <argon2.h>
#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>

#include "base/check.h"
#include "base/utf8.h"
#include "database/digest.h"

namespace qiuhao::identity {
namespace {

constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kLongPhrase = 16;  // characters from which on any kind will do

// What people choose first. A password is compared without its case and without digits and marks at its ends.
constexpr std::array<std::string_view, 40> kCommon = {
    "password", "passw0rd", "p@ssw0rd", "p@ssword",      "qwerty",   "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "letmein",  "welcome",  "admin",    "administrator", "root",     "iloveyou",   "woaini",    "woaini1314",
    "monkey",   "dragon",   "football", "baseball",      "superman", "princess",   "sunshine",  "master",
    "shadow",   "michael",  "changeme", "default",       "guest",    "test",       "yibao",     "yibaoju",
    "qiuhao",   "aini",     "abc",      "qwer",          "asdf",     "zaq1xsw2",   "1qaz2wsx",  "q1w2e3r4"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_letter(char c) { return (lower(c) >= 'a' && lower(c) <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

std::string lowered(std::string_view text) {
  std::string low(text);
  std::ranges::transform(low, low.begin(), lower);
  return low;
}

std::string_view core_of(std::string_view text) {
  while (!text.empty() && !is_letter(text.back())) text.remove_suffix(1);
  while (!text.empty() && !is_letter(text.front())) text.remove_prefix(1);
  return text;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

// Small letters, capitals, digits, and everything else.
int kinds_of(std::string_view text) {
  std::array<bool, 4> seen{};
  for (const char c : text) {
    const std::size_t kind = c >= 'a' && c <= 'z' ? 0 : c >= 'A' && c <= 'Z' ? 1 : c >= '0' && c <= '9' ? 2 : 3;
    seen.at(kind) = true;
  }
  return static_cast<int>(std::ranges::count(seen, true));
}

bool is_common(std::string_view low) {
  const std::string_view core = core_of(low);
  return std::ranges::any_of(kCommon, [&](std::string_view word) { return low == word || core == word; });
}

std::optional<HashCost> cost_of(std::string_view hashed) {
  constexpr std::string_view kFront = "$argon2id$v=19$";
  if (!hashed.starts_with(kFront)) return std::nullopt;
  hashed.remove_prefix(kFront.size());
  HashCost cost;
  for (auto [name, number] : {std::pair{std::string_view("m="), &cost.memory_kib},
                              {std::string_view(",t="), &cost.passes},
                              {std::string_view(",p="), &cost.lanes}}) {
    if (!hashed.starts_with(name)) return std::nullopt;
    const auto [end, code] = std::from_chars(hashed.data() + name.size(), hashed.data() + hashed.size(), *number);
    if (code != std::errc{}) return std::nullopt;
    hashed.remove_prefix(static_cast<std::size_t>(end - hashed.data()));
  }
  return cost;
}

}  // namespace

Status check_password(std::string_view login, std::string_view password) {
  const std::size_t length = characters(password);
  if (length < kPasswordCharactersLeast)
    return input_error("password_too_short",
                       Sentence{fmt::format("a password has {} characters or more", kPasswordCharactersLeast),
                                fmt::format("密码至少 {} 个字符", kPasswordCharactersLeast)});
  if (password.size() > kPasswordBytesMost || !is_utf8(password))
    return input_error("password_too_long",
                       Sentence{fmt::format("a password is a text of at most {} bytes", kPasswordBytesMost),
                                fmt::format("密码最长 {} 字节", kPasswordBytesMost)});
  if (is_common(lowered(password)))
    return input_error("password_is_common", Sentence{"this password is among the first that are tried; choose another",
                                                      "这个密码太常见，最先被试到；请换一个"});
  if (!login.empty() && lowered(password).find(lowered(login)) != std::string::npos)
    return input_error("password_holds_login", Sentence{"a password does not hold the login", "密码不能包含登录名"});
  const std::size_t different = std::set<char>(password.begin(), password.end()).size();
  if (different < 6 || (length < kLongPhrase && kinds_of(password) < 3))
    return input_error(
        "password_too_simple",
        Sentence{fmt::format("a password mixes three of small letters, capitals, digits and marks, or has "
                             "{} characters; six different ones in any case",
                             kLongPhrase),
                 fmt::format("密码要含大写、小写、数字、符号中的三种，或不少于 {} 个字符；"
                             "且至少有六个不同的字符",
                             kLongPhrase)});
  return {};
}

Result<std::string> hash_password(std::string_view password, const HashCost& cost) {
  const std::string salt = database::random_bytes(kSaltBytes);
  std::string encoded(argon2_encodedlen(cost.passes, cost.memory_kib, cost.lanes, kSaltBytes, kHashBytes, Argon2_id),
                      '\0');
  const int code = argon2id_hash_encoded(cost.passes, cost.memory_kib, cost.lanes, password.data(), password.size(),
                                         salt.data(), salt.size(), kHashBytes, encoded.data(), encoded.size());
  CHECK_NOTE(code == ARGON2_OK || code == ARGON2_MEMORY_ALLOCATION_ERROR || code == ARGON2_THREAD_FAIL,
             argon2_error_message(code));
  if (code != ARGON2_OK)
    return fail({Fault::system,
                 "password_not_hashed",
                 fmt::format("there is no memory for a password's hash ({} KiB)", cost.memory_kib),
                 {},
                 fmt::format("内存不足，无法计算密码散列（{} KiB）", cost.memory_kib)});
  encoded.resize(encoded.find('\0'));
  return encoded;
}

bool is_password(std::string_view hashed, std::string_view password) {
  if (!cost_of(hashed)) return false;
  return argon2id_verify(std::string(hashed).c_str(), password.data(), password.size()) == ARGON2_OK;
}

std::string decoy_hash(const HashCost& cost) {
  const auto random_text = [](std::size_t bytes) {
    const std::string drawn = database::random_bytes(bytes);
    std::string text(4 * ((bytes + 2) / 3) + 1, '\0');
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                     reinterpret_cast<const unsigned char*>(drawn.data()), static_cast<int>(bytes));
    text.resize(static_cast<std::size_t>(size));
    while (text.ends_with('=')) text.pop_back();
    return text;
  };
  return fmt::format("$argon2id$v=19$m={},t={},p={}${}${}", cost.memory_kib, cost.passes, cost.lanes,
                     random_text(kSaltBytes), random_text(kHashBytes));
}

bool is_outgrown(std::string_view hashed, const HashCost& cost) {
  const auto made = cost_of(hashed);
  return !made || made->memory_kib < cost.memory_kib || made->passes < cost.passes;
}

std::string draw_password() {
  constexpr std::string_view kLetters = "abcdefghjkmnpqrstuvwxyz23456789";  // 31, drawn without favour
  std::string password;
  while (password.size() < 23) {
    const auto byte = static_cast<unsigned char>(database::random_bytes(1)[0]);
    if (byte >= 248) continue;
    if (password.size() % 6 == 5) password += '-';
    password += kLetters[byte % kLetters.size()];
  }
  return password;
}

}  // namespace qiuhao::identity
