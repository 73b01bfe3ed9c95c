// Reading them.
#include "cli/documents_settings.h"

#include <algorithm>
#include <filesystem>

#include "cli/command.h"
#include "cli/workspace_settings.h"

namespace qiuhao::cli {
namespace {

using documents::Template;

Result<std::string> setting_or(const Path& workspace, std::string_view name, std::string otherwise) {
  ASSIGN(const auto setting, workspace_setting(workspace, name));
  return setting ? setting->value : std::move(otherwise);
}

}  // namespace

Result<DocumentSettings> document_settings(const Path& workspace, Language language) {
  const Sentence unnamed{"(office.name in qiuhao.toml)", "（请在 qiuhao.toml 设置 office.name）"};
  DocumentSettings settings;
  ASSIGN(settings.office.name, setting_or(workspace, "office.name", unnamed.in(language)));
  ASSIGN(settings.office.contact, setting_or(workspace, "office.contact", ""));
  ASSIGN(settings.printer.program, setting_or(workspace, "printer.program", settings.printer.program));
  ASSIGN(const std::string key, setting_or(workspace, "evidence.key", ""));
  if (!key.empty()) settings.seal_key = (workspace / key).string();
  ASSIGN(const std::string command, setting_or(workspace, "attachments.virus_check", ""));
  ASSIGN(settings.attachments.virus, documents::parse_virus_command(command));
  return settings;
}

Result<std::string> policy_file(const std::string& workspace, const std::string& name) {
  const Path own = Path(workspace) / "policy" / name;
  std::error_code ignored;
  if (!workspace.empty() && std::filesystem::exists(own, ignored)) return own.string();
  ASSIGN(const std::string folder, policy_folder());
  return folder + "/" + name;
}

Result<ReadTemplates> read_templates(const std::string& workspace, const std::vector<std::string>& files,
                                     const casework::Kinds& kinds) {
  std::vector<std::string> all = yaml_files(files);
  std::string own;
  if (files.empty()) {
    ASSIGN(const std::string folder, policy_folder());
    own = workspace.empty() ? "" : workspace + "/policy/documents";
    all = yaml_files_in({folder + "/documents", own});
  }
  ReadTemplates read;
  for (const std::string& file : all) {
    documents::TemplateReading reading = documents::load_template_all(file, kinds);
    read.errors.insert(read.errors.end(), reading.errors.begin(), reading.errors.end());
    if (!reading.made) continue;
    if (!own.empty() && file.starts_with(own))
      std::erase_if(read.templates, [&](const Template& shipped) {
        return shipped.kind == reading.made->kind && shipped.document == reading.made->document &&
               !shipped.file.starts_with(own);
      });
    read.templates.push_back(std::move(*reading.made));
  }
  return read;
}

}  // namespace qiuhao::cli
