// A matter as one caller may see it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/api/call.h"
#include "workflow/act.h"

namespace qiuhao::server {

struct SeenMatter {
  workflow::Matter matter;
  const workflow::Kind* kind = nullptr;
  workflow::Person person;  // the caller, as the engine sees it in this matter
};

// "no_matter" also for one that is out of the caller's sight, so that nobody learns which numbers there are.
Result<SeenMatter> seen_matter(const Call& call, const std::string& number);

// Whether a file or paper of a document is there for the caller, by the roles that the workflow names; `id` is that of
// the file or paper.
bool is_there(const SeenMatter& seen, std::string_view document, std::string_view id);

// An action of the policy, in the matter's region and not by who has to stand aside from its subject. "not_allowed",
// "code_is_not_fresh".
Status require_in_matter(const Call& call, std::string_view action, const workflow::Matter& matter);

// An act that the caller may do now, by the workflow and by the policy of roles. What only waits for a fresh code is
// there too: whoever does it is asked for one.
struct CallersOffer {
  const workflow::Action* action = nullptr;
  workflow::Offer offer;
  bool wants_fresh_code = false;
};
Result<std::vector<CallersOffer>> offers_to(const Call& call, const SeenMatter& seen);

bool is_over(const SeenMatter& seen);

// Whether the caller is of an institution or of the public: then inner opinions, notes and names stay inside until the
// matter is over.
bool is_outside(const Call& call);
// Whether an outsider may see a field now: what a matter is opened with, what outsiders themselves bring, and all of it
// once it is over.
bool is_shown_outside(const SeenMatter& seen, workflow::Number field);

}  // namespace qiuhao::server
