// The case file (案卷) of a matter: cover, catalogue (卷内目录), then every document and attachment, in one PDF.
#pragma once

#include <string>
#include <vector>

#include "documents/attachments.h"
#include "documents/papers.h"

namespace qiuhao::documents {

inline constexpr int kTextPagesMost = 200;                             // of one text; longer ones are listed alone
inline constexpr std::size_t kCaseBytesMost = std::size_t{300} << 20;  // of the pictures and texts together

// One line of the catalogue.
struct CaseItem {
  int number = 0;     // from 1
  std::string id;     // "D1", "A2"
  std::string title;  // of the document, or the attachment's name
  Day day = kNoDay;
  int first_page = 0;  // of the case file, from 1; 0 when it is not printed
  int pages = 0;
  std::string remark;  // why it is not printed, with its hash
};

// What stands on the cover beside the matter.
struct CaseCover {
  std::string archive_number;  // "" before it is archived
  std::string term;            // 永久, 30年
};

struct CaseFile {
  std::string pdf;
  int pages = 0;
  std::vector<CaseItem> items;
};

// For `reader`: documents that only some roles may see are in it for holders of one of them, and are not there for
// others. Errors: those of reading and printing, "case_file_too_large", "case_file_pages" (what was printed has another
// number of pages than its catalogue says; our own failure).
Result<CaseFile> make_case_file(const PaperDesk& desk, const PaperStore& papers, const AttachmentStore& attachments,
                                const workflow::Matter& matter, const workflow::Person& reader,
                                const CaseCover& cover = {});

}  // namespace qiuhao::documents
