// The list as JSON with a checksum over its body.
#include "claims/assembly/batches.h"

#include <fmt/format.h>

#include <filesystem>

#include "text/document.h"
#include "text/node_numbers.h"
#include "text/sealed.h"

namespace qiuhao::claims::assembly {
namespace {

using text::hash_of;
using text::json_quote;
using text::Node;
using text::number_of;

Path list_path(const Path& workspace) { return workspace / "staging" / "batches.json"; }
Path next_path(const Path& workspace) { return workspace / "staging" / "batches.json.next"; }

std::string file_json(const BatchFile& file) {
  return fmt::format(
      "{{\"source\": {}, \"hash\": \"{}\", \"bytes\": {}, \"table\": {}, \"read\": {}, \"staged\": {}, "
      "\"dropped_invalid\": {}, \"rejected\": {}}}",
      json_quote(file.source), file.hash.hex(), file.bytes, json_quote(file.table), file.read, file.staged,
      file.dropped_invalid, file.rejected);
}

std::string stored_json(const StoredFile& file, std::string_view kind, std::string_view table) {
  return fmt::format(
      "{{\"kind\": \"{}\", \"table\": \"{}\", \"file\": {}, \"rows\": {}, \"bytes\": {}, \"checksum\": \"{:016x}\"}}",
      kind, table, json_quote(file.file), file.rows, file.bytes, file.checksum);
}

// The name that the list has for a table.
std::string_view table_name(std::size_t table) {
  return kEntityNames[static_cast<std::size_t>(kAssembledEntities[table])];
}

std::string stored_body(const StoredRows& stored) {
  std::string body = "\"stored\": [";
  const auto add = [&](const std::vector<StoredFile>& files, std::string_view kind, std::size_t table) {
    for (const StoredFile& file : files)
      body += fmt::format("{}\n  {}", body.back() == '[' ? "" : ",", stored_json(file, kind, table_name(table)));
  };
  for (std::size_t table = 0; table < kAssembledTables; ++table) {
    add(stored.rows[table], "rows", table);
    add(stored.keys[table], "keys", table);
    add(stored.nobody[table], "nobody", table);
    add(stored.contested[table], "contested", table);
  }
  body += "], \"counts\": [";
  for (std::size_t table = 0; table < kAssembledTables; ++table) {
    const AssembleCounts& counts = stored.counts[table];
    body += fmt::format(
        "{}\n  {{\"table\": \"{}\", \"taken\": {}, \"equal\": {}, \"older\": {}, \"refund\": {}, \"refunded_away\": "
        "{}, \"waiting\": {}}}",
        table == 0 ? "" : ",", table_name(table), counts.taken, counts.dropped_equal, counts.dropped_older,
        counts.dropped_refund, counts.refunded_away, counts.waiting);
  }
  return body + "]";
}

// "" when there is none.
std::string registers_body(const StoredRegisters& registers) {
  std::string body;
  for (std::size_t table = 0; table < kRegisters; ++table) {
    const StoredRegister& of = registers[table];
    if (of.file.empty()) continue;
    body += fmt::format(
        "{}\n  {{\"table\": \"{}\", \"file\": {}, \"rows\": {}, \"bytes\": {}, \"hash\": \"{}\", \"equal\": {}, "
        "\"older\": {}}}",
        body.empty() ? "" : ",", kRegisterNames[table], json_quote(of.file), of.rows, of.bytes, of.hash.hex(), of.equal,
        of.older);
  }
  return body.empty() ? body : fmt::format("\"registers\": [{}], ", body);
}

void read_registers(const Node& root, StoredRegisters& registers) {
  const Node* list = root.find("registers");
  if (list == nullptr) return;
  for (const Node& node : list->items) {
    for (std::size_t table = 0; table < kRegisters; ++table) {
      if (kRegisterNames[table] != node.text_of("table")) continue;
      registers[table] = {node.text_of("file"),
                          number_of<std::uint64_t>(node, "rows"),
                          number_of<std::uint64_t>(node, "bytes"),
                          hash_of(node.text_of("hash")),
                          number_of<std::int64_t>(node, "equal"),
                          number_of<std::int64_t>(node, "older")};
    }
  }
}

std::string body_of(const Batches& batches) {
  std::string body = fmt::format("\"format\": 2, \"generation\": {}, {}, {}\"batches\": [", batches.generation,
                                 stored_body(batches.stored), registers_body(batches.registers));
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

BatchFile file_of(const Node& node) {
  return {node.text_of("source"),
          hash_of(node.text_of("hash")),
          number_of<std::int64_t>(node, "bytes"),
          node.text_of("table"),
          number_of<std::int64_t>(node, "read"),
          number_of<std::int64_t>(node, "staged"),
          number_of<std::int64_t>(node, "dropped_invalid"),
          number_of<std::int64_t>(node, "rejected")};
}

void read_stored(const Node& root, StoredRows& stored) {
  const auto table_of = [](const Node& node) {
    std::size_t table = 0;
    while (table + 1 < kAssembledTables && table_name(table) != node.text_of("table")) ++table;
    return table;
  };
  if (const Node* list = root.find("stored")) {
    for (const Node& node : list->items) {
      const std::string kind = node.text_of("kind");
      auto& files = kind == "rows"     ? stored.rows
                    : kind == "keys"   ? stored.keys
                    : kind == "nobody" ? stored.nobody
                                       : stored.contested;
      files[table_of(node)].push_back({node.text_of("file"), number_of<std::uint64_t>(node, "rows"),
                                       number_of<std::uint64_t>(node, "bytes"),
                                       number_of<std::uint64_t>(node, "checksum", 16)});
    }
  }
  if (const Node* list = root.find("counts")) {
    for (const Node& node : list->items) {
      AssembleCounts& counts = stored.counts[table_of(node)];
      counts.taken = number_of<std::int64_t>(node, "taken");
      counts.dropped_equal = number_of<std::int64_t>(node, "equal");
      counts.dropped_older = number_of<std::int64_t>(node, "older");
      counts.dropped_refund = number_of<std::int64_t>(node, "refund");
      counts.refunded_away = number_of<std::int64_t>(node, "refunded_away");
      counts.waiting = number_of<std::int64_t>(node, "waiting");
    }
  }
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
  if (root.text_of("format") != "2") {
    return input_error("older_workspace",
                       "was made by an earlier version, which kept what it read in another way; import the files again "
                       "into a new workspace",
                       {path.string(), 0, 0, ""});
  }
  read_stored(root, batches.stored);
  read_registers(root, batches.registers);
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

Result<Batches> published_batches(const Path& workspace, std::uint64_t published_generation) {
  std::error_code ignored;
  if (std::filesystem::exists(next_path(workspace), ignored)) {
    auto next = read_batches(next_path(workspace));
    if (next && next->generation == published_generation) return next;
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
