// Guessing a charset, and rewriting files.
#include "claims/reading/charset.h"

#include <cstdio>
#include <memory>
#include <vector>

#include "base/utf8.h"
#include "claims/reading/byte_source.h"
#include "text/gb18030.h"

namespace qiuhao::claims::reading {
namespace {

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
      else if (text::utf8_from_gb18030(line))
        ++chinese;
    }
    sample.remove_prefix(end == std::string_view::npos ? sample.size() : end + 1);
  }
  return chinese > utf8 ? Charset::gb18030 : Charset::utf8;
}

Status rewrite_as_utf8(const Path& source, Charset charset, const Path& target, const std::atomic<bool>* stop) {
  const auto cannot_write = [&] {
    return system_error("cannot_write", "cannot be written; is the disk full?", {target.string(), 0, 0, ""});
  };
  ASSIGN(auto bytes, open_bytes(source));
  const std::unique_ptr<std::FILE, FileCloser> file(std::fopen(target.c_str(), "wb"));
  if (file == nullptr) return cannot_write();
  text::Gb18030Reader converter;
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
  block = waiting.empty() ? "" : std::string(1, text::kNoLetter);
  if (pending_return) block += '\n';
  const bool written = std::fwrite(block.data(), 1, block.size(), file.get()) == block.size();
  if (!written || std::fflush(file.get()) != 0) return cannot_write();
  return {};
}

}  // namespace qiuhao::claims::reading
