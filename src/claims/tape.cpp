// Manifest and parts of a workspace.
#include "claims/tape.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "claims/part_file.h"
#include "text/document.h"
#include "text/node_numbers.h"
#include "text/sealed.h"

namespace qiuhao::claims {
namespace {

Path manifest_path(const Path& workspace) { return workspace / "tape" / "manifest.json"; }

std::uint64_t number_of(const text::Node& node, std::string_view key, int base = 10) {
  return text::number_of<std::uint64_t>(node, key, base);
}

// The manifest's text without its seal.
std::string body_of(const Manifest& manifest) {
  std::string body = fmt::format("\"format\": {}, \"generation\": {}, \"parts\": [", kPartFormat, manifest.generation);
  for (std::size_t index = 0; index < manifest.parts.size(); ++index) {
    const PartEntry& part = manifest.parts[index];
    body += fmt::format(
        "{}\n  {{\"file\": {}, \"people\": {}, \"visits\": {}, \"lines\": {}, \"checksum\": \"{:016x}\"",
        index == 0 ? "" : ",", text::json_quote(part.file), part.people, part.visits, part.lines, part.checksum);
    if (!part.first.empty())
      body += fmt::format(", \"first\": {}, \"last\": {}", text::json_quote(part.first), text::json_quote(part.last));
    if (!part.gone.empty()) {
      body += fmt::format(", \"gone\": {}, \"gone_people\": {}, \"gone_visits\": {}, \"gone_lines\": {}",
                          text::json_quote(part.gone), part.gone_people, part.gone_visits, part.gone_lines);
    }
    body += "}";
  }
  return body + "]";
}

Result<std::vector<Part>> open_parts(const Path& workspace, const Manifest& manifest, const Schema& schema) {
  std::vector<Part> parts;
  for (const PartEntry& entry : manifest.parts) {
    ASSIGN(Part part, open_part(workspace / entry.file, schema));
    if (!entry.gone.empty()) {
      ASSIGN(GonePeople gone, read_gone(workspace / entry.gone, entry.people));
      part.gone_ = std::make_shared<const GonePeople>(std::move(gone));
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

// The bytes of a text of small hexadecimal digits.
std::string bytes_of_hex(std::string_view text) {
  const auto digit = [](char letter) { return letter <= '9' ? letter - '0' : letter - 'a' + 10; };
  std::string bytes;
  for (std::size_t at = 0; at + 1 < text.size(); at += 2)
    bytes += static_cast<char>(digit(text[at]) * 16 + digit(text[at + 1]));
  return bytes;
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
                                number_of(node, "lines"), number_of(node, "checksum", 16), node.text_of("first"),
                                node.text_of("last"), node.text_of("gone"), number_of(node, "gone_people"),
                                number_of(node, "gone_visits"), number_of(node, "gone_lines")});
    }
  }
  return manifest;
}

Status publish_manifest(const Path& workspace, const Manifest& manifest) {
  ASSIGN(const Manifest before, read_manifest(workspace));
  TRY(write_file_atomically(manifest_path(workspace), text::seal(body_of(manifest))));
  std::set<std::string> named;
  for (const PartEntry& part : manifest.parts) named.insert({part.file, part.gone});
  for (const PartEntry& old : before.parts) {
    for (const std::string& file : {old.file, old.gone}) {
      std::error_code ignored;  // a leftover part costs disk, not truth; the next publication tries again
      if (!file.empty() && !named.contains(file)) std::filesystem::remove(workspace / file, ignored);
    }
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
      tape.person_id_ = schema.of(Entity::person).find("id");
      return tape;
    }
    if (parts.error().code != "no_such_file") return fail(parts.error());
    // A writer that published meanwhile took the older parts away; those of its manifest are there.
    ASSIGN(Manifest now, read_manifest(workspace));
    if (now.generation == tape.manifest_.generation) return missing_part(parts.error());
    tape.manifest_ = std::move(now);
  }
}

namespace {

// Where a pseudonym is or would be among hexadecimal texts. They are as good as random, so the place of one is near its
// share of all; a margin on both sides mostly leaves a few dozen rows, which are halved.
RowIndex find_bytes(const SerialTexts& ids, std::size_t people, std::string_view wanted) {
  const auto at = [&](std::size_t row) { return ids.hex(static_cast<RowIndex>(row)); };
  const auto share_of = [](std::string_view bytes) {
    double share = 0;
    for (std::size_t byte = 8; byte-- > 0;) share = (share + static_cast<unsigned char>(bytes[byte])) / 256;
    return share;
  };
  std::size_t low = 0, high = people;  // [low, high)
  if (people > 64) {
    const double first = share_of(at(0)), last = share_of(at(people - 1));
    const double share = (share_of(wanted) - first) / (last - first);
    const auto guess = static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * static_cast<double>(people - 1));
    const auto margin = 2 * static_cast<std::size_t>(std::sqrt(static_cast<double>(people))) + 8;
    const std::size_t from = guess > margin ? guess - margin : 0;
    const std::size_t to = std::min(people - 1, guess + margin);
    if (at(from) > wanted)
      high = from;
    else if (at(to) < wanted)
      low = to + 1;
    else {
      low = from;
      high = to + 1;
    }
  }
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (at(middle) < wanted)
      low = middle + 1;
    else
      high = middle;
  }
  return low < people && at(low) == wanted ? static_cast<RowIndex>(low) : kNoRow;
}

}  // namespace

RowIndex find_in_part(const Part& part, FieldIndex person_id, std::string_view pseudonym) {
  const std::size_t people = part.rows(Entity::person);
  const Column* ids = part.column(Entity::person, person_id);
  if (ids == nullptr || people == 0) return kNoRow;
  if (ids->serial != nullptr && !ids->serial->hex(0).empty()) {
    if (ids->serial->hex(0).size() * 2 != pseudonym.size()) return kNoRow;
    return find_bytes(*ids->serial, people, bytes_of_hex(pseudonym));
  }
  RowIndex low = 0, high = static_cast<RowIndex>(people);
  while (low < high) {
    const RowIndex middle = low + (high - low) / 2;
    if (ids->text(middle) < pseudonym)
      low = middle + 1;
    else
      high = middle;
  }
  return low < people && ids->text(low) == pseudonym ? low : kNoRow;
}

std::optional<Tape::Place> Tape::find_person(std::string_view pseudonym) const {
  for (std::size_t part = 0; part < parts_.size(); ++part) {
    const PartEntry& entry = manifest_.parts[part];
    RowIndex row = kNoRow;
    if (!entry.first.empty()) {
      if (pseudonym < entry.first || pseudonym > entry.last) continue;
      row = find_in_part(parts_[part], person_id_, pseudonym);
    } else if (const Column* ids = parts_[part].column(Entity::person, person_id_)) {
      for (RowIndex person = 0; person < parts_[part].rows(Entity::person) && row == kNoRow; ++person) {
        if (ids->text(person) == pseudonym) row = person;
      }
    }
    if (row != kNoRow && !parts_[part].is_gone(row)) return Place{static_cast<std::uint16_t>(part), row};
  }
  return std::nullopt;
}

std::size_t Tape::lines() const {
  std::size_t total = 0;
  for (const PartEntry& part : manifest_.parts) total += part.lines - part.gone_lines;
  return total;
}

std::size_t Tape::visits() const {
  std::size_t total = 0;
  for (const PartEntry& part : manifest_.parts) total += part.visits - part.gone_visits;
  return total;
}

std::size_t Tape::people() const {
  std::size_t total = 0;
  for (const PartEntry& part : manifest_.parts) total += part.live_people();
  return total;
}

}  // namespace qiuhao::claims
