// 3103 (反馈), 9001 and 9002 (签到、签退), 3501 to 3507 (进销存), 1901 (字典).
#include "national/transactions.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "text/document.h"

namespace qiuhao::national {
namespace {

using text::json_quote;
using text::JsonView;

constexpr std::size_t kWarningsMost = 1'000;  // of one feedback
constexpr std::size_t kStockRowsMost = 2'000;
constexpr std::size_t kReasonMost = 200;  // characters
constexpr std::size_t kStockRowBytes = 16'384;

bool is_hit_id(std::string_view text) {
  return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Status add_warning(const Variant& variant, JsonView warning, const std::string& path, live::Accepted& accepted) {
  ASSIGN(std::string hit, needed(variant, warning, "warn_rslt_id", path, "违规标识"));
  if (!is_hit_id(hit))
    return bad_field(path + ".warn_rslt_id", {"is no jr_id of this server's; send it as 3101 or 3102 gave it",
                                              "不是本系统返回的 jr_id，请原样回传 3101、3102 返回的违规标识"});
  ASSIGN(const std::string way, needed(variant, warning, "dspo_way", path, "处理方式"));
  if (way != "1" && way != "2")
    return bad_field(path + ".dspo_way", {"must be 1 (the order goes on) or 2 (it is changed)",
                                          "应为 1（继续执行医嘱）或 2（返回修改医嘱）"});
  const std::string reason = variant.field(warning, "dspo_way_rea").text();
  if (way == "1" && reason.find_first_not_of(" \t\r\n") == std::string::npos)
    return bad_field(path + ".dspo_way_rea",
                     {"is needed when the order goes on", "继续执行医嘱时处理原因（dspo_way_rea）必填"});
  accepted.parts.emplace_back(std::move(hit), fmt::format("{} {}", way, cut(reason, kReasonMost)));
  return {};
}

Status add_stock_row(const Message& message, JsonView row, const std::string& path, live::Accepted& accepted) {
  const Variant& variant = *message.envelope.variant;
  const bool is_deletion = message.envelope.transaction == "3507";
  ASSIGN(const std::string batch, needed(variant, row, "fixmedins_bchno", path, "定点医药机构批次流水号"));
  if (is_deletion) {
    ASSIGN(const std::string kind, needed(variant, row, "inv_data_type", path, "进销存数据类型"));
    if (kind.size() != 1 || kind < "1" || kind > "4")
      return bad_field(path + ".inv_data_type", {"must be 1, 2, 3 or 4", "应为 1 盘存、2 库存变更、3 采购或 4 销售"});
  } else {
    ASSIGN(const std::string item, needed(variant, row, "med_list_codg", path, "医疗目录编码"));
  }
  for (const char* name : {"inv_cnt", "cnt", "purc_retn_cnt", "sel_retn_cnt", "pric", "finl_trns_pric"}) {
    std::string room;
    const std::string_view text = claims::said(variant.field(row, name).text(room));
    if (!text.empty() && !parse_decimal(text)) {
      return bad_field(fmt::format("{}.{}", path, name),
                       {fmt::format("'{}' is no number", cut(text, 40)), fmt::format("“{}”不是数", cut(text, 40))});
    }
  }
  std::string json = row.json();
  if (json.size() > kStockRowBytes) return bad_field(path, {"is larger than 16 KiB", "超过16KiB"});
  accepted.parts.emplace_back("row", std::move(json));
  return {};
}

}  // namespace

void answer_feedback(const Message& message, const Respond& respond) {
  const Variant& variant = *message.envelope.variant;
  const JsonView data = variant.node(message.envelope.input, "data");
  live::Accepted accepted;
  accepted.kind = live::Accepted::Kind::feedback;
  const Status read = for_each_object(
      variant.node(data, "warns"), "input.data.warns", kWarningsMost,
      [&](JsonView warning, const std::string& path) { return add_warning(variant, warning, path, accepted); });
  if (!read) return respond(fail(read.error()));
  if (accepted.parts.empty())
    return respond(bad_field("input.data.warns", {"says nothing about any warning", "没有处理数据"}));
  keep(message, std::move(accepted), "{}", respond);
}

std::string sign_no_of(const std::string& institution, const std::string& message) {
  return hash128(fmt::format("sign-in\n{}\n{}", institution, message)).hex().substr(0, 30);
}

void answer_sign_in(const Message& message, const Respond& respond) {
  const Variant& variant = *message.envelope.variant;
  const JsonView sign_in = variant.node(message.envelope.input, "signIn");
  const auto name = needed(variant, sign_in, "opter_no", "input.signIn", "操作员编号");
  if (!name) return respond(fail(name.error()));
  const std::string sign_no = sign_no_of(message.envelope.institution, message.envelope.message);
  live::Accepted accepted;
  accepted.kind = live::Accepted::Kind::sign_in;
  accepted.parts = {{"sign_no", sign_no}, {"operator", *name}};
  // 9001 answers in signinoutb.
  keep(message, std::move(accepted), fmt::format("{{\"signinoutb\":{{\"sign_no\":\"{}\"}}}}", sign_no), respond);
}

void answer_sign_out(const Message& message, const Respond& respond) {
  const Variant& variant = *message.envelope.variant;
  const JsonView sign_out = variant.node(message.envelope.input, "signOut");
  const auto sign_no = needed(variant, sign_out, "sign_no", "input.signOut", "签到编号");
  if (!sign_no) return respond(fail(sign_no.error()));
  const std::string owner = message.service.desk->intake().signed_in(*sign_no);
  if (owner != message.envelope.institution) {
    return respond(bad_field("input.signOut.sign_no",
                             {"is no sign-in of this institution that is open", "不是本机构尚未签退的签到编号"}));
  }
  live::Accepted accepted;
  accepted.kind = live::Accepted::Kind::sign_out;
  accepted.parts = {{"sign_no", *sign_no}};
  keep(message, std::move(accepted), fmt::format("{{\"signinoutb\":{{\"sign_no\":{}}}}}", json_quote(*sign_no)),
       respond);
}

void answer_stock(const Message& message, const Respond& respond) {
  live::Accepted accepted;
  accepted.kind = live::Accepted::Kind::stock;
  Status read;
  // Each transaction has a node of its own; some clients send another's.
  for (const char* name : {"invinfo", "invinfoDetail", "purcinfo", "selinfo", "data"}) {
    const JsonView node = message.envelope.variant->node(message.envelope.input, name);
    if (!read || node.says_nothing()) continue;
    read = for_each_object(
        node, fmt::format("input.{}", name), kStockRowsMost,
        [&](JsonView row, const std::string& path) { return add_stock_row(message, row, path, accepted); });
  }
  if (!read) return respond(fail(read.error()));
  if (accepted.parts.empty()) {
    return respond(bad_field(
        "input", {"has no invinfo, purcinfo, selinfo or data", "没有 invinfo、purcinfo、selinfo 或 data 节点"}));
  }
  keep(message, std::move(accepted), "{\"result\":{\"retRslt\":\"1\",\"msgRslt\":\"\"}}", respond);
}

// A code table of the dictionary, by the name of a field that has it ("med_type").
void answer_code_table(const Message& message, const Respond& respond) {
  const Variant& variant = *message.envelope.variant;
  const JsonView data = variant.node(message.envelope.input, "data");
  const auto type = needed(variant, data, "type", "input.data", "字典类型");
  if (!type) return respond(fail(type.error()));
  std::string wanted = *type;
  std::ranges::transform(wanted, wanted.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  for (std::size_t entity = 0; entity < claims::kEntities; ++entity) {
    for (const claims::Field& field : message.service.schema->of(static_cast<claims::Entity>(entity)).fields) {
      const bool is_it = std::ranges::any_of(field.national, [&](const auto& name) { return name.second == wanted; });
      if (!is_it || field.codes.empty() || !field.derived.empty()) continue;
      std::string list;
      for (const claims::CodeValue& code : field.codes) {
        fmt::format_to(std::back_inserter(list),
                       "{}{{\"type\":{},\"label\":{},\"value\":{},\"parent_value\":\"\",\"vali_flag\":\"1\"}}",
                       list.empty() ? "" : ",", json_quote(*type), json_quote(code.label), json_quote(code.code));
      }
      return respond(fmt::format("{{\"list\":[{}]}}", list));
    }
  }
  respond(bad_field("input.data.type", {fmt::format("there is no code table {}", cut(*type, 40)),
                                        fmt::format("没有字典 {}", cut(*type, 40))}));
}

}  // namespace qiuhao::national
