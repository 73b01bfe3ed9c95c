// Documents as one caller may see them, and what their endpoints share.
#pragma once

#include <string>
#include <string_view>

#include "documents/papers.h"
#include "server/api/endpoints/seen_matter.h"
#include "text/json_writer.h"

namespace qiuhao::server {

struct SeenPaper {
  documents::Paper paper;
  SeenMatter in;
};
// "no_paper" also for one that is out of the caller's sight.
Result<SeenPaper> seen_paper(const Call& call, const std::string& id);
bool is_shown(const Call& call, const SeenMatter& seen, const documents::Paper& paper);
void write_paper(text::JsonWriter& json, const documents::Paper& paper);

// From a pad (strokes in JSON), or a PNG. "bad_signature".
Result<documents::Signature> signature_of(const std::string& bytes);

}  // namespace qiuhao::server
