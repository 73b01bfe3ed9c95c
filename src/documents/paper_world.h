// What formulas of a template may name: all that the workflow's formulas do, and beside it `shown` (fields as people
// read them), `input` (what is filled in) and `paper` (the document itself).
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>

#include "cel/cel.h"
#include "documents/template.h"
#include "workflow/world.h"

namespace qiuhao::documents {

// Whose paper it is.
struct Office {
  std::string name;     // 某市医疗保障局
  std::string region;   // of the paper's head, beside the name; may be ""
  std::string contact;  // how to reach it; may be ""
};

// What a person's or institution's id is called on paper.
using NameOf = std::function<std::string(const std::string& id)>;

// What the document itself is.
struct PaperFacts {
  std::string number;
  Day day = kNoDay;
  const Office* office = nullptr;
  NameOf name_of;  // none: ids are names
};

// The functions that templates have beside those of workflows.
std::vector<cel::FunctionDoc> paper_functions();
cel::Environment make_paper_environment(const workflow::Kind& kind, const std::vector<Input>& inputs);

// All must outlive this.
class PaperWorld : public workflow::MatterWorld {
 public:
  using Inputs = std::map<std::string, workflow::FieldValue>;
  PaperWorld(const workflow::Kind& kind, const workflow::Calendar& calendar, const workflow::Matter& matter,
             const workflow::Act& act, const std::vector<Input>& shapes, const Inputs& inputs, const PaperFacts& paper)
      : MatterWorld(kind, calendar, matter, act),
        kind_(kind),
        matter_(matter),
        shapes_(shapes),
        inputs_(inputs),
        paper_(paper) {}
  cel::Value field(cel::StructId owner, cel::FieldId field, cel::RowIndex row) const override;
  // A text that lives as long as this.
  cel::Value text(std::string value) const;
  std::string name_of(const std::string& id) const { return paper_.name_of ? paper_.name_of(id) : id; }

 private:
  cel::Value input_value(cel::FieldId field) const;

  const workflow::Kind& kind_;
  const workflow::Matter& matter_;
  const std::vector<Input>& shapes_;
  const Inputs& inputs_;
  const PaperFacts& paper_;
  mutable std::deque<std::string> texts_;
};

// A value as people read it: 2026年3月2日, 1,234.50 元, 是, the title of a choice, a name; lists joined by 、.
std::string shown_value(const workflow::FieldValue& value, workflow::FieldType type,
                        const std::vector<workflow::Choice>& choices, const NameOf& name_of);
std::string chinese_day(Day day);  // 2026年3月2日
// 壹仟贰佰叁拾肆元伍角整, as amounts stand on vouchers; "" beyond 万亿.
std::string yuan_in_words(Cents cents);

}  // namespace qiuhao::documents
