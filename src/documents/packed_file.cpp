// The only source that includes libzip. Sizes that a file declares are not believed: entries are unpacked and counted.
#include "documents/packed_file.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <zip.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>

namespace qiuhao::documents {
namespace {

constexpr std::size_t kFreeBytes = std::size_t{1} << 20;  // unpacked, whatever the packed file's size

using Archive = std::unique_ptr<zip_t, decltype(&zip_discard)>;
using Entry = std::unique_ptr<zip_file_t, decltype(&zip_fclose)>;

std::unexpected<Error> refused(std::string code, Sentence sentence) {
  return input_error(std::move(code), std::move(sentence));
}

std::unexpected<Error> broken() {
  return refused("broken_file", {"the packed file is not whole; open it on your computer and save it again",
                                 "压缩格式的文件不完整；请在电脑上打开后重新保存"});
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

bool leads_outside(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos ||
      (name.size() > 1 && name[1] == ':'))
    return true;
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('/', begin), name.size());
    if (name.substr(begin, end - begin) == "..") return true;
    begin = end + 1;
  }
  return false;
}

bool is_packed_by_name(std::string_view name) {
  constexpr std::string_view kEndings[] = {
      ".zip", ".jar", ".war",  ".apk",  ".rar",  ".7z",   ".gz",   ".tgz",  ".bz2", ".xz",  ".zst",  ".tar", ".cab",
      ".iso", ".lzh", ".docx", ".xlsx", ".pptx", ".docm", ".xlsm", ".pptm", ".odt", ".ods", ".epub", ".emz", ".wmz"};
  return std::ranges::any_of(kEndings, [&](std::string_view ending) { return name.ends_with(ending); });
}

bool is_packed_by_content(std::string_view begin) {
  constexpr std::string_view kBegins[] = {"PK\x03\x04",
                                          "PK\x05\x06",
                                          "PK\x07\x08",
                                          "Rar!\x1a",
                                          "7z\xbc\xaf",
                                          "\x1f\x8b",
                                          "BZh",
                                          "\xfd"
                                          "7zXZ",
                                          "\x28\xb5\x2f\xfd",
                                          "MSCF"};
  return std::ranges::any_of(kBegins, [&](std::string_view known) { return begin.starts_with(known); });
}

class Reader {
 public:
  Reader(std::string_view bytes, const ContentLimits& limits)
      : bytes_(bytes),
        limits_(limits),
        unpacked_most_(
            std::min(limits.unpacked_bytes_most, std::max(kFreeBytes, bytes.size() * limits.unpacked_times_most))) {}

  Result<std::optional<FileType>> read() {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes_.data(), bytes_.size(), 0, &error);
    const Archive archive(source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error), &zip_discard);
    zip_error_fini(&error);
    if (archive == nullptr) {
      if (source != nullptr) zip_source_free(source);
      return broken();
    }
    const zip_int64_t entries = zip_get_num_entries(archive.get(), 0);
    if (std::cmp_greater(entries, limits_.entries_most))
      return refused(
          "packed_too_many",
          {fmt::format("it holds {} files, and {} are allowed; it looks like a trap", entries, limits_.entries_most),
           fmt::format("内含 {} 个文件，最多允许 {} 个；疑似恶意文件", entries, limits_.entries_most)});
    for (zip_int64_t entry = 0; entry < entries; ++entry)
      TRY(read_entry(archive.get(), static_cast<zip_uint64_t>(entry)));
    if (names_.contains("ofd.xml")) return FileType::ofd;
    if (!names_.contains("[content_types].xml")) return std::nullopt;
    if (names_.contains("word/document.xml")) return FileType::docx;
    if (names_.contains("xl/workbook.xml")) return FileType::xlsx;
    return std::nullopt;
  }

 private:
  Status read_entry(zip_t* archive, zip_uint64_t number) {
    zip_stat_t info;
    zip_stat_init(&info);
    if (zip_stat_index(archive, number, ZIP_FL_ENC_RAW, &info) != 0 || info.name == nullptr) return broken();
    const std::string name = lower(info.name);
    TRY(check_name(archive, number, info.name, name));
    if ((info.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && info.encryption_method != ZIP_EM_NONE)
      return refused("packed_secret",
                     {"it is locked with a password; take the password off", "文件已加密；请去掉密码"});
    // Entries that share their bytes unpack to far more than the file seems to hold.
    packed_ += info.comp_size;
    if (packed_ > bytes_.size() || !names_.insert(name).second) return broken();
    return unpack(archive, number);
  }

  Status check_name(zip_t* archive, zip_uint64_t number, std::string_view name, const std::string& small) const {
    zip_uint8_t system = 0;
    zip_uint32_t attributes = 0;
    zip_file_get_external_attributes(archive, number, 0, &system, &attributes);
    const bool is_link = system == ZIP_OPSYS_UNIX && S_ISLNK(attributes >> 16U);
    if (leads_outside(name) || is_link)
      return refused("packed_path",
                     {"a file in it would be written elsewhere when it is unpacked; it looks like a trap",
                      "内含指向外部路径的文件；疑似恶意文件"});
    if (small.ends_with("vbaproject.bin"))
      return refused("has_macros", {"it holds macros; save it without them, or as a PDF",
                                    "文件含有宏；请另存为不含宏的格式，或转成 PDF"});
    return is_packed_by_name(small) ? within() : Status();
  }

  Status unpack(zip_t* archive, zip_uint64_t number) {
    const Entry entry(zip_fopen_index(archive, number, 0), &zip_fclose);
    if (entry == nullptr) return broken();
    char buffer[1 << 16];
    for (bool is_first = true;; is_first = false) {
      const zip_int64_t count = zip_fread(entry.get(), buffer, sizeof buffer);
      if (count < 0) return broken();
      if (count == 0) return {};
      if (is_first && is_packed_by_content({buffer, static_cast<std::size_t>(count)})) return within();
      unpacked_ += static_cast<std::size_t>(count);
      if (unpacked_ > unpacked_most_)
        return refused("packed_too_large",
                       {fmt::format("unpacked it is larger than {} bytes, far more than it seems; it looks like a trap",
                                    unpacked_most_),
                        fmt::format("解开后超过 {} 字节，与文件大小不相称；疑似恶意文件", unpacked_most_)});
    }
  }

  static std::unexpected<Error> within() {
    return refused("packed_within_packed",
                   {"a packed file or another document stands in it; take it out and send it by itself",
                    "文件里嵌有压缩包或其他文档；请取出后单独上传"});
  }

  std::string_view bytes_;
  const ContentLimits& limits_;
  std::size_t unpacked_most_;
  std::size_t unpacked_ = 0;
  std::uint64_t packed_ = 0;
  std::set<std::string> names_;
};

}  // namespace

Result<std::optional<FileType>> check_packed(std::string_view bytes, const ContentLimits& limits) {
  return Reader(bytes, limits).read();
}

}  // namespace qiuhao::documents
