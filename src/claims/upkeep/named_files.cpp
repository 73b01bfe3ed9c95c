// Both lists as documents: what is named, whatever else they say.
#include "claims/upkeep/named_files.h"

#include "text/document.h"
#include "text/node_numbers.h"
#include "text/sealed.h"

namespace qiuhao::claims::upkeep {
namespace {

using text::number_of;

constexpr std::size_t kMostBytes = std::size_t{64} << 20;

std::vector<text::Node> items_of(const text::Node& node, std::string_view key) {
  const text::Node* list = node.find(key);
  return list == nullptr ? std::vector<text::Node>() : list->items;
}

// "" for a file that is not there.
Result<std::string> read_sealed(const Path& path, const char* code) {
  auto content = read_file(path, kMostBytes);
  if (!content && content.error().code == "no_such_file") return "";
  if (!content) return std::unexpected(content.error());
  if (text::is_sealed(*content)) return content;
  return fail({Fault::system,
               code,
               "has a wrong checksum; restore it from a backup, or import the city again",
               {path.string(), 0, 0, ""},
               "校验和不符；请从备份恢复，或重新导入"});
}

Status add_tape(Generation& generation, const std::string& file) {
  ASSIGN(const text::Node root, text::parse_json(generation.manifest, file));
  generation.number = number_of<std::uint64_t>(root, "generation");
  for (const text::Node& part : items_of(root, "parts")) {
    for (const char* key : {"file", "gone"}) {
      if (!part.text_of(key).empty()) generation.files.push_back({NamedFile::Kind::tape, part.text_of(key), "", ""});
    }
  }
  return {};
}

void add_batch(Generation& generation, const text::Node& batch) {
  for (const text::Node& file : items_of(batch, "files")) generation.sources.push_back(file.text_of("source"));
}

Status add_imports(Generation& generation, const std::string& file) {
  ASSIGN(const text::Node root, text::parse_json(generation.imports, file));
  generation.imports_number = number_of<std::uint64_t>(root, "generation");
  for (const text::Node& batch : items_of(root, "batches")) add_batch(generation, batch);
  for (const text::Node& stored : items_of(root, "stored")) {
    generation.files.push_back({NamedFile::Kind::stored, stored.text_of("file"), stored.text_of("kind"),
                                stored.text_of("table"), number_of<std::int64_t>(stored, "rows"),
                                number_of<std::uint64_t>(stored, "bytes"),
                                number_of<std::uint64_t>(stored, "checksum", 16)});
  }
  for (const text::Node& of : items_of(root, "registers")) {
    generation.files.push_back({NamedFile::Kind::table, of.text_of("file"), "", of.text_of("table"),
                                number_of<std::int64_t>(of, "rows"), number_of<std::uint64_t>(of, "bytes"), 0,
                                of.text_of("hash")});
  }
  return {};
}

// Of the list that waits, 0 when there is none that is whole.
std::uint64_t generation_of(const std::string& text) {
  const auto root = text.empty() ? Result<text::Node>() : text::parse_json(text, "");
  return root ? number_of<std::uint64_t>(*root, "generation") : 0;
}

}  // namespace

Result<Generation> read_generation(const Path& workspace) {
  Generation generation;
  const Path manifest = workspace / "tape" / "manifest.json";
  const Path imports = workspace / "staging" / "batches.json";
  ASSIGN(generation.manifest, read_sealed(manifest, "damaged_manifest"));
  if (generation.manifest.empty()) return generation;
  TRY(add_tape(generation, manifest.string()));
  // The waiting one first: it is renamed, never the other way round, so one of both reads finds it.
  const auto waiting = read_sealed(imports.string() + ".next", "damaged_batches");
  if (waiting && generation_of(*waiting) == generation.number) {
    generation.imports = *waiting;
  } else {
    ASSIGN(generation.imports, read_sealed(imports, "damaged_batches"));
  }
  if (!generation.imports.empty()) TRY(add_imports(generation, imports.string()));
  return generation;
}

}  // namespace qiuhao::claims::upkeep
