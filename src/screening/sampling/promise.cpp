// Writing, opening and checking promises.
#include "screening/sampling/promise.h"

#include <fmt/format.h>

#include "screening/sampling/seed_file.h"

namespace qiuhao::screening {
namespace {

Digest key_of(const Reveal& reveal) { return draw_key(reveal.seed, reveal.public_value); }

// As people paste it: with blanks around, in capitals.
std::string plain_hash(std::string_view text) {
  std::string plain;
  for (const char c : text)
    if (c != ' ' && c != '\n' && c != '\t') plain += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  return plain;
}

Sentence said_of(const Error& error) { return {error.text(Language::english), error.text(Language::chinese)}; }

}  // namespace

Status check_outputs(const std::vector<Path>& read, const std::vector<Path>& written) {
  std::vector<Path> taken = read;
  const auto is_same = [](const Path& a, const Path& b) {
    std::error_code code;
    return std::filesystem::weakly_canonical(a, code) == std::filesystem::weakly_canonical(b, code);
  };
  for (const Path& file : written) {
    for (const Path& other : taken) {
      if (other.empty() || !is_same(file, other)) continue;
      return usage_error("same_file",
                         Sentence{fmt::format("{} would be written over; name another file", other.string()),
                                  fmt::format("{} 会被覆盖；请写另一个文件名", other.string())});
    }
    taken.push_back(file);
  }
  return {};
}

Result<std::string> make_promise(const PromiseWish& wish) {
  std::vector<Path> read;
  for (const auto& [role, file] : wish.files) read.push_back(file);
  TRY(check_outputs(read, {wish.commitment, wish.seed}));
  std::error_code ignored;
  if (std::filesystem::exists(wish.commitment, ignored)) {
    return input_error("file_is_there",
                       Sentence{"is there already; a commitment is never written over, so name another file with --out",
                                "已存在；承诺文件不会被覆盖，请用 --out 写另一个文件名"},
                       {wish.commitment.string(), 0, 0, ""});
  }
  Commitment commitment;
  commitment.kind = wish.kind;
  commitment.committed_at = wish.now;
  commitment.public_value = wish.public_value;
  commitment.parameters = wish.parameters;
  for (const auto& [role, file] : wish.files) {
    ASSIGN(const Digest digest, sha256_of_file(file));
    commitment.files.emplace_back(role, hex(digest));
  }
  ASSIGN(const Digest seed, new_seed());
  commitment.seed_sha256 = sha256({reinterpret_cast<const char*>(seed.data()), seed.size()});
  TRY(save_seed(wish.seed, seed));
  const std::string text = text_of(commitment);
  TRY(write_file_atomically(wish.commitment, text));
  return hex(sha256(text));
}

Result<OpenPromise> open_promise(const Path& commitment, const Path& seed, const std::string& public_value) {
  OpenPromise promise;
  ASSIGN(promise.commitment, read_commitment(commitment));
  ASSIGN(const Digest digest, sha256_of_file(commitment));
  promise.reveal.commitment_sha256 = hex(digest);
  ASSIGN(promise.reveal.seed, load_seed(seed));
  promise.reveal.public_value = public_value;
  TRY(check_reveal(promise.commitment, promise.reveal.commitment_sha256, promise.reveal));
  promise.key = key_of(promise.reveal);
  return promise;
}

Result<OpenPromise> check_promise(const Path& commitment, const Path& reveal, const std::string& published,
                                  std::vector<Sentence>& troubles) {
  OpenPromise promise;
  ASSIGN(promise.commitment, read_commitment(commitment));
  ASSIGN(promise.reveal, read_reveal(reveal));
  ASSIGN(const Digest digest, sha256_of_file(commitment));
  if (!published.empty() && plain_hash(published) != hex(digest)) {
    troubles.push_back({fmt::format("the commitment is not the one published: its SHA-256 is {}, and {} was published",
                                    hex(digest), published),
                        fmt::format("承诺文件与公布的不符：其 SHA-256 为 {}，公布的是 {}", hex(digest), published)});
  }
  if (const auto status = check_reveal(promise.commitment, hex(digest), promise.reveal); !status)
    troubles.push_back(said_of(status.error()));
  promise.key = key_of(promise.reveal);
  return promise;
}

Status check_committed_file(const Commitment& commitment, std::string_view role, const Path& file,
                            std::vector<Sentence>& troubles) {
  const auto status = check_file(commitment, role, file);
  if (status) return {};
  if (status.error().code != "other_file") return status;
  troubles.push_back(said_of(status.error()));
  return {};
}

}  // namespace qiuhao::screening
