// Types by their first bytes.
#include "evidence/file_leaves.h"

#include <fmt/format.h>

#include <array>

#include "base/utf8.h"

namespace qiuhao::evidence {
namespace {

using std::string_view_literals::operator""sv;

struct Magic {
  std::size_t at;
  std::string_view bytes;
  std::string_view type;
};

// MP4 and HEIC are told by the brand behind "ftyp"; MP3 begins with a tag or with a frame.
constexpr std::array kMagics = {
    Magic{0, "\xff\xd8\xff"sv, "image/jpeg"},
    Magic{0, "\x89PNG\r\n\x1a\n"sv, "image/png"},
    Magic{0, "II*\0"sv, "image/tiff"},
    Magic{0, "MM\0*"sv, "image/tiff"},
    Magic{8, "WEBP"sv, "image/webp"},
    Magic{8, "WAVE"sv, "audio/wav"},
    Magic{4, "ftyphei"sv, "image/heic"},
    Magic{4, "ftypmif"sv, "image/heic"},
    Magic{4, "ftyp"sv, "video/mp4"},
    Magic{0, "%PDF-"sv, "application/pdf"},
    Magic{0, "PK\x03\x04"sv, "application/zip"},
    Magic{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv, "application/x-ole-storage"},
    Magic{0, "ID3"sv, "audio/mpeg"},
    Magic{0, "\xff\xfb"sv, "audio/mpeg"},
};

}  // namespace

std::string_view type_of(std::string_view content) {
  for (const Magic& magic : kMagics) {
    if (content.size() >= magic.at + magic.bytes.size() && content.substr(magic.at).starts_with(magic.bytes))
      return magic.type;
  }
  const bool is_text = !content.empty() && content.find('\0') == std::string_view::npos && is_utf8(content);
  return is_text ? "text/plain" : "";
}

Status add_file(Builder& builder, std::size_t number, const Path& file) {
  ASSIGN(const std::string content, read_file(file, kAttachedBytesMost));
  const Place place{file.string(), 0, 0, ""};
  if (content.empty()) return input_error("empty_file", Sentence{"is empty; leave it out", "是空文件；请去掉"}, place);
  const std::string_view type = type_of(content);
  if (type.empty())
    return input_error("unknown_file_type",
                       Sentence{"is no photo, document or recording that is taken (JPEG, PNG, TIFF, WebP, HEIC, PDF, "
                                "OFD, Office, MP4, WAV, MP3, UTF-8 text); save it as one of these",
                                "不是可封存的照片、文书或录音录像（JPEG、PNG、TIFF、WebP、HEIC、PDF、OFD、Office、MP4、"
                                "WAV、MP3、UTF-8 文本）；请另存为其中一种"},
                       place);
  const std::string path = fmt::format("files/{}/", number);
  builder.add(path + "name", "文件名", file.filename().string());
  builder.add(path + "type", "文件类型", type);
  builder.add(path + "size", "字节数", fmt::to_string(content.size()));
  builder.add_long_bytes(path + "content", "文件内容", content);
  return {};
}

}  // namespace qiuhao::evidence
