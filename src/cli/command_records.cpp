// `qiuhao records`: whether what people did and wrote is still what it was; matters into newer versions of their
// workflow.
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "cli/api_desk.h"
#include "cli/command.h"
#include "cli/records.h"
#include "cli/users_parts.h"
#include "identity/holder.h"

namespace qiuhao::cli {
namespace {

struct Options {
  std::string workspace;
  std::string kind;
  std::string as;
  Language language = Language::english;

  const std::string& say(const Sentence& sentence) const { return sentence.in(language); }
};

// "matters: whole", or each mistake on a line of its own.
bool tell(const Options& options, const Sentence& what, const std::vector<Error>& errors) {
  if (errors.empty()) fmt::print("{}\n", options.say({what.english + ": whole", what.chinese + "：完整"}));
  for (const Error& error : errors) fmt::print("{}: {}\n", options.say(what), error.text(options.language));
  return errors.empty();
}

Result<std::shared_ptr<const server::ApiDesk>> open(const Options& options) {
  ASSIGN(auto desk, open_api_desk(options.workspace, false));
  if (desk == nullptr)
    return input_error("no_records", Sentence{"there are no records yet; qiuhao users found makes them",
                                              "还没有记录数据库；请先用 qiuhao users found 建立"});
  return desk;
}

Result<int> verify(const Options& options) {
  ASSIGN(const auto desk, open(options));
  ASSIGN(const Path anchors, anchors_of(options.workspace));
  std::error_code ignored;
  ASSIGN(const auto trail,
         database::verify_trail(desk->database(), std::filesystem::exists(anchors, ignored) ? anchors : Path()));
  fmt::print("{}\n", options.say(trail.sentence()));
  ASSIGN(const auto matters, desk->store().verify());
  ASSIGN(const auto attachments, desk->attachments().verify());
  ASSIGN(const auto papers, desk->papers().verify());
  ASSIGN(const auto archive, desk->archive().verify());
  bool is_whole = trail.is_whole();
  is_whole = tell(options, {"matters", "事项"}, matters) && is_whole;
  is_whole = tell(options, {"files that people brought", "上传的文件"}, attachments) && is_whole;
  is_whole = tell(options, {"documents that were issued", "出具的文书"}, papers) && is_whole;
  is_whole = tell(options, {"the archive", "档案"}, archive) && is_whole;
  return is_whole ? 0 : 1;
}

// By somebody who may keep roles' and workflows' files: the system administrator, who signs in for it.
Result<int> migrate(const Options& options) {
  UsersOptions users;
  users.workspace = options.workspace;
  users.as = options.as;
  users.language = options.language;
  return as_user(users, [&](UsersDesk& signed_in, const identity::By& by, const std::string&) -> Status {
    TRY(signed_in.records.database->read([&](database::Transaction& transaction) -> Status {
      ASSIGN(const auto holder, identity::holder_of(transaction, signed_in.policy, by.asker.login, by.now));
      return signed_in.people.require(transaction, by, "user.keep",
                                      identity::Target::in_region(holder ? holder->region : ""));
    }));
    ASSIGN(const auto desk, open(options));
    ASSIGN(const auto migrated, desk->store().migrate_matters(options.kind, by.asker.login, {by.where_from, ""},
                                                              by.now / database::kMicrosASecond));
    fmt::print(
        "{}\n",
        options.say({fmt::format("{}: {} matters carried over, {} keep their version", options.kind, migrated.changed,
                                 migrated.left),
                     fmt::format("{}：迁移 {} 件，{} 件保留原版本", options.kind, migrated.changed, migrated.left)}));
    for (const Error& error : migrated.errors) fmt::print("{}\n", error.text(options.language));
    return {};
  });
}

}  // namespace

void add_records(Program& program) {
  CLI::App* command = add_command(program, "records", "verify what people did and wrote, carry matters over",
                                  "qiuhao records verify city");
  command->require_subcommand(1);
  const auto options = std::make_shared<Options>();
  add_workspace_part(program, command, "verify", "the trail, matters, files, documents, the archive: each row and byte",
                     options, verify);
  CLI::App* part = add_workspace_part(
      program, command, "migrate", "matters of a workflow into its newest version, as its file says", options, migrate);
  part->add_option("WORKFLOW", options->kind, "name of the workflow, such as tip_off")->required();
  part->add_option("--as", options->as, "login of who does it; the password is asked for")->required();
}

}  // namespace qiuhao::cli
