// Folders are walked without following links, hidden files are left out.
#include "claims/reading/inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace qiuhao::claims::reading {
namespace {

namespace fs = std::filesystem;

bool has_table_name(const Path& path) {
  std::string name = path.filename().string();
  if (name.starts_with('.')) return false;
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (const std::string_view packed : {".gz", ".zst"}) {
    if (name.ends_with(packed)) name.resize(name.size() - packed.size());
  }
  return name.ends_with(".csv") || name.ends_with(".txt") || name.ends_with(".tsv") || name.ends_with(".parquet");
}

Result<std::vector<Path>> files_below(const Path& folder) {
  std::vector<Path> files;
  std::error_code code;
  std::size_t looked_at = 0;
  for (auto entry = fs::recursive_directory_iterator(folder, code); !code && entry != fs::end(entry);
       entry.increment(code)) {
    if (++looked_at > kMostPathsInFolder) {
      return input_error("too_many_files",
                         fmt::format("holds more than {} files; name a smaller folder", kMostPathsInFolder),
                         {folder.string(), 0, 0, ""});
    }
    std::error_code ignored;
    if (entry->is_regular_file(ignored) && has_table_name(entry->path())) files.push_back(entry->path());
  }
  if (code)
    return system_error("file_error", fmt::format("cannot be listed: {}", code.message()), {folder.string(), 0, 0, ""});
  std::ranges::sort(files);
  return files;
}

}  // namespace

Result<std::vector<Source>> list_inputs(const std::vector<Path>& inputs) {
  std::vector<Source> sources;
  const auto add = [&](const Path& path, bool from_folder) {
    std::error_code ignored;
    const auto bytes = fs::file_size(path, ignored);
    sources.push_back({path, path, {}, ignored ? 0 : static_cast<std::int64_t>(bytes), from_folder});
  };
  for (const Path& input : inputs) {
    std::error_code code;
    if (fs::is_directory(input, code)) {
      ASSIGN(const std::vector<Path> files, files_below(input));
      if (files.empty()) {
        return input_error("no_tables",
                           "no tables found: the folder has no .csv, .txt, .tsv (.gz, .zst) or .parquet file",
                           {input.string(), 0, 0, ""});
      }
      for (const Path& file : files) add(file, true);
    } else if (fs::exists(input, code)) {
      add(input, false);
    } else {
      return input_error("no_such_file", "is not there; check the path", {input.string(), 0, 0, ""});
    }
    if (sources.size() > kMostInputFiles)
      return input_error("too_many_files", fmt::format("more than {} files; import fewer at once", kMostInputFiles));
  }
  if (sources.empty()) return usage_error("no_tables", "no tables found: name files or folders to read");
  return sources;
}

}  // namespace qiuhao::claims::reading
