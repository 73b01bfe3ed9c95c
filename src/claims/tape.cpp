// Manifest and parts of a workspace.
#include "claims/tape.h"

#include <fmt/format.h>

#include <charconv>

#include "claims/part_file.h"
#include "text/document.h"
#include "text/sealed.h"

namespace qiuhao::claims {
namespace {

Path manifest_path(const Path& workspace) { return workspace / "tape" / "manifest.json"; }

std::uint64_t number_of(const text::Node& node, std::string_view key, int base = 10) {
  const std::string digits = node.text_of(key);
  std::uint64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  return value;
}

// The manifest's text without its seal.
std::string body_of(const Manifest& manifest) {
  std::string body = fmt::format("\"format\": {}, \"generation\": {}, \"parts\": [", kPartFormat, manifest.generation);
  for (std::size_t index = 0; index < manifest.parts.size(); ++index) {
    const PartEntry& part = manifest.parts[index];
    body += fmt::format(
        "{}\n  {{\"file\": {}, \"people\": {}, \"visits\": {}, \"lines\": {}, \"checksum\": \"{:016x}\"}}",
        index == 0 ? "" : ",", text::json_quote(part.file), part.people, part.visits, part.lines, part.checksum);
  }
  return body + "]";
}

Result<std::vector<Part>> open_parts(const Path& workspace, const Manifest& manifest, const Schema& schema) {
  std::vector<Part> parts;
  for (const PartEntry& entry : manifest.parts) {
    ASSIGN(Part part, open_part(workspace / entry.file, schema));
    parts.push_back(std::move(part));
  }
  return parts;
}

std::unexpected<Error> missing_part(const Error& error) {
  return fail({Fault::system, "damaged_part",
               "is named by the manifest and is missing; restore this file from a backup, or import the city again",
               error.place, "清单中有此文件，但文件不存在；请从备份恢复此文件，或重新导入"});
}

}  // namespace

Result<Manifest> read_manifest(const Path& workspace) {
  const Path path = manifest_path(workspace);
  auto content = read_file(path, std::size_t{64} << 20);
  if (!content && content.error().code == "no_such_file") return Manifest();
  if (!content) return std::unexpected(content.error());
  if (!text::is_sealed(*content)) {
    return fail({Fault::system,
                 "damaged_manifest",
                 "has a wrong checksum; restore it from a backup, or import the city again",
                 {path.string(), 0, 0, ""}});
  }
  ASSIGN(const text::Node root, text::parse_json(*content, path.string()));
  Manifest manifest;
  manifest.generation = number_of(root, "generation");
  if (const text::Node* parts = root.find("parts")) {
    for (const text::Node& node : parts->items) {
      manifest.parts.push_back({node.text_of("file"), number_of(node, "people"), number_of(node, "visits"),
                                number_of(node, "lines"), number_of(node, "checksum", 16)});
    }
  }
  return manifest;
}

Status publish_manifest(const Path& workspace, const Manifest& manifest) {
  ASSIGN(const Manifest before, read_manifest(workspace));
  TRY(write_file_atomically(manifest_path(workspace), text::seal(body_of(manifest))));
  for (const PartEntry& old : before.parts) {
    bool kept = false;
    for (const PartEntry& part : manifest.parts) kept = kept || part.file == old.file;
    std::error_code ignored;  // a leftover part costs disk, not truth; the next publication tries again
    if (!kept) std::filesystem::remove(workspace / old.file, ignored);
  }
  return {};
}

Result<Tape> Tape::open(const Path& workspace, const Schema& schema) {
  Tape tape;
  ASSIGN(tape.manifest_, read_manifest(workspace));
  while (true) {
    if (tape.manifest_.generation == 0) {
      return input_error("no_tape", "holds no claims yet; run: qiuhao import WORKSPACE FILE…",
                         {workspace.string(), 0, 0, ""});
    }
    auto parts = open_parts(workspace, tape.manifest_, schema);
    if (parts) {
      tape.parts_ = std::move(*parts);
      return tape;
    }
    if (parts.error().code != "no_such_file") return fail(parts.error());
    // A writer that published meanwhile took the older parts away; those of its manifest are there.
    ASSIGN(Manifest now, read_manifest(workspace));
    if (now.generation == tape.manifest_.generation) return missing_part(parts.error());
    tape.manifest_ = std::move(now);
  }
}

std::size_t Tape::lines() const {
  std::size_t total = 0;
  for (const PartEntry& part : manifest_.parts) total += part.lines;
  return total;
}

std::size_t Tape::visits() const {
  std::size_t total = 0;
  for (const PartEntry& part : manifest_.parts) total += part.visits;
  return total;
}

std::size_t Tape::people() const {
  std::size_t total = 0;
  for (const PartEntry& part : manifest_.parts) total += part.people;
  return total;
}

}  // namespace qiuhao::claims
