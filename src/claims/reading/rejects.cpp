// Text that is not UTF-8 is told with its bytes as U+FFFD, and no more of a row than kMostOriginalBytes.
#include "claims/reading/rejects.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/utf8.h"
#include "claims/reading.h"
#include "claims/reading/records.h"
#include "text/gb18030.h"

namespace qiuhao::claims::reading {
namespace {

// At most `most` bytes, whole characters only, valid UTF-8.
std::string printable(std::string_view text, std::size_t most) {
  const bool cut = text.size() > most;
  text = text.substr(0, most);
  if (cut) {
    std::size_t back = 0;
    while (back < 4 && back < text.size() && !is_utf8(text.substr(0, text.size() - back))) ++back;
    if (is_utf8(text.substr(0, text.size() - back))) text.remove_suffix(back);
  }
  if (is_utf8(text)) return std::string(text);
  if (auto chinese = text::utf8_from_gb18030(text)) return *chinese;
  std::string mended;
  while (!text.empty()) {
    std::size_t letter = 1;
    while (letter < 4 && letter < text.size() && !is_utf8(text.substr(0, letter))) ++letter;
    const bool valid = is_utf8(text.substr(0, letter));
    mended += valid ? text.substr(0, letter) : std::string_view("\xEF\xBF\xBD");
    text.remove_prefix(valid ? letter : 1);
  }
  return mended;
}

}  // namespace

Status RejectFile::cannot_write() const {
  return system_error("cannot_write", "cannot be written; is the disk full?", {path_.string(), 0, 0, ""});
}

Status RejectFile::write(const Reject& reject) {
  if (file_ == nullptr) {
    TRY(make_folder(path_.parent_path()));
    file_.reset(std::fopen(path_.c_str(), "wb"));
    if (file_ == nullptr) return cannot_write();
    // The mark lets spreadsheet programs show the Chinese.
    std::fputs(
        "\xEF\xBB\xBF"
        "file,line,column,value,reason,original_row\n",
        file_.get());
  }
  const std::string row =
      fmt::format("{},{},{},{},{},{}\n", csv_field(source_), reject.line > 0 ? std::to_string(reject.line) : "",
                  csv_field(printable(reject.column, 256)), csv_field(printable(reject.value, 1024)),
                  csv_field(reject.reason), csv_field(printable(reject.original, kMostOriginalBytes)));
  if (std::fwrite(row.data(), 1, row.size(), file_.get()) != row.size()) return cannot_write();
  ++rows_;
  return {};
}

void RejectFile::discard() {
  if (file_ == nullptr) return;
  file_.reset();
  rows_ = 0;
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

Result<std::int64_t> RejectFile::finish() {
  if (file_ == nullptr) return 0;
  if (std::fflush(file_.get()) != 0) return std::unexpected(cannot_write().error());
  file_.reset();
  TRY(sync_path(path_));
  return rows_;
}

}  // namespace qiuhao::claims::reading
