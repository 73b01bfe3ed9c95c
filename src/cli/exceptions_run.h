// The parts of `qiuhao exceptions`, and the exceptions that an explanation tells of.
#pragma once

#include <string>
#include <vector>

#include "casework/exceptions.h"
#include "cli/explain_text.h"

namespace qiuhao::cli {

struct ExceptionsOptions {
  std::string workspace;
  std::string as;
  std::string kind;
  std::string subject;
  std::string from;
  std::string to;
  std::string why;
  std::string on;
  std::int64_t number = 0;
  bool waiting = false;
  Language language = Language::english;

  const std::string& say(const Sentence& sentence) const { return sentence.in(language); }
};

Result<int> propose_exception(const ExceptionsOptions& options);
Result<int> approve_exception(const ExceptionsOptions& options);
Result<int> refuse_exception(const ExceptionsOptions& options);
Result<int> end_exception(const ExceptionsOptions& options);
Result<int> list_exceptions(const ExceptionsOptions& options);

// Those in force on the subject's day for its person, provider, items and rule; none where the workspace has no
// records.
Result<std::vector<casework::Exception>> exceptions_of(const Path& workspace, const rules::Subject& subject,
                                                       const audit::Explanation& why);

}  // namespace qiuhao::cli
