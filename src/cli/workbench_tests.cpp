// The text goes into a folder of its own; nothing of it is an argument.
#include "cli/workbench_tests.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "documents/child_program.h"
#include "server/workbench/workbench.h"

namespace qiuhao::cli {
namespace {

constexpr std::size_t kReportBytesMost = std::size_t{16} << 20;

class OwnFolder {
 public:
  OwnFolder() : path_((std::filesystem::temp_directory_path() / "qiuhao-rule-XXXXXX").string()) {
    is_made_ = ::mkdtemp(path_.data()) != nullptr;
  }
  ~OwnFolder() {
    std::error_code ignored;
    if (is_made_) std::filesystem::remove_all(path_, ignored);
  }
  OwnFolder(const OwnFolder&) = delete;
  OwnFolder& operator=(const OwnFolder&) = delete;
  bool is_made() const { return is_made_; }
  Path path() const { return path_; }

 private:
  std::string path_;
  bool is_made_ = false;
};

}  // namespace

Result<std::string> run_tests_apart(const std::string& program, const Path& workspace, const std::string& text,
                                    std::chrono::milliseconds deadline) {
  const OwnFolder folder;
  if (!folder.is_made())
    return system_error("cannot_make_folder", fmt::format("a temporary folder: {}", std::strerror(errno)));
  const Path draft = folder.path() / server::kDraftFile;
  const Path report = folder.path() / "report.json";
  TRY(write_file_atomically(draft, text));
  const std::string words[] = {program,       "rules",
                               "test",        draft.string(),
                               "--workspace", workspace.string(),
                               "--report",    report.string(),
                               "--memory",    fmt::format("{}", kTestsMegabytesMost)};
  ASSIGN(const documents::ProgramEnd end, documents::run_program(words, deadline));
  if (end.was_late)
    return input_error("tests_too_slow", Sentence{fmt::format("the tests take more than {} s; make them smaller",
                                                              deadline.count() / 1'000),
                                                  fmt::format("测试超过 {} 秒；请缩小测试", deadline.count() / 1'000)});
  auto told = read_file(report, kReportBytesMost);
  if (told) return told;
  return input_error("tests_broke_off", Sentence{fmt::format("the tests broke off (exit code {}); they may want more "
                                                             "than {} MB of memory",
                                                             end.exit_code, kTestsMegabytesMost),
                                                 fmt::format("测试中断（退出码 {}）；可能内存超过 {} MB", end.exit_code,
                                                             kTestsMegabytesMost)});
}

}  // namespace qiuhao::cli
