// Changes are drawn by seed, so that a failing message can be made again.
#include "mutator.h"

#include <algorithm>

#include "base/check.h"
#include "base/files.h"

namespace qiuhao::malformed {
namespace {

using text::Node;

constexpr std::uint64_t kPeople = 16;   // of a client
constexpr std::uint64_t kRepeated = 8;  // of so many messages one has a number that others have too

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

}  // namespace

Mutator::Mutator(const std::vector<std::string>& samples, Client client) : client_(std::move(client)) {
  for (const std::string& sample : samples) {
    auto node = text::parse_json(sample, "sample");
    CHECK_NOTE(node.has_value(), sample);
    samples_.push_back(std::move(*node));
  }
  CHECK(!samples_.empty());
}

std::string Mutator::message(std::uint64_t seed) const {
  std::mt19937_64 random(seed * 0x9E3779B97F4A7C15U + 1);
  Node tree = samples_[random() % samples_.size()];
  const std::uint64_t manner = random() % 16;  // 0: as it is; up to 10 the tree, up to 13 bytes, then both
  if (manner > 0 && (manner < 11 || manner > 13)) {
    for (std::uint64_t change = random() % 3; change != UINT64_MAX; --change) change_tree(tree, samples_, random);
  }
  std::string text = write_json(tree);
  replace_all(text, "SERIAL", std::to_string(random() % kRepeated == 0 ? random() % 64 : seed));
  replace_all(text, "PERSON", "P" + std::to_string(random() % kPeople));
  replace_all(text, "MARK", client_.mark);
  if (manner > 10) {
    for (std::uint64_t change = random() % 3; change != UINT64_MAX; --change) change_bytes(text, random);
  }
  return text;
}

std::string write_json(const Node& node) {
  switch (node.kind) {
    case Node::Kind::nothing: return "null";
    case Node::Kind::scalar: return node.quoted ? text::json_quote(node.scalar) : node.scalar;
    case Node::Kind::sequence: {
      std::string out;
      for (const Node& item : node.items) out += (out.empty() ? "" : ",") + write_json(item);
      return "[" + out + "]";
    }
    case Node::Kind::map: break;
  }
  std::string out;
  for (const auto& [key, value] : node.entries) {
    out += (out.empty() ? "" : ",") + text::json_quote(key.scalar) + ":";
    out += write_json(value);
  }
  return "{" + out + "}";
}

std::vector<std::string> read_samples(const std::string& folder) {
  std::vector<Path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  std::ranges::sort(files);
  std::vector<std::string> samples;
  for (const Path& file : files) {
    auto content = read_file(file);
    CHECK_NOTE(content.has_value(), file.string());
    samples.push_back(std::move(*content));
  }
  return samples;
}

}  // namespace qiuhao::malformed
