// Formulas become texts; what a text says is never read again.
#include <fmt/format.h>

#include "base/check.h"
#include "documents/filled.h"
#include "documents/readable_text.h"

namespace qiuhao::documents {
namespace {

using workflow::FieldValue;

std::unexpected<Error> wrong(std::string code, Sentence sentence, Place place = {}) {
  return input_error(std::move(code), std::move(sentence), std::move(place));
}

// A value of a formula as it is printed; nothing for one that is not there.
std::optional<std::string> printed(const cel::Value& value) {
  switch (value.kind) {
    case cel::Kind::error:
    case cel::Kind::null: return std::nullopt;
    case cel::Kind::optional: return value.inner == nullptr ? std::nullopt : printed(*value.inner);
    case cel::Kind::text: return std::string(value.as_text());
    case cel::Kind::date: return chinese_day(value.as_date());
    case cel::Kind::list: {
      std::string joined;
      for (std::size_t i = 0; i < value.list->size(); ++i) {
        const auto item = printed(value.list->at(i));
        if (!item) return std::nullopt;
        joined += (i == 0 ? "" : "、") + *item;
      }
      return joined;
    }
    default: return cel::to_message(value);
  }
}

class Filler {
 public:
  Filler(const Filling& filling, const std::string& number)
      : filling_(filling),
        template_(filling.made_from),
        paper_{number, day_of(filling.act.at), &filling.office, filling.name_of},
        world_(filling.kind, filling.calendar, filling.matter, filling.act, template_.inputs, filling.inputs, paper_) {}

  Result<Filled> fill() {
    TRY(check_given());
    Filled filled;
    filled.kind = template_.kind;
    filled.document = template_.document;
    filled.version = template_.version;
    filled.template_hash = template_.hash;
    filled.matter = filling_.matter.number;
    filled.revision = static_cast<std::int64_t>(filling_.matter.revision);
    filled.number = paper_.number;
    filled.form = template_.form;
    filled.title = template_.title.chinese;
    filled.office = readable(filling_.office.name, false);
    filled.contact = readable(filling_.office.contact, false);
    filled.day = paper_.day;
    filled.has_seal = template_.has_seal;
    filled.signs_pages = template_.signs_pages;
    if (template_.to) {
      ASSIGN(filled.to, text_of(*template_.to, {template_.file, 0, 0, "to"}));
    }
    for (const Block& block : template_.body) TRY(add_block(block, filled.blocks));
    for (const SignaturePlace& place : template_.signatures) {
      const auto given = filling_.signatures.find(place.name);
      filled.signatures.push_back(
          {place.title.chinese, given == filling_.signatures.end() ? std::nullopt : std::optional(given->second)});
    }
    if (canonical_json(filled).size() <= kFilledBytesMost) return filled;
    return wrong("document_too_large", {"the document is too long to be printed; shorten what is filled in",
                                        "文书过长，无法打印；请缩短填写的内容"});
  }

 private:
  Status check_given() const {
    if (filling_.matter.version != template_.kind_version)
      return wrong(
          "template_of_another_version",
          {fmt::format("the matter runs by version {} of its workflow, the template is for version {}",
                       filling_.matter.version, template_.kind_version),
           fmt::format("事项按流程第 {} 版办理，模板适用于第 {} 版", filling_.matter.version, template_.kind_version)});
    for (const auto& [name, value] : filling_.inputs) {
      const auto input = workflow::find_named(template_.inputs, name);
      if (!input)
        return wrong("input_is_unknown",
                     {fmt::format("the document has no input '{}'", name), fmt::format("文书没有填写项“{}”", name)});
      if (!workflow::fits(value, template_.inputs[*input].shape))
        return wrong("value_does_not_fit",
                     {fmt::format("the value of '{}' does not fit", name), fmt::format("填写项“{}”的值不符", name)});
    }
    for (const Input& input : template_.inputs) {
      const auto given = filling_.inputs.find(input.name);
      if (!input.is_optional && (given == filling_.inputs.end() || given->second.is_nothing()))
        return wrong("input_is_missing", {fmt::format("fill in '{}'", input.title.english),
                                          fmt::format("请填写“{}”", input.title.chinese)});
    }
    for (const auto& [name, signature] : filling_.signatures) {
      if (!workflow::find_named(template_.signatures, name))
        return wrong("signature_is_unknown", {fmt::format("nobody signs as '{}' on this document", name),
                                              fmt::format("文书上没有签名处“{}”", name)});
    }
    return {};
  }

  Result<std::string> text_of(const cel::Message& message, const Place& place) {
    auto text = message.render(
        world_, scratch_, [&](const cel::Program& program, const cel::Value& value) -> Result<std::string> {
          if (auto one = printed(value)) return readable(*one, true);
          return wrong("value_is_missing",
                       {fmt::format("{{{}}} has no value yet, so the document cannot be written", program.text()),
                        fmt::format("{{{}}} 还没有值，文书无法生成", program.text())},
                       place);
        });
    return text;
  }

  Status add_block(const Block& block, std::vector<FilledBlock>& blocks) {
    if (block.when) {
      const cel::Value holds = block.when->evaluate(world_, scratch_);
      if (holds.is_error())
        return wrong("value_is_missing",
                     {fmt::format("the condition {} reads what has no value yet", block.when->text()),
                      fmt::format("条件 {} 所用的值还没有", block.when->text())},
                     block.place);
      if (!holds.is_true()) return {};
    }
    FilledBlock filled{block.kind, {}, block.columns, block.title, block.lines};
    for (const auto& row : block.rows) {
      auto& cells = filled.rows.emplace_back();
      for (const cel::Message& message : row) {
        ASSIGN(std::string text, text_of(message, block.place));
        cells.push_back(std::move(text));
      }
    }
    for (const workflow::Number number : block.fields) {
      const workflow::Field& field = filling_.kind.fields[number];
      const auto held = filling_.matter.fields.find(field.name);
      if (held == filling_.matter.fields.end() || held->second.is_nothing()) continue;
      filled.rows.push_back(
          {field.title.chinese,
           readable(shown_value(held->second, field.shape.type, field.choices, filling_.name_of), true)});
    }
    if (block.kind == BlockKind::dialogue) TRY(add_talk(block, filled));
    if (block.kind == BlockKind::basis) {
      for (const workflow::Basis& basis : template_.basis) filled.rows.push_back({basis.document, basis.clause});
    }
    blocks.push_back(std::move(filled));
    return {};
  }

  std::vector<std::string> texts_of(workflow::Number input) const {
    std::vector<std::string> texts;
    const auto given = filling_.inputs.find(template_.inputs[input].name);
    const auto* items =
        given == filling_.inputs.end() ? nullptr : std::get_if<std::vector<FieldValue>>(&given->second.held);
    if (items == nullptr) return texts;
    for (const FieldValue& item : *items) texts.push_back(readable(item.text(), true));
    return texts;
  }

  Status add_talk(const Block& block, FilledBlock& filled) const {
    const auto questions = texts_of(block.inputs.at(0));
    const auto answers = texts_of(block.inputs.at(1));
    if (questions.size() != answers.size())
      return wrong("dialogue_is_uneven",
                   {fmt::format("there are {} questions and {} answers", questions.size(), answers.size()),
                    fmt::format("提问 {} 项，回答 {} 项，数目不符", questions.size(), answers.size())},
                   block.place);
    for (std::size_t at = 0; at < questions.size(); ++at) filled.rows.push_back({questions[at], answers[at]});
    return {};
  }

  const Filling& filling_;
  const Template& template_;
  PaperFacts paper_;
  PaperWorld world_;
  cel::Scratch scratch_;
};

}  // namespace

Result<Filled> fill(const Filling& filling, const std::string& number) { return Filler(filling, number).fill(); }

}  // namespace qiuhao::documents
