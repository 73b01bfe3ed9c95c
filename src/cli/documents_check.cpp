// `qiuhao documents check` and `test`: templates of documents.
#include <fmt/format.h>

#include "cli/documents_parts.h"
#include "cli/run_program.h"
#include "cli/workflows_parts.h"
#include "documents/template_tests.h"

namespace qiuhao::cli {

Result<int> check_documents(const DocumentsOptions& options) {
  ASSIGN(TemplateLibrary library, read_templates(options));
  std::vector<Error> errors = std::move(library.errors);
  // Of some files alone nothing can be said to be missing.
  if (errors.empty())
    errors = documents::check_templates(library.templates,
                                        options.files.empty() ? library.newest : std::vector<const workflow::Kind*>{});
  for (const Error& error : errors) print_error(error, options.language);
  if (!errors.empty())
    return input_error("bad_documents", Sentence{fmt::format("{} mistakes in templates; see above", errors.size()),
                                                 fmt::format("文书模板共有 {} 处错误；见上文", errors.size())});
  for (const documents::Template& one : library.templates)
    fmt::print("ok   {} {} v{} {}\n", one.kind, one.document, one.version, options.say(one.title));
  fmt::print("{}\n", options.say({fmt::format("{} templates are right", library.templates.size()),
                                  fmt::format("{} 个文书模板没有错误", library.templates.size())}));
  return 0;
}

Result<int> test_documents(const DocumentsOptions& options) {
  ASSIGN(const TemplateLibrary library, read_templates(options));
  if (!library.errors.empty()) return fail(library.errors[0]);
  ASSIGN(const workflow::Calendar calendar, shipped_calendar());
  std::size_t passed = 0;
  std::size_t failed = 0;
  for (const documents::Template& one : library.templates) {
    ASSIGN(const auto report,
           documents::run_template_tests(one, *library.kinds->newest(one.kind), calendar, options.filter));
    passed += report.passed;
    failed += report.failed;
    for (const auto& failure : report.failures) fmt::print("FAIL {}\n", failure.text(options.language));
  }
  if (passed + failed == 0 && !options.filter.empty())
    return usage_error("no_such_test", Sentence{fmt::format("no test has '{}' in its name", options.filter),
                                                fmt::format("没有名称含“{}”的测试", options.filter)});
  fmt::print(
      "{}\n",
      options.say({fmt::format("{} templates, {} tests passed, {} failed", library.templates.size(), passed, failed),
                   fmt::format("{} 个文书模板，测试通过 {}，未通过 {}", library.templates.size(), passed, failed)}));
  return failed == 0 ? 0 : 1;
}

}  // namespace qiuhao::cli
