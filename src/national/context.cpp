// Fields of messages by the names of the interface.
#include "national/context.h"

namespace qiuhao::national {

using claims::Entity;
using text::JsonView;

Names::Names(const claims::Schema& schema)
    : person(schema, Entity::person, {"3101", "mdtrt_d"}),
      visit(schema, Entity::visit, {"3101", "mdtrt_d", "setl_d"}),
      provider(schema, Entity::provider, {"3101", "mdtrt_d"}),
      line(schema, Entity::line, {"3101", "fee_list_d"}),
      diagnosis(schema, Entity::diagnosis, {"3101", "setl_list_diag_d"}),
      operation(schema, Entity::operation, {"3101", "setl_list_oprn_d"}),
      settlement(schema, Entity::settlement, {"setl_d"}),
      visit_money(schema, Entity::settlement, {"3101"}),
      detail(schema, Entity::line, {"2204", "fee_list_d"}),
      inpatient_detail(schema, Entity::line, {"2301", "2204", "fee_list_d"}) {}

std::string Service::person_of(const std::string& psn_no) const {
  claims::assembly::PersonKey key;
  if (accepts_pseudonyms && psn_no.starts_with(kPseudonymMark) &&
      claims::assembly::from_hex(std::string_view(psn_no).substr(kPseudonymMark.size()), key))
    return psn_no.substr(kPseudonymMark.size());
  return pseudonyms.of(psn_no);
}

std::unexpected<Error> bad_field(std::string path, Sentence sentence) {
  return input_error("bad_field", std::move(sentence), {"", 0, 0, std::move(path)});
}

namespace {

bool is_extension(std::string_view name) { return name == "expContent" || name == "exp_content"; }

// Sets what `rows` knows of an object's plain fields; calls extension(value) for each expContent.
template <typename Extension>
Status read_plain_fields(const Variant& variant, const claims::MessageRows& rows, JsonView object,
                         const std::string& path, claims::LooseRow& row, const Extension& extension) {
  Status status;
  std::string room;
  object.for_each_field([&](std::string_view key, JsonView value) {
    if (!status) return;
    if (is_extension(key)) {
      status = extension(value);
      return;
    }
    if (value.is_object() || value.is_array()) return;
    const std::string_view name = variant.field_name(key);
    const claims::FieldIndex field = rows.find(name);
    if (field == claims::kNoField) return;
    auto set = rows.set(row, field, variant.value(name, value.text(room)));
    if (set) return;
    Error error = set.error();
    error.place.field = fmt::format("{}.{}", path, cut(key, kShownCharacters));
    status = fail(std::move(error));
  });
  return status;
}

}  // namespace

Status read_fields(const Variant& variant, const claims::MessageRows& rows, JsonView object, const std::string& path,
                   claims::LooseRow& row) {
  const auto no_more = [](JsonView) { return Status{}; };
  return read_plain_fields(variant, rows, object, path, row, [&](JsonView value) -> Status {
    if (value.is_object()) return read_plain_fields(variant, rows, value, path, row, no_more);
    if (value.says_nothing()) return {};
    // Other systems put words of their own there.
    text::JsonReader reader;
    const std::string content = value.text();
    const auto inner = reader.read(content);
    if (!inner || !inner->is_object()) return {};
    return read_plain_fields(variant, rows, *inner, path, row, no_more);
  });
}

Result<std::string> needed(const Variant& variant, JsonView object, std::string_view name, const std::string& path,
                           std::string_view chinese) {
  std::string room;
  const std::string text(claims::said(variant.field(object, name).text(room)));
  if (text.empty()) {
    return bad_field(fmt::format("{}.{}", path, name),
                     {fmt::format("{} is needed", name), fmt::format("{}（{}）必填", chinese, name)});
  }
  if (text.size() > 200)
    return bad_field(fmt::format("{}.{}", path, name), {"is longer than 200 bytes", "超过200字节"});
  return text;
}

}  // namespace qiuhao::national
