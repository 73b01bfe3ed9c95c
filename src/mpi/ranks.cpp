// Loading the module, and moving bytes through it.
#include "mpi/ranks.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <cstdlib>
#include <utility>

#include "base/files.h"
#include "mpi/module.h"

namespace qiuhao::mpi {
namespace {

std::unexpected<Error> no_mpi(const std::string& why) {
  return fail(
      {Fault::usage,
       "no_mpi",
       fmt::format("mpirun started this process, but MPI cannot be used ({}); install openmpi-bin, build qiuhao "
                   "with libopenmpi-dev, or use --shard I/N and qiuhao audit merge",
                   why),
       {},
       fmt::format("本进程由 mpirun 启动，但无法使用 MPI（{}）；请安装 openmpi-bin 并在有 libopenmpi-dev "
                   "的机器上构建，或使用 --shard I/N 和 qiuhao audit merge",
                   why)});
}

Result<const QiuhaoMpi*> load_module() {
  std::error_code ignored;
  const Path program = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
  std::string why = fmt::format("there is no {} beside the program", kModuleFile);
  for (const char* beside : {".", "../lib/qiuhao"}) {
    const Path file = (program / beside / kModuleFile).lexically_normal();
    if (!std::filesystem::exists(file, ignored)) continue;
    // Open MPI's own plugins look for its symbols among the global ones.
    void* module = ::dlopen(file.c_str(), RTLD_NOW | RTLD_GLOBAL);
    if (module == nullptr) {
      why = ::dlerror();
      continue;
    }
    const auto entry = reinterpret_cast<const QiuhaoMpi* (*)()>(::dlsym(module, kModuleEntry));
    if (entry != nullptr && entry()->version == kModuleVersion) return entry();
    why = fmt::format("{} is of another release", file.string());
  }
  return no_mpi(why);
}

}  // namespace

bool is_launched() {
  const char* size = std::getenv("OMPI_COMM_WORLD_SIZE");
  return size != nullptr && std::atoi(size) > 1;
}

Result<Ranks> Ranks::join() {
  ASSIGN(const QiuhaoMpi* module, load_module());
  int rank = 0;
  int size = 1;
  const int code = module->begin(&rank, &size);
  Ranks ranks(module);
  ranks.rank_ = rank;
  ranks.size_ = size;
  if (code != 0) return ranks.failed(code);
  return ranks;
}

Ranks::Ranks(Ranks&& other) noexcept
    : module_(std::exchange(other.module_, nullptr)), rank_(other.rank_), size_(other.size_) {}

Ranks::~Ranks() {
  if (module_ == nullptr) return;
  module_->end();
}

std::unexpected<Error> Ranks::failed(int code) const {
  char words[512] = "";
  module_->explain(code, words, sizeof(words));
  return fail({Fault::system,
               "mpi_failed",
               fmt::format("MPI on rank {}: {}; see that every host reaches the others", rank_, words),
               {},
               fmt::format("第 {} 号进程的 MPI 出错：{}；请检查各主机能否互通", rank_, words)});
}

Result<std::vector<std::string>> Ranks::gather(std::string bytes) {
  std::vector<std::string> all;
  if (rank_ != 0) {
    const int code = module_->send(bytes.data(), bytes.size());
    if (code != 0) return failed(code);
    return all;
  }
  all.push_back(std::move(bytes));
  for (int from = 1; from < size_; ++from) {
    std::uint64_t size = 0;
    if (const int code = module_->receive_size(from, &size); code != 0) return failed(code);
    std::string& text = all.emplace_back(size, '\0');
    if (const int code = module_->receive(from, text.data(), size); code != 0) return failed(code);
  }
  return all;
}

}  // namespace qiuhao::mpi
