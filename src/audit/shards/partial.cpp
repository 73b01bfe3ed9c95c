// Partial results as bytes and files.
#include "audit/shards/partial.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/shards/bytes.h"
#include "audit/shards/partial_result.h"

namespace qiuhao::audit {
namespace {

constexpr std::string_view kMagic = "QIUHAOAUDIT";
constexpr std::size_t kHeadBytes = 16;  // magic, two digits of the format, a line feed, zeros
constexpr std::size_t kChecksumBytes = 8;

std::string head_bytes() {
  std::string head = fmt::format("{}{:02}\n", kMagic, kPartialFormat);
  head.resize(kHeadBytes, '\0');
  return head;
}

void add_hash(ByteWriter& out, const Hash128& hash) {
  out.add(hash.high);
  out.add(hash.low);
}
Hash128 get_hash(ByteReader& in) {
  Hash128 hash;
  hash.high = in.get<std::uint64_t>();
  hash.low = in.get<std::uint64_t>();
  return hash;
}

void add_identity(ByteWriter& out, const RunIdentity& identity) {
  out.add(identity.generation);
  add_hash(out, identity.tape);
  add_hash(out, identity.knowledge);
  out.add_count(identity.rules.size());
  for (const auto& [code, hash] : identity.rules) {
    out.add_text(code);
    out.add_text(hash);
  }
}
void get_identity(ByteReader& in, RunIdentity& identity) {
  identity.generation = in.get<std::uint64_t>();
  identity.tape = get_hash(in);
  identity.knowledge = get_hash(in);
  identity.rules.resize(in.get_count(16));
  for (auto& [code, hash] : identity.rules) {
    code = in.get_text();
    hash = in.get_text();
  }
}

void add_facts(ByteWriter& out, const RunFacts& facts) {
  out.add_text(facts.program);
  out.add(facts.started_at);
  out.add(facts.known_on);
  out.add_text(facts.knowledge);
  out.add(static_cast<std::int32_t>(facts.publications));
  out.add(static_cast<std::uint8_t>(facts.is_starter));
  out.add_count(facts.points);
}
void get_facts(ByteReader& in, RunFacts& facts) {
  facts.program = in.get_text();
  facts.started_at = in.get<Seconds>();
  facts.known_on = in.get<Day>();
  facts.knowledge = in.get_text();
  facts.publications = in.get<std::int32_t>();
  facts.is_starter = in.get<std::uint8_t>() != 0;
  facts.points = in.get<std::uint64_t>();
}

void add_options(ByteWriter& out, const AuditOptions& options) {
  out.add(options.from);
  out.add(options.to);
  out.add_count(options.providers.size());
  for (const std::string& code : options.providers) out.add_text(code);
}
void get_options(ByteReader& in, AuditOptions& options) {
  options.from = in.get<Day>();
  options.to = in.get<Day>();
  options.providers.resize(in.get_count(8));
  for (std::string& code : options.providers) code = in.get_text();
}

}  // namespace

std::string partial_name(const Shard& shard) {
  return fmt::format("audit-{}-of-{}{}", shard.index, shard.count, kPartialEnding);
}

std::string write_partial(const Partial& partial) {
  ByteWriter out;
  add_identity(out, partial.identity);
  add_facts(out, partial.facts);
  out.add(partial.shard.index);
  out.add(partial.shard.count);
  add_options(out, partial.result.options);
  add_result(out, partial.result);
  std::string bytes = head_bytes() + out.take();
  const std::uint64_t checksum = hash64(bytes);
  bytes.append(reinterpret_cast<const char*>(&checksum), kChecksumBytes);
  return bytes;
}

Result<Partial> read_partial(std::string_view bytes, const std::string& source) {
  const Place place{source, 0, 0, ""};
  if (bytes.size() < kHeadBytes + kChecksumBytes || !bytes.starts_with(kMagic)) {
    return input_error("no_partial",
                       Sentence{"is no partial result of an audit; name files that qiuhao audit --shard wrote",
                                "不是审核的部分结果；请写 qiuhao audit --shard 生成的文件"},
                       place);
  }
  if (!bytes.starts_with(head_bytes())) {
    return input_error("partial_format",
                       Sentence{"was written by another release of qiuhao; run its shard again with this one",
                                "由另一版本的 qiuhao 写成；请用本版本重新运行该分片"},
                       place);
  }
  std::uint64_t checksum = 0;
  std::memcpy(&checksum, bytes.data() + bytes.size() - kChecksumBytes, kChecksumBytes);
  const std::string_view body = bytes.substr(0, bytes.size() - kChecksumBytes);
  ByteReader in(body.substr(kHeadBytes));
  Partial partial;
  partial.source = source;
  const bool is_whole = checksum == hash64(body);
  if (is_whole) {
    get_identity(in, partial.identity);
    get_facts(in, partial.facts);
    partial.shard.index = in.get<std::uint32_t>();
    partial.shard.count = in.get<std::uint32_t>();
    get_options(in, partial.result.options);
    get_result(in, partial.result);
  }
  const bool is_shard = partial.shard.index >= 1 && partial.shard.index <= partial.shard.count;
  if (is_whole && is_shard && in.is_at_end()) return partial;
  return input_error(
      "damaged_partial",
      Sentence{"is damaged: its checksum is off; run its shard again", "已损坏：校验和不符；请重新运行该分片"}, place);
}

Result<Path> save_partial(const Partial& partial, const Path& folder) {
  TRY(make_folder(folder));
  const Path file = folder / partial_name(partial.shard);
  TRY(write_file_atomically(file, write_partial(partial)));
  return file;
}

namespace {

Result<std::vector<Path>> files_of(const Path& place) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(place, ignored)) return std::vector<Path>{place};
  std::vector<Path> files;
  for (const auto& entry : std::filesystem::directory_iterator(place, ignored)) {
    if (entry.path().extension() == kPartialEnding) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  if (!files.empty()) return files;
  return input_error("no_partial",
                     Sentence{"holds no partial result (*.partial); qiuhao audit --shard I/N --out DIR writes them",
                              "里没有部分结果（*.partial）；由 qiuhao audit --shard I/N --out DIR 生成"},
                     {place.string(), 0, 0, ""});
}

}  // namespace

Result<std::vector<Partial>> load_partials(const std::vector<Path>& places) {
  std::vector<Partial> partials;
  for (const Path& place : places) {
    ASSIGN(const std::vector<Path> files, files_of(place));
    for (const Path& file : files) {
      ASSIGN(const MappedFile mapped, MappedFile::open(file));
      const auto bytes = mapped.bytes();
      ASSIGN(Partial partial, read_partial({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, file.string()));
      partials.push_back(std::move(partial));
    }
  }
  return partials;
}

}  // namespace qiuhao::audit
