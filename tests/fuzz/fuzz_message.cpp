// One input: the text of a national message. It must be answered once, by an infcode and a sentence.
#include <fmt/format.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <future>

#include "answer_check.h"
#include "base/check.h"
#include "knowledge/import.h"
#include "stand.h"

namespace {

using namespace qiuhao;  // tidy:allow a program of one file

constexpr int kOfOneStand = 2'000;  // inputs, so that what they leave behind stays small

// Shipped rules and starter knowledge over an empty tape.
Result<malformed::Shared> load() {
  const Path source = QIUHAO_SOURCE_DIR;
  ASSIGN(claims::Schema loaded, claims::Schema::load((source / "policy/schema").string()));
  const auto schema = std::make_shared<const claims::Schema>(std::move(loaded));
  ASSIGN(knowledge::Kinds kinds, knowledge::read_kinds(source / "policy/knowledge/kinds.yaml"));
  ASSIGN(auto points, knowledge::read_points(kinds, {source / "policy/knowledge/starter.csv"}, {}));
  auto library = knowledge::Library::make(std::move(kinds), std::move(points), day_from_civil({2026, 11, 1}));
  ASSIGN(auto rules, rules::load_rules({(source / "policy/rules").string()}, {}, *schema));
  ASSIGN(auto parameters, rules::Parameters::load({(source / "policy/parameters").string()}));
  ASSIGN(auto plan, rules::Plan::make(schema, std::move(rules), std::move(library), std::move(parameters)));
  return malformed::share(schema, std::move(plan), "");
}

const malformed::Stand& stand() {
  static const auto shared = load();
  CHECK_NOTE(shared, shared.error().text());
  static std::unique_ptr<malformed::Stand> stand;
  static int left = 0;
  if (left-- == 0) {
    stand.reset();  // its journal is the folder's only one
    auto opened = malformed::Stand::open(
        *shared, std::filesystem::temp_directory_path() / fmt::format("qiuhao-fuzz-{}", ::getpid()));
    CHECK_NOTE(opened, opened.error().text());
    stand = std::move(*opened);
    left = kOfOneStand - 1;
  }
  return *stand;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string message(reinterpret_cast<const char*>(data), size);
  std::promise<national::Exchanged> told;
  stand().answer(message, [&](national::Exchanged answer) { told.set_value(std::move(answer)); });
  const national::Exchanged answer = told.get_future().get();
  const std::string fault = malformed::answer_fault(answer, "", "");
  CHECK_NOTE(fault.empty(), fault + "\n" + answer.answer);
  return 0;
}
