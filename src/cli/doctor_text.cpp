// Sentences first, the table after them, the verdict last.
#include "cli/doctor_text.h"

#include <fmt/format.h>

#include "cli/progress.h"
#include "cli/text_table.h"
#include "text/document.h"

namespace qiuhao::cli {
namespace {

using claims::Gravity;
using text::json_quote;

constexpr std::size_t kMostTold = 200;

std::string text_of_trouble(const claims::Trouble& trouble, const std::string& workspace, Language language) {
  const bool chinese = language == Language::chinese;
  const bool damage = trouble.gravity == Gravity::damage;
  const char* grade = chinese ? (damage ? "损坏" : "提示") : (damage ? "damage" : "note");
  return fmt::format("{}: {}: {}{}{}\n", grade, trouble.file.empty() ? workspace : workspace + "/" + trouble.file,
                     trouble.what.in(language), chinese ? "；" : "; ", trouble.mend.in(language));
}

std::string table_of(const claims::Examination& examination, Language language) {
  const bool chinese = language == Language::chinese;
  TextTable table(chinese ? std::vector<std::string>{"检查", "对象", "MB", "问题"}
                          : std::vector<std::string>{"check", "looked at", "MB", "troubles"});
  for (std::size_t column = 1; column < 4; ++column) table.align_right(column);
  for (const claims::Check& check : examination.checks) {
    table.add({check.label.in(language), with_commas(check.looked_at),
               fmt::format("{:.1f}", static_cast<double>(check.bytes) / 1e6), with_commas(check.troubles)});
  }
  return table.text();
}

std::string verdict_of(const claims::Examination& examination, bool quick, Language language) {
  const bool chinese = language == Language::chinese;
  if (!examination.is_whole())
    return chinese ? "有损坏：请按上面的说明处理\n" : "damaged: do what the sentences above say\n";
  if (quick)
    return chinese ? "快速检查未见问题；去掉 --quick 可检查全部字节\n"
                   : "whole as far as --quick looks; without it every byte is read\n";
  return chinese ? fmt::format("完好（第 {} 代，{:.1f} 秒）\n", examination.generation, examination.seconds)
                 : fmt::format("whole (generation {}, {:.1f} s)\n", examination.generation, examination.seconds);
}

std::string json_of(const Sentence& sentence) {
  return fmt::format("{{\"en\": {}, \"zh\": {}}}", json_quote(sentence.english), json_quote(sentence.chinese));
}

}  // namespace

std::string text_of_examination(const claims::Examination& examination, const std::string& workspace, bool quick,
                                Language language) {
  std::string text;
  std::size_t told = 0;
  for (const claims::Trouble& trouble : examination.troubles) {
    if (told++ < kMostTold) text += text_of_trouble(trouble, workspace, language);
  }
  if (told > kMostTold) text += fmt::format("… {} more (--format json tells all)\n", told - kMostTold);
  if (told > 0) text += "\n";
  return text + table_of(examination, language) + "\n" + verdict_of(examination, quick, language);
}

std::string json_of_examination(const claims::Examination& examination, const std::string& workspace, bool quick) {
  std::string text = fmt::format(
      "{{\"workspace\": {}, \"whole\": {}, \"quick\": {}, \"generation\": {}, \"seconds\": {:.3f}, \"checks\": [",
      json_quote(workspace), examination.is_whole(), quick, examination.generation, examination.seconds);
  for (std::size_t index = 0; index < examination.checks.size(); ++index) {
    const claims::Check& check = examination.checks[index];
    text += fmt::format("{}\n  {{\"check\": {}, \"looked_at\": {}, \"bytes\": {}, \"troubles\": {}}}",
                        index == 0 ? "" : ",", json_quote(check.name), check.looked_at, check.bytes, check.troubles);
  }
  text += "],\n\"troubles\": [";
  for (std::size_t index = 0; index < examination.troubles.size(); ++index) {
    const claims::Trouble& trouble = examination.troubles[index];
    text +=
        fmt::format("{}\n  {{\"gravity\": \"{}\", \"check\": {}, \"file\": {}, \"what\": {}, \"mend\": {}}}",
                    index == 0 ? "" : ",", trouble.gravity == Gravity::damage ? "damage" : "note",
                    json_quote(trouble.check), json_quote(trouble.file), json_of(trouble.what), json_of(trouble.mend));
  }
  return text + "]}\n";
}

}  // namespace qiuhao::cli
