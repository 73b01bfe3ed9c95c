// Finding parts of a text that fail whatever the data: 1/0, date('2026-13-01').
#include <fmt/format.h>

#include <algorithm>

#include "cel/functions/environment.h"
#include "cel/row/code.h"
#include "cel/values/error_words.h"

namespace qiuhao::cel {
namespace {

class NothingToRead : public Activation {
 public:
  Value variable(SlotId) const override { return Value::absent(); }
  Value field(StructId, FieldId, RowIndex) const override { return Value::absent(); }
};

// Whether a part needs nothing from outside: no variable, no host function, and no local that is bound further out.
bool needs_nothing(const Node& node, SlotId first_own_local) {
  if (node.kind == NodeKind::name) {
    return node.reference == Reference::type_name ||
           (node.reference == Reference::local && node.slot >= first_own_local);
  }
  if (node.kind == NodeKind::call && (node.function == nullptr || node.function->run == nullptr)) return false;
  return std::ranges::all_of(node.children,
                             [&](const NodePtr& child) { return needs_nothing(*child, first_own_local); });
}

class ConstantsCheck {
 public:
  explicit ConstantsCheck(const Program::Code& code) : code_(code) {}

  // The innermost part that fails is the one to name.
  Status check(const Node& node, SlotId locals) {
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      const bool is_body = node.kind == NodeKind::comprehension && i > 0;
      const auto bound = static_cast<SlotId>(is_body ? node.slot + node.names.size() : locals);
      TRY(check(*node.children[i], bound));
    }
    const bool can_fail = node.kind == NodeKind::operation || node.kind == NodeKind::call;
    if (!can_fail || !needs_nothing(node, locals)) return {};
    scratch_.reset();
    Frame frame = make_frame(nothing_, scratch_, code_.locals, kMaxFoldSteps);
    if (frame.locals == nullptr && code_.locals > 0) return {};
    const Value value = evaluate_step(*node.step, frame);
    if (!value.is_error() || value.detail == static_cast<std::uint8_t>(ErrorReason::limit)) return {};
    const std::string_view reason = value.as_text();
    return code_.source.error("constant_error",
                              {fmt::format("this fails whatever the data: {}; mend or remove it", reason),
                               fmt::format("无论数据如何，这里总会出错：{}；请改正或删除", chinese_error(reason))},
                              node.mark);
  }

 private:
  const Program::Code& code_;
  NothingToRead nothing_;
  Scratch scratch_;
};

}  // namespace

Status Program::check_constants() const { return ConstantsCheck(*code_).check(*code_->tree, 0); }

}  // namespace qiuhao::cel
