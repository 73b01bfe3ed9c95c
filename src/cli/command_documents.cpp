// `qiuhao documents`: templates, documents of matters, case files and the archive.
#include <memory>

#include "cli/command.h"
#include "cli/documents_parts.h"

namespace qiuhao::cli {
namespace {

using Options = std::shared_ptr<DocumentsOptions>;

CLI::App* by_clerk(CLI::App* part, const Options& options) {
  part->add_option("--as", options->as, "who does it; the password is asked for, or read from standard input")
      ->required();
  return part;
}

void add_templates(Program& program, CLI::App* command, const Options& options) {
  for (CLI::App* part :
       {add_part(program, command, "check", "read every template, tell all mistakes", options, check_documents),
        add_part(program, command, "test", "run the tests inside templates", options, test_documents)}) {
    part->add_option("FILE", options->files, "templates or folders (default: the shipped and the workspace's)");
    part->add_option("--workspace", options->workspace, "a workspace, whose own files stand over the shipped ones");
    if (part->get_name() == "test") part->add_option("--run", options->filter, "only tests whose name holds this");
  }
}

void add_papers(Program& program, CLI::App* command, const Options& options) {
  CLI::App* made = by_clerk(
      add_workspace_part(program, command, "make", "write a document of a matter", options, make_document), options);
  made->add_option("NUMBER", options->number, "the matter's number")->required();
  made->add_option("DOCUMENT", options->document, "the document's name in the workflow")->required();
  made->add_option("--out", options->out, "folder for its HTML and PDF")->required();
  made->add_option("--input", options->inputs, "NAME=VALUE of what is filled in; once more for each item of a list");
  made->add_option("--sign", options->signatures, "PLACE=FILE: a signature, as PNG or as strokes in JSON");
  made->add_flag("--draft", options->draft, "draft.html alone: no number, nothing is kept");
  CLI::App* drawn = by_clerk(
      add_workspace_part(program, command, "sign", "sign a document that was issued", options, sign_document), options);
  drawn->add_option("ID", options->document, "the document's id, such as D17")->required();
  drawn->add_option("PLACE", options->place, "which place, from 1")->required();
  drawn->add_option("FILE", options->file, "the signature, as PNG or as strokes in JSON")->required();
  CLI::App* written = add_workspace_part(program, command, "write", "write all documents that workflows have asked for",
                                         options, write_documents);
  CLI::Option* out = written->add_option("--out", options->out, "folder for their HTML and PDF");
  out->needs(written->add_option("--as", options->as, "who reads them; the password is asked for"));
  CLI::App* file =
      by_clerk(add_workspace_part(program, command, "case-file", "everything of a matter in one PDF, with a catalogue",
                                  options, make_case_file),
               options);
  file->add_option("NUMBER", options->number, "the matter's number")->required();
  file->add_option("--out", options->out, "the PDF, which must not be there yet")->required();
}

// A part of the archive that a person does.
CLI::App* archive_part(Program& program, CLI::App* command, const std::string& name, const std::string& purpose,
                       const Options& options, Result<int> (*run)(const DocumentsOptions&)) {
  return by_clerk(add_workspace_part(program, command, name, purpose, options, run), options);
}

void add_decision(CLI::App* part, const Options& options, const std::string& approved, const std::string& refused) {
  part->add_flag("--approve", options->approve, approved);
  part->add_flag("--refuse", options->refuse, refused);
}

void add_archive(Program& program, CLI::App* command, const Options& options) {
  archive_part(program, command, "archive", "close the case file of a matter into the archive", options, archive_matter)
      ->add_option("NUMBER", options->number, "the matter's number")
      ->required();
  CLI::App* found = archive_part(program, command, "find", "case files in the archive", options, find_archived);
  found->add_option("WORDS", options->words, "somewhere in its number, its matter's number or subject");
  found->add_option("--kind", options->kind, "of this workflow");
  found->add_option("--over-on", options->over_on, "whose term has ended before this day");
  const auto on_archived = [&](CLI::App* part) {
    part->add_option("NUMBER", options->number, "the number in the archive")->required();
    part->add_option("--why", options->why, "the reason")->required();
    return part;
  };
  const auto on_serial = [&](CLI::App* part, const std::string& what) {
    part->add_option("SERIAL", options->serial, what)->required();
    return part;
  };
  on_archived(archive_part(program, command, "borrow", "ask to read a case file", options, borrow_archived))
      ->add_option("--due", options->due, "the last day")
      ->required();
  add_decision(on_serial(archive_part(program, command, "lend", "decide on a loan that another asked for", options,
                                      lend_archived),
                         "of the request"),
               options, "it is lent", "it is not");
  on_serial(archive_part(program, command, "read", "the case file of a loan of one's own", options, read_archived),
            "of the loan")
      ->add_option("--out", options->out, "the PDF, which must not be there yet")
      ->required();
  on_serial(archive_part(program, command, "return", "a case file is back", options, return_archived), "of the loan");
  add_workspace_part(program, command, "overdue", "loans that should be back; ends with 1 when there are some", options,
                     list_overdue);
  on_archived(archive_part(program, command, "dispose", "propose to dispose of a case file whose term is over", options,
                           propose_disposal));
  add_decision(on_serial(archive_part(program, command, "decide", "approve or refuse a disposal that another proposed",
                                      options, decide_disposal),
                         "of the proposal"),
               options, "every stored file of the matter goes", "they stay");
}

}  // namespace

void add_documents(Program& program) {
  CLI::App* command = add_command(program, "documents", "templates, documents of matters, case files and the archive",
                                  "qiuhao documents make WORKSPACE recovery-2026-000001 notice --out OUT --as zhang");
  command->require_subcommand(1);
  const auto options = std::make_shared<DocumentsOptions>();
  add_templates(program, command, options);
  add_papers(program, command, options);
  add_archive(program, command, options);
}

}  // namespace qiuhao::cli
