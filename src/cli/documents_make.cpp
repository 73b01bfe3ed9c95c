// `qiuhao documents make`, `write`, `case-file` and `verify`.
#include <fmt/format.h>

#include "base/files.h"
#include "cli/documents_parts.h"
#include "cli/run_program.h"

namespace qiuhao::cli {
namespace {

using documents::Paper;
using documents::PaperOrder;

Result<documents::PaperWorld::Inputs> inputs_of(const DocumentsOptions& options, const documents::Template& made) {
  documents::PaperWorld::Inputs inputs;
  for (const std::string& given : options.inputs) {
    const std::size_t equals = given.find('=');
    const std::string name = given.substr(0, equals);
    const auto input = workflow::find_named(made.inputs, name);
    if (equals == std::string::npos || !input)
      return usage_error("input_is_unknown",
                         Sentence{fmt::format("the document has no input '{}'; write NAME=VALUE", name),
                                  fmt::format("文书没有填写项“{}”；请写 名称=值", name)});
    const workflow::ValueShape shape = made.inputs[*input].shape;
    ASSIGN(workflow::FieldValue value, workflow::parse_value(given.substr(equals + 1), shape.type));
    workflow::FieldValue& held = inputs[name];
    if (!shape.is_list) {
      held = std::move(value);
      continue;
    }
    if (held.is_nothing()) held = workflow::FieldValue(std::vector<workflow::FieldValue>{});
    std::get<std::vector<workflow::FieldValue>>(held.held).push_back(std::move(value));
  }
  return inputs;
}

Result<PaperOrder> order_of(const DocumentsOptions& options, const DocumentsDesk& desk, const std::string& who,
                            Seconds at) {
  ASSIGN(const workflow::Matter matter, desk.matters->find(options.number));
  PaperOrder order{options.number, options.document, {who, {}, ""}, at};
  if (const documents::Template* made = desk.templates.find(matter.kind, options.document)) {
    ASSIGN(order.inputs, inputs_of(options, *made));
  }
  return order;
}

// HTML and PDF under the document's id.
Status write_out(const DocumentsDesk& desk, const Paper& paper, const Path& folder) {
  TRY(make_folder(folder));
  ASSIGN(const std::string page, desk.papers->page(paper));
  TRY(write_file_atomically(folder / (paper.id + ".html"), page));
  ASSIGN(const std::string pdf, desk.papers->pdf(paper));
  return write_file_atomically(folder / (paper.id + ".pdf"), pdf);
}

void tell(const Paper& paper) { fmt::print("{}  {}  {}  {}\n", paper.id, paper.matter, paper.number, paper.title); }

}  // namespace

Result<int> make_document(const DocumentsOptions& options) {
  if (options.draft) {
    ASSIGN(const auto desk, open_documents(options));
    ASSIGN(const PaperOrder order,
           order_of(options, *desk, options.as, database::now_micros() / database::kMicrosASecond));
    ASSIGN(const std::string page, desk->papers->draft(order));
    TRY(make_folder(options.out));
    TRY(write_file_atomically(Path(options.out) / "draft.html", page));
    return 0;
  }
  return as_clerk(options, [&](DocumentsDesk& desk, const documents::Clerk& clerk) -> Status {
    ASSIGN(const PaperOrder order, order_of(options, desk, clerk.id, clerk.at));
    ASSIGN(const Paper paper, desk.papers->issue(order, {clerk.where_from, ""}));
    tell(paper);
    return write_out(desk, paper, options.out);
  });
}

Result<int> write_documents(const DocumentsOptions& options) {
  ASSIGN(const auto desk, open_documents(options));
  ASSIGN(const documents::Served served, desk->papers->serve_requests());
  for (const Paper& paper : served.written) {
    tell(paper);
    if (!options.out.empty()) TRY(write_out(*desk, paper, options.out));
  }
  for (const documents::RefusedRequest& refused : served.refused) {
    fmt::print("{} {}:\n", refused.matter, refused.document);
    print_error(refused.error, options.language);
  }
  return served.refused.empty() ? 0 : 1;
}

Result<int> make_case_file(const DocumentsOptions& options) {
  ASSIGN(const auto desk, open_documents(options));
  ASSIGN(const workflow::Matter matter, desk->matters->find(options.number));
  ASSIGN(const documents::CaseFile made,
         documents::make_case_file(*desk->paper, *desk->papers, *desk->attachments, matter));
  TRY(write_file_atomically(options.out, made.pdf));
  for (const documents::CaseItem& item : made.items)
    fmt::print("{:>3}  {}  {}  {}  {}\n", item.number, format_day(item.day), item.first_page, item.title, item.remark);
  fmt::print("{}\n", options.say({fmt::format("{} items, {} pages", made.items.size(), made.pages),
                                  fmt::format("{} 件，{} 页", made.items.size(), made.pages)}));
  return 0;
}

Result<int> verify_documents(const DocumentsOptions& options) {
  ASSIGN(const auto desk, open_documents(options));
  ASSIGN(std::vector<Error> errors, desk->attachments->verify());
  ASSIGN(const auto papers, desk->papers->verify());
  ASSIGN(const auto archive, desk->archive->verify());
  errors.insert(errors.end(), papers.begin(), papers.end());
  errors.insert(errors.end(), archive.begin(), archive.end());
  for (const Error& error : errors) print_error(error, options.language);
  fmt::print("{}\n", errors.empty() ? options.say({"all files and rows are as they were written", "文件和记录完好"})
                                    : options.say({fmt::format("{} are not as they were written", errors.size()),
                                                   fmt::format("{} 处与写入时不一致", errors.size())}));
  return errors.empty() ? 0 : 1;
}

}  // namespace qiuhao::cli
