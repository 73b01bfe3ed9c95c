// Commitments as JSON.
#include "screening/sampling/commitment.h"

#include <fmt/format.h>

#include "text/document.h"

namespace qiuhao::screening {
namespace {

using text::json_quote;

constexpr std::string_view kCommitment = "qiuhao commitment";
constexpr std::string_view kReveal = "qiuhao reveal";

std::string_view bytes_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string find(const std::vector<Named>& named, std::string_view name) {
  for (const auto& [key, value] : named)
    if (key == name) return value;
  return "";
}

std::string object_of(const std::vector<Named>& named) {
  std::string text = "{";
  for (const auto& [key, value] : named)
    text += fmt::format("{}\n  {}: {}", text.size() == 1 ? "" : ",", json_quote(key), json_quote(value));
  return text + "}";
}

std::unexpected<Error> bad(std::string_view code, const Path& file, const std::string& what) {
  return input_error(
      std::string(code),
      Sentence{fmt::format("is not what `commit` and `draw` write: {}; take the file as it was written", what),
               fmt::format("不是 commit、draw 写出的文件：{}；请使用原文件", what)},
      {file.string(), 0, 0, ""});
}

bool read_object(const text::Node* node, std::vector<Named>& named) {
  if (node == nullptr || !node->is_map()) return false;
  for (const auto& [key, value] : node->entries) {
    if (!value.is_scalar()) return false;
    named.emplace_back(key.scalar, value.scalar);
  }
  return true;
}

}  // namespace

std::string Commitment::file(std::string_view role) const { return find(files, role); }
std::string Commitment::parameter(std::string_view name) const { return find(parameters, name); }

std::string text_of(const Commitment& commitment) {
  return fmt::format(
      "{{\"what\": {},\n\"format\": {},\n\"kind\": {},\n\"committed_at\": {},\n\"seed_sha256\": {},\n"
      "\"public_value\": {},\n\"files\": {},\n\"parameters\": {}}}\n",
      json_quote(kCommitment), kCommitmentFormat, json_quote(commitment.kind),
      json_quote(format_time(commitment.committed_at)), json_quote(hex(commitment.seed_sha256)),
      json_quote(commitment.public_value), object_of(commitment.files), object_of(commitment.parameters));
}

std::string text_of(const Reveal& reveal) {
  return fmt::format(
      "{{\"what\": {},\n\"format\": {},\n\"commitment_sha256\": {},\n\"seed\": {},\n"
      "\"public_value\": {}}}\n",
      json_quote(kReveal), kCommitmentFormat, json_quote(reveal.commitment_sha256), json_quote(hex(reveal.seed)),
      json_quote(reveal.public_value));
}

Result<Commitment> read_commitment(const Path& file) {
  ASSIGN(const std::string content, read_file(file, kMaxCommitmentBytes));
  return parse_commitment(content, file);
}

Result<Commitment> parse_commitment(std::string_view content, const Path& file) {
  constexpr std::string_view kCode = "bad_commitment";
  ASSIGN(const text::Node node, text::parse_json(content, file.string()));
  if (node.text_of("what") != kCommitment) return bad(kCode, file, "no commitment");
  if (node.text_of("format") != std::to_string(kCommitmentFormat)) return bad(kCode, file, "another format");
  Commitment commitment;
  commitment.kind = node.text_of("kind");
  const auto time = parse_time(node.text_of("committed_at"));
  if (!time) return bad(kCode, file, "committed_at");
  commitment.committed_at = *time;
  if (!read_hex(node.text_of("seed_sha256"), commitment.seed_sha256)) return bad(kCode, file, "seed_sha256");
  commitment.public_value = node.text_of("public_value");
  if (!read_object(node.find("files"), commitment.files)) return bad(kCode, file, "files");
  if (!read_object(node.find("parameters"), commitment.parameters)) return bad(kCode, file, "parameters");
  return commitment;
}

Result<Reveal> read_reveal(const Path& file) {
  constexpr std::string_view kCode = "bad_reveal";
  ASSIGN(const std::string content, read_file(file, kMaxCommitmentBytes));
  ASSIGN(const text::Node node, text::parse_json(content, file.string()));
  if (node.text_of("what") != kReveal) return bad(kCode, file, "no reveal");
  Reveal reveal;
  reveal.commitment_sha256 = node.text_of("commitment_sha256");
  if (!read_hex(node.text_of("seed"), reveal.seed)) return bad(kCode, file, "seed");
  reveal.public_value = node.text_of("public_value");
  return reveal;
}

Status check_reveal(const Commitment& commitment, std::string_view commitment_sha256, const Reveal& reveal) {
  if (reveal.commitment_sha256 != commitment_sha256) {
    return input_error("other_commitment", Sentence{fmt::format("the reveal is of commitment {}, and this one is {}",
                                                                reveal.commitment_sha256, commitment_sha256),
                                                    fmt::format("揭示文件对应的承诺是 {}，而此承诺是 {}",
                                                                reveal.commitment_sha256, commitment_sha256)});
  }
  if (sha256(bytes_of(reveal.seed)) != commitment.seed_sha256) {
    return input_error(
        "other_seed", Sentence{fmt::format("the seed is not the one committed: its SHA-256 is {}, and {} was committed",
                                           hex(sha256(bytes_of(reveal.seed))), hex(commitment.seed_sha256)),
                               fmt::format("种子与承诺不符：其 SHA-256 为 {}，承诺的是 {}",
                                           hex(sha256(bytes_of(reveal.seed))), hex(commitment.seed_sha256))});
  }
  if (!commitment.public_value.empty() && reveal.public_value.empty()) {
    return input_error(
        "public_value_missing",
        Sentence{fmt::format("a public value was promised ({}); give it with --public", commitment.public_value),
                 fmt::format("承诺时约定了公开数值（{}）；请用 --public 写出", commitment.public_value)});
  }
  if (commitment.public_value.empty() && !reveal.public_value.empty()) {
    return input_error("public_value_not_promised",
                       Sentence{"no public value was promised when the seed was committed, so none may be mixed in now",
                                "承诺时未约定公开数值，现在不能再加入"});
  }
  return {};
}

Status check_file(const Commitment& commitment, std::string_view role, const Path& file) {
  ASSIGN(const Digest digest, sha256_of_file(file));
  if (hex(digest) == commitment.file(role)) return {};
  return input_error("other_file",
                     Sentence{fmt::format("is not the {} committed: its SHA-256 is {}, and {} was committed", role,
                                          hex(digest), commitment.file(role)),
                              fmt::format("与承诺的 {} 不符：其 SHA-256 为 {}，承诺的是 {}", role, hex(digest),
                                          commitment.file(role))},
                     {file.string(), 0, 0, ""});
}

}  // namespace qiuhao::screening
