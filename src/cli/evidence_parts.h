// The parts of `qiuhao evidence`, a file each: evidence_seal.cpp, evidence_show.cpp.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace qiuhao::cli {

struct EvidenceOptions {
  std::string workspace;
  std::string number;  // of the matter
  std::string key;
  std::string out;
  std::string as;  // the login of who seals; "" for whoever runs the program
  std::string signer;
  std::string why;
  std::string finding;  // instead of the one that the matter names
  std::string run;
  std::string digest = "sm3";
  std::string algorithm = "sm2";
  std::vector<std::string> files;
  std::string file;  // an evidence file; of `key` the private key to make
  std::string trust;
  std::string save;
  std::vector<std::string> paths;
  Language language = Language::english;

  const std::string& say(const Sentence& sentence) const { return sentence.in(language); }
};

Result<int> seal_evidence(const EvidenceOptions& options);
Result<int> make_evidence_key(const EvidenceOptions& options);
Result<int> show_evidence(const EvidenceOptions& options);
Result<int> verify_evidence(const EvidenceOptions& options);
Result<int> redact_evidence(const EvidenceOptions& options);

}  // namespace qiuhao::cli
