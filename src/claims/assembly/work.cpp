// Threads and files of an assembling.
#include "claims/assembly/work.h"

#include <fmt/format.h>

#include <thread>

namespace qiuhao::claims::assembly {

std::string Work::new_name(std::string_view folder, std::size_t table, std::size_t number, std::string_view ending) {
  const auto entity = kEntityNames[static_cast<std::size_t>(kAssembledEntities[table])];
  std::string name = fmt::format("staging/{}/{:06}-{}-{}.{}", folder, options.batch, entity, number, ending);
  const std::scoped_lock lock(telling);
  outcome.created.push_back(place(name));
  return name;
}

std::unexpected<Error> interrupted() {
  return system_error("interrupted", "was interrupted; nothing was changed, run it again to go on");
}

Status on_threads(Work& work, std::size_t threads, const std::function<Status(std::size_t)>& run) {
  std::vector<Status> done(threads);
  {
    std::vector<std::jthread> running;
    for (std::size_t thread = 0; thread < threads; ++thread) {
      running.emplace_back([&, thread] {
        done[thread] = run(thread);
        if (!done[thread]) work.failed = true;
      });
    }
  }
  for (const Status& status : done) {
    if (!status) return status;
  }
  return work.stopped() ? Status(interrupted()) : Status();
}

Result<RowsFiles> open_rows(const Work& work, const std::vector<StoredFile>& files) {
  RowsFiles opened;
  for (const StoredFile& file : files) {
    ASSIGN(RowsFile rows, RowsFile::open(work.place(file.file)));
    opened.push_back(std::make_unique<RowsFile>(std::move(rows)));
  }
  return opened;
}

Result<KeysFiles> open_keys(const Work& work, const std::vector<StoredFile>& files) {
  KeysFiles opened;
  for (const StoredFile& file : files) {
    ASSIGN(KeysFile keys, KeysFile::open(work.place(file.file)));
    opened.push_back(std::make_unique<KeysFile>(std::move(keys)));
  }
  return opened;
}

}  // namespace qiuhao::claims::assembly
