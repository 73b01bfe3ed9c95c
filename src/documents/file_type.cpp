// Names, media types and endings; then each type's own check, after libmagic has said what a file is.
#include "documents/file_type.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/utf8.h"
#include "documents/magic_type.h"
#include "documents/packed_file.h"
#include "documents/picture_size.h"
#include "text/gb18030.h"

namespace qiuhao::documents {
namespace {

struct TypeWords {
  FileType type;
  std::string_view name;
  std::string_view media;
  Sentence title;
};
const std::array<TypeWords, kFileTypes>& type_words() {
  static const std::array<TypeWords, kFileTypes> kWords = {{
      {FileType::pdf, "pdf", "application/pdf", {"a PDF", "PDF 文件"}},
      {FileType::jpeg, "jpeg", "image/jpeg", {"a JPEG picture", "JPEG 图片"}},
      {FileType::png, "png", "image/png", {"a PNG picture", "PNG 图片"}},
      {FileType::docx,
       "docx",
       "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
       {"a Word document", "Word 文档"}},
      {FileType::xlsx,
       "xlsx",
       "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
       {"an Excel workbook", "Excel 工作簿"}},
      {FileType::text, "txt", "text/plain", {"a text", "文本文件"}},
      {FileType::csv, "csv", "text/csv", {"a table as text", "CSV 表格"}},
      {FileType::wav, "wav", "audio/wav", {"a WAV recording", "WAV 录音"}},
      {FileType::mp3, "mp3", "audio/mpeg", {"an MP3 recording", "MP3 录音"}},
      {FileType::mp4, "mp4", "video/mp4", {"an MP4 recording", "MP4 录像"}},
      {FileType::tiff, "tiff", "image/tiff", {"a TIFF picture", "TIFF 图片"}},
      {FileType::webp, "webp", "image/webp", {"a WebP picture", "WebP 图片"}},
      {FileType::heic, "heic", "image/heic", {"a HEIC picture", "HEIC 图片"}},
      {FileType::ofd, "ofd", "application/ofd", {"an OFD document", "OFD 版式文档"}},
  }};
  return kWords;
}

const TypeWords& words_of(FileType type) {
  const auto& all = type_words();
  return *std::ranges::find(all, type, &TypeWords::type);
}

struct Ending {
  std::string_view ending;
  FileType type;
};
constexpr Ending kEndings[] = {{"pdf", FileType::pdf},   {"jpg", FileType::jpeg},  {"jpeg", FileType::jpeg},
                               {"png", FileType::png},   {"docx", FileType::docx}, {"xlsx", FileType::xlsx},
                               {"txt", FileType::text},  {"csv", FileType::csv},   {"wav", FileType::wav},
                               {"mp3", FileType::mp3},   {"mp4", FileType::mp4},   {"m4a", FileType::mp4},
                               {"tif", FileType::tiff},  {"tiff", FileType::tiff}, {"webp", FileType::webp},
                               {"heic", FileType::heic}, {"ofd", FileType::ofd}};

struct Media {
  std::string_view media;
  FileType type;
};
// What libmagic calls them. Of texts it knows more kinds than we want to tell apart; those that other programs would
// run or draw are not among them.
constexpr Media kMedia[] = {
    {"application/pdf", FileType::pdf},   {"image/jpeg", FileType::jpeg},     {"image/png", FileType::png},
    {"text/plain", FileType::text},       {"text/csv", FileType::text},       {"application/csv", FileType::text},
    {"application/json", FileType::text}, {"message/rfc822", FileType::text}, {"audio/x-wav", FileType::wav},
    {"audio/wav", FileType::wav},         {"audio/mpeg", FileType::mp3},      {"video/mp4", FileType::mp4},
    {"audio/mp4", FileType::mp4},         {"audio/x-m4a", FileType::mp4},     {"image/tiff", FileType::tiff},
    {"image/webp", FileType::webp},       {"image/heic", FileType::heic},     {"image/heif", FileType::heic}};

std::optional<FileType> type_of_ending(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  std::string ending(name.substr(dot + 1));
  std::ranges::transform(ending, ending.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const auto* found = std::ranges::find(kEndings, ending, &Ending::ending);
  return found == std::end(kEndings) ? std::nullopt : std::optional(found->type);
}

// Characters that a person typed, and no others.
bool is_text(std::string_view bytes) {
  std::string converted;
  if (!is_utf8(bytes)) {
    auto chinese = text::utf8_from_gb18030(bytes);
    if (!chinese) return false;
    converted = std::move(*chinese);
    bytes = converted;
  }
  return std::ranges::all_of(bytes, [](char c) {
    const auto code = static_cast<unsigned char>(c);
    return (code >= 0x20 && code != 0x7f) || code == '\t' || code == '\n' || code == '\r' || code == '\f';
  });
}

std::unexpected<Error> disguised(FileType wanted, const Sentence& found) {
  const Sentence& title = words_of(wanted).title;
  return input_error(
      "disguised_type",
      Sentence{fmt::format("by its name the file is {}, but inside it is {}; send it under the name of "
                           "what it is",
                           title.english, found.english),
               fmt::format("按文件名是{}，实际内容却是{}；请使用与内容相符的文件", title.chinese, found.chinese)});
}

std::unexpected<Error> broken(FileType type) {
  const Sentence& title = words_of(type).title;
  return input_error("broken_file", Sentence{fmt::format("{} that is not whole; open it on your computer and save it "
                                                         "again",
                                                         title.english),
                                             fmt::format("{}不完整；请在电脑上打开后重新保存", title.chinese)});
}

// What the bytes are: one of the types (text stands for csv too), or why none.
Result<FileType> found_type(FileType wanted, std::string_view bytes, const ContentLimits& limits) {
  ASSIGN(const std::string media, magic_type(bytes));
  const auto* known = std::ranges::find(kMedia, media, &Media::media);
  if (known != std::end(kMedia)) return known->type;
  const bool is_packed = bytes.starts_with("PK\x03\x04");
  if (is_packed) {
    ASSIGN(const auto packed, check_packed(bytes, limits));
    if (packed) return *packed;
  }
  // A few characters tell libmagic nothing.
  if (media == "application/octet-stream" && is_text(bytes)) return FileType::text;
  return disguised(wanted, {media, media});
}

Status check_whole(FileType type, std::string_view bytes, const ContentLimits& limits) {
  constexpr std::size_t kTail = 2'048;
  switch (type) {
    case FileType::pdf:
      // Readers put up with bytes around a PDF, in which another file can hide.
      if (!bytes.starts_with("%PDF-") ||
          bytes.substr(bytes.size() - std::min(bytes.size(), kTail)).find("%%EOF") == std::string_view::npos)
        return broken(type);
      return {};
    case FileType::jpeg:
    case FileType::png: {
      const auto size = picture_size(type, bytes);
      if (!size) return broken(type);
      if (size->pixels() <= limits.pixels_most) return {};
      return input_error("too_many_pixels",
                         Sentence{fmt::format("the picture has {} × {} pixels, and {} in all are allowed; make it "
                                              "smaller",
                                              size->width, size->height, limits.pixels_most),
                                  fmt::format("图片为 {} × {} 像素，总像素最多 {}；请缩小后再传", size->width,
                                              size->height, limits.pixels_most)});
    }
    case FileType::wav:
      return bytes.size() > 44 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WAVE" ? Status() : broken(type);
    case FileType::mp4: return bytes.size() > 12 && bytes.substr(4, 4) == "ftyp" ? Status() : broken(type);
    default: return {};
  }
}

}  // namespace

std::string_view type_name(FileType type) { return words_of(type).name; }
std::string_view media_type(FileType type) { return words_of(type).media; }

Result<FileType> check_content(std::string_view name, std::string_view bytes, const ContentLimits& limits) {
  const auto wanted = type_of_ending(shown_name(name));
  if (!wanted) {
    std::string endings;
    for (const Ending& known : kEndings) endings += fmt::format("{}{}", endings.empty() ? "" : ", ", known.ending);
    return input_error("unknown_type",
                       Sentence{fmt::format("files of this kind are not taken; the name ends with one of {}", endings),
                                fmt::format("不接受这类文件；文件名应以下列之一结尾：{}", endings)});
  }
  ASSIGN(FileType found, found_type(*wanted, bytes, limits));
  const bool is_text_wanted = *wanted == FileType::text || *wanted == FileType::csv;
  if (found == FileType::text && is_text_wanted) {
    if (!is_text(bytes))
      return disguised(*wanted, {"something else than text in UTF-8 or GBK", "UTF-8 或 GBK 文本以外的内容"});
    return *wanted;
  }
  if (found != *wanted) return disguised(*wanted, words_of(found).title);
  TRY(check_whole(found, bytes, limits));
  return found;
}

}  // namespace qiuhao::documents
