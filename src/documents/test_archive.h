// For tests of the archive: a store with the shipped rules, matters that are over, case files that nobody printed.
#pragma once

#include <string>

#include "documents/archive.h"
#include "documents/test_papers.h"

namespace qiuhao::documents {

class ArchiveTestBase : public PaperTest {
 protected:
  void SetUp() override {
    PaperTest::SetUp();
    rules_ = std::move(*load_archive_rules(QIUHAO_SOURCE_DIR "/policy/archive.yaml"));
  }
  ArchiveStore archive() const {
    auto store = ArchiveStore::open(*desk_, rules_, evidence());
    CHECK_NOTE(store.has_value(), store ? "" : store.error().text());
    return std::move(*store);
  }
  // A recovery that is returned.
  std::string returned() const {
    const std::string number = opened(recovery());
    done(store_->perform(number, notice(), {"test", ""}));
    done(store_->perform(number, payment(100'000), {"test", ""}));
    return number;
  }
  Clerk clerk(const std::string& day, const std::string& who = "档案员") const {
    return {who, *parse_time(day), "10.0.0.7"};
  }
  // Its archive number, or the error's code; with a case file that was not printed.
  std::string closed(const ArchiveStore& store, const std::string& matter,
                     const std::string& day = "2026-04-01") const {
    const auto found = store_->find(matter);
    const auto cover = store.next_cover(*found, clerk(day).at);
    if (!cover) return cover.error().code;
    CaseFile made{"%PDF-1.4 of " + matter, 3, {CaseItem{}}};
    const auto archived = store.close_with(*found, made, cover->archive_number, clerk(day));
    return archived ? archived->number : archived.error().code;
  }
  // Asked for by one, approved by another: "well", or the error's code.
  std::string lent(const ArchiveStore& store, const std::string& number, const std::string& due,
                   const std::string& day) const {
    const auto request = store.ask_loan(number, "复查", *parse_day(due), clerk(day, "钱审核"));
    return request ? told(store.decide_loan(request->serial, true, clerk(day))) : request.error().code;
  }
  template <typename T>
  static std::string told(const Result<T>& result) {
    return result ? "well" : result.error().code;
  }
  static std::string told(const Status& status) { return status ? "well" : status.error().code; }

  ArchiveRules rules_;
};

}  // namespace qiuhao::documents
