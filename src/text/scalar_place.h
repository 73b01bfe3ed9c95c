// Where each byte of a YAML scalar stands in its file, through quotes, escapes and folded lines: for messages that
// point into the file, and for rewriting a part of a scalar in place.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "text/document.h"

namespace qiuhao::text {

class ScalarPlaces {
 public:
  // `content` is the document that the scalar node was read from. Errors: unknown_form (a tag or anchor before the
  // scalar, or an escape that is not followed).
  static Result<ScalarPlaces> make(std::string_view content, const Node& node, const std::string& file);

  // The file's offset of a byte of the scalar; of its end, the offset behind its last byte.
  std::size_t offset(std::size_t scalar_offset) const { return offsets_[scalar_offset]; }
  std::size_t size() const { return offsets_.size() - 1; }

 private:
  std::vector<std::size_t> offsets_;  // by byte of the scalar, and one for the end
};

// Line and column (in characters) of an offset of a document.
Place place_of_offset(std::string_view content, std::size_t offset, const std::string& file);

// Where a place of the scalar's own text (line and column of it, in characters) stands in the file; nullopt for a
// scalar that cannot be followed byte by byte.
std::optional<Place> place_in_file(std::string_view content, const Node& node, const std::string& file,
                                   const Place& in_scalar);

}  // namespace qiuhao::text
