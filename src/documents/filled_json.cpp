// The canonical JSON of a document.
#include <fmt/format.h>

#include "documents/filled.h"
#include "text/document.h"

namespace qiuhao::documents {
namespace {

using text::json_quote;

constexpr std::string_view kBlockNames[] = {"text", "heading", "list", "fields", "table", "blank", "basis", "dialogue"};

template <typename List, typename Write>
std::string list_of(const List& list, const Write& write) {
  std::string out = "[";
  for (const auto& one : list) out += (out.size() == 1 ? "" : ",") + write(one);
  return out + "]";
}

std::string texts(const std::vector<std::string>& list) { return list_of(list, json_quote); }

std::string block_json(const FilledBlock& block) {
  return fmt::format(R"({{"kind":"{}","rows":{},"columns":{},"title":{},"lines":{}}})",
                     kBlockNames[static_cast<std::size_t>(block.kind)], list_of(block.rows, texts),
                     texts(block.columns), json_quote(block.title), block.lines);
}

std::string signature_json(const FilledSignature& place) {
  return fmt::format(R"({{"title":{},"signature":{}}})", json_quote(place.title),
                     place.signature ? place.signature->json() : "null");
}

}  // namespace

std::string canonical_json(const Filled& filled) {
  return fmt::format(R"({{"format":1,"kind":{},"document":{},"version":{},"template":{},"matter":{},"revision":{},)"
                     R"("number":{},"form":"{}","title":{},"office":{},"contact":{},"to":{},"day":"{}","blocks":{},)"
                     R"("seal":{},"signatures":{}{}}})",
                     json_quote(filled.kind), json_quote(filled.document), filled.version,
                     json_quote(filled.template_hash), json_quote(filled.matter), filled.revision,
                     json_quote(filled.number), form_name(filled.form), json_quote(filled.title),
                     json_quote(filled.office), json_quote(filled.contact), json_quote(filled.to),
                     format_day(filled.day), list_of(filled.blocks, block_json), filled.has_seal,
                     list_of(filled.signatures, signature_json), filled.signs_pages ? R"(,"sign_pages":true)" : "");
}

}  // namespace qiuhao::documents
