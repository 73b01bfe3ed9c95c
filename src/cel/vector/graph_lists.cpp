// Lists of rows that are asked about item by item: L.exists(x, …), L.all(x, …), L.filter(x, …).size() and
// L.map(x, …).sum(), where L may be filtered and written as a let.
#include "cel/row/run.h"
#include "cel/vector/graph_maker.h"

namespace qiuhao::cel {
namespace {

bool is_list_of_rows(const Node& node) {
  return node.type.kind == Kind::list && node.type.element != nullptr && node.type.element->kind == Kind::row;
}

bool is_loop(const Node& node, Macro macro) {
  return node.kind == NodeKind::comprehension && node.macro == macro && node.names.size() == 1;
}

bool is_call(const Node& node, const char* name) {
  return node.kind == NodeKind::call && node.function != nullptr && node.function->doc.name == name &&
         node.children.size() == 1;
}

}  // namespace

bool GraphMaker::open_list(const Node& node, const Program::Code& code, Pipeline& pipeline) const {
  if (const Program* defined = definition_of(node)) return open_list(*defined->code().tree, defined->code(), pipeline);
  if (!is_list_of_rows(node)) return false;
  if (is_loop(node, Macro::filter)) {
    if (!open_list(*node.children[0], code, pipeline)) return false;
    pipeline.filters.push_back({node.children[1].get(), node.slot, &code});
    return node.children[1]->type.kind == Kind::boolean;
  }
  pipeline.source = &node;
  const bool is_variable = node.kind == NodeKind::name && node.reference == Reference::variable;
  return is_variable || (node.step->run == run_variable_field && node.step->field >= kFirstAskedField);
}

// Lists inside lists are left to the row program.
bool GraphMaker::choose_list(const Node& node, VectorPart& part, const Program::Code& code) {
  if (list_ != nullptr) return false;
  Pipeline pipeline;
  const bool is_exists = is_loop(node, Macro::exists);
  if (is_exists || is_loop(node, Macro::all)) {
    const Condition body{node.children[1].get(), node.slot, &code};
    if (body.body->type.kind != Kind::boolean || !open_list(*node.children[0], code, pipeline)) return false;
    fill_list(pipeline, is_exists ? ListFold::exists : ListFold::all, &body, part);
    return true;
  }
  if (is_call(node, "size") && part.type == Kind::integer) {
    if (!open_list(*node.children[0], code, pipeline) || pipeline.filters.empty()) return false;
    fill_list(pipeline, ListFold::size, nullptr, part);
    return true;
  }
  if (!is_call(node, "sum") || (part.type != Kind::integer && part.type != Kind::decimal)) return false;
  const Program* defined = definition_of(*node.children[0]);
  const Node& mapped = defined == nullptr ? *node.children[0] : *defined->code().tree;
  const Program::Code& mapped_code = defined == nullptr ? code : defined->code();
  if (!is_loop(mapped, Macro::transform_list) || mapped.children.size() != 2) return false;
  const Condition body{mapped.children[1].get(), mapped.slot, &mapped_code};
  if (body.body->type.kind != part.type || !open_list(*mapped.children[0], mapped_code, pipeline)) return false;
  fill_list(pipeline, ListFold::sum, &body, part);
  return true;
}

void GraphMaker::fill_list(const Pipeline& pipeline, ListFold fold, const Condition* body, VectorPart& part) {
  const auto made = std::make_shared<ListPart>();
  ListPart& list = *made;
  list.fold = fold;
  const Node& source = *pipeline.source;
  list.item = source.type.element->row_struct;
  list.name = source.kind == NodeKind::name ? FieldName{source.slot, 0, kWholeVariable}
                                            : FieldName{source.step->slot, source.step->owner, source.step->field};
  list.conditions = pipeline.filters.size();
  GraphMaker maker(list.graph, first_own_slot_, definitions_);
  maker.program_ = program_;
  maker.list_ = &list;
  for (const Condition& filter : pipeline.filters) maker.add_of_item(filter);
  if (body != nullptr) maker.add_of_item(*body);
  part.kind = PartKind::list;
  part.list = made;
}

void GraphMaker::add_of_item(const Condition& of_item) {
  item_local_ = of_item.local;
  graph_.roots.push_back(add(*of_item.body, *of_item.code));
  item_local_ = kNoLocal;
}

}  // namespace qiuhao::cel
