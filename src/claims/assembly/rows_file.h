// A file of the rows that were read of one table, packed (rows.h), by person: what a person's tape is made of, however
// often more of it comes. Written once, in the order of people; compressed in blocks, each found by its first person.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/files.h"
#include "claims/assembly/new_file.h"
#include "claims/assembly/person_key.h"

namespace qiuhao::claims::assembly {

inline constexpr std::size_t kRowsBlockBytes = std::size_t{128} << 10;  // of rows, before compression

// What the list of imports keeps of a file.
struct StoredFile {
  std::string file;  // relative to the workspace
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
  std::uint64_t checksum = 0;  // of its directory, which holds those of its blocks
};

// 48 bytes, as they lie in the file.
struct RowsBlock {
  std::array<std::uint8_t, kPersonKeyBytes> first{};  // person
  std::uint32_t unpacked = 0;
  std::uint64_t begin = 0;
  std::uint64_t packed = 0;
  std::uint64_t checksum = 0;  // XXH3-64 of the packed bytes
  std::uint64_t rows = 0;
};
static_assert(sizeof(RowsBlock) == 48);

class RowsFileWriter {
 public:
  // `path` must not exist; `name` is what the list will call it.
  static Result<RowsFileWriter> make(const Path& path, std::string name);
  RowsFileWriter(RowsFileWriter&&) noexcept;
  RowsFileWriter& operator=(RowsFileWriter&&) = delete;
  ~RowsFileWriter();

  // Rows of the next person; people come in order, each once.
  Status add(const PersonKey& person, std::string_view rows, std::uint64_t count);
  bool empty() const { return rows_ == 0; }
  // Syncs the file.
  Result<StoredFile> finish();

 private:
  struct State;
  RowsFileWriter(NewFile file, std::string name);
  Status close_block();

  std::unique_ptr<State> state_;
  NewFile file_;  // removed when it is not finished
  std::string name_;
  std::uint64_t rows_ = 0;
};

class RowsFile {
 public:
  // "damaged_rows" when the directory is off.
  static Result<RowsFile> open(const Path& path);
  std::span<const RowsBlock> blocks() const { return blocks_; }
  std::uint64_t rows() const { return rows_; }
  // The bytes of a block, unpacked into `out`; "damaged_rows".
  Status unpack(std::size_t block, std::string& out) const;

 private:
  Path path_;
  MappedFile mapped_;
  std::shared_ptr<const std::vector<RowsBlock>> directory_;
  std::span<const RowsBlock> blocks_;
  std::uint64_t rows_ = 0;
};

// Every block's checksum, and that nothing lies between.
Status verify_rows_file(const Path& path);

// Goes through a file in the order of people. The file must outlive it.
class RowsCursor {
 public:
  explicit RowsCursor(const RowsFile& file) : file_(&file) {}

  // Stands on the first person; again on the next. False at the end. Errors are kept in status().
  bool next();
  // Stands on the first person from here on who is not before `person`; false when there is none.
  bool seek(const PersonKey& person);
  const PersonKey& person() const { return person_; }
  // Packed rows of the person stood on, until the next call.
  std::string_view rows() const { return rows_; }
  const Status& status() const { return status_; }

 private:
  bool open_block(std::size_t block);

  const RowsFile* file_;
  std::size_t next_block_ = 0;
  std::string bytes_;
  std::size_t at_ = 0;
  bool stands_ = false;
  PersonKey person_;
  std::string_view rows_;
  Status status_;
};

}  // namespace qiuhao::claims::assembly
