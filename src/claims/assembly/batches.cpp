// The list as JSON with a checksum over its body.
#include "claims/assembly/batches.h"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>

#include "text/document.h"
#include "text/sealed.h"

namespace qiuhao::claims::assembly {
namespace {

using text::json_quote;
using text::Node;

Path list_path(const Path& workspace) { return workspace / "staging" / "batches.json"; }
Path next_path(const Path& workspace) { return workspace / "staging" / "batches.json.next"; }

std::string file_json(const BatchFile& file) {
  return fmt::format(
      "{{\"source\": {}, \"hash\": \"{}\", \"bytes\": {}, \"table\": {}, \"parquet\": {}, \"read\": {}, \"staged\": "
      "{}, "
      "\"dropped_invalid\": {}, \"rejected\": {}}}",
      json_quote(file.source), file.hash.hex(), file.bytes, json_quote(file.table), json_quote(file.parquet), file.read,
      file.staged, file.dropped_invalid, file.rejected);
}

std::string body_of(const Batches& batches) {
  std::string body = fmt::format("\"format\": 1, \"generation\": {}, \"batches\": [", batches.generation);
  for (std::size_t index = 0; index < batches.list.size(); ++index) {
    const Batch& batch = batches.list[index];
    body += fmt::format("{}\n  {{\"number\": {}, \"time\": {}, \"files\": [", index == 0 ? "" : ",", batch.number,
                        batch.time);
    for (std::size_t file = 0; file < batch.files.size(); ++file)
      body += fmt::format("{}\n    {}", file == 0 ? "" : ",", file_json(batch.files[file]));
    body += "]}";
  }
  return body + "]";
}

template <typename Number>
Number number_of(const Node& node, std::string_view key, int base = 10) {
  const std::string digits = node.text_of(key);
  Number value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  return value;
}

Hash128 hash_of(const std::string& hex) {
  Hash128 hash;
  if (hex.size() != 32) return hash;
  std::from_chars(hex.data(), hex.data() + 16, hash.high, 16);
  std::from_chars(hex.data() + 16, hex.data() + 32, hash.low, 16);
  return hash;
}

BatchFile file_of(const Node& node) {
  return {node.text_of("source"),
          hash_of(node.text_of("hash")),
          number_of<std::int64_t>(node, "bytes"),
          node.text_of("table"),
          node.text_of("parquet"),
          number_of<std::int64_t>(node, "read"),
          number_of<std::int64_t>(node, "staged"),
          number_of<std::int64_t>(node, "dropped_invalid"),
          number_of<std::int64_t>(node, "rejected")};
}

Result<Batches> read_batches(const Path& path) {
  auto content = read_file(path, text::kMaxDocumentBytes);
  if (!content && content.error().code == "no_such_file") return Batches();
  if (!content) return fail(content.error());
  if (!text::is_sealed(*content)) {
    return system_error("damaged_batches", "has a wrong checksum; restore it from a backup, or import the city again",
                        {path.string(), 0, 0, ""});
  }
  ASSIGN(const Node root, text::parse_json(*content, path.string()));
  Batches batches;
  batches.generation = number_of<std::uint64_t>(root, "generation");
  if (const Node* list = root.find("batches")) {
    for (const Node& node : list->items) {
      Batch batch{number_of<std::int64_t>(node, "number"), number_of<Seconds>(node, "time"), {}};
      if (const Node* files = node.find("files")) {
        for (const Node& file : files->items) batch.files.push_back(file_of(file));
      }
      batches.list.push_back(std::move(batch));
    }
  }
  return batches;
}

}  // namespace

Result<Batches> recover_batches(const Path& workspace, std::uint64_t published_generation) {
  std::error_code ignored;
  if (std::filesystem::exists(next_path(workspace), ignored)) {
    const auto next = read_batches(next_path(workspace));
    if (next && next->generation == published_generation)
      TRY(adopt_batches(workspace));
    else
      forget_prepared_batches(workspace);
  }
  return read_batches(list_path(workspace));
}

Status prepare_batches(const Path& workspace, const Batches& batches) {
  return write_file_atomically(next_path(workspace), text::seal(body_of(batches)));
}

Status adopt_batches(const Path& workspace) {
  std::error_code error;
  std::filesystem::rename(next_path(workspace), list_path(workspace), error);
  if (error) {
    return system_error(
        "file_error", fmt::format("cannot put the list of imports in place: {}; run the import again", error.message()),
        {list_path(workspace).string(), 0, 0, ""});
  }
  return sync_path(workspace / "staging");
}

void forget_prepared_batches(const Path& workspace) {
  std::error_code ignored;
  std::filesystem::remove(next_path(workspace), ignored);
}

}  // namespace qiuhao::claims::assembly
