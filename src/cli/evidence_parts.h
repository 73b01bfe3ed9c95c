// The parts of `qiuhao evidence`, a file each: evidence_seal.cpp, evidence_show.cpp, evidence_key.cpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "evidence/builder.h"
#include "signing/signer_key.h"
#include "workflow/matter.h"

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

// evidence_key.cpp: a private key of SM2 or Ed25519 that only its owner can read; "bad_private_key" and those of
// secret_readable(). "file_exists".
Result<signing::SignerKey> read_signing_key(const std::string& file);
Status check_is_new(const std::string& file);

// evidence_finding.cpp: the finding of `options`, or the one that the matter names. One that was asked for has to be
// there; of one that the matter names the file says that it is not, and the error is given.
Result<std::optional<Error>> add_finding_of(evidence::Builder& builder, const EvidenceOptions& options,
                                            const workflow::Matter& matter);

Result<int> seal_evidence(const EvidenceOptions& options);
Result<int> make_evidence_key(const EvidenceOptions& options);
Result<int> show_evidence(const EvidenceOptions& options);
Result<int> verify_evidence(const EvidenceOptions& options);
Result<int> redact_evidence(const EvidenceOptions& options);

}  // namespace qiuhao::cli
