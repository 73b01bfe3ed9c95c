// `qiuhao documents make`, `sign`, `write` and `case-file`.
#include <fmt/format.h>

#include <algorithm>

#include "base/files.h"
#include "cli/documents_parts.h"
#include "cli/private_file.h"
#include "cli/run_program.h"
#include "workflow/view.h"

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

Result<documents::Signature> signature_in(const std::string& file) {
  ASSIGN(std::string content, read_file(file, documents::kSignatureBytesMost));
  return content.starts_with('[') ? documents::parse_strokes(content) : documents::signature_of_png(std::move(content));
}

Status add_signatures(const DocumentsOptions& options, PaperOrder& order) {
  for (const std::string& given : options.signatures) {
    const std::size_t equals = std::min(given.find('='), given.size());
    const std::string file = given.substr(std::min(equals + 1, given.size()));
    ASSIGN(order.signatures[given.substr(0, equals)], signature_in(file));
  }
  return {};
}

// A matter's document that this person may issue: a document that is for other roles only is not there.
Result<PaperOrder> order_of(const DocumentsOptions& options, const DocumentsDesk& desk, const SignedIn& signed_in) {
  ASSIGN(const workflow::Matter matter, matter_in_sight(desk, signed_in, options.number));
  TRY(signed_in.require("paper.issue", matter.region, {}, matter.subject));
  ASSIGN(const workflow::Person person, signed_in.person(matter.region));
  PaperOrder order{options.number, options.document, person, signed_in.clerk.at};
  const workflow::Kind* kind = desk.kinds->find(matter.kind, matter.version);
  const documents::Template* made = desk.templates.find(matter.kind, options.document);
  if (kind != nullptr && made != nullptr && !workflow::may_see_document(*kind, matter, options.document, "", person))
    order.document.clear();
  if (made != nullptr && !order.document.empty()) {
    ASSIGN(order.inputs, inputs_of(options, *made));
  }
  TRY(add_signatures(options, order));
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

// A paper of a matter that the person may see, and of a document that is there for this person; or "no_paper".
Result<Paper> paper_in_sight(const DocumentsDesk& desk, const SignedIn& signed_in, const std::string& id) {
  ASSIGN(const Paper paper, desk.papers->find(id));
  const auto matter = matter_in_sight(desk, signed_in, paper.matter);
  if (matter) {
    const workflow::Kind* kind = desk.kinds->find(matter->kind, matter->version);
    ASSIGN(const workflow::Person person, signed_in.person(matter->region));
    if (kind != nullptr && workflow::may_see_document(*kind, *matter, paper.document, paper.id, person)) return paper;
  }
  return input_error("no_paper",
                     Sentence{fmt::format("{}: there is no such document", id), fmt::format("{}：没有这份文书", id)});
}

}  // namespace

Result<int> make_document(const DocumentsOptions& options) {
  return as_clerk(options, [&](DocumentsDesk& desk, const SignedIn& signed_in) -> Status {
    ASSIGN(const PaperOrder order, order_of(options, desk, signed_in));
    if (options.draft) {
      ASSIGN(const std::string page, desk.papers->draft(order));
      TRY(make_folder(options.out));
      return write_file_atomically(Path(options.out) / "draft.html", page);
    }
    ASSIGN(const Paper paper, desk.papers->issue(order, {signed_in.clerk.where_from, ""}));
    tell(paper);
    return write_out(desk, paper, options.out);
  });
}

Result<int> sign_document(const DocumentsOptions& options) {
  ASSIGN(const documents::Signature signature, signature_in(options.file));
  return as_clerk(options, [&](DocumentsDesk& desk, const SignedIn& signed_in) -> Status {
    ASSIGN(const Paper paper, paper_in_sight(desk, signed_in, options.document));
    ASSIGN(const workflow::Matter matter, desk.matters->find(paper.matter));
    TRY(signed_in.require("paper.sign", matter.region, {}, matter.subject));
    TRY(desk.papers->sign(paper.id, options.place, signature, signed_in.clerk.id, signed_in.clerk.at,
                          {signed_in.clerk.where_from, ""}));
    ASSIGN(const auto places, desk.papers->places(paper));
    for (const documents::SignedPlace& place : places)
      fmt::print("{}  {}  {}\n", place.number, place.title, place.who.empty() ? "-" : place.who);
    return {};
  });
}

// By whoever keeps the machine; with --out only what the person may see is written out.
Result<int> write_documents(const DocumentsOptions& options) {
  bool all = true;
  const auto write = [&](const DocumentsDesk& desk, const SignedIn* signed_in) -> Status {
    ASSIGN(const documents::Served served, desk.papers->serve_requests());
    for (const Paper& paper : served.written) {
      tell(paper);
      if (options.out.empty() || !paper_in_sight(desk, *signed_in, paper.id)) continue;
      TRY(write_out(desk, paper, options.out));
    }
    for (const documents::RefusedRequest& refused : served.refused) {
      fmt::print("{} {}:\n", refused.matter, refused.document);
      print_error(refused.error, options.language);
    }
    all = served.refused.empty();
    return {};
  };
  if (options.out.empty()) {
    ASSIGN(const auto desk, open_documents(options));
    TRY(write(*desk, nullptr));
    return all ? 0 : 1;
  }
  ASSIGN(const int code,
         as_clerk(options, [&](DocumentsDesk& desk, const SignedIn& signed_in) { return write(desk, &signed_in); }));
  return code == 0 && !all ? 1 : code;
}

Result<int> make_case_file(const DocumentsOptions& options) {
  return as_clerk(options, [&](DocumentsDesk& desk, const SignedIn& signed_in) -> Status {
    ASSIGN(const workflow::Matter matter, matter_in_sight(desk, signed_in, options.number));
    TRY(signed_in.require("matter.read", matter.region));
    ASSIGN(const workflow::Person reader, signed_in.person(matter.region));
    ASSIGN(const documents::CaseFile made,
           documents::make_case_file(*desk.paper, *desk.papers, *desk.attachments, matter, reader));
    TRY(write_private_file(options.out, made.pdf));
    for (const documents::CaseItem& item : made.items)
      fmt::print("{:>3}  {}  {}  {}  {}\n", item.number, format_day(item.day), item.first_page, item.title,
                 item.remark);
    fmt::print("{}\n", options.say({fmt::format("{} items, {} pages", made.items.size(), made.pages),
                                    fmt::format("{} 件，{} 页", made.items.size(), made.pages)}));
    return {};
  });
}

}  // namespace qiuhao::cli
