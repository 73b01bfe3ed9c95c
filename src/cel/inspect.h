// What a compiled text is made of, for lints: its clauses, the constants it compares fields with, the calls it makes.
// Places are bytes of the text as compiled.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cel/cel.h"

namespace qiuhao::cel {

struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// A text constant beside a field of a row: field == 'x', field != 'x', field in ['x', 'y'].
struct ComparedText {
  StructId owner = 0;
  FieldId field = 0;
  std::string path;  // "line.item_class"
  std::string text;
  Span span;  // of the constant
};
std::vector<ComparedText> compared_texts(const Program& program);

// A field of a row that stands bare under !, == or !=, of which the text does not ask has().
struct UnguardedField {
  StructId owner = 0;
  FieldId field = 0;
  std::string path;
  std::string sign;
  Span span;
};
std::vector<UnguardedField> unguarded_fields(const Program& program);

struct FunctionUse {
  std::string name;
  Kind receiver = Kind::any;  // of a method
  std::size_t arguments = 0;  // beside the receiver
  Span span;                  // of the name
};
std::vector<FunctionUse> functions_used(const Program& program);

// The operands of the && or || that the text is, and of those inside its operands; the whole text when it is neither.
std::vector<Span> clauses(const Program& program);
// The value of the clause with this number; the others are not looked at.
Value evaluate_clause(const Program& program, std::size_t clause, const Activation& activation, Scratch& scratch);

}  // namespace qiuhao::cel
