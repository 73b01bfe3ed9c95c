// For tests of documents: the shipped templates and a store of papers beside the matters'.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "documents/papers.h"
#include "documents/test_attachments.h"

namespace qiuhao::documents {

inline std::vector<Template> shipped_templates(const casework::Kinds& kinds) {
  std::vector<Template> all;
  for (const auto& entry : std::filesystem::directory_iterator(QIUHAO_SOURCE_DIR "/policy/documents")) {
    TemplateReading reading = load_template_all(entry.path().string(), kinds);
    CHECK_NOTE(reading.made.has_value(), reading.errors.empty() ? "" : reading.errors[0].text());
    all.push_back(std::move(*reading.made));
  }
  return all;
}

class PaperTest : public AttachmentTest {
 protected:
  void SetUp() override {
    AttachmentTest::SetUp();
    auto made = Templates::make(shipped_templates(*kinds_), {});
    ASSERT_TRUE(made.has_value()) << made.error().text();
    templates_.emplace(std::move(*made));
    desk_.emplace(desk());
  }
  PaperDesk desk() const {
    return {*database_, *trail_, ring_, *kinds_, calendar_, *templates_, {"某市医疗保障局", "", "0000-1234567"}};
  }
  PaperStore papers() const {
    auto store = PaperStore::open(*desk_, evidence());
    CHECK_NOTE(store.has_value(), store ? "" : store.error().text());
    return std::move(*store);
  }
  // The notice of the recovery, once it was sent.
  PaperOrder order(const std::string& time = "2026-03-11 10:00", const std::string& document = "notice") const {
    return {number_, document, clerk_, *parse_time(time)};
  }
  void send_notice() const { done(store_->perform(number_, notice(), {"test", ""})); }

  std::optional<Templates> templates_;
  std::optional<PaperDesk> desk_;
};

}  // namespace qiuhao::documents
