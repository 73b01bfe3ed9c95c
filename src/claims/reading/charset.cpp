// iconv behind values; the only file that includes it.
#include "claims/reading/charset.h"

#include <iconv.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <vector>

#include "base/check.h"
#include "base/utf8.h"
#include "claims/reading/byte_source.h"

namespace qiuhao::claims::reading {
namespace {

constexpr char kNoLetter = '\xFF';  // a byte that no UTF-8 text has

class Converter {
 public:
  Converter() : handle_(iconv_open("UTF-8", "GB18030")) { CHECK(handle_ != iconv_t(-1)); }
  ~Converter() { iconv_close(handle_); }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  // Appends what `bytes` say; leaves in `bytes` the beginning of a character that the next bytes end. With `strict`,
  // false at the first byte that is no character; otherwise kNoLetter stands for it.
  bool convert(std::string& bytes, std::string& text, bool strict) {
    char* in = bytes.data();
    std::size_t left = bytes.size();
    char out_buffer[1 << 15];
    while (left > 0) {
      char* out = out_buffer;
      std::size_t space = sizeof out_buffer;
      const std::size_t state = iconv(handle_, &in, &left, &out, &space);
      text.append(out_buffer, sizeof out_buffer - space);
      if (state != static_cast<std::size_t>(-1) || errno == E2BIG) continue;
      if (errno == EINVAL) break;
      if (strict) return false;
      text += kNoLetter;
      ++in;
      --left;
    }
    bytes.erase(0, bytes.size() - left);
    return true;
  }

 private:
  iconv_t handle_;
};

bool is_ascii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// CR LF and lone CR become LF; a CR at the end of a block waits for the next one.
void unify_line_ends(std::string& block, bool& pending_return) {
  std::string unified;
  unified.reserve(block.size() + 1);
  for (const char c : block) {
    if (pending_return) unified += '\n';
    const bool second_half = pending_return && c == '\n';
    pending_return = c == '\r';
    if (!second_half && c != '\r') unified += c;
  }
  block.swap(unified);
}

}  // namespace

Charset charset_of(std::string_view sample) {
  if (sample.starts_with("\xFF\xFE") || sample.starts_with("\xFE\xFF")) return Charset::utf16;
  std::size_t utf8 = 0;
  std::size_t chinese = 0;
  while (!sample.empty()) {
    const std::size_t end = sample.find('\n');
    const std::string_view line = sample.substr(0, end);
    const bool whole = end != std::string_view::npos || (utf8 == 0 && chinese == 0);
    if (whole && !is_ascii(line)) {
      if (is_utf8(line))
        ++utf8;
      else if (utf8_from_gb18030(line))
        ++chinese;
    }
    sample.remove_prefix(end == std::string_view::npos ? sample.size() : end + 1);
  }
  return chinese > utf8 ? Charset::gb18030 : Charset::utf8;
}

std::optional<std::string> utf8_from_gb18030(std::string_view text) {
  Converter converter;
  std::string bytes(text);
  std::string converted;
  if (!converter.convert(bytes, converted, true) || !bytes.empty()) return std::nullopt;
  return converted;
}

Status rewrite_as_utf8(const Path& source, Charset charset, const Path& target, const std::atomic<bool>* stop) {
  const auto cannot_write = [&] {
    return system_error("cannot_write", "cannot be written; is the disk full?", {target.string(), 0, 0, ""});
  };
  ASSIGN(auto bytes, open_bytes(source));
  const std::unique_ptr<std::FILE, FileCloser> file(std::fopen(target.c_str(), "wb"));
  if (file == nullptr) return cannot_write();
  Converter converter;
  std::vector<char> buffer(1 << 18);
  std::string waiting;
  std::string block;
  bool pending_return = false;
  while (true) {
    if (stop != nullptr && stop->load()) return interrupted();
    ASSIGN(const std::size_t count, bytes->read(buffer));
    if (count == 0) break;
    block.clear();
    if (charset == Charset::gb18030) {
      waiting.append(buffer.data(), count);
      converter.convert(waiting, block, false);
    } else {
      block.assign(buffer.data(), count);
    }
    unify_line_ends(block, pending_return);
    if (std::fwrite(block.data(), 1, block.size(), file.get()) != block.size()) return cannot_write();
  }
  block = waiting.empty() ? "" : std::string(1, kNoLetter);
  if (pending_return) block += '\n';
  const bool written = std::fwrite(block.data(), 1, block.size(), file.get()) == block.size();
  if (!written || std::fflush(file.get()) != 0) return cannot_write();
  return {};
}

}  // namespace qiuhao::claims::reading
