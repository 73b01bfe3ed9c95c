// The rule language: CEL text → checked Program → Value. See docs/reference/rule-language.md.
//
// A host declares variables and row structs in an Environment, compiles text once against it, and evaluates the Program
// many times over an Activation, which hands out variables and fields. Absent fields are errors inside the language
// (absorbed by && and ||, tested by has), never null; they come back as Value::is_absent() with the field's path.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cel/columns.h"
#include "cel/value.h"

namespace qiuhao::cel {

// What a function is, once: the checker, the reference page, the console's help and the fuzzer read it from here.
struct FunctionDoc {
  std::string name;       // "ageYears"; methods are called as receiver.name(...)
  std::string signature;  // "(date, date) -> int", "list(T).distinct() -> list(T)"
  Sentence meaning;       // one sentence
  std::string example;    // "ageYears(date('2010-05-20'), date('2024-05-19')) == 13"
};

struct Source;
struct CompileOptions;

class Activation;
using HostFunction = Value (*)(const Activation&, std::span<const Value> arguments);

// The names that a text may use. Built once, then read only.
class Environment {
 public:
  Environment();  // the standard functions, decimal, date
  ~Environment();
  Environment(Environment&&) noexcept;
  Environment& operator=(Environment&&) noexcept;

  // A row struct (line, visit, …); fields are added afterwards. The id is what Values of it carry.
  StructId add_struct(std::string name);
  // A field of a row struct. `alias` is its Chinese name ("" for none); `field` is the number that Activation::field
  // gets.
  void add_field(StructId owner, std::string name, std::string alias, Type type, FieldId field);
  // A variable; Activation::variable gets `slot`. A later declaration of the same name is our mistake.
  void add_variable(std::string name, std::string alias, Type type, SlotId slot);
  // A name that has no meaning here but has one elsewhere: its reader gets this sentence, which says what to write.
  void add_missing(std::string name, std::string alias, Sentence sentence);
  // A function of the host, by overload; argument types are checked, `result` is what the checker assumes.
  // A pure one's value depends on its arguments alone, so that it need not be asked twice.
  void add_function(FunctionDoc doc, std::vector<Type> arguments, Type result, HostFunction function,
                    bool is_pure = false);

  // A type that the checker knows by name alone; texts of types and signatures may name it afterwards.
  StructId add_opaque_type(std::string name);
  // A function that the checker knows by doc.signature, and that has no meaning: calling it is an error when evaluated.
  // Errors: bad_signature, taken_name.
  Status declare_function(FunctionDoc doc);
  // "map(string, list(int))". Errors: bad_type.
  Result<Type> read_type(std::string_view text) const;
  std::string describe(const Type& type) const;  // the same the other way; rows by the name of their struct

  std::vector<FunctionDoc> functions() const;  // standard ones and the host's, by name

  struct Tables;
  const Tables& tables() const { return *tables_; }

 private:
  std::unique_ptr<Tables> tables_;
};

// Where values come from while a program runs. One object a thread; loads must be cheap and must not allocate.
class Activation {
 public:
  virtual ~Activation() = default;
  virtual Value variable(SlotId slot) const = 0;
  // The field of row `row` of a struct; Value::absent() when it has no value.
  virtual Value field(StructId owner, FieldId field, RowIndex row) const = 0;
  // The same, for fields and variables that lie in columns: read in place, several times faster. Must agree with
  // variable() and field(), and must not change while a program runs.
  const ColumnTable& columns() const { return columns_; }

 protected:
  ColumnTable columns_;
};

// One step of an explanation: a part of the text with the value it had. In source order, outermost first.
struct ExplainStep {
  std::string text;   // "person.sex != k.sex"
  std::string value;  // "true", "'2'", "12.50", "absent: line.price"
  bool is_bool = false;
  bool is_true = false;
  int depth = 0;
};

// A name in a text that stands for a variable or field which has a name in both languages.
struct NameUse {
  std::uint32_t begin = 0;  // bytes of the text as compiled (of a message: of the whole message)
  std::uint32_t end = 0;
  std::string english;
  std::string chinese;
};
// The text with its names in one language; everything else, blanks and comments too, stays as it is.
std::string write_names(std::string_view text, const std::vector<NameUse>& uses, Language language);

class Program {
 public:
  Program(Program&&) noexcept;
  Program& operator=(Program&&) noexcept;
  ~Program();

  Type type() const;                // what the checker found
  const std::string& text() const;  // as compiled
  // Evaluates; texts and lists in the value live until the next evaluation with the same Scratch.
  Value evaluate(const Activation& activation, Scratch& scratch) const;
  // Evaluates every part of the text (no short cuts) and lists the parts that decide the outcome: under && and || the
  // operands, under a comparison its sides, with the values that fields had.
  std::vector<ExplainStep> explain(const Activation& activation, Scratch& scratch) const;
  // "line.price", "person.sex", …: every field the text reads, each once, sorted.
  // A field of a loop variable has the name of what is looped over: h.exists(x, x.day > 0) reads "h.day".
  std::vector<std::string> fields() const;
  // "line", "h", "age": every variable the text reads, each once, sorted.
  std::vector<std::string> variables() const;
  // The names that could be written in the other language without another meaning, in order of place. One that a loop
  // variable of the same spelling would hide is left out.
  const std::vector<NameUse>& name_uses() const;
  // The first part without variables that is an error whatever the data, such as 1/0; with place and caret.
  Status check_constants() const;

  struct Code;
  const Code& code() const { return *code_; }  // for the other folders of cel/

 private:
  friend Result<Program> compile_part(const Source&, std::uint32_t, std::uint32_t, const Environment&, const Type&,
                                      const CompileOptions&);
  explicit Program(std::unique_ptr<Code> code);
  std::unique_ptr<Code> code_;
};

// How a text is compiled. Rules are compiled as the defaults have it.
struct CompileOptions {
  std::string container =
      {};                     // a namespace, such as x.y: in it the name n means x.y.n, x.n or n, whichever is declared
  bool check_types = true;    // false: names and types that do not fit are errors when they are evaluated
  bool expand_macros = true;  // false: has(…) and list.all(…) are calls of functions
  std::string locale = {};    // of format(): "de" writes 1,5; "" and "zh" write 1.5
};

// Compiles text, which must be of type `wanted` (Type::any() for no demand). Errors carry file (from `origin`), line,
// column, the source line with a caret, and a suggestion where a name is near another:
//   rules/R0301.yaml:14:9: unknown field line.qty; did you mean line.quantity?
// `origin.line`/`column` say where the text begins in its file.
Result<Program> compile(std::string_view text, const Environment& environment, const Type& wanted, const Place& origin,
                        const CompileOptions& options = {});

}  // namespace qiuhao::cel
