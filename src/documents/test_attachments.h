// For tests of attachments and documents: a store beside that of matters, and a matter to add to.
#pragma once

#include <sys/stat.h>

#include <fstream>
#include <optional>
#include <string>
#include <utility>

#include "casework/test_store.h"
#include "documents/attachments.h"
#include "documents/test_files.h"

namespace qiuhao::documents {

inline void write_over(const Path& path, const std::string& content) {
  ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

class AttachmentTest : public casework::StoreTest {
 protected:
  void SetUp() override {
    casework::StoreTest::SetUp();
    number_ = opened(recovery());
  }
  AttachmentStore attachments(AttachmentRules rules = {}) const {
    auto store = AttachmentStore::open(*database_, *trail_, ring_, *kinds_, evidence(), std::move(rules));
    CHECK_NOTE(store.has_value(), store ? "" : store.error().text());
    return std::move(*store);
  }
  Path evidence() const { return folder_.path() / "evidence"; }
  NewAttachment fresh(const std::string& name = "收据.pdf", const std::string& document = "receipt") const {
    return {number_, document, name, "王出纳", *parse_time("2026-03-12 10:00")};
  }
  // Its id, or the error's code.
  template <typename Store>
  static std::string added(const Store& store, const NewAttachment& fresh, const std::string& bytes,
                           const std::string& request = "") {
    const auto made = store.add(fresh, bytes, {"10.0.0.7", request});
    return made ? made->id : made.error().code;
  }
  // What and after of the last act on a subject.
  std::pair<std::string, std::string> last_act(const std::string& subject) const {
    std::pair<std::string, std::string> last;
    const Status status = database_->read([&](database::Transaction& transaction) -> Status {
      ASSIGN(const auto acts, trail_->acts_on(transaction, subject, 0, 1));
      if (!acts.empty()) last = {acts[0].act.what, acts[0].act.after.value_or("")};
      return {};
    });
    EXPECT_TRUE(status.has_value());
    return last;
  }

  std::string number_;
};

}  // namespace qiuhao::documents
