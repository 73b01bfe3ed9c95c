// Messages made wrong on purpose: samples whose trees, then bytes, are changed; the same by the same seed.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "text/document.h"

namespace qiuhao::malformed {

// A client whose every text of its own carries a mark, so that it is known in another's answer. In samples MARK stands
// for it, PERSON for one of a few people, SERIAL for the message's number.
struct Client {
  std::string mark;  // letters and digits
};

class Mutator {
 public:
  // Samples are JSON; at least one.
  Mutator(const std::vector<std::string>& samples, Client client);

  std::string message(std::uint64_t seed) const;

 private:
  std::vector<text::Node> samples_;
  Client client_;
};

// JSON of a tree. Scalars without quotes are written as they are, so that they may be no JSON.
std::string write_json(const text::Node& node);

// Changes one place of a tree; pieces come from `others`.
void change_tree(text::Node& root, const std::vector<text::Node>& others, std::mt19937_64& random);
// Changes one place of a text.
void change_bytes(std::string& text, std::mt19937_64& random);

// Contents of FOLDER/*.json in the order of their names.
std::vector<std::string> read_samples(const std::string& folder);

}  // namespace qiuhao::malformed
