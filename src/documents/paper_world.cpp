// Names of templates' formulas, and their values.
#include "documents/paper_world.h"

#include "base/check.h"

namespace qiuhao::documents {
namespace {

enum : cel::StructId { kFirst = 8, kShown = kFirst, kInput, kPaper };  // behind those of workflows
enum : cel::FieldId { kNumber, kDay, kOffice, kContact };

const cel::Type kText = cel::Type::of(cel::Kind::text);
const cel::Type kDate = cel::Type::of(cel::Kind::date);
const cel::Type kDecimal = cel::Type::of(cel::Kind::decimal);

// The activation is a PaperWorld, but for constants, which are folded by none.
cel::Value in_words(const cel::Activation& activation, std::string words) {
  const auto* world = dynamic_cast<const PaperWorld*>(&activation);
  if (world == nullptr || words.empty()) return cel::Value::error(cel::ErrorReason::other, "this has no words here");
  return world->text(std::move(words));
}

cel::Value run_yuan_in_words(const cel::Activation& activation, std::span<const cel::Value> arguments) {
  const auto cents = to_cents(arguments[0].as_decimal());
  return in_words(activation, cents ? yuan_in_words(*cents) : "");
}

cel::Value run_name_of(const cel::Activation& activation, std::span<const cel::Value> arguments) {
  const auto* world = dynamic_cast<const PaperWorld*>(&activation);
  return in_words(activation, world == nullptr ? "" : world->name_of(std::string(arguments[0].as_text())));
}

}  // namespace

std::vector<cel::FunctionDoc> paper_functions() {
  return {{"nameOf",
           "(string) -> string",
           {"What a person's or institution's id is called on paper.", "人员或机构编号对应的名称。"},
           "nameOf(act.person)"},
          {"yuanInWords",
           "(decimal) -> string",
           {"An amount in 元 in the words of vouchers.", "金额的大写。"},
           "yuanInWords(decimal('1200.50')) == '壹仟贰佰元伍角整'"}};
}

cel::Environment make_paper_environment(const workflow::Kind& kind, const std::vector<Input>& inputs) {
  cel::Environment environment = workflow::make_environment(kind);
  CHECK(environment.add_struct("shown") == kShown);
  CHECK(environment.add_struct("input") == kInput);
  CHECK(environment.add_struct("paper") == kPaper);
  for (std::size_t i = 0; i < kind.fields.size(); ++i)
    environment.add_field(kShown, kind.fields[i].name, "", kText, static_cast<cel::FieldId>(i));
  for (std::size_t i = 0; i < inputs.size(); ++i)
    environment.add_field(kInput, inputs[i].name, "", workflow::cel_type(inputs[i].shape),
                          static_cast<cel::FieldId>(i));
  environment.add_field(kPaper, "number", "文号", kText, kNumber);
  environment.add_field(kPaper, "day", "日期", kDate, kDay);
  environment.add_field(kPaper, "office", "机关", kText, kOffice);
  environment.add_field(kPaper, "contact", "联系方式", kText, kContact);
  environment.add_variable("shown", "显示", cel::Type::row_of(kShown), kShown);
  environment.add_variable("input", "填写", cel::Type::row_of(kInput), kInput);
  environment.add_variable("paper", "本文书", cel::Type::row_of(kPaper), kPaper);
  const auto functions = paper_functions();
  environment.add_function(functions[0], {kText}, kText, run_name_of);
  environment.add_function(functions[1], {kDecimal}, kText, run_yuan_in_words);
  return environment;
}

cel::Value PaperWorld::text(std::string value) const {
  texts_.push_back(std::move(value));
  return cel::Value::of_text(texts_.back());
}

cel::Value PaperWorld::field(cel::StructId owner, cel::FieldId field, cel::RowIndex row) const {
  switch (owner) {
    case kShown: {
      const workflow::Field& known = kind_.fields[field];
      const auto found = matter_.fields.find(known.name);
      if (found == matter_.fields.end() || found->second.is_nothing()) return cel::Value::absent();
      return text(shown_value(found->second, known.shape.type, known.choices, paper_.name_of));
    }
    case kInput: return input_value(field);
    case kPaper:
      switch (field) {
        case kNumber: return cel::Value::of_text(paper_.number);
        case kDay: return cel::Value::of_date(paper_.day);
        case kOffice: return cel::Value::of_text(paper_.office->name);
        default:
          return paper_.office->contact.empty() ? cel::Value::absent() : cel::Value::of_text(paper_.office->contact);
      }
    default: return MatterWorld::field(owner, field, row);
  }
}

cel::Value PaperWorld::input_value(cel::FieldId field) const {
  const Input& input = shapes_[field];
  const auto found = inputs_.find(input.name);
  if (found == inputs_.end() || found->second.is_nothing()) return cel::Value::absent();
  const auto* items = std::get_if<std::vector<workflow::FieldValue>>(&found->second.held);
  return items == nullptr ? workflow::to_cel(found->second, input.shape.type) : list_of(*items, input.shape.type);
}

}  // namespace qiuhao::documents
