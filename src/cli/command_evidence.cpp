// `qiuhao evidence` and `qiuhao verify`: files of sealed evidence, made in a workspace and verified anywhere.
#include <memory>

#include "cli/command.h"
#include "cli/evidence_parts.h"

namespace qiuhao::cli {
namespace {

using Options = std::shared_ptr<EvidenceOptions>;

CLI::App* on_file(CLI::App* part, const Options& options, const std::string& meaning) {
  part->add_option("FILE", options->file, meaning)->required();
  return part;
}

void add_trust(CLI::App* part, const Options& options) {
  part->add_option("--trust", options->trust,
                   "the key that must have signed: a file with the public key, or its fingerprint");
}

void add_seal(Program& program, CLI::App* command, const Options& options) {
  CLI::App* sealed = add_workspace_part(program, command, "seal",
                                        "seal a matter, its acts, the finding behind it and files into one signed file",
                                        options, seal_evidence);
  sealed->add_option("NUMBER", options->number, "number of the matter")->required();
  sealed->add_option("--key", options->key, "file with the private key that signs")->required();
  sealed->add_option("--out", options->out, "the file to write, which must not be there yet")->required();
  sealed->add_option("--file", options->files, "a photo, document or recording to seal with it; may be repeated");
  sealed->add_option("--as", options->as,
                     "who seals, for the trail; the password is asked for (default: the user of the system)");
  sealed->add_option("--signer", options->signer, "who seals, as the file shall say (default: whoever does)");
  sealed->add_option("--why", options->why, "the reason, for the trail");
  sealed->add_option("--finding", options->finding, "id of the finding (default: the one that the matter names)");
  sealed->add_option("--run", options->run, "number of the finding's run, or its folder (default: the latest)");
  sealed->add_option("--digest", options->digest, "sm3 or sha256")->check(CLI::IsMember({"sm3", "sha256"}));
}

}  // namespace

void add_evidence(Program& program) {
  CLI::App* command =
      add_command(program, "evidence", "seal evidence, show it, black parts of it out",
                  "qiuhao evidence seal WORKSPACE recovery-2026-000017 --key key.pem --out 17.evidence");
  command->require_subcommand(1);
  const auto options = std::make_shared<EvidenceOptions>();
  add_seal(program, command, options);
  CLI::App* shown = on_file(add_part(program, command, "show", "what a file of evidence holds", options, show_evidence),
                            options, "a file of evidence");
  shown->add_option("--path", options->paths, "only the item of this path, or those below it, in full");
  shown->add_option("--save", options->save, "write the files that were sealed into this new folder");
  add_trust(shown, options);
  CLI::App* redacted = on_file(
      add_part(program, command, "redact", "black items out; the new file still verifies", options, redact_evidence),
      options, "a file of evidence");
  redacted->add_option("--out", options->out, "the new file, which must not be there yet")->required();
  redacted->add_option("--path", options->paths, "path of an item, or of all below it; may be repeated")->required();
  CLI::App* key =
      on_file(add_part(program, command, "key", "make a pair of keys to sign with", options, make_evidence_key),
              options, "file for the private key; the public one gets the ending .pub.pem");
  key->add_option("--algorithm", options->algorithm, "sm2 or ed25519")->check(CLI::IsMember({"sm2", "ed25519"}));
}

void add_verify(Program& program) {
  CLI::App* command =
      add_command(program, "verify", "whether a file of evidence is as it was sealed; ends with 1 if not",
                  "qiuhao verify 17.evidence --trust bureau.pub.pem");
  const auto options = std::make_shared<EvidenceOptions>();
  on_file(command, options, "a file of evidence");
  add_trust(command, options);
  command->callback([&program, options] {
    program.run = [&program, options] {
      options->language = program.language;
      return verify_evidence(*options);
    };
  });
}

}  // namespace qiuhao::cli
