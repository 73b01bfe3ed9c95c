// Files for the tests of reading: a folder that goes away, and texts packed and encoded as extracts are.
#pragma once

#include <gtest/gtest.h>
#include <iconv.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "claims/schema.h"

namespace qiuhao::claims::reading {

class TestFiles {
 public:
  explicit TestFiles(const std::string& name)
      : path_(std::filesystem::temp_directory_path() / ("qiuhao-" + name + "-" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~TestFiles() { std::filesystem::remove_all(path_); }
  const Path& path() const { return path_; }

  Path write(const std::string& name, const std::string& content) const {
    const Path path = path_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

 private:
  Path path_;
};

inline Schema shipped_schema() {
  auto schema = Schema::load(QIUHAO_SOURCE_DIR "/policy/schema");
  EXPECT_TRUE(schema.has_value()) << schema.error().text();
  return *schema;
}

inline std::string gzip(std::string content) {
  std::string packed(content.size() + 1024, '\0');
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = reinterpret_cast<Bytef*>(content.data());
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(packed.size() - stream.avail_out);
  deflateEnd(&stream);
  return packed;
}

inline std::string zstd(const std::string& content) {
  std::string packed(ZSTD_compressBound(content.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), content.data(), content.size(), 3));
  return packed;
}

inline std::string to_gbk(std::string content) {
  iconv_t handle = iconv_open("GBK", "UTF-8");
  std::string converted(content.size() * 2 + 16, '\0');
  char* in = content.data();
  std::size_t left = content.size();
  char* out = converted.data();
  std::size_t space = converted.size();
  EXPECT_NE(iconv(handle, &in, &left, &out, &space), static_cast<std::size_t>(-1));
  iconv_close(handle);
  converted.resize(converted.size() - space);
  return converted;
}

}  // namespace qiuhao::claims::reading
