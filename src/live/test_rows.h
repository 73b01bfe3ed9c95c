// Rows as details of fees bring them, and journal folders for tests of the live view.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "base/check.h"
#include "claims/message_rows.h"
#include "claims/packed_rows.h"
#include "live/held_visits.h"

namespace qiuhao::live {

inline const claims::Schema& test_schema() {
  static const claims::Schema schema = [] {
    auto loaded = claims::Schema::load(std::string(QIUHAO_SOURCE_DIR) + "/policy/schema");
    CHECK(loaded.has_value());
    return std::move(*loaded);
  }();
  return schema;
}

using Texts = std::vector<std::pair<std::string, std::string>>;

// By the names of 2204.
inline claims::LooseRow test_line(const Texts& fields) {
  static const claims::MessageRows rows(test_schema(), claims::Entity::line, {"2204", "fee_list_d"});
  claims::LooseRow line = rows.make();
  for (const auto& [name, text] : fields) {
    CHECK_NOTE(rows.find(name) != claims::kNoField, name);
    CHECK_NOTE(rows.set(line, rows.find(name), text).has_value(), text);
  }
  rows.derive(line);
  return line;
}

inline std::string packed_lines(const std::vector<Texts>& lines) {
  std::vector<claims::LooseRow> rows;
  for (const Texts& line : lines) rows.push_back(test_line(line));
  return claims::pack_rows(test_schema().of(claims::Entity::line), rows);
}

inline Accepted test_details(const std::string& message, const std::string& visit, const std::vector<Texts>& lines,
                             const std::string& batch = "B1") {
  Accepted accepted;
  accepted.institution = "H34060000001";
  accepted.message = message;
  accepted.transaction = "2204";
  accepted.person = "0123456789abcdef01234567";
  accepted.visit = visit;
  accepted.parts = {{std::string(kLinesOf) + batch, packed_lines(lines)}};
  return accepted;
}

inline Texts line_of(const std::string& id, const std::string& item, const std::string& count,
                     const std::string& time = "2026-11-30 08:00:00") {
  return {{"feedetl_sn", id}, {"med_list_codg", item},        {"fee_ocur_time", time},
          {"cnt", count},     {"det_item_fee_sumamt", count}, {"pric", "1"}};
}

// A folder of its own, removed afterwards.
class LiveFolder : public ::testing::Test {
 protected:
  LiveFolder() {
    path_ = std::filesystem::temp_directory_path() / ("qiuhao-live-" + std::to_string(::getpid()) + "-" +
                                                      ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~LiveFolder() override { std::filesystem::remove_all(path_); }

  Path path_;
};

}  // namespace qiuhao::live
