// The tape store of a workspace: a manifest that names the parts. Readers keep the manifest they opened; a new one
// replaces it in one step, so a crash leaves the old store or the new one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "claims/part.h"

namespace qiuhao::claims {

struct PartEntry {
  std::string file;  // "tape/parts/000001.part", relative to the workspace
  std::size_t people = 0;
  std::size_t visits = 0;
  std::size_t lines = 0;
  std::uint64_t checksum = 0;  // of the part's directory, which holds those of its blocks
  std::string first{};         // pseudonyms of its first and last person; "" in parts that are not in their order
  std::string last{};
  std::string gone{};  // file of those of its people who have a newer tape (gone.h); "" when nobody has
  std::size_t gone_people = 0;
  std::size_t gone_visits = 0;
  std::size_t gone_lines = 0;

  std::size_t live_people() const { return people - gone_people; }
};

struct Manifest {
  std::uint64_t generation = 0;  // counts published stores
  std::vector<PartEntry> parts;
};

// An empty manifest when the workspace has no tape yet; "damaged_manifest" when its checksum is off.
Result<Manifest> read_manifest(const Path& workspace);
// Replaces the manifest in one step. Parts of the older one are removed afterwards.
Status publish_manifest(const Path& workspace, const Manifest& manifest);

class Tape {
 public:
  // Opens every part of the manifest; "no_tape" when nothing was imported yet, "damaged_part" for one that is missing.
  // What was opened stays as it is while writers publish; when one publishes meanwhile, its manifest is opened.
  static Result<Tape> open(const Path& workspace, const Schema& schema);

  const Manifest& manifest() const { return manifest_; }
  const std::vector<Part>& parts() const { return parts_; }
  // Of the people that are not gone.
  std::size_t lines() const;
  std::size_t visits() const;
  std::size_t people() const;

  // The part and row of a person by pseudonym (24 small hexadecimal digits); nullopt when there is none.
  struct Place {
    std::uint16_t part = 0;
    RowIndex person = kNoRow;
  };
  std::optional<Place> find_person(std::string_view pseudonym) const;

 private:
  Manifest manifest_;
  std::vector<Part> parts_;
  FieldIndex person_id_ = 0;
};

// The row of a pseudonym in a part whose people stand in its order; kNoRow when it is not there.
RowIndex find_in_part(const Part& part, FieldIndex person_id, std::string_view pseudonym);

}  // namespace qiuhao::claims
