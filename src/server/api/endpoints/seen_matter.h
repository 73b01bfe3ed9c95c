// A matter as one caller may see it.
#pragma once

#include <string>

#include "server/api/call.h"
#include "workflow/matter.h"

namespace qiuhao::server {

struct SeenMatter {
  workflow::Matter matter;
  const workflow::Kind* kind = nullptr;
  workflow::Person person;  // the caller, as the engine sees it in this matter
};

// "no_matter" also for one that is out of the caller's sight, so that nobody learns which numbers there are.
Result<SeenMatter> seen_matter(const Call& call, const std::string& number);

// Whether the caller is of an institution or of the public: then inner opinions, notes and names stay inside until the
// matter is over.
bool is_outside(const Call& call);
// Whether an outsider may see a field now: what a matter is opened with, what outsiders themselves bring, and all of it
// once it is over.
bool is_shown_outside(const workflow::Kind& kind, const workflow::Matter& matter, workflow::Number field,
                      const workflow::Person& person);

}  // namespace qiuhao::server
