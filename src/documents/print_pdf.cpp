// The page has no script and asks for nothing from elsewhere; chromium gets neither a network nor a profile.
#include "documents/print_pdf.h"

#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <vector>

#include "base/files.h"
#include "documents/child_program.h"

namespace qiuhao::documents {
namespace {

constexpr std::size_t kPdfBytesMost = std::size_t{256} << 20;

std::unexpected<Error> not_printed(std::string code, Sentence sentence) {
  return fail({Fault::system, std::move(code), std::move(sentence.english), {}, std::move(sentence.chinese)});
}

// Of this printing alone, and gone afterwards.
class Folder {
 public:
  Folder() {
    std::error_code ignored;
    std::string pattern = (std::filesystem::temp_directory_path(ignored) / "qiuhao-print-XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  ~Folder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const Path& path() const { return path_; }

 private:
  Path path_;
};

std::vector<std::string> command(const Printer& printer, const Path& folder) {
  return {printer.program,
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-extensions",
          "--disable-dev-shm-usage",
          "--host-resolver-rules=MAP * ~NOTFOUND",
          "--no-pdf-header-footer",
          "--user-data-dir=" + (folder / "profile").string(),
          "--print-to-pdf=" + (folder / "page.pdf").string(),
          "file://" + (folder / "page.html").string()};
}

}  // namespace

Result<std::string> print_pdf(const Printer& printer, std::string_view html) {
  if (::access(printer.program.c_str(), X_OK) != 0)
    return not_printed(
        "no_printer", {fmt::format("{} is not there; install the package chromium and fonts-noto-cjk", printer.program),
                       fmt::format("没有 {}；请安装软件包 chromium 和 fonts-noto-cjk", printer.program)});
  const Folder folder;
  if (folder.path().empty())
    return not_printed("print_failed", {"there is no folder for temporary files; set TMPDIR to one",
                                        "没有可用的临时文件夹；请设置 TMPDIR"});
  TRY(write_file_atomically(folder.path() / "page.html", html));
  ASSIGN(const ProgramEnd end, run_program(command(printer, folder.path()), printer.deadline));
  if (end.was_late)
    return not_printed("print_too_slow", {"chromium did not print in time; try again", "chromium 打印超时；请重试"});
  auto pdf = read_file(folder.path() / "page.pdf", kPdfBytesMost);
  if (end.exit_code == 0 && pdf && pdf->starts_with("%PDF-")) return pdf;
  return not_printed("print_failed", {fmt::format("chromium ended with {}: {}", end.exit_code, end.told),
                                      fmt::format("chromium 以 {} 退出：{}", end.exit_code, end.told)});
}

}  // namespace qiuhao::documents
